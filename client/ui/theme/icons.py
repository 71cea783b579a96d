"""Icons drawn from ``resources/icons/*.svg`` in the colour they are asked for, sharp on the finest screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from client.base.paths import RESOURCES
from client.ui.theme.strokes import draw


class Icons:
    """Draws each icon once per colour and size; ``space`` and ``colour`` are the theme's.

    ``scale`` answers how many dots of the finest screen a device-independent unit has.
    """

    def __init__(
        self, space: Callable[[float], int], colour: Callable[[str], QColor], scale: Callable[[], float]
    ) -> None:
        self._space = space
        self._colour = colour
        self._scale = scale
        self._drawn_for = scale()
        self._drawn: dict[tuple[str, str, int], QPixmap] = {}

    def pixmap(self, name: str, purpose: str = "text_soft", lines: float = 1.2) -> QPixmap:
        """The icon in the colour of ``purpose``, ``lines`` of text high."""
        size = self._space(lines)
        key = (name, purpose, size)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, self._colour(purpose).name(), size)
        return self._drawn[key]

    def icon(self, name: str, purpose: str = "text_soft", lines: float = 1.2) -> QIcon:
        """``pixmap`` for a button, paler when the button is disabled."""
        icon = QIcon()
        icon.addPixmap(self.pixmap(name, purpose, lines))
        icon.addPixmap(self.pixmap(name, "line_strong", lines), QIcon.Mode.Disabled)
        return icon

    def forget(self) -> None:
        """Drop what was drawn: the colours have changed."""
        self._drawn.clear()
        self._drawn_for = self._scale()

    @property
    def coarse(self) -> bool:
        """Whether there is a finer screen by now than the one the icons were drawn for."""
        return self._scale() > self._drawn_for

    def _draw(self, name: str, colour: str, size: int) -> QPixmap:
        pixmap = _drawn(_source(name), ceil(size * self._drawn_for), colour)
        pixmap.setDevicePixelRatio(self._drawn_for)
        return pixmap


def own_icon() -> QIcon:
    """The program's own, for the system, in the sizes that are asked for."""
    source, icon = _source("jibao"), QIcon()
    for dots in (16, 32, 64, 128):
        icon.addPixmap(_drawn(source, dots))
    return icon


@cache
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")


def _drawn(source: str, dots: int, colour: str = "") -> QPixmap:
    pixmap = QPixmap(QSize(dots, dots))
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        draw(painter, source, dots, colour)
    return pixmap
