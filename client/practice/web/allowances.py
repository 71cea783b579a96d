"""How many requests one device may make: a bucket that fills again, so that one program gone mad harms nobody."""

from __future__ import annotations

import time
from collections.abc import Callable

from client.practice.problems import Refusal

RATE = 50.0
"""Requests a second that a device may go on making for ever; a person's program makes one or two."""
BURST = 1500.0
"""Requests at once: a group's computer files a thousand returns in one go, and asks about them."""
_MANY = 10_000
"""Devices that are remembered before full buckets are thrown away."""


class Allowances:
    """Counts within one event loop."""

    def __init__(
        self, rate: float = RATE, burst: float = BURST, *, tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._tick = tick
        self._left: dict[str, tuple[float, float]] = {}

    def spend(self, device_id: str) -> None:
        """Book one request; raises ``Refusal('rate-limited')`` with the seconds after which to come back."""
        now = self._tick()
        left, since = self._left.get(device_id, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        if left < 1.0:
            self._left[device_id] = left, now
            raise Refusal("rate-limited", retry_after=max(1, round((1.0 - left) / self._rate)))
        self._left[device_id] = left - 1.0, now
        if len(self._left) > _MANY:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """A bucket that has filled again says nothing."""
        full = (self._burst - 1.0) / self._rate
        self._left = {name: each for name, each in self._left.items() if now - each[1] < full}
