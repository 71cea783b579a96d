"""Paints the list of findings: headings, two-line findings with a bar in the colour of their level."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from client.ui.entry.cells.looks import colour_of
from client.ui.entry.findings.model import Item
from client.ui.parts.kept import Kept
from client.ui.theme.theme import SMALL, Theme

_KEPT = 500
"""So many texts are kept as cut; a screen shows some twenty."""
_MORE = "…"
_NAME = 7
"""Characters that are left of a record's name, for what is wrong with the record to be read beside it."""


class Lettering:
    """One font: texts on one line, cut where there is no room for them.

    What is the same from one key to the next is laid out once. Figures are not: laid out beforehand, a text that
    is new at every key takes longer, and so it does in a rectangle, or measured as a whole before it is cut.
    """

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._widest = max(1.0, self._metrics.horizontalAdvance("国"))
        self._widths: dict[str, float] = {}
        self._lines: Kept[tuple[str, int], str] = Kept(_KEPT)
        self._laid_out: Kept[tuple[str, int], QStaticText] = Kept(_KEPT)
        self._ascent = round(self._metrics.ascent())
        self.height = round(self._metrics.height())

    def write(
        self, painter: QPainter, left: int, top: int, room: int, text: str, *, again: bool, name: str = ""
    ) -> None:
        """Write a text from its upper left corner, in the painter's pen; ``again``: it is likely written again.

        The ``name`` it begins with gives way before the rest.
        """
        painter.setFont(self._font)
        made = self._laid_out.get((text, room))
        if made is None and again:
            made = self._laid_out.keep((text, room), QStaticText(self._line(text, room, name)))
            made.setTextFormat(Qt.TextFormat.PlainText)
        if made is not None:
            painter.drawStaticText(left, top, made)
        else:
            painter.drawText(left, top + self._ascent, self._line(text, room, name))

    def fits(self, text: str, room: int) -> bool:
        """Whether all of a text is read in so much room."""
        return "\n" not in text and self._metrics.horizontalAdvance(text) <= room

    def _line(self, text: str, room: int, name: str) -> str:
        key = (text, room)
        line = self._lines.get(key)
        return self._lines.keep(key, self._cut(text, room, name)) if line is None else line

    def _cut(self, text: str, room: int, name: str = "") -> str:
        line = " ".join(text.split("\n")) if "\n" in text else text
        if len(line) * self._widest <= room:
            return line
        ends = list(accumulate(map(self._width, line)))
        if not ends or ends[-1] <= room:
            return line
        if len(name) > _NAME:
            least = max(room - ends[-1] + ends[len(name) - 1], _NAME * self._widest)
            return self._cut(self._without_middle(name, least) + line[len(name) :], room)
        return line[: bisect_right(ends, room - self._width(_MORE))].rstrip() + _MORE

    def _without_middle(self, name: str, room: float) -> str:
        ends = list(accumulate(map(self._width, name)))
        half = (room - self._width(_MORE)) / 2
        if ends[-1] <= room:
            return name
        first, last = name[: bisect_right(ends, half)], name[bisect_left(ends, ends[-1] - half) + 1 :]
        return first.partition(_MORE)[0] + _MORE + last.rpartition(_MORE)[2]

    def _width(self, letter: str) -> float:
        """How wide a letter is by itself; Chinese and figures are no narrower side by side."""
        width = self._widths.get(letter)
        if width is None:
            width = self._widths[letter] = self._metrics.horizontalAdvance(letter)
        return width


class FindingLines:
    """Draws ``Item``s, and says how high they are."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._plain = Lettering(theme.font())
        self._small = Lettering(theme.font(SMALL))
        self._heads = Lettering(theme.font(SMALL, bold=True))
        space = theme.space
        self._left, self._right, self._down, self._low = space(0.8), space(0.6), space(0.28), space(0.2)
        self._bar = (space(0.3), space(0.35), space(0.16))
        self._tick = space(1)
        self.step, self._lower = space(2.75), space(1.7)

    def height(self, item: Item) -> int:
        """How high a line is, in dots."""
        return self._lower if item.kind == "group" else self.step

    def draw(self, painter: QPainter, rect: QRect, item: Item, *, selected: bool) -> None:
        """Draw a line; a heading is never tinted."""
        if item.kind == "group":
            self._heading(painter, rect, item)
        else:
            self._finding(painter, rect, item, selected=selected)

    def cut(self, item: Item, width: int) -> bool:
        """Whether a line so wide does not hold all of its words."""
        room = width - self._left - self._right - (self._tick + self._bar[0] if item.done else 0)
        whole = self._plain.fits(item.title, room) and self._small.fits(item.text, room)
        return item.kind != "group" and not whole

    def _heading(self, painter: QPainter, rect: QRect, item: Item) -> None:
        painter.setPen(self._theme.colour(colour_of(item.level)))
        left, top = rect.left() + self._left, rect.top() + self._low
        top += (rect.height() - self._low - self._heads.height) // 2
        self._heads.write(painter, left, top, rect.right() + 1 - left, item.title, again=True)

    def _finding(self, painter: QPainter, rect: QRect, item: Item, *, selected: bool) -> None:
        theme = self._theme
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        if selected:
            painter.fillRect(rect, theme.colour("selection"))
        tone = theme.colour(colour_of(item.level))
        bar_left, bar_top, bar_wide = self._bar
        painter.fillRect(left + bar_left, top + bar_top, bar_wide, rect.height() - 2 * bar_top, tone)
        left, top, right, bottom = left + self._left, top + self._down, right - self._right, bottom - self._down
        if item.done:
            right -= self._tick
            painter.drawPixmap(right, top, theme.icons.pixmap("check", "good", 1.0))
            right -= self._bar[0]
        room = right + 1 - left
        painter.setPen(theme.colour("text"))
        self._plain.write(painter, left, top, room, item.title, again=True, name=item.name)
        painter.setPen(theme.colour("text_soft"))
        self._small.write(painter, left, bottom + 1 - self._small.height, room, item.text, again=False)
