"""From what was done in memory to what is on disk, in the order it was done; what a full disk refused is kept.

Whoever shows 已保存 waits for the future of ``save``.
"""

from __future__ import annotations

from concurrent.futures import Future

from client.base.errors import WorldError, is_ours
from client.store import Books
from client.usecases.home.session import Session
from client.usecases.returns.outcome import Outcome
from forms.returns import Change


def save(session: Session, made: Outcome | Change) -> Future[None]:
    """Hand what was done to the store's thread; the future is done when it is on disk.

    What could not be written (a full disk, a locked file) waits in the session and is written first by the next
    ``save`` or ``save_again``, in the same transaction.
    """
    outcome = made if isinstance(made, Outcome) else Outcome(made)
    return _submit(session, outcome.change.firm, (outcome,))


def save_again(session: Session, firm: str) -> Future[None]:
    """Try again to write what waits; the future fails as ``save``'s did while the cause lasts."""
    return _submit(session, firm, ())


def slow_disk(session: Session) -> WorldError | None:
    """What is to be said of a disk on which saving takes long; None as long as it does not.

    Nothing is wrong then: whatever is said to be saved is on disk. It is for whoever shows how saving goes.
    """
    return WorldError("store.slow-disk", home=session.home) if session.vault.slow_disk else None


def _submit(session: Session, firm: str, made: tuple[Outcome, ...]) -> Future[None]:
    def record(books: Books) -> None:
        for each in (*_still_to_write(books, _waiting(session, firm)), *made):
            _put(session, books, each)

    def settle(future: Future[None]) -> None:
        # Called in the store's thread before it takes up its next work, so the order is kept.
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            session.unsaved[:] = [each for each in session.unsaved if each.change.firm != firm]
        elif not is_ours(error):
            session.unsaved.extend(made)

    future = session.store_of(firm).submit(record)
    future.add_done_callback(settle)
    return future


def _waiting(session: Session, firm: str) -> list[Outcome]:
    return [each for each in session.unsaved if each.change.firm == firm]


def _still_to_write(books: Books, waiting: list[Outcome]) -> list[Outcome]:
    """Without those that are there: a disk may say that it did not take what it did take.

    They were written as often as it was tried, in this order and together, so the newest act tells.
    """
    for at in range(len(waiting) - 1, -1, -1):
        change = waiting[at].change
        newest = books.changes.undoable(change.key)
        if waiting[at].kind == "do" and newest is not None and newest.change == change:
            return waiting[at + 1 :]
    return waiting


def _put(session: Session, books: Books, made: Outcome) -> None:
    change = made.change
    if made.kind != "do" and _take(books, made):
        return
    books.returns.ensure(change.key, session.pack_for(change.period).version)
    books.returns.record(change)


def _take(books: Books, made: Outcome) -> bool:
    """Undo or redo in the log; False when its next act is not the one meant, which is then written anew."""
    key, undo = made.change.key, made.kind == "undo"
    next_up = books.changes.undoable(key) if undo else books.changes.redoable(key)
    meant = made.change.inverse() if undo else made.change
    if next_up is None or (next_up.set_id is None and next_up.change != meant):
        return False
    if undo:
        books.changes.undo(key)
    else:
        books.changes.redo(key)
    return True
