"""The time one search may take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

now: Callable[[], float] = time.thread_time
"""Seconds of the processor in this thread: a busy machine does not cut a search short."""


class Deadline:
    """Counts from when it is made; ``late`` tells whether anything was cut short for want of time."""

    def __init__(self, milliseconds: float) -> None:
        self._end = now() + milliseconds / 1000
        self.late = False

    def part(self, share: float) -> Deadline:
        """A share of the time left."""
        return Deadline(1000 * share * self.left())

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """What is done inside does not count."""
        started = now()
        yield
        self._end += now() - started

    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(self._end - now(), 0.0)

    def passed(self) -> bool:
        """Whether time is up; asked only where something is left undone if it is."""
        late = self.left() <= 0
        self.late = self.late or late
        return late
