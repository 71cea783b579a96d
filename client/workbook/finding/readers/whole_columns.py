"""Columns that add others up, and so are not the firm's own, or not the asked period's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from client.workbook.finding.names.labels import is_total, label
from client.workbook.finding.sheets.headings import Heading, Role, part_ends
from client.workbook.finding.sheets.layout import Panel
from client.workbook.model import Sheet
from forms.periods import Period

_FIRM = re.compile(r"(?<!分)公司\s*[A-Za-z\d甲乙丙丁一二三四五]{0,2}\s*(?:[（(].*[)）])?$")
_ELIMINATED = re.compile("抵[销消]")
_OWN = re.compile("(?:母公司|本公司)(?:数|金额|合计)?")
_YEAR = re.compile("累计|全年|年度")
_NAMES = re.compile("(?:指标|科目|项目)(?:名称)?|名称|内容")
_ABOVE = 3


def lone_heading(sheet: Sheet, panel: Panel, figures: Sequence[int]) -> str:
    """What stands beside 项目 above the only column of figures; ``""`` for nothing, or several columns."""
    first = min(panel.hits)
    heads = (
        row for row in range(first - 1, first - 1 - _ABOVE, -1) if _names(sheet.text(row, panel.label_column))
    )
    return sheet.text(next(heads, 0), figures[0]) if len(figures) == 1 else ""


def _names(text: str) -> bool:
    return _NAMES.fullmatch(label(text).full) is not None


def of_firms(headings: Mapping[int, Heading]) -> dict[int, Role]:
    """A total beside columns of several firms is no firm's own: what such columns mean."""
    texts = {column: heading.text for column, heading in headings.items()}
    firms = sum(_FIRM.search(text) is not None for text in texts.values())
    if firms < 2 and not any(map(_ELIMINATED.search, texts.values())):
        return {}
    own: dict[int, Role] = {column: "current" for column, text in texts.items() if _OWN.fullmatch(text)}
    return own | {column: "consolidated" for column, text in texts.items() if is_total(text)}


def of_later_parts(headings: Mapping[int, Heading], figures: Set[int], asked: Period) -> dict[int, Role]:
    """A total behind 四季度 or 下半年 that have figures is the year's, not that of the months to the asked one."""
    ends = {column: part_ends(heading.text) for column, heading in headings.items() if column in figures}
    if asked.kind != "month" or not any(end > asked.index for end in ends.values()):
        return {}
    wholes = (column for column, each in headings.items() if is_total(each.text) or _YEAR.search(each.text))
    return {column: "other_period" for column in wholes if headings[column].role in ("current", "cumulative")}
