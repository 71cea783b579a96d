"""Watches for keys and clicks, and tells when nobody has been there for as long as the settings allow."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from client.usecases.home.locking import IdleLock

LOOK_MS = 5_000
_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.Drop,
    }
)
"""What a person at the window does."""


class IdleWatch(QObject):
    """``due`` is emitted again and again while it is time to lock; ``wait`` begins anew with other minutes."""

    due = Signal()

    def __init__(self, parent: QObject, minutes: int) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.wait(minutes)

    def wait(self, minutes: int) -> None:
        """Count from now; 0 minutes never lock, and nothing is listened to."""
        self._lock = IdleLock(minutes, time.monotonic())
        app = QCoreApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self._timer.stop()
        if minutes:
            app.installEventFilter(self)
            self._timer.start()

    def look(self) -> None:
        """Tell when it is time."""
        if self._lock.left(time.monotonic()) == 0:
            self.due.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 whoever it is for
        if event.type() in _SIGNS:
            self._lock.touched(time.monotonic())
        return False
