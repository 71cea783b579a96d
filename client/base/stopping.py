"""Asking long work to end: whoever waits is woken, whoever loops looks up between two pieces."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopped(Exception):
    """Somebody asked for it; nothing went wrong, and nothing is to be told as if it had."""


class Stop:
    """May be asked from any thread, once or often."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._calls: list[Callable[[], None]] = []

    @property
    def asked(self) -> bool:
        return self._asked

    def ask(self) -> None:
        """End the work as soon as it may be ended."""
        with self._lock:
            self._asked = True
            for call in self._calls:  # whoever has left by now is not called any more
                call()

    def check(self) -> None:
        """Raises ``Stopped`` once it was asked for."""
        if self._asked:
            raise Stopped

    @contextmanager
    def calling(self, act: Callable[[], None]) -> Iterator[None]:
        """Within, ``act`` is called when the end is asked for, at once if it already was; from another thread."""
        with self._lock:
            self._calls.append(act)
            late = self._asked
        if late:
            act()
        try:
            yield
        finally:
            with self._lock:
                self._calls.remove(act)


NEVER = Stop()
"""For work that nobody stops."""
