"""A gate in the practice endpoint: versions wait there while a test does something else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from client.practice import DropAnswer

Cut = Literal["never", "waiting", "all"]


class Gate:
    """A hook of the endpoint: ``reached`` tells that a version waits, ``opened`` lets it and all others through.

    ``cut`` is whose line is cut behind it: nobody's, that of the versions which waited, or everybody's.
    """

    def __init__(self, cut: Cut = "never") -> None:
        self.reached, self.opened = threading.Event(), threading.Event()
        self.cut = cut

    def __call__(self, version_id: str) -> None:
        waits = not self.opened.is_set()
        if waits:
            self.reached.set()
            self.opened.wait(300)
        if self.cut == "all" or (waits and self.cut == "waiting"):
            raise DropAnswer


@contextmanager
def opened_at_last() -> Iterator[Gate]:
    """A gate that holds nobody back when the test is over."""
    gate = Gate()
    yield gate
    gate.opened.set()
