"""Undo, redo and history, across restarts and per return; a change set is undone as one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial, reduce
from typing import Any

import msgspec

from client.base.errors import UserError
from client.base.stopping import NEVER, Stop
from client.store.packed.packing import pack_changes, unpack_changes
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger
from client.store.repositories.log import Log
from client.store.repositories.model import CellEvent, ChangeSet, LogEntry, StandingAct, StoredSet
from client.store.repositories.records import Records
from forms.returns import Change, Edit, Return, ReturnKey, apply


class Changes:
    """What was done to the returns, and taking it back."""

    def __init__(self, ledger: Ledger, audit: Audit, records: Records, log: Log) -> None:
        self._audit = audit
        self._records = records
        self._log = log
        self._ledger = ledger

    def entries(self, key: ReturnKey, after: int = 0) -> list[LogEntry]:
        """Everything done to one return, or done after act ``after``, oldest first."""
        return_id = self._records.find(key)
        return [] if return_id is None else list(self._log.entries(return_id, after=after))

    def rewound(self, target: Return, seq: int) -> Return | None:
        """``target``, as it is stored, put back in place to what it was after act ``seq``.

        None where the acts since have become one state with it.
        """
        return_id = self._records.find(target.key)
        entries = [] if return_id is None else list(self._log.entries(return_id, after=seq))
        if return_id is None or any(entry.kept for entry in entries):
            return None
        for entry in reversed(entries):
            apply(target, entry.change.inverse())
        return target

    def newest(self) -> int:
        """Number of the newest act on any return, 0 before the first."""
        return int(self._ledger.execute("SELECT coalesce(max(seq), 0) FROM changes").get)

    def undoable(self, key: ReturnKey) -> LogEntry | None:
        """What ``undo`` would take back."""
        return_id = self._records.find(key)
        seq = None if return_id is None else self._log.top(return_id)
        return None if seq is None else self._log.entry(seq)

    def redoable(self, key: ReturnKey) -> LogEntry | None:
        """What ``redo`` would do again."""
        return_id = self._records.find(key)
        seq = None if return_id is None else self._log.next_undone(return_id)
        return None if seq is None else self._log.entry(seq)

    def standing(self, key: ReturnKey, *, limit: int, at_hand: int) -> tuple[list[StandingAct], list[StandingAct]]:
        """The acts that undo and redo can take, at most ``limit`` each; the next one of each is the last.

        Changes of more than ``at_hand`` packed bytes are not read (``change_of`` does).
        """
        return_id = self._records.find(key)
        if return_id is None:
            return [], []
        done = self._log.piles(return_id, "done", limit)
        undone = self._log.piles(return_id, "undone", limit)
        read = partial(self._standing, return_id, at_hand)
        return [read("undo", each) for each in done], [read("redo", each) for each in reversed(undone)]

    def change_of(self, seqs: Sequence[int]) -> Change:
        """What the rows of one act did to their return, as one change."""
        sets: dict[int, list[Change]] = {}
        return reduce(_one_after_the_other, (self._log.entry(seq, sets).change for seq in seqs))

    def _standing(
        self, return_id: int, at_hand: int, kind: str, rows: Sequence[tuple[int, int | None, int]]
    ) -> StandingAct:
        seqs, set_id, size = tuple(seq for seq, _, _ in rows), rows[0][1], rows[0][2]
        others = [] if set_id is None else [owner for _, owner in self._log.members(set_id) if owner != return_id]
        blocking = (owner for owner in dict.fromkeys(others) if not self._ready(kind, set_id, owner))
        blocked = next((self._records.key(owner) for owner in blocking), None)
        return StandingAct(seqs, self.change_of(seqs) if size <= at_hand else None, bool(others), blocked)

    def _ready(self, kind: str, set_id: int | None, return_id: int) -> bool:
        """Whether the rows of a set are the next that undo or redo would take in one of its returns."""
        mine = [seq for seq, owner in self._log.members(set_id or 0) if owner == return_id]
        if kind == "redo":
            return mine[0] == self._log.next_undone(return_id)
        return mine[-1] == self._log.top(return_id)

    def undo(self, key: ReturnKey) -> list[Change]:
        """Take back the newest act on a return and answer the changes that did it (none: nothing to undo).

        An act of a whole import is taken back in all its returns; ``UserError('store.undo-blocked')`` when
        one of them was changed since.
        """
        return_id = self._records.find(key)
        seq = None if return_id is None else self._log.top(return_id)
        return [] if return_id is None or seq is None else self._take("undo", return_id, seq)

    def redo(self, key: ReturnKey) -> list[Change]:
        """Do again what was undone last; the counterpart of ``undo``."""
        return_id = self._records.find(key)
        seq = None if return_id is None else self._log.next_undone(return_id)
        return [] if return_id is None or seq is None else self._take("redo", return_id, seq)

    def history(self, key: ReturnKey, address: str) -> list[CellEvent]:
        """What happened to one cell, oldest first."""
        return_id = self._records.find(key)
        entries = () if return_id is None else self._log.entries(return_id, at=address)
        return [_event(entry, edit) for entry in entries for edit in entry.change.edits_at(address)]

    def _take(self, kind: str, return_id: int, seq: int) -> list[Change]:
        set_id = self._log.set_of(seq)
        if set_id is not None:
            return self.take_set(kind, set_id)
        return self._carry_out(kind, f"change {seq}", [(seq, return_id)])

    def take_set(self, kind: str, set_id: int, stop: Stop = NEVER) -> list[Change]:
        """Undo or redo a whole change set; ``stop`` is heeded before each of its returns.

        Raises ``UserError('store.undo-blocked')`` if a return was changed since, ``Stopped``.
        """
        members = self._log.members(set_id)
        for return_id in {return_id for _, return_id in members}:
            if not self._ready(kind, set_id, return_id):
                key = self._records.key(return_id)
                raise UserError("store.undo-blocked", key=f"{key.form}.{key.period}")
        return self._carry_out(kind, f"set {set_id}", members, stop)

    def _carry_out(
        self, kind: str, ref: str, members: Sequence[tuple[int, int]], stop: Stop = NEVER
    ) -> list[Change]:
        """Apply the inverse (undo, newest first) or the change itself (redo) of every member."""
        audit_seq = self._audit.append(kind, ref, f"{kind} {ref}".encode())
        done: list[Change] = []
        sets: dict[int, list[Change]] = {}
        for seq, return_id in reversed(members) if kind == "undo" else members:
            stop.check()
            entry = self._log.entry(seq, sets)
            change = entry.change.inverse() if kind == "undo" else entry.change
            done.append(self._records.carry_out(return_id, change))
            self._log.insert(return_id, audit_seq, entry.summary, of_seq=seq, kind=kind)
        self._log.mark([seq for seq, _ in members], "undone" if kind == "undo" else "done")
        return done


def _event(entry: LogEntry, edit: Edit) -> CellEvent:
    kind, source = entry.kind, entry.change.source
    if entry.kept and edit.new is not None:
        return CellEvent(entry.seq, entry.at, entry.actor, "kept", edit.new.origin.source, None, edit.new)
    return CellEvent(entry.seq, entry.at, entry.actor, kind, source, edit.old, edit.new)


def _one_after_the_other(first: Change, then: Change) -> Change:
    return msgspec.structs.replace(
        first,
        edits=(*first.edits, *then.edits),
        rows=first.rows + then.rows,
        explained=first.explained + then.explained,
    )


class Imports:
    """Change sets: a whole import or merge, one entry in the audit trail, undone as one."""

    def __init__(self, ledger: Ledger, audit: Audit, records: Records, log: Log, changes: Changes) -> None:
        self._ledger = ledger
        self._audit = audit
        self._records = records
        self._log = log
        self._changes = changes

    def record(self, changes: ChangeSet) -> StoredSet:
        """Carry out every change and keep them compressed, with one audit entry for their digest.

        The returns must exist (``returns.ensure`` in the same transaction), else
        ``OurFault('store.no-return')``.
        """
        owners = [self._records.must_find(change) for change in changes.changes]
        done = [
            self._records.carry_out(owner, change) for owner, change in zip(owners, changes.changes, strict=True)
        ]
        body = pack_changes(done)
        digest = hashlib.sha256(body).hexdigest()
        audit_seq = self._audit.append("import", digest, body)
        now, actor = self._ledger.now(), self._ledger.actor
        row = (audit_seq, now, actor, changes.title, changes.source_sha256, digest, body)
        query = (
            "INSERT INTO change_sets(audit_seq, at, actor, title, source_sha256, digest, body)"
            " VALUES(?,?,?,?,?,?,?) RETURNING id"
        )
        set_id = int(self._ledger.execute(query, row).get)
        for index, owner in enumerate(owners):
            self._log.insert(owner, audit_seq, changes.title, member=(set_id, index))
        return self.get(set_id)

    def get(self, set_id: int) -> StoredSet:
        """Raises ``UserError('store.no-set')``."""
        for found in self._find("WHERE id = ?", (set_id,)):
            return found
        raise UserError("store.no-set", set_id=set_id)

    def all(self) -> list[StoredSet]:
        """Every import, oldest first."""
        return self._find("ORDER BY id", ())

    def newest(self, most: int) -> list[StoredSet]:
        """The imports done last, the newest first."""
        return self._find("ORDER BY id DESC LIMIT ?", (most,))

    def changes(self, set_id: int) -> list[Change]:
        """The changes of one import, with what was there before."""
        query = "SELECT body FROM change_sets WHERE id = ?"
        return unpack_changes(self._ledger.execute(query, (self.get(set_id).set_id,)).get)

    def undo(self, set_id: int, stop: Stop = NEVER) -> list[Change]:
        """Take the whole import back; ``UserError('store.undo-blocked')`` if a return was changed since.

        ``Stopped`` before the last of its returns: whoever runs the transaction takes none back then.
        """
        return self._changes.take_set("undo", self.get(set_id).set_id, stop)

    def _find(self, where: str, arguments: tuple[int, ...]) -> list[StoredSet]:
        query = f"SELECT id, at, actor, title, source_sha256, digest FROM change_sets {where}"  # noqa: S608
        return [self._stored(row) for row in self._ledger.execute(query, arguments).fetchall()]

    def _stored(self, row: tuple[Any, ...]) -> StoredSet:
        set_id, at, actor, title, source, digest = row
        members = self._log.members(set_id)
        keys = dict.fromkeys(self._records.key(return_id) for _, return_id in members)
        undone = any(self._log.state(seq) != "done" for seq, _ in members)
        return StoredSet(set_id, at, actor, title, source, digest, tuple(keys), undone)
