"""A filed document back as a return: canonical texts of the wire as typed cells."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from client.protocol.messages import CellValue, Document, NotApplicable
from forms import addresses
from forms.addresses import Address
from forms.pack.model import Form, Pack, Spec, ValueType
from forms.pack.places import spec_at
from forms.problems import FormsError
from forms.returns import FINER, Cell, Explanation, Origin, Return, ReturnKey, Value
from forms.values import canonical
from forms.values.reading import read

_SEVERAL: frozenset[ValueType] = frozenset({"codes", "text-list"})
_TAGS: dict[ValueType, canonical.Tag] = {"integer": "n", "decimal": "n", "boolean": "b"}
_RETURNED = Origin(source="returned")


class Filed(NamedTuple):
    """What a document says, and the addresses of places that the form or the document's rows do not have."""

    content: Return
    strange: list[str]


def to_return(document: Document, key: ReturnKey, pack: Pack) -> Filed:
    """Read a document with the pack it was made with, which must have the form.

    A cell whose text is not canonical for its indicator is kept as text with a problem code. Cells come with the
    origin ``returned``.
    """
    content = Return(*key, pack.version)
    content.rows = {table: list(rows) for table, rows in document.rows.items()}
    for told in document.explanations:
        explanation = Explanation(told.rule, tuple(told.at), told.code, told.text)
        content.explanations[explanation.key] = explanation
    places = _Places(document, pack.forms[key.form])
    strange: list[str] = []
    for address, value in document.cells.items():
        spec = places.spec(address, value)
        if spec is None:
            strange.append(address)
        else:
            content.cells[address] = _cell(value, spec, pack)
    for address in content.cells.keys() & set(document.rounded):
        cell = content.cells[address]
        origin = Origin(source="returned", raw=cell.text, unit=FINER)
        content.cells[address] = msgspec.structs.replace(cell, origin=origin)
    return Filed(content, strange)


class _Places:
    """Finds what the addresses of one document stand for."""

    def __init__(self, document: Document, form: Form) -> None:
        self._form = form
        self._rows = {table: frozenset(rows) for table, rows in document.rows.items()}

    def spec(self, address: str, value: CellValue) -> Spec | None:
        """The definition behind an address; None when the form has no such place or the document no such row."""
        try:
            place = addresses.parse(address)
            if str(place) != address or not self._listed(place):
                return None
            whole = place == Address(place.code)
            if whole and isinstance(value, NotApplicable):  # of a composite or child table as well
                return self._form.indicators.get(place.code)
            return spec_at(self._form, place)
        except (FormsError, LookupError):
            return None

    def _listed(self, place: Address) -> bool:
        if place.row is None:
            return True
        outer = place.form_row
        inside = outer is None or outer in self._rows.get(self._form.code, ())
        return inside and place.row in self._rows.get(place.table or "", ())


def _cell(value: CellValue, spec: Spec, pack: Pack) -> Cell:
    if isinstance(value, NotApplicable):
        return Cell(text="", na=value.na, origin=_RETURNED)
    text = "；".join(value) if isinstance(value, list) else value
    typed = _typed(value, spec)
    if typed is None:
        return Cell(text=text, problem="value.not-canonical", origin=_RETURNED)
    if spec.type == "text-list":  # a name may hold the sign that separates typed names
        return Cell(text=text, value=typed, origin=_RETURNED)
    seen = read(text, spec, pack)
    if seen.value != typed:
        return Cell(text=text, problem=seen.problem or "value.not-canonical", origin=_RETURNED)
    return Cell(text=text, value=typed, problem=seen.problem, origin=_RETURNED)


def _typed(value: str | list[str], spec: Spec) -> Value | None:
    if isinstance(value, list) or spec.type in _SEVERAL:
        return tuple(value) if isinstance(value, list) and spec.type in _SEVERAL else None
    try:
        return canonical.decode(_TAGS.get(spec.type, "t"), value)
    except FormsError:
        return None
