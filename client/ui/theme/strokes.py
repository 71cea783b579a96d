"""Draws what icons are made of: lines, curves and arcs of circles, round rectangles and circles of an SVG.

Qt's own reader of SVG is two libraries and a reader of XML: 1 MB from the start on, for 34 icons of 8 KB.
``tests/client/ui/test_strokes.py`` holds each of them against it. What is not of this kind raises ``KeyError``.
"""

from __future__ import annotations

import re
from cmath import phase, rect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import ceil, pi, sqrt, tan

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_ELEMENT = re.compile(r"<(svg|g|path|rect|circle)\b([^>]*)>")
_WORD = re.compile(r"([a-zA-Z-]+)=\"([^\"]*)\"")
_STEP = re.compile(r"([a-zA-Z])([^a-zA-Z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")


def draw(painter: QPainter, svg: str, dots: float, colour: str) -> None:
    """Fill a square of ``dots`` device-independent units, in ``colour`` where the SVG says ``currentColor``."""
    side, shapes = _read(svg)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(dots / side, dots / side)
    for words, shape in shapes:
        _wear(painter, words, colour)
        painter.drawPath(shape)


@cache
def _read(svg: str) -> tuple[float, list[tuple[dict[str, str], QPainterPath]]]:
    """How wide it is, and each shape with what is said of its lines: once for all sizes and colours."""
    worn, side, shapes = dict[str, str](), 1.0, []
    for kind, words in _ELEMENT.findall(svg):
        own = dict(_WORD.findall(words))
        if kind in ("svg", "g"):
            worn |= own
            side = float(own["viewBox"].split()[2]) if "viewBox" in own else side
        else:
            shapes.append((worn | own, _SHAPES[kind](own)))
    return side, shapes


def _wear(painter: QPainter, words: dict[str, str], colour: str) -> None:
    line, ground = (words.get(name, "none").replace("currentColor", colour) for name in ("stroke", "fill"))
    painter.setBrush(Qt.BrushStyle.NoBrush if ground == "none" else QColor(ground))
    if line == "none":
        painter.setPen(Qt.PenStyle.NoPen)
        return
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor(line), float(words["stroke-width"]), Qt.PenStyle.SolidLine, round_cap, round_join))


def _rectangle(words: dict[str, str]) -> QPainterPath:
    made, radius = QPainterPath(), float(words.get("rx", 0))
    place = (float(words.get(name, 0)) for name in ("x", "y", "width", "height"))
    made.addRoundedRect(QRectF(*place), radius, radius)
    return made


def _circle(words: dict[str, str]) -> QPainterPath:
    made, radius = QPainterPath(), float(words["r"])
    made.addEllipse(QPointF(float(words["cx"]), float(words["cy"])), radius, radius)
    return made


def _path(words: dict[str, str]) -> QPainterPath:
    """Points are complex numbers: Qt's own would be asked in Python for each sum."""
    made, at, start, control = QPainterPath(), 0j, 0j, 0j
    for step, numbers in _steps(words["d"]):
        near = 0j if step.isupper() else at
        points = [near + complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
        if step in "Mm":
            at = start = points[0]
            made.moveTo(at.real, at.imag)
        elif step in "LlHhVv":
            if step in "Hh":
                at = complex(near.real + numbers[0], at.imag)
            else:
                at = complex(at.real, near.imag + numbers[0]) if step in "Vv" else points[0]
            made.lineTo(at.real, at.imag)
        elif step in "CcSs":
            first = points.pop(0) if step in "Cc" else 2 * at - control
            control, at = points
            _curve(made, first, control, at)
        elif step in "Aa":
            end = near + complex(*numbers[5:])
            _arc(made, numbers[0], at, end, large=numbers[3] > 0, clockwise=numbers[4] > 0)
            at = end
        elif step in "Zz":
            made.closeSubpath()
            at = start
        if step not in "CcSs":
            control = at
    return made


def _curve(path: QPainterPath, first: complex, second: complex, end: complex) -> None:
    path.cubicTo(first.real, first.imag, second.real, second.imag, end.real, end.imag)


def _steps(told: str) -> Iterator[tuple[str, list[float]]]:
    """One by one: further numbers behind a letter are the same step again, behind a move they are lines."""
    for letter, rest in _STEP.findall(told):
        numbers, many = [float(each) for each in _NUMBER.findall(rest)], _NUMBERS[letter.lower()]
        step = letter
        for start in range(0, max(len(numbers), 1), max(many, 1)):
            yield step, numbers[start : start + many]
            step = {"M": "L", "m": "l"}.get(letter, letter)


def _arc(path: QPainterPath, radius: float, start: complex, end: complex, *, large: bool, clockwise: bool) -> None:
    """Of a circle, as SVG tells it: by its ends, which of the two circles through them, and which way round."""
    across = (end - start) / 2
    half = abs(across)
    radius = max(radius, half)
    aside = sqrt(max(radius**2 - half**2, 0.0)) / half * (-1 if large != clockwise else 1)
    middle = start + across - 1j * across * aside
    first, last = phase(start - middle), phase(end - middle)
    turn = (last - first) % (2 * pi) - (0 if clockwise else 2 * pi)
    parts = ceil(abs(turn) / (pi / 2))
    reach = 4j / 3 * tan(turn / parts / 4)
    spokes = [rect(radius, first + turn * part / parts) for part in range(parts + 1)]
    for one, other in pairwise(spokes):
        _curve(path, middle + one * (1 + reach), middle + other * (1 - reach), middle + other)


_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}
"""How many each step has."""
_SHAPES = {"path": _path, "rect": _rectangle, "circle": _circle}
