"""What the lines around a name say of its figure: 产成品 of 年初存货, an adjustment of the cash flow."""

from __future__ import annotations

import re

from client.workbook.finding.names.traditional import compared
from client.workbook.finding.names.vocabulary import Match
from client.workbook.finding.sheets.layout import Panel
from client.workbook.model import Sheet

_CASH_FLOW = re.compile("现金流量表|现金流量(?:的|情况)?补充资料|cashflowstatement|statementofcashflows")
_RECONCILED = re.compile("将净利润调节为")
_OTHERS = re.compile("利润表|损益表|资产负债表|profit|income|balance")
"""A title that names several statements is none's own."""
_ANOTHER = re.compile("年初|期初|上年|去年|同期|准备|减值|跌价|计划|预算")
"""What is not the figure asked for, of which something may be a part."""


def cash_flow(sheet: Sheet, panel: Panel) -> int | None:
    """The line from which on a panel is a cash flow statement, whose lines are adjustments; None for none."""
    if _is_cash_flow(sheet.name):
        return panel.rows.start
    columns = range(panel.label_column, max(panel.columns, default=panel.label_column) + 1)
    across = sheet.across[:60] if panel.label_column == sheet.across.start else columns
    for row in panel.rows:
        if any(_is_cash_flow(text) for column in across if (text := sheet.text(row, column))):
            return row
    return None


def _is_cash_flow(text: str) -> bool:
    plain = compared(text)
    if len(plain) > 60:
        return False
    return _RECONCILED.search(plain) is not None or (
        _CASH_FLOW.search(plain) is not None and _OTHERS.search(plain) is None
    )


def part_of_another(sheet: Sheet, panel: Panel, row: int, match: Match) -> bool:
    """Whether a line 其中：产成品 stands below 年初存货 or the like, not below what it is to be a part of."""
    if not match.target.indicator.name.startswith("其中") or not _is_part(sheet.text(row, panel.label_column)):
        return False
    above = (
        text for at in range(row - 1, panel.rows.start - 1, -1) if (text := sheet.text(at, panel.label_column))
    )
    whole = next((text for text in above if not _is_part(text)), "")
    return _ANOTHER.search(compared(whole)) is not None


def _is_part(text: str) -> bool:
    return compared(text).startswith("其中")
