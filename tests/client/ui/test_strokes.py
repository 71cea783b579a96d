"""Icons are drawn as Qt's own reader of SVG draws them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from client.base.paths import RESOURCES
from client.ui.theme.strokes import draw

ICONS = sorted((RESOURCES / "icons").glob("*.svg"))


@pytest.mark.parametrize("dots", [20, 31, 96])
@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_what_qt_makes_of_it(path, dots: int) -> None:
    svg, colour = path.read_text("utf-8"), "#1f5fa6"
    ours, theirs, filled = blank(dots), blank(dots), svg.replace("currentColor", colour).encode()
    with QPainter(ours) as painter:
        draw(painter, svg, dots, colour)
    with QPainter(theirs) as painter:
        QSvgRenderer(QByteArray(filled)).render(painter, QRectF(0, 0, dots, dots))
    apart = [
        abs(ours.pixelColor(x, y).alpha() - theirs.pixelColor(x, y).alpha())
        for x in range(dots)
        for y in range(dots)
    ]
    assert max(apart) <= 96, "of 255: at the edge of a curve Qt is the less exact"
    assert sum(apart) / dots**2 < 0.5
    assert any(theirs.pixelColor(x, y).alpha() for x in range(dots) for y in range(dots))


def blank(dots: int) -> QImage:
    made = QImage(dots, dots, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    return made


@pytest.mark.parametrize("svg", ['<path d="M1 1q2 2 3 3"/>', '<svg stroke="red"><path d="M1 1h2"/></svg>'])
def test_what_it_does_not_draw_is_no_silent_gap(svg: str) -> None:
    image = blank(9)
    with pytest.raises(KeyError), QPainter(image) as painter:
        draw(painter, svg, 9, "")
