"""Lines of losses with a minus sign: whether it means the loss itself, or one that was taken back."""

from __future__ import annotations

import re

from client.workbook.finding.names.labels import label
from client.workbook.finding.names.vocabulary import Match
from client.workbook.finding.readers.figure_columns import Columns
from client.workbook.finding.readers.monthly import amount
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.layout import Panel
from client.workbook.finding.taken.extraction import note
from forms.pack.model import Indicator

_LOSS, _GAIN = "损失", "收益"
_TAKEN_OFF = re.compile(r"^\s*减\s*[:：]")


class Losses:
    """How a table writes its losses: 资产减值损失（损失以“-”号填列） with a minus sign, 减：资产减值损失 without.

    A table that says so of one line means all; one that does not say it of any, and has them below the gains as
    statements since 2019 do, adds them up with the gains.
    """

    def __init__(self, taking: Taking, panel: Panel, columns: Columns) -> None:
        self._taking = taking
        self._sheet = taking.sheet
        self._panel = panel
        lines = {row: found[0].target.indicator for row, found in panel.hits.items()}
        self._said = any(is_loss(each) and label(self._text(row)).loss_negative for row, each in lines.items())
        self._gains = [row for row, each in lines.items() if each.name.endswith(_GAIN)]
        shares = {column for column, each in columns.headings.items() if each.role in ("change", "plan")}
        self._figures = [column for column in panel.columns if column not in shares]

    def negated(self, row: int, match: Match) -> bool:
        """Whether the signs of a line are the opposite of the loss's; remarks where the table does not say so."""
        text, indicator = self._text(row), match.target.indicator
        if not is_loss(indicator) or _TAKEN_OFF.match(text) is not None:
            return False
        if label(text).loss_negative or match.how == "code":
            return label(text).loss_negative  # with its code a figure is what the definition asks
        if self._said:
            return True
        if all((amount(self._sheet.value(row, column)) or 0) >= 0 for column in self._figures):
            return False
        added = any(gain < row for gain in self._gains)
        code = "warn.loss-reversed" if added else "warn.loss-kept"
        doubt = note(code, sheet=self._sheet.name, name=indicator.words)
        if doubt not in self._taking.conflicts:
            self._taking.conflicts.append(doubt)
        return added

    def _text(self, row: int) -> str:
        return self._sheet.spread(row, self._panel.label_column)


def is_loss(indicator: Indicator) -> bool:
    """Whether an indicator is a loss that may be taken back: 资产减值损失."""
    return indicator.signed and indicator.name.endswith(_LOSS)
