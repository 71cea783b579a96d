"""The frame every quiet page has: a heading, what it is for, and a column of cards that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from client.ui.parts.basics import card, column, label, plain, row, set_shown
from client.ui.parts.in_sight import scrolls_to_keyboard
from client.ui.theme.theme import Theme

WIDEST = 52
"""Lines of text a page of words is wide at most: longer lines are hard to follow."""
BUTTON = 1.66
"""Lines of text a button is high, by the style sheet."""


class Scrolled(QScrollArea):
    """Gives what it holds all the room there is, and scrolls where that is less than it needs."""

    def __init__(self) -> None:
        super().__init__()
        scrolls_to_keyboard(self)
        self._holder = QWidget()
        self._holder.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what takes the keyboard is inside, and scrolled into view
        self.setWidgetResizable(True)
        self.setWidget(self._holder)

    def hold(self, whole: QLayout) -> None:
        """Show ``whole``.

        Best when the area has its place already: each time a widget is put into another, the style goes through
        everything in it once more.
        """
        self._holder.setLayout(whole)


class PageFrame(Scrolled):
    """``inside`` takes the cards; everything stands at the left, as wide as can be read.

    ``back`` leaves the page; it stands at the right margin, however wide what is below it may be.
    """

    def __init__(
        self, theme: Theme, title: str, subtitle: str = "", *, widest: float = WIDEST, back: QWidget | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self.title = page_title(theme, title)
        self.subtitle = label(theme, subtitle, role="soft", wrap=True)
        set_shown(self.subtitle, bool(subtitle))
        head = row(theme, self.title, None, *([back] if back is not None else []))
        self.inside = column(theme, gap=0.9)
        inside = column(theme, self.subtitle, self.inside, None, gap=0.9)
        body = plain(inside)
        inside.setContentsMargins(0, 0 if subtitle else theme.space(0.75), 0, 0)
        body.setMaximumWidth(theme.space(widest))
        # In a row: by itself a column asks how high it would be as wide as the page, where fewer lines are broken.
        across = row(theme, body, None)
        across.setStretch(0, 1)
        across.setStretch(1, 0)
        outer = column(theme, head, across, gap=0.15)
        pad = theme.margin
        outer.setContentsMargins(pad, pad, pad, pad)
        self.hold(outer)

    def bring(self, part: QWidget) -> None:
        """Show a part of the page from its head, however high it is."""
        self.verticalScrollBar().setValue(self.top_of(part) - self._theme.margin)

    def top_of(self, part: QWidget) -> int:
        """How far below the head of all that is scrolled a part stands."""
        return part.mapTo(self._holder, QPoint(0, 0)).y()

    def add_card(self) -> QVBoxLayout:
        """A card below the others; answers the column inside it."""
        frame, inside = card(self._theme, 1.0)
        self.inside.addWidget(frame)
        return inside


def page_title(theme: Theme, text: str = "") -> QLabel:
    """The title of a page; as high as a button, so that it stands at the same height with one beside it."""
    made = label(theme, text, scale=1.5, bold=True)
    made.setMinimumHeight(theme.space(BUTTON))
    return made


def heading(theme: Theme, text: str) -> QLabel:
    """The heading of a card."""
    return label(theme, text, bold=True, scale=1.08)
