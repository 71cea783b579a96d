"""Labels, buttons, cards and rows of them, in the program's look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from client.ui.ground.words import Tone, Word
from client.ui.parts.mishaps import as_fault
from client.ui.parts.wrapped import Wrapped
from client.ui.theme.theme import SMALL, Theme

L = TypeVar("L", bound=QBoxLayout)
Clicked = Callable[[], Any] | SignalInstance | None
"""What a press does: a slot, or a signal to be passed on."""


def label(
    theme: Theme,
    text: str = "",
    *,
    role: str = "",
    scale: float = 1.0,
    bold: bool = False,
    wrap: bool = False,
    selectable: bool = False,
) -> QLabel:
    """A text; ``role`` is soft or faint, ``scale`` makes it larger or smaller than the rest."""
    made = Wrapped(text) if wrap and not selectable else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(scale, bold=bold))
    made.setProperty("role", role)
    if selectable:
        made.setWordWrap(wrap)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Chip(QLabel):
    """A word on a ground of its tone; it paints both itself, so that another tone costs no style sheet."""

    def __init__(self, theme: Theme, word: Word | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._tone: Tone = "plain"
        self.setFont(theme.font(SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setTextFormat(Qt.TextFormat.PlainText)
        across, down = theme.space(0.5), theme.space(0.12)
        self.setContentsMargins(across, down, across, down)
        theme.changed.connect(self.update)
        self.setProperty("chip", self._tone)
        self.show_word(word or Word("", "plain"))

    def show_word(self, word: Word) -> None:
        self.setText(word.text)
        if word.tone != self._tone:
            self._tone = word.tone
            self.setProperty("chip", word.tone)
            self.update()
        set_shown(self, bool(word.text))

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(f"{self._tone}_soft"))
            painter.drawRoundedRect(self.rect(), self._theme.space(0.35), self._theme.space(0.35))
            painter.setPen(self._theme.colour("text_soft" if self._tone == "plain" else self._tone))
            painter.drawText(self.contentsRect(), self.alignment(), self.text())


def set_shown(widget: QWidget, shown: bool) -> None:
    """``setVisible`` that never makes a window of a widget that has no parent yet."""
    if shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
    elif widget.isHidden() == shown or not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        widget.setVisible(shown)


@contextmanager
def laid_out_once(*layouts: QLayout) -> Iterator[None]:
    """Hold these layouts back while their parts come, go and change, and lay them out once at the end."""
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
            layout.invalidate()
        layouts[0].activate()


def set_look(widget: QWidget, name: str, value: str | Tone) -> None:
    """Set a property the style sheet looks at, and have it looked at again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def literal(text: str) -> str:
    """``text`` as a button shows it; of itself it takes an ``&`` (R&D) for the mark of a key."""
    return text.replace("&", "&&")


class Filled(QPushButton):
    """Stands on a colour of its own: with the keyboard it has a ring within, in the colour of its words."""

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        line = self.fontMetrics().height() * 0.09
        ring = QRectF(self.rect()).adjusted(2 * line, 2 * line, -2 * line, -2 * line)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().buttonText().color(), line))
            painter.drawRoundedRect(ring, 2.5 * line, 2.5 * line)


def button(text: str, clicked: Clicked = None, *, role: str = "", name: str = "") -> QPushButton:
    """A push button; ``role`` is primary, link or cell."""
    made = Filled(text) if role in ("primary", "option") else QPushButton(text)
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor if role in ("link", "cell") else Qt.CursorShape.ArrowCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if clicked is not None:
        made.clicked.connect(clicked)
    return made


def flush(made: QPushButton, *, end: bool = False) -> QPushButton:
    """A link whose words begin where those above it do; ``end`` of one that stands at the right: end there."""
    made.setProperty("flush", "end" if end else "true")
    return made


class Tool(QToolButton):
    """An icon that can be pressed; its tip is also its name for screen readers."""

    def __init__(self, theme: Theme, icon: str, tip: str, clicked: Clicked = None, *, name: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setObjectName(name)
        self.setProperty("role", "tool")
        self.setIconSize(QSize(theme.space(1.1), theme.space(1.1)))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        if clicked is not None:
            self.clicked.connect(clicked)
        theme.changed.connect(self._recolour)
        self._recolour()

    def _recolour(self) -> None:
        self.setIcon(self._theme.icons.icon(self._icon))


class Picture(QLabel):
    """An icon that is only looked at, ``lines`` of text high; it keeps its purpose when the colours change."""

    def __init__(self, theme: Theme, name: str = "", purpose: str = "text_soft", lines: float = 1.2) -> None:
        super().__init__()
        self._theme = theme
        self._lines = lines
        self._name, self._purpose = name, purpose
        theme.changed.connect(self._recolour)
        self._recolour()

    def show_icon(self, name: str, purpose: str) -> None:
        self._name, self._purpose = name, purpose
        self._recolour()

    def _recolour(self) -> None:
        if self._name:
            self.setPixmap(self._theme.icons.pixmap(self._name, self._purpose, self._lines))


class Card(QFrame):
    """A surface with a thin border; ``inside`` is the column in it."""

    def __init__(self, theme: Theme, padding: float = 1.0, gap: float = 0.5) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.inside = QVBoxLayout(self)
        pad = theme.space(padding)
        self.inside.setContentsMargins(pad, pad, pad, pad)
        self.inside.setSpacing(theme.space(gap))


def card(theme: Theme, padding: float = 0.8) -> tuple[QFrame, QVBoxLayout]:
    """A card to be filled from outside, and the column inside it."""
    made = Card(theme, padding, 0.4)
    return made, made.inside


def framed(theme: Theme, *parts: QWidget) -> QFrame:
    """A table, with what belongs to it, filling a card to its border."""
    frame, inside = card(theme, 0.1)
    for part in parts:
        inside.addWidget(part)
    return frame


def rule(theme: Theme, *, upright: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("role", "rule")
    if upright:
        made.setFixedWidth(theme.space(0.05))
    else:
        made.setFixedHeight(theme.space(0.05))
    return made


def row(theme: Theme, *items: QWidget | QLayout | None, gap: float = 0.5) -> QHBoxLayout:
    """Things side by side; ``None`` is a spring."""
    return _fill(QHBoxLayout(), theme, items, gap)


def column(theme: Theme, *items: QWidget | QLayout | None, gap: float = 0.5) -> QVBoxLayout:
    """Things below each other; ``None`` is a spring."""
    return _fill(QVBoxLayout(), theme, items, gap)


def plain(layout: QLayout) -> QWidget:
    """A see-through widget around a layout."""
    made = QWidget()
    made.setObjectName("plain")
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made


def inset(theme: Theme, table: QWidget) -> QWidget:
    """A table as wide as the page, moved in so far that its words stand at the page's margin."""
    around = row(theme, table)
    made = plain(around)
    side = theme.margin - theme.space(0.5)
    around.setContentsMargins(side, 0, side, 0)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def _fill(into: L, theme: Theme, items: tuple[QWidget | QLayout | None, ...], gap: float) -> L:
    into.setContentsMargins(0, 0, 0, 0)
    into.setSpacing(theme.space(gap))
    for item in items:
        if item is None:
            into.addStretch(1)
        elif isinstance(item, QWidget):
            into.addWidget(item)
        else:
            into.addLayout(item)
    return into
