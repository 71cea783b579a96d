"""Where something is painted to be looked at dot by dot."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage

WIDTH, HEIGHT = 240, 40


def canvas() -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    return image


def at(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


def colours(image: QImage, rect: QRect | None = None) -> Counter[str]:
    box = rect or image.rect()
    return Counter(
        at(image, x, y) for x in range(box.left(), box.right() + 1) for y in range(box.top(), box.bottom() + 1)
    )
