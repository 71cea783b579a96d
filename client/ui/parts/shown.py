"""One cell of a read-only table: what stands in it, the room it takes, and how it is painted."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from client.ui.ground.words import Tone, Word
from client.ui.parts.lettering import whole_lines, write, write_whole
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import SMALL, Theme

Index = QModelIndex | QPersistentModelIndex
SHOWN = Qt.ItemDataRole.UserRole + 1
"""The role by which a model answers a ``Shown``."""
BOX = 0.95
MARGIN = 0.5
CHIP_MARGINS, CHIP_GAP = 0.9, 0.3
"""In lines of text, as box and margin are."""
UNDER = 2
"""Lines what is smaller takes at the most."""


class Shown(msgspec.Struct, frozen=True):
    """One cell: a text with perhaps a smaller one below, chips, or a share of a whole (0 to 1)."""

    text: str = ""
    below: str = ""
    chips: tuple[Word, ...] = ()
    share: float | None = None
    right: bool = False
    bold: bool = False
    tone: Tone = "plain"
    faint: bool = False
    link: bool = False
    keeps: bool = False
    """What is below is not cut off for want of room: a code, a period, a figure; at the right nothing is."""
    tick: bool | None = None
    """A box that is ticked or not; the row is told by ``ticked`` when it is pressed."""

    @property
    def words(self) -> str:
        """All that can be read in it, in one line."""
        return " ".join(word for word in (self.text, self.below, *(chip.text for chip in self.chips)) if word)


class Ink:
    """Measures and paints ``Shown``s: what is measured is what will be painted."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._font, self._bold_font, self._small_font = theme.font(), theme.font(bold=True), theme.font(SMALL)
        fonts = (self._font, self._bold_font, self._small_font)
        self._plain, self._bold, self._small = (QFontMetrics(font) for font in fonts)

    def width(self, shown: Shown) -> int:
        """In device-independent units, margins and all; nothing for a share, which fills any room."""
        space = self._theme.space
        if shown.share is not None:
            return 0
        if shown.tick is not None:
            within = space(BOX)
        elif shown.chips:
            within = sum(self._chip(chip) + space(CHIP_GAP) for chip in shown.chips) - space(CHIP_GAP)
        else:
            within = (self._bold if shown.bold else self._plain).horizontalAdvance(shown.text)
            within = max(within, self._small.horizontalAdvance(shown.below))
        return within + 2 * space(MARGIN) + 2 if within > 0 else 0

    def draw(self, painter: QPainter, rect: QRect, shown: Shown) -> None:
        """Within a cell; the ground and the line below it are the table's."""
        margin = self._theme.space(MARGIN)
        inside = rect.adjusted(margin, 0, -margin, 0)
        if shown.tick is not None:
            self._paint_tick(painter, inside, ticked=shown.tick)
        elif shown.share is not None:
            self._paint_share(painter, inside, shown, shown.share)
        elif shown.chips:
            self._paint_chips(painter, inside, shown.chips)
        else:
            self._paint_text(painter, inside, shown)

    def _chip(self, chip: Word) -> int:
        return self._small.horizontalAdvance(chip.text) + self._theme.space(CHIP_MARGINS)

    def _paint_text(self, painter: QPainter, rect: QRect, shown: Shown) -> None:
        theme = self._theme
        side = Qt.AlignmentFlag.AlignRight if shown.right else Qt.AlignmentFlag.AlignLeft
        font = self._bold_font if shown.bold else self._font
        plain = "accent" if shown.link else "text_soft" if shown.faint else "text"
        colour = theme.colour(plain if shown.tone == "plain" else shown.tone)
        if not shown.below:
            write_whole(painter, rect, side, shown.text, font, colour)
            return
        soft, small = theme.colour("text_soft"), self._small_font
        upper, lower = QRect(rect), QRect(rect)
        above, under = self.lines(shown, rect.size())
        if above + under > 2:
            upper.setTop(rect.top() + (rect.height() - self._height(above, under)) // 2)
            upper.setHeight(above * self.line)
            lower.setTop(upper.bottom() + 1)
            lower.setHeight(under * self._small.height())
        else:
            middle = rect.top() + rect.height() // 2 + theme.space(0.1)
            upper.setBottom(middle)
            lower.setTop(middle)
        for place, text, letters, ink, wide, edge in (
            (upper, shown.text, font, colour, above, Qt.AlignmentFlag.AlignBottom),
            (lower, shown.below, small, soft, under, Qt.AlignmentFlag.AlignTop),
        ):
            if wide > 1:
                write_whole(painter, place, side, text, letters, ink)
            else:
                write(painter, place, side | edge, text, letters, ink)

    def lines(self, shown: Shown, room: QSize) -> tuple[int, int]:
        """How many lines a text and the smaller one below it take: as many as they need and the row is high for.

        The text goes before the smaller one.
        """
        above, under = self.needed(shown, room.width())
        while above + under > 2 and self._height(above, under) > room.height():
            above, under = (above, under - 1) if under > 1 else (above - 1, under)
        return above, max(under, 1)

    def needed(self, shown: Shown, width: int) -> tuple[int, int]:
        """How many lines a text and the smaller one below it need in so much room, without margins."""
        under = min(whole_lines(shown.below, self._small_font, width), UNDER) if shown.below else 0
        return self.lines_of(shown, width), under

    def more(self, shown: Shown, width: int, usual: int) -> int:
        """How much higher than usual a row has to be for nothing in it to be cut off."""
        above, under = self.needed(shown, width)
        if not under:
            return max(above - usual // self.line, 0) * self.line
        return self._height(above, under) - self._height(1, 1)

    def _height(self, above: int, under: int) -> int:
        return above * self.line + under * self._small.height()

    def kept(self, shown: Shown) -> int:
        """How wide what must not be cut off is, margins and all."""
        if shown.right:
            return self.width(shown)
        below = self._small.horizontalAdvance(shown.below) if shown.keeps else 0
        return below + 2 * self._theme.space(MARGIN) + 2 if below else 0

    def name(self, shown: Shown) -> int:
        """How wide a text that has a smaller one below it is, without margins; 0 for one that stands alone."""
        metrics = self._bold if shown.bold else self._plain
        return metrics.horizontalAdvance(shown.text) if shown.below else 0

    def lines_of(self, shown: Shown, width: int) -> int:
        """How many lines its text takes in so much room, without margins."""
        return whole_lines(shown.text, self._bold_font if shown.bold else self._font, width)

    @property
    def high(self) -> int:
        """As high as two lines above a smaller one."""
        return self._height(2, 1)

    @property
    def line(self) -> int:
        """As high as a line."""
        return max(self._bold.height(), self._plain.height())

    def _paint_chips(self, painter: QPainter, rect: QRect, chips: tuple[Word, ...]) -> None:
        theme, at = self._theme, rect.left()
        painter.setFont(self._small_font)
        height = self._small.height() + theme.space(0.22)
        for chip in chips:
            width = self._chip(chip)
            ground = self._middle(rect, at, width, height)
            self._fill(painter, ground, theme.space(0.35), f"{chip.tone}_soft")
            painter.setPen(theme.colour("text_soft" if chip.tone == "plain" else chip.tone))
            painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, chip.text)
            at += width + theme.space(CHIP_GAP)

    def _paint_tick(self, painter: QPainter, rect: QRect, *, ticked: bool) -> None:
        theme = self._theme
        size = theme.space(BOX)
        box = self._middle(rect, rect.left(), size, size)
        line = "accent" if ticked else "text_faint"
        self._fill(painter, box, theme.space(0.2), "accent" if ticked else "surface", line)
        if ticked:
            painter.drawPixmap(box.toRect(), theme.icons.pixmap("check", "on_accent", BOX))

    def _paint_share(self, painter: QPainter, rect: QRect, shown: Shown, share: float) -> None:
        theme = self._theme
        thick = theme.space(0.28)
        width = max(theme.space(2), rect.width() - self._small.horizontalAdvance("0000 / 0000"))
        groove = self._middle(rect, rect.left(), width, thick)
        self._fill(painter, groove, thick / 2, "line")
        if share:
            groove.setWidth(max(thick, width * min(1.0, share)))
            self._fill(painter, groove, thick / 2, "good" if share >= 1 else "accent")
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        write(painter, rect, side, shown.text, self._small_font, theme.colour("text_soft"))

    def _middle(self, rect: QRect, left: float, width: float, height: float) -> QRectF:
        """So large a shape, half way down the cell."""
        return QRectF(left, rect.center().y() - height / 2 + 0.5, width, height)

    def _fill(self, painter: QPainter, shape: QRectF, round_by: float, colour: str, line: str = "") -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour(line) if line else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(colour))
        painter.drawRoundedRect(shape, round_by, round_by)


class ShownDelegate(QStyledItemDelegate):
    """Paints ``Shown``s, the lines between them and the ground of the chosen row."""

    def __init__(self, theme: Theme, table: QAbstractItemView) -> None:
        super().__init__(table)
        self._table = table
        self._theme = theme
        self._ink = Ink(theme)
        theme.changed.connect(self._renew)

    def _renew(self) -> None:
        """Letters of another size take another room."""
        self._ink = Ink(self._theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(self._theme.space(4), self._theme.space(2))

    @as_fault
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        rect: QRect = option.rect
        painter.save()
        # Of a chosen row Qt says of one cell only that it has the keyboard.
        if self._table.hasFocus() and self._table.selectionModel().isSelected(index):
            painter.fillRect(rect, theme.colour("accent_soft"))
            if not index.column():
                bar = QRect(rect.topLeft(), QSize(theme.space(0.18), rect.height()))
                painter.fillRect(bar, theme.colour("focus"))
        if index.row() < index.model().rowCount() - 1:  # below the last there is nothing to be kept apart
            painter.setPen(theme.colour("line"))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._ink.draw(painter, rect, index.data(SHOWN))
        painter.restore()
