"""The repositories kept in plain dictionaries: what a store is, without a disk, a cipher or SQL."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import msgspec

from client.base.errors import OurFault
from client.base.stopping import NEVER, Stop
from client.store.repositories.ledger import AuditEntry, digest, spell
from client.store.repositories.model import (
    CellEvent,
    Endpoint,
    Enterprise,
    LogEntry,
    ReturnHead,
    ScratchText,
    StoredReceipt,
    Version,
)
from forms.periods import Period
from forms.returns import Change, Edit, Explained, Return, ReturnKey, RowsEdit, apply

AT = "2025-10-08T09:00:00.000+08:00"
ACTOR = "王会计"
UNSETTLED = ("queued", "sent", "received")
WITH_RECEIPT = ("received", "accepted", "rejected")


@dataclass
class Trail:
    rows: list[AuditEntry] = field(default_factory=list)

    def append(self, action: str, ref: str, payload: bytes = b"") -> int:
        seq, prev = len(self.rows) + 1, self.position()[1]
        what = hashlib.sha256(payload).digest()
        made = digest(seq, AT, ACTOR, action, ref, what, prev)
        self.rows.append(AuditEntry(seq, AT, ACTOR, action, ref, what, prev, made))
        return seq

    def position(self) -> tuple[int, bytes]:
        return (self.rows[-1].seq, self.rows[-1].hash) if self.rows else (0, b"")

    def head(self) -> str:
        return spell(self.position()[1])

    def entries(self, after: int = 0, limit: int = -1) -> list[AuditEntry]:
        found = [row for row in self.rows if row.seq > after]
        return found if limit < 0 else found[:limit]


@dataclass
class Held:
    """One return with its log."""

    now: Return
    log: list[LogEntry] = field(default_factory=list)


class Work:
    """Returns and their changes, which share the returns held."""

    def __init__(self, audit: Trail) -> None:
        self.held: dict[ReturnKey, Held] = {}
        self.audit = audit
        self.acts = 0

    def find(self, key: ReturnKey) -> Held | None:
        return self.held.get(key)

    def log(self, held: Held, change: Change, kind: str = "do", summary: str = "") -> None:
        self.acts += 1
        state = "done" if kind == "do" else "passed"
        if kind == "do":
            held.log[:] = [_with(each, "dropped") if each.state == "undone" else each for each in held.log]
        held.log.append(LogEntry(self.acts, AT, ACTOR, kind, state, change, summary))  # type: ignore[arg-type]


class Returns:
    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, key: ReturnKey, stop: Stop = NEVER) -> Return | None:
        stop.check()
        held = self._work.find(key)
        return None if held is None else _copy(held.now)

    def heads(
        self, firm: str | None = None, period: Period | None = None, form: str | None = None
    ) -> list[ReturnHead]:
        found = [each.now for each in self._work.held.values()]
        kept = [
            r for r in found if firm in (None, r.firm) and period in (None, r.period) and form in (None, r.form)
        ]
        kept.sort(key=lambda r: (r.firm, str(r.period), r.form))
        return [ReturnHead(r.firm, r.form, r.period, r.pack, AT) for r in kept]

    def ensure(self, key: ReturnKey, pack: str) -> None:
        if self._work.find(key) is None:
            self.put_new(Return(*key, pack))

    def put_new(self, new: Return) -> None:
        if self._work.find(new.key) is not None:
            raise OurFault("store.return-exists", form=new.form, period=new.period)
        self._work.held[new.key] = Held(Return(*new.key, new.pack))
        self._work.audit.append("create-return", str(new.key), new.pack.encode())
        if new.cells or new.rows or new.explanations:
            edits = tuple(Edit(address, None, cell) for address, cell in new.cells.items())
            rows = tuple(RowsEdit(table, (), tuple(ids)) for table, ids in new.rows.items())
            told = tuple(Explained(key, None, each) for key, each in new.explanations.items())
            self.record(Change(*new.key, edits, rows, told))

    def record(self, change: Change, summary: str = "") -> Change:
        held = self._work.find(change.key)
        if held is None:
            raise OurFault("store.no-return", form=change.form, period=change.period)
        done = _really(held.now, change)
        apply(held.now, done)
        self._work.audit.append("edit", str(held.now.key), b"")
        self._work.log(held, done, summary=summary)
        return done

    def last_change(self, key: ReturnKey) -> int:
        held = self._work.find(key)
        return held.log[-1].seq if held is not None and held.log else 0


class Changes:
    def __init__(self, work: Work) -> None:
        self._work = work

    def entries(self, key: ReturnKey) -> list[LogEntry]:
        held = self._work.find(key)
        return [] if held is None else list(held.log)

    def undo(self, key: ReturnKey) -> list[Change]:
        return self._take("undo", "done", -1, key)

    def redo(self, key: ReturnKey) -> list[Change]:
        return self._take("redo", "undone", 0, key)

    def history(self, key: ReturnKey, address: str) -> list[CellEvent]:
        return [
            CellEvent(entry.seq, entry.at, entry.actor, entry.kind, entry.change.source, edit.old, edit.new)
            for entry in self.entries(key)
            for edit in entry.change.edits
            if edit.address == address
        ]

    def _take(self, kind: str, state: str, which: int, key: ReturnKey) -> list[Change]:
        held = self._work.find(key)
        ready = [] if held is None else [e for e in held.log if e.kind == "do" and e.state == state]
        if held is None or not ready:
            return []
        entry = ready[which]
        change = entry.change.inverse() if kind == "undo" else entry.change
        apply(held.now, change)
        held.log[held.log.index(entry)] = _with(entry, "undone" if kind == "undo" else "done")
        self._work.audit.append(kind, f"change {entry.seq}")
        self._work.log(held, change, kind)
        return [change]


class Outbox:
    def __init__(self, audit: Trail, receipts: Receipts) -> None:
        self._audit = audit
        self._receipts = receipts
        self._held: dict[str, Version] = {}

    def put(self, version: Version) -> None:
        if version.version_id in self._held:
            raise OurFault("store.refused", kind="ConstraintError")
        self._held[version.version_id] = version
        self._audit.append("queue", version.version_id, version.manifest.encode())

    def get(self, version_id: str) -> Version | None:
        return self._held.get(version_id)

    def by_return(self, return_key: str) -> list[Version]:
        return [version for version in self._held.values() if version.return_key == return_key]

    def unsettled(self) -> list[Version]:
        return [version for version in self._held.values() if version.state in UNSETTLED]

    def set_state(self, version_id: str, state: str, **others: object) -> None:
        before = self._held.get(version_id)
        if before is None:
            raise OurFault("store.no-version", version_id=version_id)
        held = self._receipts.get(version_id)
        if (state in WITH_RECEIPT and held is None) or (
            state in WITH_RECEIPT[1:] and not (held and held.decisions)
        ):
            raise OurFault("store.refused", kind="ConstraintError")
        attempts = others.pop("attempts", None)
        rest = {"next_attempt_at": None, "error_code": None} | others
        count = before.attempts if attempts is None else attempts
        self._held[version_id] = msgspec.structs.replace(before, state=state, attempts=count, **rest)
        if state != before.state:
            self._audit.append("state", version_id, state.encode())

    def discard(self, version_id: str) -> None:
        version = self._held.get(version_id)
        if version is not None and (version.state != "queued" or version.attempts):
            raise OurFault("store.refused", kind="ConstraintError")
        self._held.pop(version_id, None)
        self._audit.append("discard", version_id)


class Receipts:
    def __init__(self, audit: Trail) -> None:
        self._audit = audit
        self._held: dict[str, StoredReceipt] = {}

    def put(self, version_id: str, receipt: str, chain: bytes, number: str = "") -> None:
        held = self._held.get(version_id)
        if held is not None and held.receipt == receipt:
            return
        if held is not None:
            raise OurFault("store.refused", kind="ConstraintError")
        self._held[version_id] = StoredReceipt(version_id, receipt, chain, AT, number)
        self._audit.append("receipt", version_id, receipt.encode())

    def add_decision(self, version_id: str, decision: str) -> None:
        held = self._held[version_id]
        if decision not in held.decisions:
            self._held[version_id] = msgspec.structs.replace(held, decisions=(*held.decisions, decision))
            self._audit.append("decision", version_id, decision.encode())

    def get(self, version_id: str) -> StoredReceipt | None:
        return self._held.get(version_id)


class Keyed:
    """Enterprises and endpoints: one a key, in the order they were first put."""

    def __init__(self, audit: Trail, name: str, *, renewed_last: bool) -> None:
        self._audit, self._name, self._renewed_last = audit, name, renewed_last
        self._held: dict[str, Enterprise | Endpoint] = {}

    def put(self, each: Enterprise | Endpoint) -> None:
        key = each.code if isinstance(each, Enterprise) else each.firm
        if isinstance(each, Enterprise) and self._held.get(key) == each:
            return
        if self._renewed_last:
            self._held.pop(key, None)
        self._held[key] = each
        self._audit.append(self._name, key)

    def get(self, key: str) -> Enterprise | Endpoint | None:
        return self._held.get(key)

    def all(self) -> list[Enterprise | Endpoint]:
        return list(self._held.values())


class Blobs:
    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def put(self, name: str, value: bytes) -> None:
        self._held[name] = value

    def get(self, name: str) -> bytes | None:
        return self._held.get(name)

    def names(self, prefix: str = "") -> list[str]:
        return sorted(name for name in self._held if name.startswith(prefix))

    def delete(self, name: str) -> None:
        self._held.pop(name, None)


class Scratch:
    def __init__(self) -> None:
        self._held: dict[tuple[ReturnKey, str], ScratchText] = {}

    def put(self, key: ReturnKey, address: str, text: str) -> None:
        self.clear(key, address)
        self._held[key, address] = ScratchText(key, address, text, AT)

    def clear(self, key: ReturnKey, address: str) -> None:
        self._held.pop((key, address), None)

    def all(self) -> list[ScratchText]:
        return list(self._held.values())


class MemoryBooks:
    """All repositories, as ``Books`` has them."""

    def __init__(self) -> None:
        self.audit = Trail()
        self.audit.append("create-store", "in memory")
        work = Work(self.audit)
        self.returns = Returns(work)
        self.changes = Changes(work)
        self.receipts = Receipts(self.audit)
        self.outbox = Outbox(self.audit, self.receipts)
        self.enterprises = Keyed(self.audit, "enterprise", renewed_last=False)
        self.endpoints = Keyed(self.audit, "endpoint", renewed_last=True)
        self.cache, self.settings, self.scratch = Blobs(), Blobs(), Scratch()


def _with(entry: LogEntry, state: str) -> LogEntry:
    return msgspec.structs.replace(entry, state=state)


def _copy(held: Return) -> Return:
    rows = {name: list(ids) for name, ids in held.rows.items() if ids}
    return msgspec.structs.replace(held, cells=dict(held.cells), rows=rows, explanations=dict(held.explanations))


def _really(held: Return, change: Change) -> Change:
    """The change with what is really there before each edit."""
    cells, edits = dict(held.cells), []
    for edit in change.edits:
        edits.append(Edit(edit.address, cells.get(edit.address), edit.new))
        if edit.new is None:
            cells.pop(edit.address, None)
        else:
            cells[edit.address] = edit.new
    rows = tuple(RowsEdit(r.table, tuple(held.rows.get(r.table, ())), r.new) for r in change.rows)
    told = tuple(Explained(e.key, held.explanations.get(e.key), e.new) for e in change.explained)
    return msgspec.structs.replace(change, edits=tuple(edits), rows=rows, explained=told)
