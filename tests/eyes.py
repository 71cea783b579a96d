"""Looks over a window for what has not enough room: words cut off, parts out of place, pages going sideways."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from client.ui.parts.choice import Choice
from client.ui.parts.eliding import Eliding
from client.ui.parts.flow import FlowLayout
from client.ui.parts.shown import SHOWN, Ink
from client.ui.parts.table import Table
from client.ui.theme.theme import Theme

SLACK = 1
"""Device-independent units that rounding may cost."""


def cut_off(window: QWidget) -> list[str]:
    """Everything on the window that has less room than it needs, each said in a line; empty when all is well.

    What is meant to give way is left out: names that are elided with a tip, stretched columns, the entry grid.
    """
    theme = _worn()
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and not _elsewhere(widget):
            found += [f"{type(widget).__name__} {widget.objectName()}: {said}" for said in _lacking(widget, theme)]
    return found


def _worn() -> Theme:
    """The newest theme of the program: the one in force."""
    themes = QApplication.instance().findChildren(Theme)  # type: ignore[union-attr]
    return themes[-1]


def _elsewhere(widget: QWidget) -> bool:
    """Whether the window system shows it in a window of its own, or nothing of it."""
    return widget.window() is not widget and widget.width() <= 0


def _lacking(widget: QWidget, theme: Theme) -> Iterator[str]:
    if isinstance(widget, Eliding):
        return
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QPushButton | QToolButton):
        yield from _button(widget)
    elif isinstance(widget, Choice):
        yield from _choice(widget, theme)
    elif isinstance(widget, QLineEdit):
        yield from _line(widget, theme)
    elif isinstance(widget, Table):
        yield from _table(widget, theme)
    if isinstance(widget, QScrollArea | Table):
        yield from _sideways(widget)
    yield from _flows(widget)


def _flows(widget: QWidget) -> Iterator[str]:
    """Rows that go on in the next line, and have no room for it."""
    for made in widget.findChildren(FlowLayout):
        room = made.geometry()
        if made.parentWidget() is widget and made.heightForWidth(room.width()) > room.height() + SLACK:
            yield f"a line has no room: {made.heightForWidth(room.width())} in {room.height()}"


def _label(made: QLabel) -> Iterator[str]:
    if not made.text():
        return
    room = made.contentsRect()
    if made.wordWrap():
        if made.heightForWidth(made.width()) > made.height() + SLACK:
            yield f"lines cut off: {made.text()!r}"
    elif QFontMetrics(made.font()).horizontalAdvance(made.text().split("\n")[0]) > room.width() + SLACK:
        yield f"cut off: {made.text()!r}"


def _button(made: QAbstractButton) -> Iterator[str]:
    if QFontMetrics(made.font()).horizontalAdvance(made.text()) > made.width() + SLACK:
        yield f"cut off: {made.text()!r}"


def _choice(made: Choice, theme: Theme) -> Iterator[str]:
    if QFontMetrics(made.font()).horizontalAdvance(made.currentText()) > made.width() - theme.space(2) + SLACK:
        yield f"cut off: {made.currentText()!r}"


def _line(made: QLineEdit, theme: Theme) -> Iterator[str]:
    if made.text() or not made.placeholderText():
        return
    if QFontMetrics(made.font()).horizontalAdvance(made.placeholderText()) > made.width() - theme.space(1):
        yield f"cut off: {made.placeholderText()!r}"


def _table(table: Table, theme: Theme) -> Iterator[str]:  # type: ignore[type-arg]
    ink, model = Ink(theme), table.rows_model
    for number, column in enumerate(model.columns):
        if column.stretch or table.isColumnHidden(number):
            continue
        for row in range(min(len(model.rows), 30)):
            shown = model.data(model.index(row, number), SHOWN)
            if ink.width(shown) > table.columnWidth(number) + SLACK and ink.width(shown) < theme.space(16):
                yield f"{column.title}: {shown.text or shown.chips!r} has {table.columnWidth(number)}"


def _sideways(area: QAbstractScrollArea) -> Iterator[str]:
    bar = area.horizontalScrollBar()
    if bar.maximum() > 0 and bar.isVisible():
        yield f"goes sideways by {bar.maximum()}"
    if isinstance(area, QAbstractItemView):
        return
    inside = QRect(QPoint(0, 0), area.size())
    if area.parentWidget() is not None and not area.parentWidget().rect().adjusted(0, 0, 1, 1).contains(
        inside.translated(area.pos())
    ):
        yield "stands beside its place"
