"""Balances of accounts in one column: a direction beside them, or a sign where credit is negative."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from client.workbook.finding.names.sides import Side, contrary, side_of
from client.workbook.finding.names.traditional import compared
from client.workbook.finding.readers.monthly import amount
from client.workbook.finding.sheets.layout import Panel
from client.workbook.model import Sheet
from forms.pack.model import Indicator

_DIRECTION = re.compile(r"(?:余额)?方向|借贷(?:方向|标志)?|借/贷|d/c|dr/cr")
_ACCOUNT = re.compile(r"科目|报表项目|glaccount|accountcode|accountname|fsitem|总账")
_COST = re.compile("成本|费用|税金及附加|营业外支出")
_PROOFS = 2


class Accounts:
    """What a panel's headings say of its figures as balances of accounts."""

    def __init__(self, sheet: Sheet, panel: Panel, headings: Iterable[int]) -> None:
        self._sheet = sheet
        said = [(column, compared(sheet.text(row, column))) for row in headings for column in sheet.across[:60]]
        self._directions = {column for column, text in said if _DIRECTION.fullmatch(text)}
        named = any(_ACCOUNT.search(text) for _, text in said)
        self._credits = [
            row
            for row, found in panel.hits.items()
            if named and not self._directions and contrary(found[0].target.indicator) == "debit"
        ]

        self._costs = [
            row
            for row, found in panel.hits.items()
            if found[0].how in ("name", "alias") and _is_cost(found[0].target.indicator)
            if not found[0].target.indicator.signed
        ]

    @property
    def directed(self) -> bool:
        """Whether a column says on which side each balance is."""
        return bool(self._directions)

    def side(self, row: int, column: int) -> Side:
        """The side a balance is on, by the direction right before it, else behind it; ``""`` where none says."""
        beside = next((at for at in (column - 1, column + 1) if at in self._directions), None)
        return "" if beside is None else side_of(self._sheet.text(row, beside))

    def credit_negative(self, row: int, column: int, indicator: Indicator) -> bool:
        """Whether a credit stands with a minus sign, as all credits of the column do: SAP's balances are such."""
        if row not in self._credits or contrary(indicator) != "debit":
            return False
        return self._all_negative(self._credits, column)

    def costs_negative(self, column: int, indicator: Indicator) -> bool:
        """Whether a cost stands with a minus sign, as all costs of the column do: taken off the revenue.

        In a table of codes signs are those of the return.
        """
        return _is_cost(indicator) and self._all_negative(self._costs, column)

    def _all_negative(self, rows: Iterable[int], column: int) -> bool:
        figures = [amount(self._sheet.value(each, column)) or Decimal(0) for each in rows]
        held = [figure for figure in figures if figure]
        return len(held) >= _PROOFS and all(figure < 0 for figure in held)


def _is_cost(indicator: Indicator) -> bool:
    return indicator.kind == "cumulative" and _COST.search(indicator.name) is not None
