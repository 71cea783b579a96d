"""How many requests are under way, and who is asked to come back when there are too many (C12)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from client.practice.problems import Refusal

Kind = Literal["precheck", "content", "status", "upload", "other", "last"]

LIMITS: dict[Kind, int] = {"precheck": 8, "content": 32, "status": 64, "upload": 128, "other": 256, "last": 1024}
"""Requests under way at which each kind is sent away; submissions, commitments and hello come last."""


class Limiter:
    """Counts within one event loop, so that no lock is needed."""

    def __init__(self, limits: dict[Kind, int] | None = None) -> None:
        self._limits = limits or LIMITS
        self._inside = 0

    @property
    def inside(self) -> int:
        """Requests under way."""
        return self._inside

    @property
    def level(self) -> int:
        """How busy it is, from 0 to 3, as hello says."""
        bounds = (self._limits["content"], self._limits["upload"], self._limits["other"])
        return sum(self._inside > bound for bound in bounds)

    @contextmanager
    def admit(self, kind: Kind) -> Iterator[None]:
        """Let one request in; raises ``Refusal('busy')`` with the seconds after which to come back."""
        if self._inside >= self._limits[kind]:
            raise Refusal("busy", retry_after=1 + self._inside // 50)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
