"""The last receipts: which return, under what number, and when it came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QWidget

from client.ui.ground.language import told
from client.ui.ground.words import moment_word, period_word
from client.ui.parts.basics import Picture, clear, column, label, plain, row
from client.ui.theme.theme import SMALL, Theme
from client.usecases.views.desk_rows import DeskReceipt

_SHOWN = 5


class Received(QFrame):
    """A card; as long as there is none it says how one comes about."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        self._receipts = column(theme, gap=0.5)
        inside = column(theme, label(theme, self.tr("最近回执"), bold=True), self._receipts, None, gap=0.4)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(inside)

    def show_receipts(self, receipts: Sequence[DeskReceipt]) -> None:
        """The newest first; only the last few."""
        clear(self._receipts)
        if not receipts:
            none = self.tr("报送后，主管部门签名的回执显示在这里。")
            self._receipts.addWidget(label(self._theme, none, role="faint", wrap=True))
        for receipt in receipts[:_SHOWN]:
            self._receipts.addWidget(self._line(receipt))

    def _line(self, receipt: DeskReceipt) -> QWidget:
        theme = self._theme
        name = told(receipt.form_name, receipt.form_name_en)
        when = moment_word(datetime.fromisoformat(receipt.stored_at))
        what = label(theme, f"{name} · {period_word(receipt.period)}", wrap=True)
        number = label(theme, receipt.number, role="soft", scale=SMALL, selectable=True)
        moment = label(theme, when, role="faint", scale=SMALL)
        words = column(theme, what, number, moment, gap=0.02)
        icon = Picture(theme, "receipt", "text_soft" if receipt.returned else "good")
        line = row(theme, icon, words, gap=0.5)
        line.setStretch(1, 1)
        return plain(line)
