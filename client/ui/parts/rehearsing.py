"""Words that are likely painted next are laid out, and their letters drawn once, while nobody waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget


@contextmanager
def rehearsal(widget: QWidget) -> Iterator[QPainter]:
    """A painter whose picture nobody sees, as fine as the widget's own."""
    nowhere = QPixmap(1, 1)
    nowhere.setDevicePixelRatio(widget.devicePixelRatio())
    with QPainter(nowhere) as painter:
        yield painter
