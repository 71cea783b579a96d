"""A month at a glance: the days on which something is due, as urgent as they are near."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from client.ui.ground.words import Tone, date_word, listed, month_word
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import SMALL, Theme

_WEEKS = 6


class Month(QWidget):
    """Painted; ``show_month`` says which month and what is due. The same is told to screen readers in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._month = date(2000, 1, 1)
        self._today = self._month
        self._weeks: list[list[date]] = []
        self._due: dict[date, tuple[Tone, str]] = {}
        self.setObjectName("month")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_month(self, month: date, today: date, due: Mapping[date, tuple[Tone, str]]) -> None:
        """``due`` has a tone and words for each day on which something is due."""
        self._month, self._today, self._due = month.replace(day=1), today, dict(due)
        self._weeks = _weeks_of(self._month)
        here = [(day, words) for day, (_, words) in sorted(due.items()) if day.replace(day=1) == self._month]
        said = [f"{date_word(day)} {listed(words.splitlines())}" for day, words in here]
        self.setAccessibleName("\n".join([self.tr("{}的截止日").format(month_word(self._month)), *said]))
        self.update()

    def day_at(self, column: int, week: int) -> date | None:
        """The day in a column (0 is Monday) and a week of the picture, None for another month's."""
        if week >= len(self._weeks) or not 0 <= column < 7:
            return None
        day = self._weeks[week][column]
        return day if day.month == self._month.month else None

    def sizeHint(self) -> QSize:
        return QSize(self._theme.space(2.3) * 7, self._theme.space(1.85) * (_WEEKS + 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tip is that of the day below the mouse."""
        super().mouseMoveEvent(event)
        at, width, height = event.position(), self.width() / 7, self.height() / (_WEEKS + 1)
        day = self.day_at(int(at.x() / width), int(at.y() / height) - 1)
        words = self._due[day][1] if day in self._due else ""
        if words != self.toolTip():
            self.setToolTip(words)
            QToolTip.hideText()

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width, height = self.width() / 7, self.height() / (_WEEKS + 1)
            small = self._theme.font(SMALL)
            for column, name in enumerate(self.tr("一 二 三 四 五 六 日").split()):
                self._write(painter, QRectF(column * width, 0, width, height), name, "text_faint", small)
            for week in range(_WEEKS):
                for column in range(7):
                    day = self.day_at(column, week)
                    room = QRectF(column * width, (week + 1) * height, width, height)
                    if day is not None and room.intersects(event.rect()):
                        self._paint_day(painter, room, day)

    def _paint_day(self, painter: QPainter, room: QRectF, day: date) -> None:
        theme = self._theme
        tone = self._due[day][0] if day in self._due else None
        ink, bold = "text_soft" if day >= self._today else "text_faint", False
        size = min(room.width(), room.height()) * 0.92
        spot = QRectF(room.center().x() - size / 2, room.center().y() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        if tone is not None:
            painter.setBrush(theme.colour("accent_soft" if tone == "plain" else f"{tone}_soft"))
            painter.drawEllipse(spot)
            ink, bold = "accent" if tone == "plain" else tone, True
        if day == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent"))
            painter.drawEllipse(spot.adjusted(0.5, 0.5, -0.5, -0.5))
        self._write(painter, room, str(day.day), ink, theme.font(SMALL, bold=bold))

    def _write(self, painter: QPainter, room: QRectF, text: str, ink: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _weeks_of(month: date) -> list[list[date]]:
    """Whole weeks from Monday on that together hold the month that begins with ``month``."""
    start = month - timedelta(month.weekday())
    days = [start + timedelta(n) for n in range(7 * _WEEKS)]
    weeks = [days[n : n + 7] for n in range(0, len(days), 7)]
    return [week for week in weeks if month in week or week[0].month == month.month]
