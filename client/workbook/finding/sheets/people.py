"""The multiple of persons that the lines above figures name: 单位：万元、万人."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from client.workbook.finding.names.traditional import simplified
from forms.values.units import MULTIPLIERS

_MANY = f"(?P<unit>(?:{'|'.join(filter(None, MULTIPLIERS))})人)"
_END = r"(?![\u4e00-\u9fff])"
_SAID = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^[(\[【〔]?{_MANY}[)\]】〕]?$",
        rf"单位(?:[:;]|均?为)?[(]?(?:[^\d:]{{0,12}}[、,/;和及])?{_MANY}{_END}",
        rf"(?<!\d)元[)]?[、,/;和及]{_MANY}{_END}",
        rf".*(?:表|月报|快报|情况|台账|汇总|明细|统计|数据)[-—(\[【〔:]{_MANY}[)\]】〕]?$",
    )
)
"""Alone in a cell, behind 单位, behind the unit of money, and at the end of a title; 员工3万人 is none."""
_ENDS = re.compile(rf"[(\[【〔]{_MANY}[)\]】〕]$")


def people_over(texts: Iterable[str], titles: Iterable[str]) -> str:
    """The one multiple of persons that some texts name; ``""`` where they name none, or several.

    At the end of ``titles``, which head no column, it stands in brackets behind anything: 从业人员（万人）.
    """
    named = {_named(text, _SAID) for text in texts} | {_named(text, (_ENDS,)) for text in titles}
    named.discard("")
    return named.pop() if len(named) == 1 else ""


def _named(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    if "人" not in text or len(text) > 120:
        return ""
    plain = simplified("".join(unicodedata.normalize("NFKC", text).split()))
    found = next((match for each in patterns if (match := each.search(plain))), None)
    return found["unit"] if found is not None else ""
