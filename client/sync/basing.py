"""What the next version of a return builds on: a pure function of the versions made and of what came in.

One return is one chain. The next version names the head as this computer knows it; a head that another computer
filed counts only once a person, or nothing to be decided, has taken it in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from client.sync.states import State

HELD_BY_SERVER = frozenset({State.RECEIVED, State.ACCEPTED, State.REJECTED, State.WITHDRAWN})
"""States of a version the endpoint has as the head, as far as is known here."""

_CORRECTED = frozenset({State.RECEIVED, State.ACCEPTED})
"""A version built on one of these replaces figures that stand, which is a correction and wants a reason."""


class Made(Protocol):
    """What is looked at of a version in the outbox."""

    @property
    def version_id(self) -> str: ...
    @property
    def base_version_id(self) -> str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def attempts(self) -> int: ...


class TakenIn(msgspec.Struct, frozen=True):
    """A head from elsewhere whose figures were taken in, and where it stood then."""

    version_id: str
    state: str


class Footing(msgspec.Struct, frozen=True):
    """Where the next version stands: its base and how that stands, and what to discard first.

    ``waits_for`` names a version on its way whose answer must come first; then nothing may be frozen.
    """

    base: str | None = None
    base_state: str | None = None
    discards: tuple[str, ...] = ()
    waits_for: str | None = None

    @property
    def corrects(self) -> bool:
        """Whether figures that stand are replaced."""
        return self.base_state in _CORRECTED

    @property
    def standing(self) -> bool:
        """Whether the endpoint holds figures that could be withdrawn."""
        return self.base_state in (State.RECEIVED, State.ACCEPTED, State.REJECTED)


def footing(versions: Iterable[Made], taken_in: TakenIn | None = None) -> Footing:
    """Where the next version of a return stands; ``versions`` are its own, oldest first."""
    own = list(versions)
    discards = tuple(each.version_id for each in own if _never_left(each))
    waiting = [each for each in own if each.state in (State.QUEUED, State.SENT) and not _never_left(each)]
    if waiting:
        return Footing(waits_for=waiting[0].version_id)
    held = [each for each in own if each.state in HELD_BY_SERVER]
    head = held[-1] if held else None
    if taken_in is not None and (head is None or not below(head, own, taken_in.version_id)):
        return Footing(taken_in.version_id, taken_in.state, discards)
    if head is None:
        return Footing(None, None, discards)
    return Footing(head.version_id, head.state, discards)


def _never_left(version: Made) -> bool:
    return version.state == State.QUEUED and not version.attempts


def below(version: Made, own: Iterable[Made], wanted: str) -> bool:
    """Whether ``version`` builds on the one named ``wanted``, as far down as this computer made them itself."""
    bases = {each.version_id: each.base_version_id for each in own}
    seen: set[str] = set()
    at = version.base_version_id
    while at is not None and at not in seen:
        if at == wanted:
            return True
        seen.add(at)
        at = bases.get(at)
    return False
