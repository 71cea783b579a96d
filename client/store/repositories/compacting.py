"""What was done to a return long ago, as the one state that it led to; the audit trail is kept whole.

The acts of a return up to its accepted version are replaced by a single row that holds the state they led to,
under the number of the last of them. Their audit entries stay, digests and all; a further entry lists those whose
payloads were let go, so that an audit tells letting go from taking away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from client.store.packed.packing import pack_change
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger
from client.store.repositories.log import Log
from client.store.repositories.records import Records
from client.store.repositories.returns import filling
from client.store.repositories.verifying import COMPACTED
from forms.returns import PackEdit, Return, ReturnKey, apply

FEWEST = 20
"""So many acts there must be for it to be worth while."""
LARGE = 1 << 20
"""A change set of so many bytes is a long list that came in at once: one act already, and left as it is."""

_ACCEPTED = """
SELECT returns.id, max(outbox.change_seq) FROM outbox JOIN decisions USING(version_id)
  JOIN returns ON return_key = returns.firm || '.' || returns.form || '.' || returns.period
  WHERE state = 'accepted' GROUP BY returns.id HAVING max(decisions.stored_at) < ?
"""
_GUARDS = ("changes_no_delete", "change_sets_no_delete")


class Compacted(msgspec.Struct, frozen=True):
    """What became of one return: so many acts, the last of them ``upto``, are one state now."""

    key: ReturnKey
    acts: int
    upto: int


class _Row(msgspec.Struct, frozen=True):
    seq: int
    return_id: int
    of_seq: int | None
    set_id: int | None
    audit_seq: int
    own: bool
    """Whether it holds its change itself."""
    size: int


class Compacting:
    """Used in one transaction, like every repository."""

    def __init__(self, ledger: Ledger, audit: Audit, records: Records, log: Log) -> None:
        self._ledger = ledger
        self._audit = audit
        self._records = records
        self._log = log

    def settle(self, before: str) -> list[Compacted]:
        """Compact every return whose newest version was accepted ``before`` a time (RFC 3339, +08:00)."""
        upto: dict[int, int] = dict(self._ledger.execute(_ACCEPTED, (before,)).fetchall())
        rows = self._rows() if upto else []
        made: dict[int, bytes | None] = {}
        while upto:
            _shrink(upto, rows)
            old = {each: [row for row in rows if row.return_id == each and row.seq <= upto[each]] for each in upto}
            made = {each: self._worth_while(each, acts) for each, acts in old.items()}
            upto = {each: last for each, last in upto.items() if made[each] is not None}
            if len(upto) == len(made):  # one that stays as it is may keep a set of others from being torn
                return self._replace([(each, old[each], body) for each, body in made.items() if body is not None])
        return []

    def _rows(self) -> list[_Row]:
        query = (
            "SELECT seq, return_id, of_seq, set_id, changes.audit_seq, changes.body IS NOT NULL,"
            " coalesce(length(changes.body), length(change_sets.body), 0)"
            " FROM changes LEFT JOIN change_sets ON change_sets.id = set_id ORDER BY seq"
        )
        return [
            _Row(seq, return_id, of_seq, set_id, audit_seq, bool(own), size)
            for seq, return_id, of_seq, set_id, audit_seq, own, size in self._ledger.execute(query)
        ]

    def _worth_while(self, return_id: int, old: Sequence[_Row]) -> bytes | None:
        """The state that the acts led to, packed; None where that is hardly smaller than they are."""
        if len(old) < FEWEST:
            return None
        held, begun = self._records.load(return_id), self._records.begun_with(return_id)
        made = Return(*held.key, begun)
        for entry in self._log.entries(return_id, upto=old[-1].seq):
            apply(made, entry.change)
        pack = PackEdit(begun, made.pack) if made.pack != begun else None
        body = pack_change(msgspec.structs.replace(filling(made), pack=pack))
        return body if len(body) * 2 < sum(row.size for row in old) else None

    def _replace(self, made: Sequence[tuple[int, Sequence[_Row], bytes]]) -> list[Compacted]:
        guards = [self._take_off(name) for name in _GUARDS]
        self._ledger.connection.pragma("defer_foreign_keys", True)
        done = [self._replace_one(return_id, old, body) for return_id, old, body in made]
        sets = {row.set_id: row.audit_seq for _, old, _ in made for row in old if row.set_id is not None}
        own = [row.audit_seq for _, old, _ in made for row in old if row.own]
        self._ledger.connection.executemany("DELETE FROM change_sets WHERE id = ?", [(each,) for each in sets])
        self._list({*own, *sets.values()})
        for words in guards:
            self._ledger.execute(words)
        return done

    def _replace_one(self, return_id: int, old: Sequence[_Row], body: bytes) -> Compacted:
        key, last = self._records.key(return_id), old[-1].seq
        at, actor = next(self._ledger.execute("SELECT at, actor FROM changes WHERE seq = ?", (last,)))
        audit_seq = self._audit.append("compact", str(key), body)
        self._ledger.execute("DELETE FROM changes WHERE return_id = ? AND seq <= ?", (return_id, last))
        row: tuple[Any, ...] = (last, return_id, audit_seq, at, actor, body)
        query = (
            "INSERT INTO changes(seq, return_id, audit_seq, at, actor, kind, state, summary, body)"
            " VALUES(?,?,?,?,?,'do','passed','',?)"
        )
        self._ledger.execute(query, row)
        return Compacted(key, len(old), last)

    def _list(self, entries: Iterable[int]) -> None:
        """Say in the trail which entries have no payload any more."""
        told = ",".join(str(seq) for seq in sorted(entries))
        audit_seq = self._audit.append("compact-list", "", told.encode())
        self._ledger.execute("INSERT INTO meta VALUES(?,?)", (f"{COMPACTED}{audit_seq}", told))

    def _take_off(self, name: str) -> str:
        """Put a guard aside until the transaction's end; answers the words that make it again."""
        words = str(self._ledger.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).get)
        self._ledger.execute(f"DROP TRIGGER {name}")
        return words


def _shrink(upto: dict[int, int], rows: Sequence[_Row]) -> None:
    """Lower how far each return goes, until no later act speaks of an earlier one and no set is torn in two."""
    members: dict[int, list[_Row]] = {}
    for row in rows:
        if row.set_id is not None:
            members.setdefault(row.set_id, []).append(row)
    torn = {each for each, own in members.items() if own[0].size > LARGE}
    while True:
        before, known = dict(upto), len(torn)
        for row in rows:
            last = upto.get(row.return_id, 0)
            if row.of_seq is not None and row.of_seq <= last < row.seq:
                upto[row.return_id] = row.of_seq - 1
            elif row.set_id in torn and row.seq <= last:
                upto[row.return_id] = row.seq - 1
        torn |= {each for each, own in members.items() if any(row.seq > upto.get(row.return_id, 0) for row in own)}
        if before == upto and known == len(torn):
            return
