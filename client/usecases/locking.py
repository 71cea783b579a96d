"""Locking an open home after a while without input, and opening it again.

Locking closes the session: the keys and every store leave the memory. What the window has to do is count: tell
``IdleLock`` of every key and click, and ask it now and then.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from client.base.clock import Clock
from client.base.errors import UserError
from client.keys import keyfile, person
from client.usecases.opening import open_session
from client.usecases.session import Session

MINUTES = (0, 5, 10, 15, 30, 60)
"""What may be chosen; 0 is never."""

_SETTING = "security/lock-minutes"
Proof = Literal["passphrase", "system", "none"]


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


def lock_minutes(session: Session) -> int:
    """Minutes without input after which the window locks; 0 for never, as long as nobody chose."""
    kept = session.own.run(lambda books: books.settings.get(_SETTING))
    return int(kept) if kept and kept.isdigit() else 0


def set_lock_minutes(session: Session, minutes: int) -> None:
    """Choose when to lock. Raises ``UserError('lock.no-proof')`` where nobody could show who they are after it."""
    if minutes and proof_of(session.home) == "none":
        raise UserError("lock.no-proof")
    session.own.run(lambda books: books.settings.put(_SETTING, str(minutes).encode()))


def proof_of(home: Path) -> Proof:
    """By what a locked home is opened: its passphrase, or the account's password where the system can check it."""
    held = keyfile.read(home)
    if held is not None and held.passphrase is not None:
        return "passphrase"
    return "system" if person.can_ask() else "none"


def unlock_again(home: Path, secret: str, *, clock: Clock | None = None) -> Session:
    """Open a home that was locked. Raises ``UserError('lock.wrong-password')`` and as ``open_session`` does."""
    if proof_of(home) == "system":
        if not person.is_password(secret):
            raise UserError("lock.wrong-password")
        return open_session(home, clock=clock, create=False)
    return open_session(home, passphrase=secret, clock=clock, create=False)
