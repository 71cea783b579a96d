"""The sheets as they will lie on paper, on a ground of the window's own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPagedPaintDevice, QPen, QResizeEvent
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QGraphicsView

from client.printing.forms import paint_form
from client.printing.model import FormPaper, ReceiptPaper
from client.printing.receipts import paint_receipt
from client.ui.theme.theme import Theme

Sheet = FormPaper | ReceiptPaper

AROUND, SHADOW = 25, 80
"""Which part of a sheet's longer side the library leaves around it, and more than it draws its shadow over."""
USUAL_LINE = 19.0
"""Device-independent units a line of text is high at 100 %, where sheets are shown as large as they are."""


class Preview(QPrintPreviewWidget):
    """``sheet`` is what is seen, laid out as the printer is."""

    def __init__(self, theme: Theme, printer: QPrinter, name: str) -> None:
        super().__init__(printer)
        self.sheet: Sheet | None = None
        self._theme = theme
        self._printer = printer
        self._edges: list[QGraphicsRectItem] = []
        self.setAccessibleName(name)
        self.paintRequested.connect(self._paint)
        self._recolour()
        theme.changed.connect(self._recolour)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show it from its head."""
        self.sheet = sheet
        self.updatePreview()
        self._fit()
        self._edge()
        ground = self.findChild(QGraphicsView)
        if ground is not None:
            ground.setSceneRect(ground.scene().itemsBoundingRect())  # of itself it stays as large as it ever was
            ground.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.sheet is not None:
            self._fit()

    def _fit(self) -> None:
        """As wide as there is room, but no larger than on paper: a sheet that is seen whole cannot be read."""
        whole = self._printer.pageLayout().fullRectPoints()
        inches = (whole.width() + 2 * max(whole.width(), whole.height()) / AROUND) / 72
        beside = self.width() - 2 * self._theme.space(1)
        largest = self._theme.em / USUAL_LINE
        self.setZoomFactor(min(largest, beside / (inches * self.logicalDpiX())))

    def _paint(self, device: QPagedPaintDevice) -> None:
        if isinstance(self.sheet, FormPaper):
            paint_form(device, self.sheet)
        elif self.sheet is not None:
            paint_receipt(device, self.sheet)

    def _recolour(self) -> None:
        """The ground the sheets lie on, which the library paints in a grey of its own."""
        ground = self.findChild(QGraphicsView)
        if ground is not None:
            ground.setBackgroundBrush(self._theme.colour("sunken"))
            ground.setFrameShape(QGraphicsView.Shape.NoFrame)
            ground.setAccessibleName(self.accessibleName())
            ground.viewport().setAccessibleName(self.accessibleName())
        self._edge()

    def _edge(self) -> None:
        """A fine line around every sheet, where the library draws a hard black shadow."""
        ground = self.findChild(QGraphicsView)
        scene = ground.scene() if ground is not None else None
        if scene is None:
            return
        for edge in self._edges:
            scene.removeItem(edge)
        self._edges = []
        places = [item.sceneBoundingRect() for item in scene.items()]
        for place in places:
            around = max(place.width(), place.height()) / (AROUND + 2)
            paper = place.adjusted(around, around, -around, -around)
            deep = paper.width() / SHADOW
            for shadow in (
                paper.adjusted(paper.width(), 0, deep, deep),
                paper.adjusted(0, paper.height(), deep, deep),
            ):
                self._cover(scene, shadow, QPen(Qt.PenStyle.NoPen), self._theme.colour("sunken"))
            self._cover(scene, paper, QPen(self._theme.colour("line"), 0), Qt.GlobalColor.transparent)

    def _cover(self, scene: QGraphicsScene, place: QRectF, pen: QPen, brush: QColor | Qt.GlobalColor) -> None:
        made = scene.addRect(place, pen, brush)
        made.setZValue(1)
        self._edges.append(made)
