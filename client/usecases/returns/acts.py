"""What undo and redo can take: the acts of this sitting and, before them, those the store remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from client.base.errors import UserError
from client.store import Books, StandingAct
from client.usecases.home.session import Session
from client.usecases.returns.naming import words_of_key
from forms.returns import Change, ReturnKey
from forms.words import Words

REMEMBERED = 200
"""So many acts of earlier sittings can be taken back one by one."""

AT_HAND = 256 * 1024
"""Packed changes up to so many bytes are read when a return is opened; larger ones when they are taken back."""


@dataclass(frozen=True)
class Act:
    """One act on a return; ``fetch`` answers its change, ``wide`` says that an import did it to others too."""

    fetch: Callable[[], Change]
    wide: bool = False
    blocked: Words | None = None
    """Another return of the same import that was changed since: the act cannot be taken back now."""


class Acts:
    """Two piles of acts, the newest of what was done and the next of what was undone on top."""

    def __init__(self, done: list[Act] | None = None, undone: list[Act] | None = None) -> None:
        self._done = done or []
        self._undone = undone or []

    def did(self, change: Change) -> None:
        """Something new was done: what was undone before it is out of reach."""
        self._done.append(Act(lambda: change))
        self._undone.clear()

    @property
    def next(self) -> Act | None:
        """The act that would be taken back."""
        return self._done[-1] if self._done else None

    def undo(self) -> Act | None:
        """The act to be taken back, which can then be redone."""
        return _move(self._done, self._undone)

    def redo(self) -> Act | None:
        """The act to be done again, which can then be undone."""
        return _move(self._undone, self._done)


def _move(source: list[Act], target: list[Act]) -> Act | None:
    """Raises ``UserError('store.undo-blocked')``, nothing moved, for an act that cannot be taken now."""
    if not source:
        return None
    if source[-1].blocked:
        raise UserError("store.undo-blocked", key=source[-1].blocked)
    target.append(source.pop())
    return target[-1]


def remembered(session: Session, books: Books, key: ReturnKey) -> Acts:
    """The acts of earlier sittings on a return; part of the transaction that reads it."""
    done, undone = books.changes.standing(key, limit=REMEMBERED, at_hand=AT_HAND)
    act = partial(_act, session, key.firm)
    return Acts([*map(act, done)], [*map(act, undone)])


def _act(session: Session, firm: str, standing: StandingAct) -> Act:
    change, seqs = standing.change, standing.seqs
    blocked = words_of_key(session, standing.blocked) if standing.blocked else None
    if change is not None:
        return Act(lambda: change, standing.wide, blocked)
    # A list of a hundred thousand lines is not unpacked at every opening only because it was imported last.
    return Act(lambda: session.look(firm, lambda books: books.changes.change_of(seqs)), standing.wide, blocked)
