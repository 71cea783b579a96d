"""One picture drawn with pyqtgraph: thin axes, direct labels, nothing that moves by accident."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from client.ui.charts import lean
from client.ui.charts.scale import easy_unit, figure_word, month_word
from client.ui.ground.language import told
from client.ui.theme.theme import Theme
from client.usecases.views.pictures import Curve, Picture

pyqtgraph = lean.load()

SAME_YEAR = "course"
"""The kind of picture whose curves lie over each other month by month."""
LONE = "d"
"""The mark, a diamond, of a curve that is one point so far."""
MOST_TICKS, TICK = 7, 4
BESIDE = 0.05
"""So much of the months shown stays free at either side: half of a label with its year, in a narrow picture."""


def joined(months: Sequence[int]) -> list[bool]:
    """For each point but the last whether a line leads to the next: not over a report that is missing.

    How far reports lie apart is seen by the nearest two. None is made for January.
    """
    steps = [after - before - (after % 12 == 2 and after - before > 1) for before, after in pairwise(months)]
    usual = min(steps, default=0)
    return [step == usual for step in steps]


def broken(where: Sequence[tuple[float, Decimal, int]]) -> tuple[list[float], list[float]]:
    """Places along and heights, with one that is no number where no line leads on."""
    along, heights = [], []
    leads = [*joined([month for _, _, month in where]), True]
    for (x, y, _), on in zip(where, leads, strict=False):  # no points lead nowhere
        along += [x] if on else [x, x]
        heights += [float(y)] if on else [float(y), math.nan]
    return along, heights


class Plot(QWidget):
    """Shows a picture; a figure is told at the mouse."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawn: list[tuple[Curve, list[tuple[float, Decimal, int]]]] = []
        self._view = pyqtgraph.PlotWidget(background=None, enableMenu=False)
        # A picture of its blank ground would be kept for each.
        self._view.setCacheMode(pyqtgraph.PlotWidget.CacheModeFlag.CacheNone)
        self._view.hideButtons()
        self._view.setMouseEnabled(x=False, y=False)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.scene().sigMouseMoved.connect(self._hover)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._view)
        self.setMinimumHeight(theme.space(9))

    def show_picture(self, picture: Picture) -> None:
        """Draw ``picture`` anew in the colours in force."""
        plot, theme = self._view.getPlotItem(), self._theme
        self._view.setBackground(theme.colour("surface"))
        plot.clear()
        self._drawn = []
        _, factor = easy_unit(picture.unit, (p.value for curve in picture.curves for p in curve.points))
        for number, curve in reversed(list(enumerate(picture.curves))):
            self._draw(plot, curve, number, factor, same_year=picture.entry.kind == SAME_YEAR)
        if picture.level is not None:
            plot.addItem(self._level(picture.level))
        self._dress(plot, same_year=picture.entry.kind == SAME_YEAR)

    @property
    def range(self) -> tuple[float, float]:
        """From which figure to which the axis runs."""
        low, high = self._view.getPlotItem().viewRange()[1]
        return float(low), float(high)

    def _draw(self, plot: Any, curve: Curve, number: int, factor: Decimal, *, same_year: bool) -> None:
        where = [
            (float((point.month - 1) % 12 + 1 if same_year else point.month), point.value * factor, point.month)
            for point in curve.points
        ]
        self._drawn.append((curve, where))
        colour = self._theme.colour(curve_purpose(curve, number))
        style = Qt.PenStyle.DashLine if curve.plan else Qt.PenStyle.SolidLine
        main, alone = number == 0, len(where) == 1
        line = plot.plot(
            *broken(where),
            connect="finite",
            pen=pyqtgraph.mkPen(colour, width=2.4 if main else 1.6, style=style),
            symbol=None if curve.plan else LONE if alone else "o",
            symbolSize=11 if alone else 7 if main else 5,
            symbolBrush=colour,
            symbolPen=None,
            antialias=True,
        )
        line.setZValue(1 if alone else 0)  # else it lies hidden below a point of a longer curve

    def _level(self, level: Decimal) -> Any:
        """A line across, with what it stands for written on it."""
        colour = self._theme.colour("good")
        pen = pyqtgraph.mkPen(colour, width=1.5, style=Qt.PenStyle.DashLine)
        text = self.tr("目标 {}%").format(f"{level:f}")
        told = {"position": 0.06, "color": colour, "anchors": [(0, 1), (0, 1)]}
        line = pyqtgraph.InfiniteLine(float(level), angle=0, pen=pen, label=text, labelOpts=told)
        line.label.setFont(self._theme.font(0.85))
        return line

    def _dress(self, plot: Any, *, same_year: bool) -> None:
        theme = self._theme
        font: QFont = theme.font(0.85)
        for side in ("bottom", "left"):
            axis = plot.getAxis(side)
            axis.setPen(theme.colour("line_strong"))
            axis.setTextPen(theme.colour("text_soft"))
            axis.setStyle(tickFont=font, tickLength=TICK, autoExpandTextSpace=True, maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
        # Of itself it is four fifths of the letters high, and cuts off what hangs below the line: Apr, Aug.
        plot.getAxis("bottom").setHeight(QFontMetricsF(font).height() + TICK + 4)
        plot.showGrid(x=False, y=True, alpha=0.18)
        months = sorted({int(x) for _, where in self._drawn for x, _, _ in where})
        if months:
            plot.getAxis("bottom").setTicks([_ticks(months, same_year=same_year)])
            beside = max(0.5, BESIDE * (months[-1] - months[0]))
            plot.setXRange(months[0] - beside, months[-1] + beside, padding=0)
        values = [float(y) for _, where in self._drawn for _, y, _ in where]
        if values and min(values) >= 0:
            top = max(*values, *(i.value() for i in plot.items if isinstance(i, pyqtgraph.InfiniteLine)), 0.0)
            plot.setYRange(0, top * 1.15 or 1.0, padding=0)
        else:
            plot.enableAutoRange(axis="y")

    def _hover(self, at: QPointF) -> None:
        """Tell the figures of the month nearest to the mouse."""
        box = self._view.getPlotItem().getViewBox()
        if not box.sceneBoundingRect().contains(at):
            return
        x = box.mapSceneToView(at).x()
        told = [line for curve, where in reversed(self._drawn) if (line := _told(curve, where, x))]
        if told:
            spot: QPoint = self._view.mapToGlobal(self._view.mapFromScene(at))
            QToolTip.showText(spot, "\n".join(told), self)


def named(curve: Curve) -> str:
    """A curve's name in the language of the window."""
    return told(curve.name, curve.name_en)


def curve_purpose(curve: Curve, number: int) -> str:
    """The colour a curve is drawn in: the first in the accent, plans and what lies back in grey."""
    if number == 0:
        return "accent"
    return "text_faint" if curve.plan or number == 1 else "practice"


def _told(curve: Curve, where: list[tuple[float, Decimal, int]], x: float) -> str:
    near = min(where, key=lambda point: abs(point[0] - x), default=None)
    if near is None or abs(near[0] - x) > 1:
        return ""
    return f"{named(curve)}　{month_word(near[2])}　{figure_word(near[1])}"


def _ticks(months: list[int], *, same_year: bool) -> list[tuple[int, str]]:
    step = max(1, -(-(months[-1] - months[0] + 1) // MOST_TICKS))
    return [(month, month_word(month, year=not same_year)) for month in range(months[0], months[-1] + 1, step)]
