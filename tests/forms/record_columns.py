"""Columns of records, as a file gives them."""

from __future__ import annotations

from forms.addresses import parse
from forms.pack import Pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.records import RecordColumn, Records
from forms.values.reading import read

MONTH = Period.parse("2025-01")
FIELDS = ("RT001", "RT003", "RT004", "RT005", "RT010", "RT011", "RT020")


def columns(pack: Pack, form: str, fields: tuple[str, ...], rows: list[tuple[str, ...]]) -> Records:
    """Rows of texts as records, keyed by their first field."""
    made = {}
    for field, texts in zip(fields, zip(*rows, strict=True), strict=True):
        cells = [read(text, spec_at_field(pack, form, field), pack) for text in texts]
        problems = {n: cell.problem for n, cell in enumerate(cells) if cell.problem}
        made[field] = RecordColumn(list(texts), [cell.value for cell in cells], problems)
    period = MONTH if form == "RT" else Period.parse("2024")
    keys = [row[0] for row in rows]
    return Records(form=form, period=period, numbers=list(range(2, len(rows) + 2)), keys=keys, columns=made)


def spec_at_field(pack: Pack, form: str, field: str):  # type: ignore[no-untyped-def]
    shape = pack.forms[form].shape
    return spec_at(pack.forms[form], parse(f"{form}[1].{field}" if shape == "rows" else field))
