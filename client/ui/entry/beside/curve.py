"""The last twelve reports of one figure as a small curve, painted directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.ui.ground.words import number_word, period_word
from client.ui.parts.basics import set_shown
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme
from client.usecases.returns.editing import Draft
from forms.addresses import Address
from forms.periods import Period
from forms.words import Count

MOST_POINTS = 12


@dataclass(frozen=True)
class Point:
    """One report and the figure it held."""

    period: Period
    value: Decimal


def points_of(draft: Draft, place: Address) -> tuple[Point, ...]:
    """The figure of this report and of the eleven before it, oldest first, where there is one."""
    form, kind = draft.form.code, draft.period.kind
    reports = [each for each in draft.others.values() if each.form == form and each.period.kind == kind]
    earlier = [each for each in reports if each.period < draft.period]
    found = []
    for report in (*sorted(earlier, key=lambda each: each.period), draft.current):
        cell = report.cells.get(str(place))
        if cell is not None and isinstance(cell.value, Decimal) and cell.problem is None:
            found.append(Point(report.period, cell.value))
    return tuple(found[-MOST_POINTS:])


class Curve(QWidget):
    """Hidden while there are fewer than two points."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._points: tuple[Point, ...] = ()
        self.setObjectName("curve")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.hide()

    def show_points(self, points: Sequence[Point], scale: int) -> None:
        """Show a run of figures with so many decimals."""
        self._points = tuple(points)
        said = "\n".join(f"{period_word(p.period)}  {number_word(p.value, scale)}" for p in points)
        self.setToolTip(said)
        self.setAccessibleName(self.tr("近 {} 期").format(Count(len(points))))
        self.setAccessibleDescription(said)
        set_shown(self, len(points) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.space(10), self._theme.space(4.6))

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 it is small: all of it
        if len(self._points) < 2:
            return
        theme, places = self._theme, self._places()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("line"), 1))
            zero = self._height_of(Decimal(0))
            painter.drawLine(QPointF(0, zero), QPointF(self.width(), zero))
            path = QPainterPath(places[0])
            for (before, point), place in zip(pairwise(self._points), places[1:], strict=True):
                follows = point.period.ordinal == before.period.ordinal + 1
                (path.lineTo if follows else path.moveTo)(place)  # nobody knows what was in between
            painter.setPen(QPen(theme.colour("accent"), theme.space(0.1), j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(path)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            for place in places:
                painter.drawEllipse(place, theme.space(0.1), theme.space(0.1))
            painter.drawEllipse(places[-1], theme.space(0.2), theme.space(0.2))
            self._paint_ends(painter)

    def _paint_ends(self, painter: QPainter) -> None:
        """The first and the last period below."""
        font = self._theme.font(0.85)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text_faint"))
        below = self.height() - QFontMetrics(font).descent()
        first, last = (period_word(p.period) for p in (self._points[0], self._points[-1]))
        painter.drawText(QPointF(0, below), first)
        painter.drawText(QPointF(self.width() - QFontMetrics(font).horizontalAdvance(last), below), last)

    def _places(self) -> list[QPointF]:
        pad = self._theme.space(0.25)
        first, last = self._points[0].period.ordinal, self._points[-1].period.ordinal
        step = (self.width() - 2 * pad) / (last - first)
        return [QPointF(pad + (p.period.ordinal - first) * step, self._height_of(p.value)) for p in self._points]

    def _height_of(self, value: Decimal) -> float:
        """Where a value stands: between zero, or the lowest, at the foot and the highest at the top."""
        values = [Decimal(0), *(p.value for p in self._points)]
        low, high = min(values), max(values)
        share = float((value - low) / (high - low)) if high > low else 0.5
        top, foot = self._theme.space(0.3), self.height() - self._theme.space(1.35)
        return foot - share * (foot - top)
