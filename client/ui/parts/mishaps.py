"""What goes wrong while Qt asks a widget for something."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec

from PySide6.QtCore import QTimer

P = ParamSpec("P")


def as_fault(paint: Callable[P, None]) -> Callable[P, None]:
    """Tell an error as a fault of the program, and go on: handed on to Qt while it paints, it ends the process.

    PySide lets go of what it called once too often when several widgets are being painted (seen with 6.11.3).
    """

    @wraps(paint)
    def guarded(*args: P.args, **named: P.kwargs) -> None:
        try:
            paint(*args, **named)
        except Exception as error:  # noqa: BLE001 whatever it is, the window must stand
            told = partial(sys.excepthook, type(error), error, error.__traceback__)
            QTimer.singleShot(0, told)  # the page for faults is not put in place in the midst of painting

    return guarded
