"""Who signs for the returns of the month and has done so when, and the reason for a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from client.ui.parts.basics import button, label, row, set_shown
from client.ui.sending.preflight import SendRow
from client.ui.sending.signer import Signer, standing
from client.ui.theme.theme import SMALL, Theme
from client.usecases.bureau.signatures import ROLES


class SignOff(QFrame):
    """``wanted`` asks to fill in who signs; ``signing`` and ``taking_back`` carry role and places."""

    wanted = Signal()
    signing = Signal(str, object)
    taking_back = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self._signers = {role: Signer(theme, role) for role in ROLES}
        people = row(theme, gap=1.6)
        for signer in self._signers.values():
            signer.signing.connect(self._sign)
            signer.taking_back.connect(self._take_back)
            people.addWidget(signer, 0, Qt.AlignmentFlag.AlignTop)
        people.addStretch(1)
        self._fill_in = button(self.tr("补填"), self.wanted, role="link", name="fillPeople")
        people.addWidget(self._fill_in)
        self._reason_title = label(theme, self.tr("更正原因"), role="faint", scale=SMALL)
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
        self.show_people(dict.fromkeys(ROLES, ""), wants_reason=False)

    @property
    def last(self) -> QWidget:
        """What of it takes the keyboard last."""
        return self._reason

    def show_people(self, people: Mapping[str, str], *, wants_reason: bool) -> None:
        """Show names by role, of the roles the questionnaire asks for; one without a name can be filled in."""
        for role, signer in self._signers.items():
            signer.show_name(people.get(role, ""))
            set_shown(signer, role in people)
        set_shown(self._fill_in, not all(people.values()))
        set_shown(self, bool(people) or wants_reason)
        set_shown(self._reason, wants_reason)
        set_shown(self._reason_title, wants_reason)

    def show_signed(self, rows: Sequence[SendRow]) -> None:
        """Show who has signed what of the month."""
        for role, signer in self._signers.items():
            signer.show_standing(standing(rows, role))

    def _sign(self, role: str) -> None:
        self.signing.emit(role, self._signers[role].standing.places)

    def _take_back(self, role: str) -> None:
        self.taking_back.emit(role, self._signers[role].standing.held)

    def save_state(self) -> str:
        """The reason as it stands, whether one is asked for yet or not."""
        return self._reason.text()

    def restore_state(self, reason: str) -> None:
        """Put the reason back."""
        self._reason.setText(reason)

    def reason(self) -> str:
        """What was typed as the reason; blank unless one is asked for."""
        return self._reason.text().strip() if self._reason.isVisibleTo(self) else ""
