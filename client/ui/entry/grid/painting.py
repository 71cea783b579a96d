"""Paints ``Look``s: one cell at a time, and all cells of a view that are in sight in one loop.

The loop replaces the view's own painting, which makes an option, an index and a dozen calls of Python for each
cell. Words are laid out once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QStaticText
from PySide6.QtWidgets import QTableView

from client.ui.entry.cells.grid_model import GridModel, Index
from client.ui.entry.cells.looks import Look, Mark, colour_of
from client.ui.parts.kept import Kept
from client.ui.parts.lettering import shortened
from client.ui.parts.rehearsing import rehearsal
from client.ui.theme.theme import Theme

_GROUNDS = {
    "input": "surface",
    "readonly": "surface",
    "computed": "computed",
    "heading": "window",
    "subheading": "surface",
    "action": "surface",
}
_KEPT = 6000
"""So many laid-out texts are kept; a screen shows a few hundred."""


class CellPainter:
    """Draws cells in the theme's look."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        space = theme.space
        self._pad, self._icon, self._gap = space(0.42), space(0.95), space(0.25)
        self._fonts = (theme.font(), theme.font(bold=True))
        self._metrics = tuple(QFontMetrics(font) for font in self._fonts)
        self._widest = max(1, self._metrics[1].horizontalAdvance("国"))
        self._text_height = self._metrics[0].height()
        self._texts: Kept[tuple[str, str, bool, int | None], tuple[QStaticText, int]] = Kept(_KEPT)
        self._corners: dict[tuple[str, float], QPixmap] = {}
        self._mix()
        theme.changed.connect(self._mix)

    def cell(self, painter: QPainter, rect: QRect, look: Look, *, selected: bool, current: bool) -> None:
        """Draw one cell over ``rect``; ``current`` frames it as the cursor's."""
        selected = selected and look.ground != "heading"
        colours = self._colours
        if selected:
            ground = colours["selection"]
        elif look.mark in ("error", "remark", "query"):
            ground = colours[f"{colour_of(look.mark)}_soft"]
        else:
            ground = colours[_GROUNDS[look.ground]]
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        painter.fillRect(rect, ground)
        painter.fillRect(left, top + height - 1, width, 1, colours["line"])
        if look.edge:
            painter.fillRect(left + width - 1, top, 1, height, colours["line"])
        self._paint_text(painter, rect, look)
        if look.mark:
            self._paint_mark(painter, rect, look)
        if current and selected:
            self._paint_current(painter, rect)

    def width_of(self, look: Look) -> int:
        """How wide a cell has to be for its text to stand in it whole."""
        words = " ".join(look.text.split("\n"))
        around = self._theme.space(look.indent) + 2 * self._pad + 2
        return around + self._metrics[look.bold].horizontalAdvance(words)

    def _mix(self) -> None:
        """Fetch the colours in force."""
        self._corners.clear()
        names = (
            "selection",
            "error",
            "error_soft",
            "query",
            "query_soft",
            "hint",
            "line",
            "border",
            "accent",
            "focus",
        )
        inks = ("text", "text_soft", "text_faint", "surface", "computed", "window")
        self._colours = {name: self._theme.colour(name) for name in (*names, *inks)}

    def _paint_text(self, painter: QPainter, rect: QRect, look: Look) -> None:
        left = rect.left() + self._pad + (self._theme.space(look.indent) if look.indent else 0)
        right = rect.right() - self._pad
        if look.icon:
            tone = "accent" if look.ground == "action" else "text_faint"
            pixmap = self._theme.icons.pixmap(look.icon, tone, 0.95)
            painter.drawPixmap(left, rect.top() + (rect.height() - self._icon) // 2, pixmap)
            left += self._icon + self._gap
        top = rect.top() + (rect.height() - self._text_height) // 2
        if look.note:
            text, width = self._laid_out(look.note, bold=False, room=right - left)
            self._write(painter, right - width, top, text, "text_faint", bold=False)
            right -= width + self._pad
        if not look.text:
            return
        text, width = self._laid_out(look.text, look.tail, bold=look.bold, room=right - left)
        at = right - width if look.right and not look.unreadable else left
        self._write(painter, at, top, text, _ink(look), bold=look.bold)
        if look.unreadable:
            below = top + self._text_height
            painter.setPen(QPen(self._colours["error"], self._theme.space(0.07), Qt.PenStyle.DotLine))
            painter.drawLine(left, below, left + width, below)

    def _write(self, painter: QPainter, x: int, y: int, text: QStaticText, ink: str, *, bold: bool) -> None:
        painter.setFont(self._fonts[bold])
        painter.setPen(self._colours[ink])
        painter.drawStaticText(x, y, text)

    def _laid_out(self, text: str, tail: str = "", *, bold: bool, room: int) -> tuple[QStaticText, int]:
        """A text on one line, cut where there is no room for it, though not its ``tail``, and its width."""
        fits = len(text) * self._widest <= room
        key = (text, tail, bold, None if fits else room)
        found = self._texts.get(key)
        if found is None:
            metrics = self._metrics[bold]
            words = " ".join(text.split("\n")) if "\n" in text else text
            if not fits:
                words = _cut(metrics, words, tail, room) if not bold else _ends(metrics, words, room)
            made = QStaticText(words)
            made.setTextFormat(Qt.TextFormat.PlainText)
            found = self._texts.keep(key, (made, metrics.horizontalAdvance(words)))
        return found

    def _paint_mark(self, painter: QPainter, rect: QRect, look: Look) -> None:
        """A corner for a finding; a small ring where something required is still blank."""
        if look.mark != "missing":
            corner = self._corner(look.mark, painter.device().devicePixelRatio())
            painter.drawPixmap(rect.right() + 1 - self._theme.space(0.5), rect.top(), corner)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._theme.space(0.3)
        painter.setPen(QPen(self._colours[colour_of(look.mark)], self._theme.space(0.08)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        centre = QPointF(rect.right() - self._theme.space(0.6), rect.center().y() + 0.5)
        painter.drawEllipse(centre, size / 2, size / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _corner(self, mark: Mark, ratio: float) -> QPixmap:
        """The corner of a level, drawn once for each scale of a screen."""
        made = self._corners.get((mark, ratio))
        if made is None:
            size = self._theme.space(0.5)
            made = self._corners[mark, ratio] = QPixmap(ceil(size * ratio), ceil(size * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            with QPainter(made) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colours[colour_of(mark)])
                painter.drawPolygon(QPolygonF([QPointF(size, 0), QPointF(0, 0), QPointF(size, size)]))
        return made

    def _paint_current(self, painter: QPainter, rect: QRect) -> None:
        thick = self._theme.space(0.1)
        painter.setPen(QPen(self._colours["focus"], thick, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = thick // 2
        painter.drawRect(rect.adjusted(inset, inset, -inset - thick % 2, -inset - thick % 2))


def _cut(metrics: QFontMetrics, words: str, tail: str, room: int) -> str:
    cut, left = shortened(metrics, words, max(room, 0)), room - metrics.horizontalAdvance(tail)
    if not tail or cut == words or left < metrics.horizontalAdvance("…"):
        return cut
    return shortened(metrics, words.removesuffix(tail), left) + tail


def _ends(metrics: QFontMetrics, name: str, room: int) -> str:
    """A record's name without its middle: names of projects often differ at the end alone."""
    return shortened(metrics, name, max(room, 0), Qt.TextElideMode.ElideMiddle)


def _ink(look: Look) -> str:
    if look.unreadable:
        return "error"
    if look.ground == "action":
        return "accent"
    if look.ground == "computed":
        return "text_soft"
    return "text_faint" if look.faint else "text"


def paint_view(view: QTableView, cells: CellPainter, event: QPaintEvent) -> None:
    """Paint the cells of a view that lie in what is to be painted anew."""
    grid = view.model()
    if not isinstance(grid, GridModel):
        return
    chosen = view.selectionModel().selection()
    blocks = [chosen.at(n) for n in range(chosen.size())]
    blocks_at = [(b.top(), b.left(), b.bottom(), b.right()) for b in blocks]
    here = view.currentIndex()
    cursor = (here.row(), here.column())
    columns = _columns(view)
    region = event.region()
    dirty = region.boundingRect()
    with QPainter(view.viewport()) as painter:
        end = columns[-1][1] + columns[-1][2] if columns else 0
        bottom = max(view.rowViewportPosition(grid.rowCount() - 1) + view.rowHeight(grid.rowCount() - 1), 0)
        for left, top in ((end, 0), (0, bottom)):  # where no cell is
            if dirty.right() >= left and dirty.bottom() >= top:
                painter.fillRect(QRect(QPoint(left, top), dirty.bottomRight()), view.palette().base())
        if not columns:
            return
        across = (columns[0][1], end - columns[0][1])
        # Between cells that changed lie others that did not.
        for part in region:  # type: ignore[attr-defined]
            touched = [c for c in columns if c[1] <= part.right() and c[1] + c[2] > part.left()]
            for row, top, height in _rows(view, part):
                chosen_here = [(le, r) for t, le, b, r in blocks_at if t <= row <= b]
                for column, left, width in [(0, *across)] if grid.spans(row) else touched:
                    rect, look = QRect(left, top, width, height), grid.looked(row, column)
                    selected = any(le <= column <= r for le, r in chosen_here)
                    cells.cell(painter, rect, look, selected=selected, current=cursor == (row, column))


def rehearse(view: QTableView, cells: CellPainter, addresses: Iterable[str]) -> None:
    """Lay out the words of the cells in sight that look like this now, and those shown with them."""
    grid = view.model()
    assert isinstance(grid, GridModel)
    with rehearsal(view.viewport()) as painter:
        for row, column in filter(None, map(grid.place_of, addresses)):
            if not 0 <= view.rowViewportPosition(row) < view.viewport().height():
                continue
            left, right = grid.shown_with(column)
            for each in range(left, right + 1):
                rect = QRect(0, 0, view.columnWidth(each), view.rowHeight(row))
                cells.cell(painter, rect, grid.look(row, each), selected=False, current=False)


def update_cells(view: QTableView, first: Index, last: Index) -> None:
    """Have a block of cells painted anew, to the dot: Qt's own view touches the neighbours, which costs theirs."""
    left, top = view.columnViewportPosition(first.column()), view.rowViewportPosition(first.row())
    right = view.columnViewportPosition(last.column()) + view.columnWidth(last.column())
    bottom = view.rowViewportPosition(last.row()) + view.rowHeight(last.row())
    view.viewport().update(left, top, right - left, bottom - top)


def _columns(view: QTableView) -> list[tuple[int, int, int]]:
    """Columns not hidden, with left edge and width, that are at least partly in sight."""
    right, header = view.viewport().width(), view.horizontalHeader()
    found = []
    first = max(header.visualIndexAt(0), 0)
    for column in range(first, header.count()):
        left = view.columnViewportPosition(column)
        if left > right:
            break
        if not view.isColumnHidden(column):
            found.append((column, left, view.columnWidth(column)))
    return found


def _rows(view: QTableView, dirty: QRect) -> Iterator[tuple[int, int, int]]:
    """Rows not folded away that touch ``dirty``, with top edge and height."""
    row, last = view.rowAt(dirty.top()), view.model().rowCount()
    while 0 <= row < last:
        top = view.rowViewportPosition(row)
        if top > dirty.bottom():
            return
        height = view.rowHeight(row)
        if height:
            yield row, top, height
        row += 1
