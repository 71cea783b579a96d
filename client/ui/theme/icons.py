"""Icons drawn from ``resources/icons/*.svg`` in the colour they are asked for, sharp at every scale."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from client.base.paths import RESOURCES

_SHARPNESS = 3
"""Icons are drawn this many times larger than asked for, enough for 300 % screens."""


class Icons:
    """Draws each icon once per colour and size; ``space`` and ``colour`` are the theme's."""

    def __init__(self, space: Callable[[float], int], colour: Callable[[str], QColor]) -> None:
        self._space = space
        self._colour = colour
        self._drawn: dict[tuple[str, str, int], QPixmap] = {}
        self._sources: dict[str, str] = {}

    def pixmap(self, name: str, purpose: str = "text_soft", lines: float = 1.2) -> QPixmap:
        """The icon in the colour of ``purpose``, ``lines`` of text high."""
        size = self._space(lines)
        key = (name, purpose, size)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, self._colour(purpose).name(), size)
        return self._drawn[key]

    def icon(self, name: str, purpose: str = "text_soft", lines: float = 1.2) -> QIcon:
        """The same for a button, paler when the button is disabled."""
        icon = QIcon(self.pixmap(name, purpose, lines))
        icon.addPixmap(self.pixmap(name, "line_strong", lines), QIcon.Mode.Disabled)
        return icon

    def forget(self) -> None:
        """Drop what was drawn: the colours have changed."""
        self._drawn.clear()

    def _draw(self, name: str, colour: str, size: int) -> QPixmap:
        if name not in self._sources:
            self._sources[name] = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")
        source = self._sources[name].replace("currentColor", colour)
        pixmap = QPixmap(QSize(size, size) * _SHARPNESS)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(_SHARPNESS)
        return pixmap
