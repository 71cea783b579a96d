"""Returns as packed records: one for a single-record form, one a row for a rows form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from client.base.errors import OurFault
from client.base.stopping import NEVER, Stop
from client.store.packed.packing import (
    Known,
    pack_explanations,
    pack_record,
    pack_rows,
    unpack_explanations,
    unpack_record,
    unpack_rows,
)
from client.store.repositories.ledger import Ledger
from client.store.repositories.rows import LongLists
from forms.blocks import Block, blocks_in
from forms.by_record import ByRecord, record_of
from forms.packed_records import PackedRecords
from forms.periods import Period
from forms.returns import Cell, Cells, Change, Edit, Explained, PackEdit, Return, ReturnKey, RowsEdit

Parts = dict[str, dict[str, Cell]]
"""Cells by record (``""`` or a row id), then by address within the record."""

BEGUN = "'begun/' || firm || '.' || form || '.' || period"
"""Name of the setting that holds the version of the definitions a return was made with, once it has another."""

_Packed = bytes | tuple[Block, int]
"""A record of its own, or a row of a long list by its place in a piece."""

_FEW = 32
"""Up to so many records are fetched one by one; more are read in one sweep."""


class Records:
    """Reads and rewrites the packed records of a return; only touched records are written."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lists = LongLists(ledger)

    def find(self, key: ReturnKey) -> int | None:
        query = "SELECT id FROM returns WHERE firm = ? AND form = ? AND period = ?"
        for (return_id,) in self._ledger.execute(query, (key.firm, key.form, str(key.period))):
            return int(return_id)
        return None

    def must_find(self, change: Change) -> int:
        """Raises ``OurFault('store.no-return')``: a return is made before it is changed."""
        return_id = self.find(change.key)
        if return_id is None:
            raise OurFault("store.no-return", form=change.form, period=change.period)
        return return_id

    def key(self, return_id: int) -> ReturnKey:
        query = "SELECT firm, form, period FROM returns WHERE id = ?"
        firm, form, period = next(self._ledger.execute(query, (return_id,)))
        return ReturnKey(firm, form, Period.parse(period))

    def create(self, key: ReturnKey, pack: str) -> int:
        row = (key.firm, key.form, str(key.period), pack, pack_explanations({}), self._ledger.now())
        query = (
            "INSERT INTO returns(firm, form, period, pack, explanations, changed_at) VALUES(?,?,?,?,?,?)"
            " RETURNING id"
        )
        return int(self._ledger.execute(query, row).get)

    def load(self, return_id: int, stop: Stop = NEVER) -> Return:
        """A return, every cell of it."""
        return unpacked(self.load_packed(return_id, stop))

    def load_packed(self, return_id: int, stop: Stop = NEVER) -> Return:
        """A return whose list rows stay packed as they lie in the store: each is unpacked when it is looked at.

        ``stop`` is heeded then, too, whenever all of them are.
        """
        query = "SELECT firm, form, period, pack, explanations FROM returns WHERE id = ?"
        firm, form, period, pack, explanations = next(self._ledger.execute(query, (return_id,)))
        made = Return(
            firm=firm,
            form=form,
            period=Period.parse(period),
            pack=pack,
            cells=self._packed_cells(return_id, form, stop),
            rows=self.rows(return_id),
            explanations=unpack_explanations(explanations),
        )
        # A row of a child table lies in the record of the row it hangs on, where nobody would look for it.
        return made if made.rows.keys() == {form} else unpacked(made)

    def carry_out(self, return_id: int, change: Change) -> Change:
        """Do what ``forms.returns.apply`` does, to the records.

        Answers the change with what was really stored before each edit, so that its inverse restores it.
        """
        done = msgspec.structs.replace(
            change,
            edits=self._edit(return_id, change),
            rows=tuple(self._edit_rows(return_id, edit) for edit in change.rows),
            explained=self._explain(return_id, change.explained),
        )
        if change.pack is not None:
            done = msgspec.structs.replace(done, pack=self._repin(return_id, change.pack))
        query = "UPDATE returns SET changed_at = ? WHERE id = ?"
        self._ledger.execute(query, (self._ledger.now(), return_id))
        return done

    def begun_with(self, return_id: int) -> str:
        """The version of the definitions a return was made with, before it ever went over to another."""
        query = (
            f"SELECT coalesce((SELECT value FROM settings WHERE name = {BEGUN}), pack) FROM returns WHERE id = ?"  # noqa: S608
        )
        begun = self._ledger.execute(query, (return_id,)).get
        return begun if isinstance(begun, str) else bytes(begun).decode()

    def _repin(self, return_id: int, edit: PackEdit) -> PackEdit:
        """Another version for the return; the one it was made with stays on record for the audit."""
        old = str(self._ledger.execute("SELECT pack FROM returns WHERE id = ?", (return_id,)).get)
        keep = f"INSERT OR IGNORE INTO settings SELECT {BEGUN}, CAST(pack AS BLOB), ? FROM returns WHERE id = ?"  # noqa: S608
        self._ledger.execute(keep, (self._ledger.now(), return_id))
        self._ledger.execute("UPDATE returns SET pack = ? WHERE id = ?", (edit.new, return_id))
        return PackEdit(old, edit.new)

    def _packed_cells(self, return_id: int, form: str, stop: Stop) -> Cells:
        listed: dict[str, _Packed] = {}
        own: dict[str, _Packed] = {}
        known: Known = {}
        for part, packed in self._in_order(return_id):
            stop.check()
            if self._lists.is_piece(part):
                block = self._lists.piece(part, packed)
                listed |= {record_of(form, row): (block, position) for position, row in enumerate(block.rows)}
            else:
                own[record_of(form, part)] = packed
        return ByRecord(PackedRecords(listed | own, partial(_unpack, known), stop.check))

    def _in_order(self, return_id: int) -> Iterator[tuple[str, bytes]]:
        """The records of a return in the order they were written in: as they lie in the file, page after page."""
        query = "SELECT min(rowid), max(rowid) FROM records WHERE return_id = ?"
        reach = self._ledger.execute(query, (return_id,)).get
        query = "SELECT part, cells FROM records WHERE rowid BETWEEN ? AND ? AND +return_id = ? ORDER BY rowid"
        yield from self._ledger.execute(query, (*reach, return_id))

    def rows(self, return_id: int) -> dict[str, list[str]]:
        """The row ids of each table of a return."""
        query = "SELECT name, ids FROM row_orders WHERE return_id = ?"
        return {name: unpack_rows(ids) for name, ids in self._ledger.execute(query, (return_id,))}

    def _edit(self, return_id: int, change: Change) -> Sequence[Edit]:
        blocks = blocks_in(change.edits)
        if blocks:
            carry = self._lists.leave if blocks[0].leaving else self._lists.enter
            if carry(return_id, blocks):
                return change.edits
        return self._edit_cells(return_id, change)

    def _edit_cells(self, return_id: int, change: Change) -> tuple[Edit, ...]:
        places = [_split(change.form, edit.address) for edit in change.edits]
        names = {part for part, _ in places}
        listed = self._lists.rows(return_id, names) if names != {""} else {}
        parts = listed | self._parts(return_id, names, listed)
        done = []
        for edit, (part, address) in zip(change.edits, places, strict=True):
            cells = parts[part]
            old = cells.pop(address, None) if edit.new is None else cells.get(address)
            if edit.new is not None:
                cells[address] = edit.new
            done.append(edit if edit.old == old else Edit(edit.address, old, edit.new))
        self._save(return_id, parts, listed)
        return tuple(done)

    def _parts(self, return_id: int, names: Collection[str], listed: Parts) -> Parts:
        """The records of their own; rows of long lists that have none are ``listed``."""
        if len(names) > _FEW:
            query, arguments = "SELECT part, cells FROM records WHERE return_id = ?", [(return_id,)]
        else:
            query = "SELECT part, cells FROM records WHERE return_id = ? AND part = ?"
            arguments = [(return_id, name) for name in names]  # type: ignore[misc]
        parts: Parts = {name: {} for name in names if name not in listed}
        found: list[Any] = self._ledger.connection.executemany(query, arguments).fetchall()
        for part, packed in found:
            if part in names:
                parts[part] = unpack_record(packed)
        return parts

    def _save(self, return_id: int, parts: Parts, listed: Parts) -> None:
        """Write records; an empty one for a row of a long list, where it says that the row is gone."""
        kept = {part: cells for part, cells in parts.items() if cells or part in listed}
        full = [(return_id, part, pack_record(cells)) for part, cells in kept.items()]
        empty = [(return_id, part) for part in parts if part not in kept]
        self._ledger.connection.executemany(
            "INSERT INTO records VALUES(?,?,?) ON CONFLICT DO UPDATE SET cells = excluded.cells",
            full,
        )
        self._ledger.connection.executemany("DELETE FROM records WHERE return_id = ? AND part = ?", empty)

    def _edit_rows(self, return_id: int, edit: RowsEdit) -> RowsEdit:
        place = (return_id, edit.table)
        query = "SELECT ids FROM row_orders WHERE return_id = ? AND name = ?"
        old: tuple[str, ...] = ()
        for (ids,) in self._ledger.execute(query, place):
            old = tuple(unpack_rows(ids))
        if edit.new:
            self._ledger.execute(
                "INSERT INTO row_orders VALUES(?,?,?) ON CONFLICT DO UPDATE SET ids = excluded.ids",
                (*place, pack_rows(edit.new)),
            )
        else:
            self._ledger.execute("DELETE FROM row_orders WHERE return_id = ? AND name = ?", place)
        return RowsEdit(edit.table, old, edit.new)

    def _explain(self, return_id: int, explained: tuple[Explained, ...]) -> tuple[Explained, ...]:
        if not explained:
            return ()
        query = "SELECT explanations FROM returns WHERE id = ?"
        held = unpack_explanations(self._ledger.execute(query, (return_id,)).get)
        done = []
        for entry in explained:
            old = held.pop(entry.key, None)
            if entry.new is not None:
                held[entry.key] = entry.new
            done.append(Explained(entry.key, old, entry.new))
        row = (pack_explanations(held), return_id)
        self._ledger.execute("UPDATE returns SET explanations = ? WHERE id = ?", row)
        return tuple(done)


def unpacked(target: Return) -> Return:
    """The return with all its cells there; those of a single record without child tables as a plain dictionary."""
    if isinstance(target.cells, ByRecord):
        records = target.cells.unpack()
        if not records.keys() - {""}:
            target.cells = records.get("", {})
    return target


def _unpack(known: Known, packed: _Packed) -> dict[str, Cell]:
    if isinstance(packed, bytes):
        return unpack_record(packed, known)
    block, position = packed
    return block.cells(position)


def _split(form: str, address: str) -> tuple[str, str]:
    """Record and address within it: ``XM[r1].XM014`` of form XM lies in record ``r1`` as ``XM014``."""
    start = len(form) + 1
    end = address.find("].", start)
    if end <= start or not address.startswith(f"{form}["):
        return "", address
    return address[start:end], address[end + 2 :]
