"""Asks for a workbook on the desk: large where nothing was begun yet, else in one line below the returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from client.ui.desk.offer import quiet_line
from client.ui.parts.basics import button, label, set_look, set_shown
from client.ui.theme.theme import Theme

if TYPE_CHECKING:
    from client.ui.parts.empty import Empty


class Invitation(QWidget):
    """Each of the two is made when it is first wanted: what is hidden is measured too, with all its letters."""

    choose_book = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._theme = theme
        self.large: Empty | None = None
        self.strip: QFrame | None = None
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)

    def invite(self, *, untouched: bool) -> None:
        """Large on a desk that is ``untouched``."""
        if untouched and self.large is None:
            self.large = self._make_large()
            self._inside.addWidget(self.large)
        if not untouched and self.strip is None:
            self.strip = self._make_strip()
            self._inside.addWidget(self.strip)
        if self.large is not None:
            set_shown(self.large, untouched)
        if self.strip is not None:
            set_shown(self.strip, not untouched)

    def light_up(self, over: bool) -> None:
        """A workbook hovers over the window."""
        if self.large is not None:
            self.large.light_up(over)
        if self.strip is not None:
            set_look(self.strip, "over", "true" if over else "false")

    def _make_large(self) -> Empty:
        from client.ui.parts.empty import Empty

        choose = button(self.tr("选择工作簿…"), self.choose_book, name="chooseBook")
        return Empty(
            self._theme,
            "import",
            self.tr("把财务工作簿拖到这里"),
            self.tr("认得财务报表和各种台账，金额自动换算成表内单位；先看会改什么，再决定写不写。"),
            choose,
            drop=True,
        )

    def _make_strip(self) -> QFrame:
        theme = self._theme
        strip = QFrame()
        strip.setProperty("role", "drop")
        words = self.tr("把财务工作簿拖到窗口任意处，先看会改什么，再决定写不写")
        said = label(theme, words, role="soft", wrap=True)
        said.setMinimumWidth(theme.space(8))
        choose = button(self.tr("选择工作簿…"), self.choose_book, name="chooseBookStrip")
        strip.setLayout(quiet_line(theme, said, choose))
        return strip
