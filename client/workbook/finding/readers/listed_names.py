"""Lists that name what their codes stand for and leave the codes out: 产品名称 without 产品代码."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from client.workbook.finding.names.vocabulary import Match, Target
from client.workbook.finding.readers.month_records import Mapped
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.converting import Way
from client.workbook.finding.taken.extraction import Note, note
from forms.pack.model import Form
from forms.values.reading import read

_NAMED = re.compile(r"name\((\w+), *(\w+)\)")


def key_by_name(form: Form, matches: Mapping[int, tuple[Match, ...]]) -> Mapped | None:
    """The column of names read as the codes they are the names of; None where codes stand there, or no names."""
    name = form.indicators.get(form.row_name or "")
    said = _NAMED.fullmatch(name.computed) if name is not None else None
    fields = {column: {match.target.field for match in found} for column, found in matches.items()}
    if said is None or said[1] != form.row_key or any(form.row_key in each for each in fields.values()):
        return None
    column = next((column for column, each in fields.items() if form.row_name in each), None)
    if column is None:
        return None
    found = next(match for match in matches[column] if match.target.field == form.row_name)
    target = Target(form.indicators[said[1]], form=form.code)
    way = Way(target=target, unit="", coded=True)
    return Mapped(column, Match(target, found.how, found.confidence), way, found.confidence)


def codes(taking: Taking, mapped: Mapped, rows: Sequence[int]) -> dict[int, str]:
    """The code of each line by its name; lines whose name the list does not have are left and named."""
    spec, found = mapped.way.target.spec, {}
    for row in rows:
        text = taking.sheet.text(row, mapped.column)
        code = read(text, spec, taking.pack).value if text else None
        if isinstance(code, str):
            found[row] = code
        elif text:
            taking.leave(_unlisted(spec.words, text), row=row, label=text)
    return found


def _unlisted(key: object, text: str) -> Note:
    return note("left.row-not-listed", key=key, text=text)
