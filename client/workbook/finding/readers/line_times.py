"""Lines of one name for several times, told by a column beside it: 营业收入 2025, 营业收入 2024."""

from __future__ import annotations

import re
from collections.abc import Mapping

from client.workbook.finding.names.periods import period_in
from client.workbook.finding.names.traditional import compared
from client.workbook.finding.sheets.headings import Heading, Role, year_of
from client.workbook.finding.sheets.layout import Panel
from client.workbook.model import Scalar, Sheet, as_text
from forms.periods import Period

_HEADED = re.compile(
    r"(?:会计|报告|所属|统计)?(?:年度?|年份|年月|月份|期间|时期|报告期|所属期|日期|时间)|years?|periods?|date"
)
_PACKED = re.compile(r"(20\d\d)(0[1-9]|1[0-2])")


def times_beside(
    sheet: Sheet, panel: Panel, headings: Mapping[int, Heading], asked: Period
) -> tuple[int | None, Mapping[int, Role]]:
    """The column that tells a year or a period beside every indicator, and what each line's figures are.

    Numbers tell it below 年度, 期间 and the like alone: 2025 may be how many people there are.
    """
    for column in panel.columns:
        cells = {row: value for row in panel.hits if (value := sheet.value(row, column)) is not None}
        times = {row: time for row, value in cells.items() if (time := _time(value)) is not None}
        said = column in headings and _HEADED.fullmatch(compared(headings[column].text)) is not None
        told = said or all(isinstance(value, str) for value in cells.values())
        if told and len(times) == len(cells) and len(times) * 2 > len(panel.hits):
            beside = {row: _time(sheet.value(row, column)) for row in panel.rows}  # names may reach over lines
            return column, {row: _role(time, asked) for row, time in beside.items() if time is not None}
    return None, {}


def _time(value: Scalar) -> Period | None:
    if (year := year_of(value)) is not None:
        return Period(year, "year", 1)
    text = as_text(value)
    if (packed := _PACKED.fullmatch(text)) is not None:
        return Period(int(packed[1]), "month", int(packed[2]))
    return period_in(text) if isinstance(value, str) and len(text) < 12 else None


def _role(time: Period, asked: Period) -> Role:
    """A line's figures: of a year alone they are its months up to the asked one."""
    alike = time.kind == "year" or time.months == asked.months
    apart = time.year - asked.year
    return "current" if alike and apart == 0 else "last_year" if alike and apart == -1 else "other_period"
