"""A drop-down that looks like the rest and is not turned by a passing mouse wheel."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from client.ui.parts.lettering import shortened
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme


class Choice(QComboBox):
    """One of several; each entry has a text and the data it stands for."""

    def __init__(self, theme: Theme, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(tip)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._unfolded_before = False

    def offer(self, entries: list[tuple[str, object]], chosen: object = None) -> None:
        """Put the entries in anew without telling anyone, ``chosen`` being selected when it is among them."""
        with QSignalBlocker(self):
            self.clear()
            for index, (text, data) in enumerate(entries):
                self.addItem(text, data)
                if data == chosen:
                    self.setCurrentIndex(index)
        self.updateGeometry()
        self.update()

    def choose(self, data: object) -> None:
        """Select the entry that stands for ``data``, telling listeners when that is a change."""
        for index in range(self.count()):
            if self.itemData(index) == data:
                self.setCurrentIndex(index)

    def turn_to(self, data: object) -> None:
        """``choose`` without telling listeners."""
        with QSignalBlocker(self):
            self.choose(data)
        self.update()

    def showPopup(self) -> None:
        """The list is made when it is first wanted: it takes nine widgets, and most are never unfolded."""
        from PySide6.QtWidgets import QListView  # with its enumerations

        if not self._unfolded_before:
            self._unfolded_before = True
            self.setView(QListView())
        # Of itself it has none marked at first, later the one that was left with Escape.
        self.view().setCurrentIndex(self.model().index(self.currentIndex(), self.modelColumn()))
        super().showPopup()

    def sizeHint(self) -> QSize:
        texts = [self.placeholderText(), *(self.itemText(index) for index in range(self.count()))]
        width = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        return QSize(width + self._theme.space(2.2), self.fontMetrics().height() + self._theme.space(0.62))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.space(5), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 the whole is drawn
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = theme.space(0.1 if self.hasFocus() else 0.05)
            painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "border"), line))
            painter.setBrush(theme.colour("surface" if self.isEnabled() else "window"))
            inset = line / 2
            frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(frame, theme.space(0.4), theme.space(0.4))
            chosen = self.currentText()
            painter.setPen(theme.colour("text" if self.isEnabled() and chosen else "text_faint"))
            inside = self.rect().adjusted(theme.space(0.5), 0, -theme.space(1.5), 0)
            text = shortened(self.fontMetrics(), chosen or self.placeholderText(), inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            size = theme.space(0.95)
            where = QRect(self.width() - size - theme.space(0.35), (self.height() - size) // 2, size, size)
            painter.drawPixmap(where, theme.icons.pixmap("unfolded", "text_faint", 0.95))
