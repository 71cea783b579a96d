"""The journals of work over many enterprises, as they lie in the home's own store; looked at at every start."""

from __future__ import annotations

from typing import Literal

import msgspec

from client.store import Books
from client.usecases.home.session import Session

PartState = Literal["waiting", "done", "refused", "undone"]
_JOURNAL, _NOTES = "batch/", "batch-settled/"


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
        """How many enterprises of the batch are in this state."""
        return sum(part.state == state for part in self.parts)


def read(books: Books, batch_id: str) -> Batch | None:
    """One journal, with what was noted since it was written; None when there is none."""
    kept = books.settings.get(_JOURNAL + batch_id)
    if kept is None:
        return None
    batch = msgspec.json.decode(kept, type=Batch)
    notes = (books.settings.get(name) for name in books.settings.names(f"{_NOTES}{batch_id}/"))
    parts = (msgspec.json.decode(each, type=Part) for each in notes if each is not None)
    settled = {part.firm: part for part in parts}
    if not settled:
        return batch
    return msgspec.structs.replace(batch, parts=tuple(settled.get(part.firm, part) for part in batch.parts))


def write(books: Books, batch: Batch) -> None:
    """The whole journal, in place of its notes."""
    books.settings.put(_JOURNAL + batch.batch_id, msgspec.json.encode(batch))
    for name in books.settings.names(f"{_NOTES}{batch.batch_id}/"):
        books.settings.delete(name)


def settle(books: Books, batch: Batch, settled: Part) -> Batch:
    """Note what became of one part; the journal is written anew when that was the last one."""
    parts = tuple(settled if part.firm == settled.firm else part for part in batch.parts)
    batch = msgspec.structs.replace(batch, parts=parts)
    if batch.unfinished:
        books.settings.put(f"{_NOTES}{batch.batch_id}/{settled.firm}", msgspec.json.encode(settled))
    else:
        write(books, batch)
    return batch


def all_of(session: Session) -> tuple[Batch, ...]:
    """Every batch, oldest first."""

    def work(books: Books) -> list[Batch]:
        names = (name.removeprefix(_JOURNAL) for name in books.settings.names(_JOURNAL))
        return [batch for name in names if (batch := read(books, name)) is not None]

    return tuple(sorted(session.own.run(work), key=lambda batch: batch.at))


def unfinished(session: Session) -> tuple[Batch, ...]:
    """Batches that a stop, a kill or a full disk cut short, oldest first."""
    return tuple(batch for batch in all_of(session) if batch.unfinished)
