"""Texts typed or pasted into a draft, taken for cells: what a block has in common is worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import msgspec

from client.base.errors import UserError
from forms.addresses import well_spelled
from forms.by_record import within
from forms.pack import Indicator, Pack, Spec
from forms.pack.model import NUMERIC
from forms.returns import Cell, Edit, Origin, Source
from forms.values.arithmetic import worked_out
from forms.values.reading import read


class _Field(msgspec.Struct, frozen=True):
    """A field of a table: what may stand in it, and what was read in it so far, by its text."""

    spec: Spec
    known: dict[str, Cell]


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
        self._fields: defaultdict[str, dict[str, _Field]] = defaultdict(dict)
        """The fields of each table; no table for what is in no row."""

    def edits(self, texts: Mapping[str, str]) -> tuple[Edit, ...]:
        """What texts do at their addresses, where anything differs; ``UserError`` where nothing can be typed."""
        found: list[Edit] = []
        record, spelled, fields, held = "", True, self._fields[""], within(self._cells, "")
        for address, text in texts.items():
            here, bracket, name = address.rpartition("].")
            if here != record:  # the cells of a row mostly follow one another
                record, spelled = here, not bracket or well_spelled(here)
                fields, held = self._fields[here.rpartition("[")[0]], within(self._cells, here)
            field = fields.get(name)
            if field is None:
                field = fields[name] = _Field(self._spec(address), {})
            elif not spelled:
                self._place(address)
            old, known = held(name), field.known
            if not text.strip():
                new = None
            elif old is not None and old.text == text:
                continue
            elif (new := known.get(text)) is None:
                new = known[text] = self._cell(text, field.spec)
            if (old.text if old is not None else None) != (new.text if new is not None else None):
                found.append(Edit(address, old, new))
        return tuple(found)

    def _spec(self, address: str) -> Spec:
        indicator, spec = self._place(address)
        if indicator.computed or indicator.preset:
            raise UserError("edit.read-only", name=indicator.words, address=address)
        return spec

    def _cell(self, text: str, spec: Spec) -> Cell:
        if spec.type in NUMERIC:
            text = worked_out(text) or text  # as in a spreadsheet; what is stored, filed and given out is a figure
        made = read(text, spec, self._pack)
        origin = self._origin
        if made.origin.raw or made.origin.unit:
            origin = Origin(origin.source, raw=made.origin.raw, unit=made.origin.unit)
        return Cell(made.text, made.value, made.problem, made.na, origin)
