"""What happened to a cell: who, when, from what to what, and from where; undo and redo of a stored return."""

from __future__ import annotations

from typing import Literal

from client.store import CellEvent, LogEntry
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.neighbours import blank_return
from client.usecases.returns.outcome import Outcome
from forms.returns import ReturnKey


def history_of(session: Session, key: ReturnKey, address: str) -> tuple[CellEvent, ...]:
    """Everything that happened to one cell, oldest first.

    For a computed cell: each act that made it come out differently, worked out from the return's own log with the
    other returns as they stand now. Raises ``UserError('edit.no-such-cell')``.
    """
    return history_in(session, open_draft(session, key), address)


def history_in(session: Session, draft: Draft, address: str) -> tuple[CellEvent, ...]:
    """``history_of`` a cell of an open return; may be called in another thread while it is being filled in."""
    key = draft.current.key
    indicator, _ = draft.place(address)
    if indicator.computed:
        entries = session.look(key.firm, lambda books: books.changes.entries(key))
        return tuple(_computed(draft, entries, address))
    return tuple(session.look(key.firm, lambda books: books.changes.history(key, address)))


def undo(session: Session, key: ReturnKey) -> Outcome | None:
    """Take back the last act on a stored return, whenever it was done; None when there is none."""
    return _saved(session, open_draft(session, key).undo())


def redo(session: Session, key: ReturnKey) -> Outcome | None:
    """Do again what was undone last."""
    return _saved(session, open_draft(session, key).redo())


def _saved(session: Session, outcome: Outcome | None) -> Outcome | None:
    if outcome is not None:
        save(session, outcome).result()
    return outcome


def _computed(draft: Draft, entries: list[LogEntry], address: str) -> list[CellEvent]:
    blank = blank_return(draft.pack, draft.current.key)
    replayed = Draft(draft.pack, blank, draft.others)
    events = []
    for entry in entries:
        old = replayed.cell(address)
        replayed.follow(entry.change)
        new = replayed.cell(address)
        if old != new:
            events.append(CellEvent(entry.seq, entry.at, entry.actor, _kind(entry), "computed", old, new))
    return events


def _kind(entry: LogEntry) -> Literal["do", "undo", "redo", "kept"]:
    return "kept" if entry.kept else entry.kind
