"""Texts typed or pasted into a draft, taken for cells: what a block has in common is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from client.base.errors import UserError
from forms.addresses import well_spelled
from forms.pack import Indicator, Pack, Spec
from forms.returns import Cell, Edit, Origin, Source
from forms.values.reading import read

_Field = tuple[str, str]
"""A table and a field of its rows; no table for what is in no row."""


class Typist:
    """Makes the edits of one act on ``cells``. The same text in the same field of many rows is read once.

    ``place`` answers the definition behind an address.
    """

    def __init__(
        self,
        pack: Pack,
        cells: Mapping[str, Cell],
        place: Callable[[str], tuple[Indicator, Spec]],
        source: Source,
    ) -> None:
        self._pack = pack
        self._cells = cells
        self._place = place
        self._origin = Origin(source)
        self._records: set[str] = set()
        """Rows whose addresses were found to be well spelled."""
        self._specs: dict[_Field, Spec] = {}
        self._read: dict[_Field, dict[str, Cell]] = {}

    def edit(self, address: str, text: str) -> Edit:
        """What a text does at an address; raises ``UserError`` where nothing can be typed."""
        record, _, name = address.rpartition("].")
        field = (record.rpartition("[")[0], name)
        if field not in self._specs:
            self._specs[field] = self._spec(address)
        elif record not in self._records and not well_spelled(record):
            self._place(address)
        self._records.add(record)
        old = self._cells.get(address)
        if not text.strip():
            return Edit(address, old, None)
        if old is not None and old.text == text:
            return Edit(address, old, old)
        known = self._read.setdefault(field, {})
        new = known.get(text)
        if new is None:
            new = known[text] = self._cell(text, self._specs[field])
        return Edit(address, old, old if old is not None and old.text == new.text else new)

    def _spec(self, address: str) -> Spec:
        indicator, spec = self._place(address)
        if indicator.computed or indicator.preset:
            raise UserError("edit.read-only", name=indicator.name, address=address)
        return spec

    def _cell(self, text: str, spec: Spec) -> Cell:
        made = read(text, spec, self._pack)
        origin = self._origin
        if made.origin.raw or made.origin.unit:
            origin = Origin(origin.source, raw=made.origin.raw, unit=made.origin.unit)
        return Cell(made.text, made.value, made.problem, made.na, origin)
