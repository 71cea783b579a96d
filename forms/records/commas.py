"""Files of records that write the decimal point as a comma, read again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from forms.addresses import parse
from forms.pack.model import NUMERIC, Form, Pack, Spec
from forms.pack.places import spec_at
from forms.problems import FormsError
from forms.records.table import RecordColumn, Records
from forms.returns import Cell, Value
from forms.values.commas import writes_commas
from forms.values.reading import read
from forms.values.units import convert


def with_decimal_commas(pack: Pack, records: Records) -> Records | None:
    """The records with their figures read as ``1.234,5``; None unless the file proves that it writes them so.

    What proves it is said in ``forms.values.commas``.
    """
    form = pack.forms[records.form]
    columns = {field: found for field, found in records.columns.items() if _spec(form, field).type in NUMERIC}
    texts = [text.strip() for found in columns.values() for text in found.texts if text]
    if not writes_commas(texts):
        return None
    again = {field: _read_again(found, _spec(form, field), pack) for field, found in columns.items()}
    return msgspec.structs.replace(records, columns=records.columns | again)


def _spec(form: Form, field: str) -> Spec:
    return spec_at(form, parse(f"{form.code}[1].{field}" if form.shape == "rows" else field))


def _read_again(found: RecordColumn, spec: Spec, pack: Pack) -> RecordColumn:
    cells = list(_cells(found, spec, pack))
    problems = {place: cell.problem for place, cell in enumerate(cells) if cell.problem is not None}
    values: list[Value | None] = [cell.value for cell in cells]
    return RecordColumn(found.texts, values, problems, found.unit)


def _cells(found: RecordColumn, spec: Spec, pack: Pack) -> Iterator[Cell]:
    for text in found.texts:
        plain = text.strip().replace(".", "").replace(",", ".") if text else ""
        cell = read(plain, spec, pack) if plain else Cell("")
        yield _converted(plain, cell, found.unit, spec) if found.unit and plain else cell


def _converted(plain: str, cell: Cell, unit: str, spec: Spec) -> Cell:
    """A figure in the file's own unit, rounded once."""
    try:
        number = Decimal(plain.replace(" ", ""))
        value, _ = convert(number, unit, spec.unit, spec.decimals)
    except (ArithmeticError, FormsError):
        return cell
    return Cell(plain, value)
