"""An on-off switch, drawn in the program's look and worked by mouse and space bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme


class Switch(QAbstractButton):
    """``toggled`` carries whether it is on."""

    def __init__(self, theme: Theme, name: str, spoken: str, *, on: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setCheckable(True)
        self.setChecked(on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.space(2.1), self._theme.space(1.5))

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 the whole is drawn
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line, above = theme.space(0.1 if self.hasFocus() else 0.07), theme.space(0.2)
            groove = QRectF(self.rect()).adjusted(line / 2, above, -line / 2, -above)
            round_ = groove.height() / 2
            ink = "focus" if self.hasFocus() else "accent" if self.isChecked() else "border"
            painter.setPen(QPen(theme.colour(ink), line))
            painter.setBrush(theme.colour("accent" if self.isChecked() else "surface"))
            painter.drawRoundedRect(groove, round_, round_)
            if self.hasFocus() and self.isChecked():
                self._paint_ring(painter, groove, line)
            size = groove.height() * 0.58
            gap = (groove.height() - size) / 2
            left = groove.right() - gap - size if self.isChecked() else groove.left() + gap
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("on_accent" if self.isChecked() else "text_soft"))
            painter.drawEllipse(QRectF(left, groove.top() + gap, size, size))

    def _paint_ring(self, painter: QPainter, groove: QRectF, line: int) -> None:
        """Within what stands on a colour of its own, as in buttons that do."""
        ring = groove.adjusted(1.5 * line, 1.5 * line, -1.5 * line, -1.5 * line)
        painter.setPen(QPen(self._theme.colour("on_accent"), line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
