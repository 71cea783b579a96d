"""The navigation rail: one button per page, with its own icon and key."""

from __future__ import annotations

from typing import Literal

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from client.ui.parts.basics import set_look, set_shown
from client.ui.theme.theme import Theme

Page = Literal[
    "desk", "entry", "import", "send", "charts", "paper", "rollup", "firms", "notices", "help", "settings"
]


class Stop(msgspec.Struct, frozen=True):
    """One page as the rail offers it; those at the ``foot`` are gone to now and then, not every month."""

    page: Page
    title: str
    key: str
    foot: bool = False


NAMED, CLOSE, BARE, LOWEST = 3.9, 3.15, 2.6, 1.55
"""Lines of text a button is high: with its name, that as close as can be; by icon alone, that as low as can be."""
ROOMY, TIGHT = 3.7, 3.35
"""Lower than these it has less padding, then none: what it has too much would part the icon from its name."""
GAP = 0.15
_ICONS = {"firms": "firm"}
"""Icons named otherwise than their page."""


class StopButton(QToolButton):
    """Goes at once by its ``key``; by Qt's own a press is shown for 100 ms first, and keys of that time go to the
    former page.

    The keyboard comes along even from the rail: who presses the key of a page does not walk from one to the next.
    """

    def __init__(self, key: str) -> None:
        super().__init__()
        QShortcut(key, self).activated.connect(self._go)

    def _go(self) -> None:
        held = QApplication.focusWidget()
        if isinstance(held, StopButton):
            held.clearFocus()
        self.click()


class Rail(QWidget):
    """``chosen`` carries the page's name."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        inside = QVBoxLayout(self)
        pad = theme.space(0.4)
        inside.setContentsMargins(pad, theme.space(0.7), pad, theme.space(0.7))
        inside.setSpacing(theme.space(GAP))
        for stop in self.stops():
            if not stop.foot:
                inside.addWidget(self._add(stop))
        inside.addStretch(1)
        for stop in self.stops():
            if stop.foot:
                inside.addWidget(self._add(stop))
        self.setFixedWidth(theme.space(5.2))
        self.show_group(several=False)
        theme.changed.connect(self._recolour)
        self._recolour()

    def stops(self) -> tuple[Stop, ...]:
        """The pages in order."""
        return (
            Stop("desk", self.tr("工作台"), "Ctrl+1"),
            Stop("entry", self.tr("填报"), "Ctrl+2"),
            Stop("import", self.tr("导入"), "Ctrl+3"),
            Stop("send", self.tr("报送"), "Ctrl+4"),
            Stop("charts", self.tr("图表"), "Ctrl+5"),
            Stop("paper", self.tr("打印"), "Ctrl+6"),
            Stop("rollup", self.tr("汇总"), "Ctrl+9"),
            Stop("firms", self.tr("单位"), "Ctrl+7", foot=True),
            Stop("notices", self.tr("通知"), "Ctrl+8", foot=True),
            Stop("help", self.tr("帮助"), "F1", foot=True),
            Stop("settings", self.tr("设置"), "Ctrl+,", foot=True),
        )

    def show_group(self, *, several: bool) -> None:
        """Offer what adds up enterprises only where there are several."""
        set_shown(self._buttons["rollup"], several)
        if self.isVisible():  # else it has no height yet
            self.fit(self.height())

    def show_page(self, page: str) -> None:
        """Mark a page as the one shown; one that is no stop leaves the mark where it is."""
        if page in self._buttons:
            self._buttons[page].setChecked(True)
        self._recolour()

    @property
    def page(self) -> str:
        """The page marked as shown; blank before the first."""
        return next((page for page, made in self._buttons.items() if made.isChecked()), "")

    def _add(self, stop: Stop) -> QToolButton:
        made = StopButton(stop.key)
        made.setObjectName(f"go{stop.page.capitalize()}")
        made.setProperty("role", "rail")
        made.setProperty("page", stop.page)
        made.setProperty("low", "false")  # as on most screens: styled once, then
        made.setText(stop.title)
        made.setAccessibleName(stop.title)
        made.setAccessibleDescription(stop.key)  # else it is the tip, which says the name once more
        made.setToolTip(self.tr("{}（{}）").format(stop.title, stop.key))
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(self._theme.space(1.5), self._theme.space(1.5)))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.addButton(made)
        self._buttons[stop.page] = made
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.height())

    def minimumSizeHint(self) -> QSize:
        """As low as icons alone can be: large letters must not make the window higher than the screen."""
        one = self._theme.space(LOWEST)
        stops = self._offered()
        return QSize(self.width(), stops * one + (stops + 1) * self._theme.space(GAP) + 2 * self._theme.space(0.7))

    def _offered(self) -> int:
        return sum(not made.isHidden() for made in self._buttons.values())

    def fit(self, whole: int) -> None:
        """On a low screen the pages stand closer, then by icon alone; their tips keep the names.

        Told before it is shown how high it will be, each button is styled once.
        """
        below, alone = Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        space, stops = self._theme.space, self._offered()
        each = (whole - 2 * space(0.7) - (stops + 1) * space(GAP)) // stops
        named = each >= space(CLOSE)
        height = min(each, space(NAMED if named else BARE))
        size = space(1.5 if height >= space(2.1) else 1.1)
        low = "false" if height >= space(ROOMY) else "half" if height >= space(TIGHT) else "true"
        for made in self._buttons.values():
            made.setToolButtonStyle(below if named else alone)
            made.setIconSize(QSize(size, size))
            set_look(made, "low", low)
            made.setFixedHeight(max(height, space(LOWEST)))
        inside = self.layout()
        if inside is not None:
            inside.activate()

    def _clicked(self, made: QAbstractButton) -> None:
        self.chosen.emit(made.property("page"))

    def _recolour(self) -> None:
        for page, made in self._buttons.items():
            purpose = "accent" if made.isChecked() else "text_soft"
            # Without a picture of its own for the short time in which the rail cannot be used.
            made.setIcon(self._theme.icons.pixmap(_ICONS.get(page, page), purpose, 1.5))
