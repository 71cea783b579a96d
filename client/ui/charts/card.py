"""A picture with its heading: what it shows, the newest figure, which line is which."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from client.ui.charts.plot import Plot, curve_purpose, named
from client.ui.charts.scale import easy_unit, figure_word, month_word
from client.ui.ground.language import told
from client.ui.ground.words import growth_word, period_word, unit_word
from client.ui.parts.basics import clear, label, plain, row
from client.ui.parts.choice import Choice
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import SMALL, Theme
from client.usecases.views.pictures import Curve, Picture
from forms.periods import Period
from forms.values.units import rounded
from forms.words import Count

ALL = ""
"""What stands for all records together."""


class PictureCard(QFrame):
    """``record_chosen`` carries the row id of the record to look at, blank for all."""

    record_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture: Picture | None = None
        self.setProperty("role", "card")
        self._title = label(theme, bold=True)
        self._unit = label(theme, role="faint", scale=SMALL)
        self._newest = label(theme, scale=1.5, bold=True)
        self._change = label(theme, role="soft")
        self.records = Choice(theme, "chartRecord", self.tr("看哪个项目"))
        self.records.currentIndexChanged.connect(self._chosen)
        self._title.setMinimumHeight(self.records.sizeHint().height())  # all heads alike, with a choice or without
        self._legend = QHBoxLayout()
        self._legend.setSpacing(theme.space(0.9))
        self._nothing = label(theme, self.tr("还没有数据"), role="faint")
        self._plot = Plot(theme)
        inside = QVBoxLayout(self)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, theme.space(0.7), pad, theme.space(0.6))
        inside.setSpacing(theme.space(0.25))
        inside.addLayout(row(theme, self._title, self._unit, None, self.records))
        inside.addLayout(row(theme, self._newest, self._change, None, gap=0.7))
        inside.addWidget(plain(self._legend))
        inside.addWidget(self._nothing)
        inside.addWidget(self._plot, 1)
        theme.changed.connect(self._recolour)

    def show_picture(self, picture: Picture) -> None:
        """Show ``picture`` with names in the window's language."""
        self._picture = picture
        entry = picture.entry
        shown, factor = easy_unit(picture.unit, (p.value for curve in picture.curves for p in curve.points))
        self._title.setText(told(entry.name, entry.name_en))
        self._unit.setText(unit_word(shown))
        self._tell_newest(picture, factor, unit_word(shown))
        self.records.setVisible(len(picture.choices) > 1)
        records = [(name, id) for id, name in picture.choices]
        self.records.offer([(self.tr("全部项目"), ALL), *records], picture.chosen)
        self._fill_legend(picture)
        self._nothing.setVisible(picture.empty)
        self._plot.setVisible(not picture.empty)
        self._newest.setVisible(not picture.empty)
        self._change.setVisible(not picture.empty)
        self._plot.show_picture(picture)
        self._plot.setAccessibleName(self._title.text())
        self._plot.setAccessibleDescription(described(picture))

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def newest(self) -> str:
        """The newest figure with its unit."""
        return self._newest.text()

    @property
    def change(self) -> str:
        """What is said beside it."""
        return self._change.text()

    def _tell_newest(self, picture: Picture, factor: Decimal, unit: str) -> None:
        first = next((curve for curve in picture.curves if curve.points and not curve.plan), None)
        if first is None:
            return
        newest = first.points[-1]
        gap = "" if unit == "%" else " "
        self._newest.setText(f"{figure_word(newest.value * factor)}{gap}{unit}")
        said = [period_word(Period((newest.month - 1) // 12, "month", (newest.month - 1) % 12 + 1))]
        before = {p.month: p.value for p in picture.curves[1].points} if len(picture.curves) > 1 else {}
        if picture.entry.kind == "course" and newest.month - 12 in before:
            said.append(self.tr("同比 {}").format(growth_word(newest.value, before[newest.month - 12])))
        if picture.level is not None:
            said.append(self.tr("行动计划目标 {}%").format(f"{picture.level:f}"))
        if picture.reached is not None:
            said.append(self.tr("为同期计划的 {}%").format(f"{rounded(picture.reached, 0):f}"))
        if picture.unplanned:
            said.append(self.tr("{} 个项目没有填计划起止或总投资，不计入计划").format(Count(picture.unplanned)))
        self._change.setText("　".join(said))

    def _fill_legend(self, picture: Picture) -> None:
        clear(self._legend)
        for number, curve in enumerate(picture.curves):
            if curve.points:
                name = label(self._theme, named(curve), role="soft", scale=SMALL)
                self._legend.addWidget(plain(row(self._theme, _Key(self._theme, curve, number), name, gap=0.35)))
        self._legend.addStretch(1)

    def _chosen(self) -> None:
        self.record_chosen.emit(str(self.records.currentData() or ALL))

    def _recolour(self) -> None:
        if self._picture is not None:
            self._plot.show_picture(self._picture)


class _Key(QWidget):
    """A stroke in the colour and manner of its curve; a diamond for one that is a single point so far."""

    def __init__(self, theme: Theme, curve: Curve, number: int) -> None:
        super().__init__()
        self._theme, self._curve, self._number = theme, curve, number
        self.setFixedSize(theme.space(1.3), theme.space(0.8))

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 the whole is drawn
        colour: QColor = self._theme.colour(curve_purpose(self._curve, self._number))
        pen = QPen(colour, self._theme.space(0.12))
        if self._curve.plan:
            pen.setDashPattern([2.2, 1.6])
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            middle = self.height() // 2
            if len(self._curve.points) == 1:
                self._paint_diamond(painter, colour)
                return
            painter.drawLine(0, middle, self.width(), middle)

    def _paint_diamond(self, painter: QPainter, colour: QColor) -> None:
        centre, reach = QRectF(self.rect()).center(), self.height() / 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        sides = (QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0))
        painter.drawPolygon([centre + side for side in sides])


def described(picture: Picture) -> str:
    """The picture in words, for those who do not see it: every point of every curve."""
    told = []
    for curve in picture.curves:
        points = "; ".join(f"{month_word(p.month)} {round(p.value, 2).normalize():,f}" for p in curve.points)
        told.append(f"{named(curve)} ({unit_word(picture.unit)}): {points}")
    return "\n".join(told)
