"""The log of what was done to the returns: kept with what is needed to undo it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from client.store.packed.packing import pack_change, unpack_change, unpack_changes
from client.store.packed.sparse import change_at, changes_at
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger
from client.store.repositories.model import LogEntry
from forms.returns import Change

_COLUMNS = "seq, at, actor, kind, state, of_seq, set_id, set_index, summary, body"


class Log:
    """Rows of ``changes``. A row of kind ``do`` is done, undone, or dropped (undone and then written over)."""

    def __init__(self, ledger: Ledger, audit: Audit) -> None:
        self._ledger = ledger
        self._audit = audit

    def add(self, return_id: int, key: str, change: Change, summary: str) -> int:
        """Log one change with an audit entry of its own and answer its number."""
        body = pack_change(change)
        audit_seq = self._audit.append("edit", key, body)
        return self.insert(return_id, audit_seq, summary, body=body)

    def insert(
        self,
        return_id: int,
        audit_seq: int,
        summary: str,
        *,
        body: bytes | None = None,
        of_seq: int | None = None,
        kind: str = "do",
        member: tuple[int, int] | None = None,
    ) -> int:
        """Add a row; ``member`` is the change set and the place in it that holds the change instead."""
        if kind == "do" and self._newest_kind(return_id) != "do":  # else nothing can be undone, and none is sought
            drop = "UPDATE changes SET state = 'dropped' WHERE return_id = ? AND state = 'undone'"
            self._ledger.execute(drop, (return_id,))
        state = "done" if kind == "do" else "passed"
        row = (return_id, audit_seq, self._ledger.now(), self._ledger.actor, kind, state, of_seq)
        query = (
            "INSERT INTO changes(return_id, audit_seq, at, actor, kind, state, of_seq, set_id, set_index,"
            " summary, body) VALUES(?,?,?,?,?,?,?,?,?,?,?) RETURNING seq"
        )
        return int(self._ledger.execute(query, (*row, *(member or (None, None)), summary, body)).get)

    def last(self, return_id: int) -> int:
        """Number of the newest row for a return; 0 if there is none."""
        query = "SELECT coalesce(max(seq), 0) FROM changes WHERE return_id = ?"
        return int(self._ledger.execute(query, (return_id,)).get)

    def _newest_kind(self, return_id: int) -> str:
        query = "SELECT kind FROM changes WHERE return_id = ? ORDER BY seq DESC LIMIT 1"
        for (kind,) in self._ledger.execute(query, (return_id,)):
            return str(kind)
        return "do"

    def top(self, return_id: int) -> int | None:
        """The row that undo would take."""
        query = "SELECT max(seq) FROM changes WHERE return_id = ? AND kind = 'do' AND state = 'done'"
        seq: int | None = self._ledger.execute(query, (return_id,)).get
        return seq

    def next_undone(self, return_id: int) -> int | None:
        """The row that redo would take."""
        if self._newest_kind(return_id) == "do":
            return None
        query = "SELECT min(seq) FROM changes WHERE return_id = ? AND kind = 'do' AND state = 'undone'"
        seq: int | None = self._ledger.execute(query, (return_id,)).get
        return seq

    def piles(self, return_id: int, state: str, limit: int) -> list[list[tuple[int, int | None, int]]]:
        """``(seq, set_id, bytes of the packed change)`` of the newest acts in a state, those of a set together.

        Oldest first; an act that ``limit`` would cut in two is left out with all before it.
        """
        query = (
            "SELECT seq, set_id, coalesce(length(changes.body), length(change_sets.body))"
            " FROM changes LEFT JOIN change_sets ON change_sets.id = set_id"
            " WHERE return_id = ? AND kind = 'do' AND state = ? ORDER BY seq DESC LIMIT ?"
        )
        rows = self._ledger.execute(query, (return_id, state, limit + 1)).fetchall()
        acts = [
            list(group)[::-1]
            for _, group in groupby(rows, key=lambda row: (row[1], row[0] if row[1] is None else 0))
        ]
        return acts[:limit][::-1] if len(rows) <= limit else acts[:-1][::-1]

    def members(self, set_id: int) -> list[tuple[int, int]]:
        """``(seq, return_id)`` of the rows of a change set, oldest first."""
        query = "SELECT seq, return_id FROM changes WHERE set_id = ? AND kind = 'do' ORDER BY seq"
        return [(seq, return_id) for seq, return_id in self._ledger.execute(query, (set_id,))]

    def mark(self, seqs: Sequence[int], state: str) -> None:
        update = "UPDATE changes SET state = ? WHERE seq = ?"
        self._ledger.connection.executemany(update, [(state, seq) for seq in seqs])

    def set_of(self, seq: int) -> int | None:
        """The change set a row belongs to."""
        set_id: int | None = self._ledger.execute("SELECT set_id FROM changes WHERE seq = ?", (seq,)).get
        return set_id

    def state(self, seq: int) -> str:
        return str(self._ledger.execute("SELECT state FROM changes WHERE seq = ?", (seq,)).get)

    def entry(self, seq: int, sets: dict[int, list[Change]] | None = None, at: str = "") -> LogEntry:
        """One row; ``sets`` keeps the change sets that were unpacked on the way, for the next call."""
        rows = self._ledger.execute(f"SELECT {_COLUMNS} FROM changes WHERE seq = ?", (seq,))  # noqa: S608
        return self._entry(rows.fetchall()[0], {} if sets is None else sets, at)

    def entries(self, return_id: int, upto: int | None = None, at: str = "", after: int = 0) -> Iterator[LogEntry]:
        """The log of one return, oldest first; an undo carries the inverse change, as it was carried out.

        With an address ``at``, only what was done there need be in the changes: the rest stays packed.
        """
        last = f" AND seq > {after:d}" if upto is None else f" AND seq > {after:d} AND seq <= {upto:d}"
        query = f"SELECT {_COLUMNS} FROM changes WHERE return_id = ?{last} ORDER BY seq"  # noqa: S608
        sets: dict[int, list[Change]] = {}
        for row in self._ledger.execute(query, (return_id,)).fetchall():
            yield self._entry(row, sets, at)

    def _entry(self, row: Sequence[Any], sets: dict[int, list[Change]], place: str) -> LogEntry:
        seq, at, actor, kind, state, of_seq, set_id, set_index, summary, body = row
        if of_seq is not None:
            change = self.entry(of_seq, sets, place).change
            change = change.inverse() if kind == "undo" else change
        elif set_id is not None:
            change = self._set(set_id, sets, place)[set_index]
        else:
            change = change_at(body, place) if place else unpack_change(body)
        return LogEntry(seq, at, actor, kind, state, change, summary, set_id)

    def _set(self, set_id: int, sets: dict[int, list[Change]], place: str) -> list[Change]:
        if set_id not in sets:
            query = "SELECT body FROM change_sets WHERE id = ?"
            body = self._ledger.execute(query, (set_id,)).get
            sets[set_id] = changes_at(body, place) if place else unpack_changes(body)
        return sets[set_id]
