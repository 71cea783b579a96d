"""Python looks for rubbish in the window's thread alone, between two events.

By itself it does so in whichever thread happens to make something, and takes apart there the widgets that nothing
refers to any more: while the window paints, that ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 2_000
_GROWN = 1.25
"""Everything is looked through again when there is this much more of it: Python's own rule."""


class Rubbish(QObject):
    """Holds Python's collector from when it is made until ``close``; looks for rubbish after ``start``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_itself = gc.isenabled()
        gc.disable()
        self._kept = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """What there is by now is left alone from here on, what is made later is looked through."""
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Look through as much as Python would, by its own thresholds."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                self._look_through(generation)
                return

    def close(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._by_itself:
            gc.enable()

    def _look_through(self, generation: int) -> None:
        if generation == 2 and len(gc.get_objects(2)) < _GROWN * self._kept:
            generation = 1
        gc.collect(generation)
        if generation == 2:
            self._kept = len(gc.get_objects(2))
