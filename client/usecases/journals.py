"""The journals of work over many enterprises, as they lie in the home's own store; looked at at every start."""

from __future__ import annotations

from typing import Literal

import msgspec

from client.store import Books
from client.usecases.session import Session

PartState = Literal["waiting", "done", "refused", "undone"]
JOURNAL = "batch/"


class Part(msgspec.Struct, frozen=True):
    """One enterprise's part. ``code`` says why it was refused; ``set_id`` is the import it became."""

    firm: str
    state: PartState = "waiting"
    set_id: int = 0
    code: str = ""
    name: str = ""
    """The enterprise's, for one that is made known by this."""
    cells: int = 0
    """How many cells are written."""


class Batch(msgspec.Struct, frozen=True):
    """A journal: in the order in which the enterprises come."""

    batch_id: str
    at: str
    title: str
    parts: tuple[Part, ...]
    undoing: bool = False

    @property
    def unfinished(self) -> bool:
        """Whether a part still waits, to be done or to be taken back."""
        return self.count("done" if self.undoing else "waiting") > 0

    def count(self, state: PartState) -> int:
        """How many enterprises are at that."""
        return sum(part.state == state for part in self.parts)


def all_of(session: Session) -> tuple[Batch, ...]:
    """Every batch, oldest first."""

    def work(books: Books) -> list[Batch]:
        kept = (books.settings.get(name) for name in books.settings.names(JOURNAL))
        return [msgspec.json.decode(each, type=Batch) for each in kept if each is not None]

    return tuple(sorted(session.own.run(work), key=lambda batch: batch.at))


def unfinished(session: Session) -> tuple[Batch, ...]:
    """Batches that a stop, a kill or a full disk cut short, oldest first."""
    return tuple(batch for batch in all_of(session) if batch.unfinished)
