"""Words painted into the room of a cell: on one line, or on two."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter


def write_whole(
    painter: QPainter, rect: QRect, side: Qt.AlignmentFlag, text: str, font: QFont, colour: QColor
) -> None:
    """In the middle; on two lines what one has no room for, where the row is high enough."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= rect.width() or rect.height() < 2 * metrics.height():
        write(painter, rect, side | Qt.AlignmentFlag.AlignVCenter, text, font, colour)
        return
    upper, lower = QRect(rect), QRect(rect)
    upper.setBottom(rect.center().y())
    lower.setTop(rect.center().y() + 1)
    first, rest = broken(text, font, rect.width())
    write(painter, upper, side | Qt.AlignmentFlag.AlignBottom, first, font, colour)
    write(painter, lower, side | Qt.AlignmentFlag.AlignTop, rest, font, colour)


def broken(text: str, font: QFont, width: int) -> tuple[str, str]:
    """What of a text goes into a first line of this width, and the rest."""
    from PySide6.QtGui import QTextLayout, QTextOption  # with its enumerations: only where a text is too long

    layout, option = QTextLayout(text, font), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    units = text.encode("utf-16-le")  # Qt counts in these
    first = units[: 2 * line.textLength()].decode("utf-16-le", "ignore")
    return first.rstrip(), text[len(first) :].lstrip()


def write(painter: QPainter, rect: QRect, flags: Qt.AlignmentFlag, text: str, font: QFont, colour: QColor) -> None:
    """One line, cut off with dots where the room ends."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, flags, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))
