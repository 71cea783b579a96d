"""Records that hold a piece of a long list, beside those that hold one row.

A piece is never changed. A row of it that is edited gets a record of its own, which then counts; one without cells
says that the row is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from client.store.packed.packing import unpack_record
from client.store.repositories.ledger import Ledger
from forms.blocks import Block
from forms.returns import Cell

# client.store.packed.blocks brings numpy in: imported only where there are long lists, for the sake of the start.

_PIECES = "part >= '*' AND part < '+'"
_KEPT = 64
"""Pieces are kept unpacked, so that not every keystroke in a long list unpacks them again."""


class LongLists:
    """The pieces of long lists in the store."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._unpacked: dict[str, Block] = {}

    @staticmethod
    def is_piece(part: str) -> bool:
        """Whether a record is a piece, by the name of its part."""
        return part.startswith("*")

    def piece(self, part: str, data: bytes) -> Block:
        """A piece, unpacked."""
        from client.store.packed.blocks import unpacked

        found = self._unpacked.get(part)
        if found is None:
            if len(self._unpacked) >= _KEPT:
                self._unpacked.clear()
            found = self._unpacked[part] = unpacked(data)
        return found

    def pieces(self, return_id: int) -> list[Block]:
        """All pieces of a return."""
        query = f"SELECT part, cells FROM records WHERE return_id = ? AND {_PIECES} ORDER BY rowid"  # noqa: S608
        return [self.piece(part, data) for part, data in self._ledger.execute(query, (return_id,)).fetchall()]

    def rows(self, return_id: int, names: Collection[str]) -> dict[str, dict[str, Cell]]:
        """The cells of those rows that stand in a piece."""
        found = {}
        for block in self.pieces(return_id):
            for name in names:
                if (position := block.position(name)) is not None:
                    found[name] = block.cells(position)
        return found

    def enter(self, return_id: int, blocks: Sequence[Block]) -> bool:
        """Write the rows of some blocks; False when one of them is there already, and nothing was written."""
        from client.store.packed.blocks import packed, part_of

        known = self._own_rows(return_id).union(*(block.rows for block in self.pieces(return_id)))
        if any(not known.isdisjoint(block.rows) for block in blocks):
            return False
        records = [(return_id, part_of(data), data) for _, data in packed(blocks)]
        self._ledger.connection.executemany("INSERT INTO records VALUES(?,?,?)", records)
        return True

    def leave(self, return_id: int, blocks: Sequence[Block]) -> bool:
        """Take the rows out; False when one of them reads otherwise now, and nothing was taken out."""
        from client.store.packed.blocks import packed, part_of

        pieces = packed(blocks)
        own = self._own_rows(return_id).intersection(row for block in blocks for row in block.rows)
        parts = [part_of(data) for _, data in pieces]
        query = f"SELECT part FROM records WHERE return_id = ? AND {_PIECES}"  # noqa: S608
        there = {part for (part,) in self._ledger.execute(query, (return_id,))}
        if not there.issuperset(parts) or not all(self._reads_as(return_id, row, pieces) for row in own):
            return False
        query = "DELETE FROM records WHERE return_id = ? AND part = ?"
        self._ledger.connection.executemany(query, [(return_id, part) for part in (*parts, *own)])
        return True

    def _reads_as(self, return_id: int, row: str, pieces: Iterable[tuple[Block, bytes]]) -> bool:
        query = "SELECT cells FROM records WHERE return_id = ? AND part = ?"
        cells = unpack_record(self._ledger.execute(query, (return_id, row)).get)
        places = ((piece, piece.position(row)) for piece, _ in pieces)
        return any(place is not None and piece.cells(place) == cells for piece, place in places)

    def _own_rows(self, return_id: int) -> set[str]:
        query = f"SELECT part FROM records WHERE return_id = ? AND NOT ({_PIECES})"  # noqa: S608
        return {part for (part,) in self._ledger.execute(query, (return_id,))}
