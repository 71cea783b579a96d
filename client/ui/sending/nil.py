"""零申报: saying that there was nothing to report, with its reason and a second look before it is sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit

from client.ui.ground.words import period_word
from client.ui.parts.basics import button, column, label, row, set_shown
from client.ui.sending.preflight import SendRow
from client.ui.theme.theme import Theme


class NilPart(QFrame):
    """``declared`` carries the row and the reason."""

    declared = Signal(object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._row: SendRow | None = None
        self.setProperty("role", "card")
        self.words = label(theme, wrap=True)
        self.words.setObjectName("nilWords")
        self.reason = QLineEdit()
        self.reason.setObjectName("nilReason")
        self.reason.setAccessibleName(self.tr("零申报的原因"))
        self.reason.setPlaceholderText(self.tr("原因，例如：本期停产，没有业务"))
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self._declare)
        self.go = button(self.tr("确认零申报"), self._declare, role="primary", name="declareNil")
        back = button(self.tr("不报零"), self.close_part, name="leaveNil")
        line = row(theme, self.reason, self.go, back, gap=0.6)
        line.setStretch(0, 1)
        inside = column(theme, self.words, line, gap=0.5)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, theme.space(0.7), pad, theme.space(0.7))
        self.setLayout(inside)
        self.hide()

    def save_state(self) -> tuple[SendRow, str] | None:
        """The row there is nothing to report of, and the reason as it stands; None while nothing is asked."""
        return None if self._row is None else (self._row, self.reason.text())

    def restore_state(self, asked: tuple[SendRow, str] | None) -> None:
        """Go on asking, if anything was asked."""
        if asked is not None:
            self.ask(*asked)

    def ask(self, about: SendRow, reason: str = "") -> None:
        """Ask for the reason and the confirmation."""
        self._row = about
        words = self.tr(
            "零申报：向主管部门声明“{}”{}没有业务可报。会像报表一样密封、签名、取得回执；以后仍可更正。"
        )
        self.words.setText(words.format(about.form_name, period_word(about.period)))
        self.reason.setText(reason)
        self._typed()
        set_shown(self, True)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the field declares, and presses nothing of what has the keyboard after that."""
        at = QApplication.focusWidget()
        inside = at is not None and self.isAncestorOf(at)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not inside:
            event.accept()
        else:
            super().keyPressEvent(event)

    def close_part(self) -> None:
        """Nothing is declared."""
        self._row = None
        self.hide()

    def _typed(self) -> None:
        self.go.setEnabled(bool(self.reason.text().strip()))

    def _declare(self) -> None:
        about, reason = self._row, self.reason.text().strip()
        if about is not None and reason:
            self.declared.emit(about, reason)  # while the field has the keyboard, which goes on from there
            self.close_part()
