"""Words and the room they have: painted on one line or two, broken into lines of much the same length."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

_TALL = 10_000
"""Device-independent units no explanation is as high as."""


def even_width(metrics: QFontMetrics, text: str, least: int, most: int) -> int:
    """The least width in which a text takes no more lines than in the most: none ends with a word alone."""
    lines, narrow, wide = _height(metrics, text, most), min(most, least), most
    while narrow < wide:
        middle = (narrow + wide) // 2
        if _height(metrics, text, middle) > lines:
            narrow = middle + 1
        else:
            wide = middle
    return wide


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    """Of a text in so much width; a label itself answers for its least width at the least."""
    return metrics.boundingRect(QRect(0, 0, width, _TALL), Qt.TextFlag.TextWordWrap, text).height()


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
    if _within_a_word(text, len(first)):
        first = first[: first.rfind("-") + 1] or first
    return first.rstrip(), text[len(first) :].lstrip()


def _within_a_word(text: str, at: int) -> bool:
    """Whether a number or a word of Latin letters would be torn there: a long code parts at its hyphens."""
    return text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum() and at < len(text)


def write(painter: QPainter, rect: QRect, flags: Qt.AlignmentFlag, text: str, font: QFont, colour: QColor) -> None:
    """One line, cut off with dots where the room ends."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, flags, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))
