"""The receipts of a month, one below the other, and saving one as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from client.ui.frame.context import Context
from client.ui.parts.asking import ask_where
from client.ui.parts.basics import clear, column, label
from client.ui.parts.frame import BUTTON
from client.ui.sending.preflight import SendRow
from client.ui.sending.receipt_card import ReceiptCard
from client.usecases.bureau import receipts


class ReceiptsPart(QWidget):
    """``visit`` carries a row and a cell a decision names; ``printed`` a row; ``saved`` a receipt file's path."""

    visit = Signal(object, str)
    saved = Signal(object)
    printed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: Sequence[object] | None = None
        theme = context.theme
        self._cards = column(theme, None, gap=0.7)
        title = label(theme, self.tr("回执"), scale=1.15, bold=True)
        title.setMinimumHeight(theme.space(BUTTON))  # the cards begin where the list beside them does
        whole = column(theme, title, self._cards, gap=0.8)
        self.setLayout(whole)

    def show_rows(self, rows: Sequence[SendRow]) -> None:
        """The returns that have a receipt; whoever is at one of them stays there while they are the same."""
        shown = [(each.form, each.period, each.receipt, each.decision, each.note, each.changed) for each in rows]
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._cards)
        theme = self._context.theme
        for each in rows:
            made = ReceiptCard(theme, self._context.session.pack, each)
            made.saved.connect(self.save)
            made.printed.connect(self.printed)
            made.visit.connect(self.visit)
            self._cards.addWidget(made)
        if not rows:
            text = self.tr("报送后，主管部门签名的回执显示在这里。")
            self._cards.addWidget(label(theme, text, role="faint", wrap=True))
        self._cards.addStretch(1)

    def save(self, shown: SendRow) -> None:
        """Ask where the file of a receipt is to go."""
        assert shown.receipt is not None
        dialog = ask_where(
            self,
            self.tr("保存回执文件"),
            self._save_to,
            name="receiptDialog",
            kinds=self.tr("回执文件 (*.jbreceipt)"),
            suggested=f"{shown.receipt.receipt_no}.jbreceipt",
        )
        dialog.setProperty("version", shown.receipt.version_id)

    def _save_to(self, path: str) -> None:
        session, firm = self._context.session, self._context.firm
        version = str(self.sender().property("version"))
        self._context.tasks.query(lambda: receipts.save_as(session, firm, version, Path(path)), self._saved)

    def _saved(self, path: Path) -> None:
        self.saved.emit(path)
