"""Words and the room they have: painted on one line or two, broken into lines of much the same length."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

_TALL = 10_000
"""Device-independent units no explanation is as high as."""
MANY, ENDLESS = 4, 1000
"""Lines of a row of a table, and of a text that may have any number."""
PAUSES, SHORT = "、，；：,;:", 3
"""Where a line had better end than a word or two later, but for one of less than such a part of the width."""
_DATE = re.compile(r"\d+年(?:\d+(?:[—-]\d+)?月(?:\d+日)?)?|\d+月(?:\d+日)?")
_COUNT = re.compile(r"(?<=\s)\d[\d,.]*\s*$")
"""What is read as one: a date, within which Unicode lets a line end, and a number with what it counts."""


def even_width(metrics: QFontMetrics, text: str, least: int, most: int) -> int:
    """About the least width in which a text takes no more lines than in the most: none ends with a word alone."""
    height = _height(metrics, text, most)
    wide = max(least, metrics.horizontalAdvance(text) * metrics.lineSpacing() // height)
    while wide < most and _height(metrics, text, wide) > height:
        wide += metrics.height() // 2
    return min(wide, most)


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    """Of a text in so much width; a label itself answers for its least width at the least."""
    return metrics.boundingRect(QRect(0, 0, width, _TALL), Qt.TextFlag.TextWordWrap, text).height()


def write_whole(
    painter: QPainter, rect: QRect, side: Qt.AlignmentFlag, text: str, font: QFont, colour: QColor
) -> None:
    """In the middle; on several lines what one has no room for, as many as the row is high enough for."""
    metrics = QFontMetrics(font)
    lines = evenly(text, font, rect.width(), rect.height() // metrics.height())
    place = QRect(rect.left(), rect.top(), rect.width(), metrics.height())
    place.moveTop(rect.top() + (rect.height() - len(lines) * metrics.height()) // 2)
    for line in lines:
        write(painter, place, side | Qt.AlignmentFlag.AlignVCenter, line, font, colour)
        place.moveTop(place.bottom() + 1)


def evenly(text: str, font: QFont, width: int, most: int) -> list[str]:
    """In lines of much the same length where that takes no more of them: none is left with a letter alone."""
    metrics = QFontMetrics(font)
    lines = _lines(text, font, width, most)
    if len(lines) == 1 or metrics.horizontalAdvance(lines[-1]) > width:
        return lines
    even = metrics.horizontalAdvance(text) // len(lines) + metrics.height() // 2
    better = _lines(text, font, min(even, width), len(lines))
    return better if metrics.horizontalAdvance(better[-1]) <= width else lines


def settled(text: str, font: QFont, width: int) -> list[str]:
    """In as many lines as running text takes: full ones; even ones where little would be left for the last."""
    lines = _lines(text, font, width, ENDLESS)
    short = QFontMetrics(font).horizontalAdvance(lines[-1]) < width // SHORT
    return evenly(text, font, width, len(lines)) if short else lines


def _lines(text: str, font: QFont, width: int, most: int) -> list[str]:
    """As many as are needed; the last of the ``most`` that there may be has all the rest."""
    metrics, lines = QFontMetrics(font), list[str]()
    while metrics.horizontalAdvance(text) > width and len(lines) + 1 < most:
        first, text = broken(text, font, width)
        lines.append(first)
    return [*lines, text]


def whole_lines(text: str, font: QFont, width: int) -> int:
    """How many lines ``write_whole`` would need; a text that needs very many is not measured to its end."""
    metrics, lines = QFontMetrics(font), 1
    while width > 0 and lines < MANY and metrics.horizontalAdvance(text) > width:
        text, lines = broken(text, font, width)[1], lines + 1
    return lines


def broken(text: str, font: QFont, width: int) -> tuple[str, str]:
    """What of a text goes into a first line of this width, and the rest: parted at a pause that leaves it room."""
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
    torn = (date.start() for date in _DATE.finditer(text) if date.start() < len(first) < date.end())
    first = first[: next(torn, 0)] or first
    if (counted := _COUNT.search(first)) is not None:
        first = first[: counted.start()]
    metrics, pause = QFontMetrics(font), max(first.rfind(mark) for mark in PAUSES) + 1
    if metrics.horizontalAdvance(first[:pause]) * SHORT > width >= metrics.horizontalAdvance(text[pause:].strip()):
        first = first[:pause]
    return first.rstrip(), text[len(first) :].lstrip()


def _within_a_word(text: str, at: int) -> bool:
    """Whether a number or a word of Latin letters would be torn there: a long code parts at its hyphens."""
    return text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum() and at < len(text)


def write(painter: QPainter, rect: QRect, flags: Qt.AlignmentFlag, text: str, font: QFont, colour: QColor) -> None:
    """One line, cut off with dots where the room ends."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, flags, shortened(QFontMetrics(font), text, rect.width()))


def shortened(
    metrics: QFontMetrics, text: str, width: int, side: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> str:
    """A text with dots for what of it has no room.

    Qt rounds what it answers for a width, but cuts by what the letters really take: a figure that has just the
    room it asked for would lose its last digit for half a unit.
    """
    if metrics.horizontalAdvance(text) <= width:
        return text
    return metrics.elidedText(text, side, width)
