"""Millimetres, fonts and wrapped text on a paged device."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)

from client.printing.model import Align

SONG = ("SimSun", "NSimSun", "Songti SC", "Noto Serif CJK SC", "Noto Sans CJK SC")
HEI = ("SimHei", "Microsoft YaHei", "Heiti SC", "Noto Sans CJK SC")
MONO = ("Consolas", "Menlo", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "monospace")
"""Body, headings and digests: the faces of official forms first, then what other systems have."""

MM_PER_INCH = 25.4
SMALLEST = 6.0
"""Points below which nobody reads a sheet."""
_ALIGNMENT = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "value": Qt.AlignmentFlag.AlignLeft,
}
GREY = QColor(110, 110, 110)
_NARROW = QFont.Tag.fromString("palt")
"""Brackets and stops half as wide as a character."""


class Ink:
    """A painter that counts in millimetres from the corner of the printable area.

    The sheets are done when its ``with`` is left.
    """

    def __init__(self, device: QPagedPaintDevice) -> None:
        self._device = device
        self._unit = device.logicalDpiX() / MM_PER_INCH
        self.painter = QPainter(device)
        self.width = device.width() / self._unit
        self.height = device.height() / self._unit
        self._fresh_pen()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.painter.end()

    def new_page(self) -> None:
        self._device.newPage()
        self._fresh_pen()

    def _fresh_pen(self) -> None:
        """A preview replays each sheet by itself, beginning with the pen of its palette, and a pen that does not
        change is not recorded. So each sheet begins with one that nothing is painted in."""
        self.painter.setPen(GREY)

    def font(self, size: float, families: tuple[str, ...] = SONG, *, bold: bool = False) -> QFont:
        """A font of ``size`` points."""
        font = QFont(list(families))
        # Else a painter takes them from the window's font: a sheet is the same whatever language that speaks.
        font.setFeature(_NARROW, 0)
        font.setStyleStrategy(QFont.StyleStrategy.PreferDefault)
        font.setPointSizeF(size)
        font.setBold(bold)
        return font

    def rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A rectangle given in millimetres, in the device's own units."""
        return QRectF(x * self._unit, y * self._unit, width * self._unit, height * self._unit)

    def text_height(self, text: str, font: QFont, width: float) -> float:
        """How high ``text`` stands when wrapped to ``width``."""
        metrics = QFontMetricsF(font, self._device)
        return metrics.boundingRect(self.rect(0, 0, width, 1000), self._wrap(text, font, width), text).height() / (
            self._unit
        )

    def wrapped(self, text: str, font: QFont, width: float) -> list[str]:
        """The lines ``text`` takes when wrapped to ``width``."""
        option = QTextOption()
        anywhere = self._wrap(text, font, width) == Qt.TextFlag.TextWrapAnywhere.value
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere if anywhere else QTextOption.WrapMode.WordWrap)
        return [line for part in text.split("\n") for line in self._lines(part, font, width, option)]

    def _lines(self, text: str, font: QFont, width: float, option: QTextOption) -> list[str]:
        layout = QTextLayout(text, font, self._device)
        layout.setTextOption(option)
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * self._unit)
            found.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        return found or [""]

    def fitted(self, text: str, size: float, width: float) -> tuple[str, QFont]:
        """``text`` and a font in which it stands on one line: smaller if need be, at last cut short."""
        font = self.font(size)
        while size > SMALLEST and self.text_width(text, font) > width:
            size -= 0.5
            font = self.font(size)
        metrics = QFontMetricsF(font, self._device)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width * self._unit), font

    def text_width(self, text: str, font: QFont) -> float:
        return QFontMetricsF(font, self._device).horizontalAdvance(text) / self._unit

    def text(
        self,
        area: tuple[float, float, float, float],
        text: str,
        font: QFont,
        align: Align = "left",
        *,
        top: bool = False,
        colour: QColor | None = None,
    ) -> None:
        """Paint wrapped text into ``area`` (x, y, width, height), in the middle of its height unless ``top``."""
        flags = self._wrap(text, font, area[2]) | _ALIGNMENT[align].value
        flags |= (Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter).value
        self.painter.setFont(font)
        self.painter.setPen(colour or QColor(Qt.GlobalColor.black))
        self.painter.drawText(self.rect(*area), flags, text)

    def _wrap(self, text: str, font: QFont, width: float) -> int:
        """Break between words, and within one only where it is longer than the line."""
        longest = max(text.split(), key=len, default="")
        fits = self.text_width(longest, font) <= width or not longest.isascii()
        return (Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere).value

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.12) -> None:
        """A rule of ``weight`` millimetres."""
        self.painter.setPen(QPen(QColor(Qt.GlobalColor.black), weight * self._unit))
        area = self.rect(x1, y1, x2 - x1, y2 - y1)
        self.painter.drawLine(area.topLeft(), area.bottomRight())
