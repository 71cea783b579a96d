"""Whether a sheet's name or title says that its figures are a plan's, or last year's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from client.workbook.finding.names.traditional import compared
from client.workbook.model import Sheet

_PLAN = re.compile(r"(?:预算|预测|预估|测算|概算|预计(?!负债)|计划|目标)(?![^表]{0,4}[部科处室])|budget|forecast")
"""Not the department that made the table, 计划财务部, nor what a balance sheet has: 预计负债."""
_PLAN_IN_ENGLISH = re.compile(r"(?<![a-z])plans?(?![a-z])")
"""A word of its own: a plant is none."""
_LAST_YEAR = re.compile(r"(?:上年|去年|lastyear|prioryear)(?!.*同期)")
_BOTH = re.compile(r"执行|完成|对比|比较|差异|实际|分析|考核|增减|actual|vs|planned")
_TABLE = re.compile(r".+(?:表|快报|月报)(?:[(（].*[)）])?")
_LONGEST = 40
_TITLES = 3


def said(sheet: Sheet) -> str:
    """The words that say so; ``""`` for none, also where plan and actual figures stand beside each other."""
    texts = list(_titles(sheet))
    if any(_BOTH.search(compared(text)) for text in texts):
        return ""
    return next((text for text in texts if _of_others(text)), "")


def _of_others(text: str) -> bool:
    plain = compared(text)
    if len(plain) > _LONGEST:
        return False
    planned = _PLAN.search(plain) or _PLAN_IN_ENGLISH.search(text.casefold())
    return planned is not None or _LAST_YEAR.match(plain) is not None


def _titles(sheet: Sheet) -> Iterator[str]:
    """The sheet's name, and of the first lines what stands alone or calls itself a table."""
    yield sheet.name
    for row in sheet.rows[:_TITLES]:
        texts = {text for column in sheet.across[:60] if (text := sheet.text(row, column))}
        yield from texts if len(texts) == 1 else filter(_TABLE.fullmatch, sorted(texts))
