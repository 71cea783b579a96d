"""Whether a sheet's name or title says that its figures are a plan's, or last year's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from client.workbook.finding.names.traditional import simplified
from client.workbook.model import Sheet

_PLAN = re.compile(r"预算|预测|计划|目标|budget|forecast|plan")
_LAST_YEAR = re.compile(r"(?:上年|去年|lastyear|prioryear)(?!.*同期)")
_BOTH = re.compile(r"执行|完成|对比|比较|差异|实际|分析|考核|增减|actual|vs|planned")
_LONGEST = 40
_TITLES = 3


def said(sheet: Sheet) -> str:
    """The words that say so; ``""`` for none, also where plan and actual figures stand beside each other."""
    texts = list(_titles(sheet))
    if any(_BOTH.search(_plain(text)) for text in texts):
        return ""
    return next((text for text in texts if _of_others(_plain(text))), "")


def _of_others(plain: str) -> bool:
    return len(plain) <= _LONGEST and (_PLAN.search(plain) is not None or _LAST_YEAR.match(plain) is not None)


def _titles(sheet: Sheet) -> Iterator[str]:
    """The sheet's name, and the first lines that hold one text alone."""
    yield sheet.name
    for row in sheet.rows[:_TITLES]:
        texts = {text for column in sheet.across[:60] if (text := sheet.text(row, column))}
        if len(texts) == 1:
            yield from texts


def _plain(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text).replace(" ", "").casefold())
