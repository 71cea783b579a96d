"""What was imported into an enterprise, the newest first: each can be taken back as one, next week too."""

from __future__ import annotations

from datetime import datetime

import msgspec

from client.base.stopping import NEVER, Stop
from client.store import Books, StoredSet
from client.usecases.home.session import Session
from forms.periods import Period
from forms.returns import Change

MOST = 50
"""So many are listed; what lies further back is taken back step by step, in the return itself."""


class Imported(msgspec.Struct, frozen=True):
    """One import. ``places`` are the form and period of each return it wrote to."""

    import_id: int
    at: datetime
    actor: str
    file: str
    places: tuple[tuple[str, Period], ...]
    undone: bool


def all_of(session: Session, firm: str) -> tuple[Imported, ...]:
    """The imports of an enterprise, its part of many workbooks among them."""

    def look(books: Books) -> tuple[Imported, ...]:
        return tuple(map(_imported, books.imports.newest(MOST)))

    return session.look(firm, look)


def _imported(found: StoredSet) -> Imported:
    return Imported(
        import_id=found.set_id,
        at=datetime.fromisoformat(found.at),
        actor=found.actor,
        file=found.title,
        places=tuple((key.form, key.period) for key in found.returns),
        undone=found.undone,
    )


def undo(session: Session, firm: str, import_id: int, stop: Stop = NEVER) -> tuple[Change, ...]:
    """Take an import back as one.

    Raises ``UserError('store.undo-blocked')`` when a return was changed after, ``Stopped`` when the end was asked
    for before the last of it was written: then nothing was taken back.
    """

    def take_back(books: Books) -> tuple[Change, ...]:
        changes = tuple(books.imports.undo(import_id, stop))
        stop.check()
        return changes

    return session.store_of(firm).run(take_back)
