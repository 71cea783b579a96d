"""Locking an open home after a while without input, and opening it again.

Locking closes the session: the keys and every store leave the memory. What the window has to do is count: tell
``IdleLock`` of every key and click, and ask it now and then.
"""

from __future__ import annotations

from pathlib import Path

from client.base.clock import Clock
from client.base.errors import UserError
from client.keys import person
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.home.settings_keepers import proof_of


class IdleLock:
    """When to lock. Moments are seconds of any clock that only goes forward."""

    def __init__(self, minutes: int, now: float) -> None:
        self._patience = minutes * 60.0
        self._last = now

    def touched(self, now: float) -> None:
        """The person did something."""
        self._last = max(self._last, now)

    def left(self, now: float) -> float | None:
        """Seconds until it is time to lock; 0 when it is time, None when it never is.

        A computer that slept has let the time pass too.
        """
        if not self._patience:
            return None
        return max(0.0, self._last + self._patience - now)


def unlock_again(home: Path, secret: str, *, clock: Clock | None = None) -> Session:
    """Open a home that was locked. Raises ``UserError('lock.wrong-password')`` and as ``open_session`` does."""
    if proof_of(home) == "system":
        if not person.is_password(secret):
            raise UserError("lock.wrong-password")
        return open_session(home, clock=clock, create=False)
    return open_session(home, passphrase=secret, clock=clock, create=False)
