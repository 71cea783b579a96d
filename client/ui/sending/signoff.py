"""Who signs for the returns, as the enterprise profile names them, and the reason for a correction."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from client.ui.parts.basics import button, column, label, row, set_shown
from client.ui.theme.theme import Theme
from client.usecases.bureau.documents import PEOPLE


def _role_word(role: str) -> str:
    translate = QCoreApplication.translate
    return {
        "单位负责人": translate("send", "单位负责人"),
        "统计负责人": translate("send", "统计负责人"),
        "填表人": translate("send", "填表人"),
    }[role]


class SignOff(QFrame):
    """``wanted`` asks to fill in who signs."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self._names = {role: label(theme, bold=True) for role in reversed(PEOPLE)}
        people = row(theme, gap=1.6)
        for role, name in self._names.items():
            people.addLayout(
                column(theme, label(theme, _role_word(role), role="faint", scale=0.92), name, gap=0.05)
            )
        people.addStretch(1)
        self._fill_in = button(self.tr("补填"), self.wanted, role="link", name="fillPeople")
        people.addWidget(self._fill_in)
        self._reason_title = label(theme, self.tr("更正原因"), role="faint", scale=0.92)
        self._reason = QLineEdit()
        self._reason.setObjectName("correctionReason")
        self._reason.setAccessibleName(self.tr("更正原因"))
        self._reason.setPlaceholderText(self.tr("说明为什么更正已报送的数字"))
        inside = QVBoxLayout(self)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, theme.space(0.6), pad, theme.space(0.6))
        inside.addLayout(people)
        inside.addWidget(self._reason_title)
        inside.addWidget(self._reason)
        self.show_people({}, wants_reason=False)

    def show_people(self, people: Mapping[str, str], *, wants_reason: bool) -> None:
        """Show names by role; a role without a name can be filled in."""
        for role, name in self._names.items():
            name.setText(people.get(role) or self.tr("未填"))
        set_shown(self._fill_in, any(not people.get(role) for role in self._names))
        set_shown(self._reason, wants_reason)
        set_shown(self._reason_title, wants_reason)

    def reason(self) -> str:
        """What was typed as the reason; blank unless one is asked for."""
        return self._reason.text().strip() if self._reason.isVisibleTo(self) else ""
