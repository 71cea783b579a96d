"""Above every page: which enterprise, and whether this is practice or in earnest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from client.ui.ground.words import Word
from client.ui.parts.basics import Chip, label, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.eliding import Eliding
from client.ui.theme.theme import Theme

Place = Literal["practice", "production"]


class Header(QWidget):
    """``firm_chosen`` carries a credit code."""

    firm_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = Eliding(least=12, middle=True)
        self._name.setFont(theme.font(1.15))
        self._name.setObjectName("firmName")
        self._code = label(theme, role="faint")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._firms = Choice(theme, "firms", self.tr("填报单位"))
        self._firms.currentIndexChanged.connect(self._firm_chosen)
        self._widest = theme.space(18)
        self._place = Chip(theme)
        self._place.setObjectName("place")
        self._note = Eliding(least=0)  # the chip beside it says the same in a word
        self._note.setFont(theme.font())
        self._note.setProperty("role", "soft")
        # It takes what is left, so that a name gives way only where there is nothing else to.
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._stripe = QFrame()
        self._stripe.setObjectName("practiceStripe")
        self._stripe.setFixedHeight(theme.space(0.2))
        inside = row(theme, self._name, self._firms, self._code, self._note, self._place, gap=0.7)
        inside.setStretchFactor(self._note, 1)
        inside.setContentsMargins(theme.margin, theme.space(0.45), theme.margin, theme.space(0.45))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._stripe)
        outer.addLayout(inside)
        self.show_firms([], "")
        self._stripe.hide()

    def show_firms(self, firms: Sequence[tuple[str, str]], chosen: str) -> None:
        """Code and name of every enterprise of the home."""
        several = len(firms) > 1
        self._firms.offer([(name or code, code) for code, name in firms], chosen)
        self._firms.setMinimumWidth(min(self._firms.sizeHint().width(), self._widest))
        set_shown(self._firms, several)
        name = next((name for code, name in firms if code == chosen), "")
        self._name.setText(name or chosen or self.tr("集报"))
        set_shown(self._name, not several)
        self._code.setText(chosen if name else "")

    def show_place(self, place: Place, name: str = "") -> None:
        """Where returns go: the practice endpoint, or the authority's."""
        practice = place == "practice"
        set_shown(self._stripe, practice)
        self._place.show_word(Word(self.tr("练习"), "practice") if practice else Word(self.tr("正式"), "good"))
        self._note.setText(self.tr("本机练习平台，不会送到主管部门") if practice else name)

    def _firm_chosen(self) -> None:
        code = self._firms.currentData()
        if code:
            self.firm_chosen.emit(str(code))
