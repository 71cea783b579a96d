"""Python looks for rubbish in the window's thread alone, between two events.

By itself it does so in whichever thread happens to make something, and takes apart there the widgets that nothing
refers to any more: while the window paints, that ends the process.

What is young is looked through while somebody works, everything only while nobody does. What was made in bulk, as
when a long list is read, is looked through with everything: it stays, and a look at it would be felt.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 2_000
BULK = 10_000
"""More than so many things made between two looks are no work of fingers; fewer are looked through in 5 ms."""
LEFT_OVER = 10
"""So few things stay behind in the time between two looks when nobody is at work."""
RESTED = 15
"""After so many looks in a row at which nothing was done nobody is at work: half a minute."""


class Rubbish(QObject):
    """Holds Python's collector from when it is made until ``close``; looks for rubbish after ``start``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_itself = gc.isenabled()
        gc.disable()
        self._waiting = False
        """Whether something was made since everything was looked through."""
        self._count = 0
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """What there is by now is left alone until nobody is at work, what is made later is looked through."""
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Look through what is young, by Python's own thresholds; through everything once nobody is at work."""
        count, older, _ = gc.get_count()
        young, middle, _ = gc.get_threshold()
        self._quiet = self._quiet + 1 if abs(count - self._count) <= LEFT_OVER else 0
        if count > BULK:
            gc.freeze()
        elif count > young:
            gc.collect(1 if older > middle else 0)
        elif self._quiet >= RESTED and self._waiting:
            look_through_all()
            self._waiting = False
        self._waiting = self._waiting or count > young
        self._count = gc.get_count()[0]

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._by_itself:
            gc.enable()


def look_through_all() -> None:
    """Look through everything there is, which may be felt; what remains is left alone from here on."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
