"""The cells of a return record by record: a list without an address for each of its millions of cells."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, MutableMapping, ValuesView
from itertools import chain
from typing import TypeVar

from forms.packed_records import PackedRecords

Cell = TypeVar("Cell")

Records = dict[str, dict[str, Cell]]
"""Cells by record, then by field. A record is an address as far as its last bracket (``XM[r1``), or blank."""


class ByRecord(MutableMapping[str, Cell]):
    """Cells by address, each record's in a dictionary of its own, which whoever lays a list out may hold on to."""

    __slots__ = ("records",)

    def __init__(self, records: MutableMapping[str, dict[str, Cell]] | None = None) -> None:
        """``records`` may be packed: then each is unpacked when it is looked at."""
        self.records: MutableMapping[str, dict[str, Cell]] = {} if records is None else records

    def unpack(self) -> Records[Cell]:
        """All records as dictionaries, from now on."""
        records = self.records
        if not isinstance(records, dict):
            pairs = records.unpacked() if isinstance(records, PackedRecords) else iter(records.items())
            records = self.records = _divided(pairs)
        return records

    def __getitem__(self, address: str) -> Cell:
        record, _, field = address.rpartition("].")
        return self.records[record][field]

    def get(self, address: str, default: Cell | None = None) -> Cell | None:  # type: ignore[override]
        """One look instead of a raised error: this is asked at every cell that is painted."""
        record, _, field = address.rpartition("].")
        held = self.records.get(record)
        return default if held is None else held.get(field, default)

    def __contains__(self, address: object) -> bool:
        record, _, field = str(address).rpartition("].")
        return field in self.records.get(record, ())

    def __setitem__(self, address: str, cell: Cell) -> None:
        record, _, field = address.rpartition("].")
        held = self.records.get(record)
        if held is None:
            held = self.records[record] = {}
        held[field] = cell

    def __delitem__(self, address: str) -> None:
        record, _, field = address.rpartition("].")
        held = self.records[record]
        del held[field]
        if not held:
            del self.records[record]

    def __iter__(self) -> Iterator[str]:
        for record, held in self.records.items():
            yield from map(f"{record}].".__add__, held) if record else held

    def __len__(self) -> int:
        return sum(map(len, self.records.values()))

    def __bool__(self) -> bool:
        return any(self.records.values())

    def items(self) -> ItemsView[str, Cell]:
        """Addresses and cells, record by record."""
        return _Items(self)

    def values(self) -> ValuesView[Cell]:
        """The cells, record by record."""
        return _Values(self)


class _Items(ItemsView[str, Cell]):
    """Each address is put together once and not taken apart again."""

    _mapping: ByRecord[Cell]

    def __iter__(self) -> Iterator[tuple[str, Cell]]:
        return zip(self._mapping, self._mapping.values(), strict=True)


class _Values(ValuesView[Cell]):
    _mapping: ByRecord[Cell]

    def __iter__(self) -> Iterator[Cell]:
        return chain.from_iterable(held.values() for held in self._mapping.records.values())


def records_of(cells: Mapping[str, Cell]) -> Records[Cell]:
    """Cells record by record: as they are kept, all unpacked, or sorted out of their addresses."""
    if isinstance(cells, ByRecord):
        return cells.unpack()
    records: Records[Cell] = {}
    last, held = "", records.setdefault("", {})
    alike: dict[str, str] = {}  # one text for a field in all rows: two thirds of the memory
    for address, cell in cells.items():
        record, _, field = address.rpartition("].")
        if record != last:  # the cells of a record mostly follow one another
            last, held = record, records.setdefault(record, {})
        held[alike.setdefault(field, field)] = cell
    return records


def within(cells: Mapping[str, Cell], record: str) -> Callable[[str], Cell | None]:
    """Reads the fields of a record as it is now; of what is in none for a blank one."""
    if isinstance(cells, ByRecord):
        held: dict[str, Cell] = cells.records.get(record, {})
        return held.get
    if not record:
        return cells.get
    return lambda field: cells.get(f"{record}].{field}")


def reader(cells: Mapping[str, Cell], field: str, form: str) -> Callable[[str], Cell | None]:
    """Reads a field of a form's rows by their ids."""
    head = f"{form}["
    if isinstance(cells, ByRecord):
        records: MutableMapping[str, dict[str, Cell]] = cells.records
        nothing: dict[str, Cell] = {}
        return lambda row: records.get(head + row, nothing).get(field)
    return lambda row: cells.get(f"{head}{row}].{field}")


def record_of(form: str, row: str) -> str:
    """The record of a row of a form; of no row the blank one."""
    return f"{form}[{row}" if row else ""


def _divided(pairs: Iterable[tuple[str, dict[str, Cell]]]) -> Records[Cell]:
    """Records of rows, with the rows of their child tables in records of their own."""
    records: Records[Cell] = {}
    plain: set[str] = set()
    for head, held in pairs:
        if not held.keys() <= plain:
            plain.update(field for field in held if "]." not in field)
            if not held.keys() <= plain:
                _divide(records, head, held)
                continue
        records[head] = held
    return records


def _divide(records: Records[Cell], head: str, held: dict[str, Cell]) -> None:
    for field, cell in held.items():
        inner, _, name = field.rpartition("].")
        record = f"{head}].{inner}" if inner and head else inner or head
        records.setdefault(record, {})[name] = cell
