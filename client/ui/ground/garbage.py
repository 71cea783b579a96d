"""Python looks for rubbish in the window's thread alone, between two events.

By itself it does so in whichever thread happens to make something, and takes apart there the widgets that nothing
refers to any more: while the window paints, that ends the process.

What is young is looked through while somebody works, what is older while nobody does. What was made in bulk, as
when a long list is read, and what the start has left, stays: a look at it would be felt. It is looked through when
something was made in bulk since, while another program has the keyboard or nobody has been there for long.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

LOOK_MS = 2_000
BULK = 10_000
"""More than so many things made between two looks are no work of fingers; fewer are looked through in 5 ms."""
LEFT_OVER = 10
"""So few things stay behind in the time between two looks when nobody is at work."""
RESTED = 15
"""After so many looks in a row at which nothing was done nobody is at work: half a minute."""
AWAY = 150
"""After so many nobody is there: five minutes."""


class GarbageCollector(QObject):
    """Holds Python's collector from when it is made; looks for rubbish from ``start`` to ``close``.

    It is never left to Python again: what a closed window has left, other threads would take apart.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._waiting = False
        """Whether something was made since what is older was looked through."""
        self._bulk = False
        """Whether something was made in bulk since everything was looked through."""
        self._count = 0
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """What there is by now is left alone, what is made later is looked through."""
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Look through what is young, by Python's own thresholds; through the rest once nobody is at work."""
        count, older, _ = gc.get_count()
        young, middle, _ = gc.get_threshold()
        self._quiet = self._quiet + 1 if abs(count - self._count) <= LEFT_OVER else 0
        if count > BULK:
            gc.freeze()
            self._bulk = True
        elif count > young:
            gc.collect(1 if older > middle else 0)
        elif self._quiet >= RESTED and self._waiting:
            gc.collect()
            self._waiting = False
        elif self._bulk and self._quiet >= (RESTED if _elsewhere() else AWAY):
            look_through_all()
            self._bulk = False
        self._waiting = self._waiting or count > young
        self._count = gc.get_count()[0]

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()


def _elsewhere() -> bool:
    """Whether another program has the keyboard."""
    return QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive


def look_through_all() -> None:
    """Look through everything there is, which may be felt; what remains is left alone from here on."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
