"""One piece of work over many enterprises: atomic in each, resumable as a whole, undone by walking its journal.

The journal lies in the home's own sealed store, written before the first enterprise is touched. That an enterprise
has its part is written in its own store by the very transaction that does it, so nothing is ever done twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

import msgspec

from client.base.errors import JibaoError, UserError
from client.base.stopping import NEVER, Stop
from client.store import Books, ChangeSet
from client.store.packed.packing import pack_changes, unpack_changes
from client.usecases.books.batches import journals
from client.usecases.books.batches.journals import Batch, Part, all_of
from client.usecases.books.importing import same_as_planned
from client.usecases.home.enterprises import add
from client.usecases.home.session import Session

Heard = Callable[[Part], None]
"""Told of every part as it is settled."""


def begin(
    session: Session, title: str, sets: Mapping[str, ChangeSet], names: Mapping[str, str] | None = None
) -> Batch:
    """Write the journal with everything it needs; nothing is done to any enterprise yet."""
    batch_id, at, called = str(uuid.uuid4()), session.clock.now().isoformat(), names or {}
    parts = (Part(firm, name=called.get(firm, ""), cells=_cells(each)) for firm, each in sets.items())
    batch = Batch(batch_id, at, title, tuple(parts))

    def work(books: Books) -> None:
        for firm, changes in sets.items():
            packed = _Packed(changes.title, pack_changes(changes.changes), changes.source_sha256)
            books.cache.put(_payload(batch_id, firm), msgspec.msgpack.encode(packed))
        journals.write(books, batch)

    session.own.run(work)
    return batch


def _cells(changes: ChangeSet) -> int:
    return sum(len(change.edits) for change in changes.changes)


def carry_on(session: Session, batch_id: str, heard: Heard = lambda _: None, stop: Stop = NEVER) -> Batch:
    """Do every part that waits (or take it back, if that was begun), after a kill just as the first time.

    One enterprise that refuses (another program changed it, its store is damaged) keeps none of the others. Asked
    to ``stop`` it ends between two parts: what is left can be gone on with or taken back.
    """
    batch = find(session, batch_id)
    act = _take_back if batch.undoing else _do
    for part in batch.parts[::-1] if batch.undoing else batch.parts:
        if part.state != ("done" if batch.undoing else "waiting"):
            continue
        if stop.asked:
            break
        settled = act(session, batch, part)
        batch = _settle(session, batch, settled)
        heard(settled)
    return batch


def undo(session: Session, batch_id: str, heard: Heard = lambda _: None, stop: Stop = NEVER) -> Batch:
    """Take back every part that was done, the last first; one worked on since stays and says so."""

    def work(books: Books) -> None:
        journals.write(books, msgspec.structs.replace(_read(books, batch_id), undoing=True))

    session.own.run(work)
    batch = carry_on(session, batch_id, heard, stop)
    if not batch.unfinished:
        _let_go(session, batch)
    return batch


def find(session: Session, batch_id: str) -> Batch:
    """Raises ``UserError('batch.none-such')``."""
    return session.own.run(lambda books: _read(books, batch_id))


def named(session: Session, text: str) -> Batch:
    """The batch whose number begins so; the newest for ``""``.

    Raises ``UserError`` ``batch.none``, ``batch.none-such``.
    """
    found = [batch for batch in all_of(session) if batch.batch_id.startswith(text)]
    if not found and not text:
        raise UserError("batch.none")
    if not found or (text and len(found) > 1):
        raise UserError("batch.none-such", batch_id=text)
    return found[-1]


class _Packed(msgspec.Struct, array_like=True):
    title: str
    changes: bytes
    source_sha256: str


def _payload(batch_id: str, firm: str) -> str:
    return f"batch-part/{batch_id}/{firm}"


def _mark(batch_id: str) -> str:
    """In the enterprise's own store: the number of the import its part became."""
    return f"batch/{batch_id}"


def _read(books: Books, batch_id: str) -> Batch:
    batch = journals.read(books, batch_id)
    if batch is None:
        raise UserError("batch.none-such", batch_id=batch_id)
    return batch


def _settle(session: Session, batch: Batch, settled: Part) -> Batch:
    """Note in the journal what became of a part; what it needed is not kept longer."""

    def work(books: Books) -> Batch:
        books.cache.delete(_payload(batch.batch_id, settled.firm))
        return journals.settle(books, batch, settled)

    return session.own.run(work)


def _let_go(session: Session, batch: Batch) -> None:
    """What is taken back before it was all done needs the rest no more."""
    waiting = [_payload(batch.batch_id, part.firm) for part in batch.parts if part.state == "waiting"]

    def work(books: Books) -> None:
        for name in waiting:
            books.cache.delete(name)

    session.own.run(work)


def _do(session: Session, batch: Batch, part: Part) -> Part:
    kept = session.own.run(lambda books: books.cache.get(_payload(batch.batch_id, part.firm)))
    if kept is None:
        raise UserError("batch.none-such", batch_id=batch.batch_id)
    packed = msgspec.msgpack.decode(kept, type=_Packed)
    changes = ChangeSet(packed.title, tuple(unpack_changes(packed.changes)), packed.source_sha256)

    def work(books: Books) -> int:
        done = books.settings.get(_mark(batch.batch_id))
        if done is not None:
            return int(done)
        same_as_planned(books, changes.changes)
        for change in changes.changes:
            books.returns.ensure(change.key, session.pack_for(change.period).version)
        set_id = books.imports.record(changes).set_id
        books.settings.put(_mark(batch.batch_id), str(set_id).encode())
        return set_id

    try:
        add(session, part.firm, part.name)
        with session.vault.visit(part.firm) as store:
            set_id = store.run(work)
    except JibaoError as error:
        return msgspec.structs.replace(part, state="refused", code=error.code)
    return msgspec.structs.replace(part, state="done", set_id=set_id)


def _take_back(session: Session, batch: Batch, part: Part) -> Part:
    def work(books: Books) -> None:
        if books.settings.get(_mark(batch.batch_id)) is None:
            return
        books.imports.undo(part.set_id)
        books.settings.delete(_mark(batch.batch_id))

    try:
        with session.vault.visit(part.firm) as store:
            store.run(work)
    except JibaoError as error:
        return msgspec.structs.replace(part, state="refused", code=error.code)
    return msgspec.structs.replace(part, state="undone")
