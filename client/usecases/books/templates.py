"""Workbooks to be filled in and imported again, with what is known already in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from client.base.errors import UserError
from client.store import Books
from client.usecases.home.session import Session
from client.usecases.returns import carrying
from client.usecases.returns.editing import Draft, open_draft
from client.workbook.writing import template as books
from client.workbook.writing.template import NOTHING, Known
from forms.by_record import records_of
from forms.pack import Form, Pack
from forms.periods import Period
from forms.returns import ReturnKey
from forms.words import Listed


def write(
    pack: Pack,
    forms: Sequence[str],
    path: Path,
    period: Period,
    known: Known = NOTHING,
    *,
    over: bool = False,
) -> Path:
    """Write a template of the forms; ``over`` lets it replace the file that is there, once it is written.

    Raises ``UserError`` for a form there is not, ``template.exists`` and ``workbook.not-written``,
    ``WorldError('file.no-room')``.
    """
    codes = [form.upper() for form in forms]
    for code in codes:
        if code not in pack.forms:
            raise UserError("template.no-such-form", form=code, forms=Listed(pack.forms))
    if path.exists() and not over:
        raise UserError("template.exists", file=path)
    books.write(pack, codes, path, period, known)
    return path


def write_for(
    session: Session, firm: str, forms: Sequence[str], path: Path, period: Period, *, over: bool = False
) -> Path:
    """Write a template for one enterprise: what it entered, carried codes and lists, the report before, last year.

    Without ``forms`` those due for the period. Raises as ``write``, and ``UserError('template.nothing-due')``.
    """
    pack = session.pack_for(period)
    codes = [form.upper() for form in forms] or due(pack, period)
    if not codes:
        raise UserError("template.nothing-due", period=period.words)
    known = known_of(session, firm, [code for code in codes if code in pack.forms], period)
    return write(pack, codes, path, period, known, over=over)


def due(pack: Pack, period: Period) -> list[str]:
    """The forms whose own period ends with ``period``, in the pack's order."""
    return [form.code for form in pack.forms.values() if _is_due(form, period)]


def _is_due(form: Form, period: Period) -> bool:
    own = form.period_of(period)
    return own.last_month == period.last_month and form.asked(own)


def known_of(session: Session, firm: str, forms: Sequence[str], period: Period) -> Known:
    """What the home knows of an enterprise that a template can be begun with; nothing of it is stored."""

    def look(found: Books) -> str:
        enterprise = found.enterprises.get(firm)
        return enterprise.name if enterprise else ""

    name = session.look(firm, look) or session.own.run(look)
    cells: dict[str, dict[str, str]] = {}
    previous: dict[str, dict[str, str]] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    for code in forms:
        draft = open_draft(session, ReturnKey(firm, code, session.forms[code].period_of(period)))
        carrying.take(draft, carrying.offer(session, draft))
        form = draft.form
        if form.shape == "single":
            cells[code] = dict(_texts(draft))
            before = draft.previous
            previous[code] = {a: cell.text for a, cell in before.cells.items() if "[" not in a} if before else {}
        else:
            rows[code] = list(_records(draft, code, ""))
        for table in (i.code for i in form.indicators.values() if i.table):
            rows[table] = list(_items(draft, table))
    return Known(enterprise=firm, name=name, cells=cells, previous=previous, rows=rows)


def _texts(draft: Draft) -> Iterator[tuple[str, str]]:
    for address, cell in draft.current.cells.items():
        if cell.origin.source != "computed" and "[" not in address:
            yield address, cell.text


def _records(draft: Draft, table: str, outer: str) -> Iterator[dict[str, str]]:
    """The rows of one table, each by field (``XM014``, ``JB023.valid``)."""
    records = records_of(draft.current.cells)
    for row in draft.current.rows.get(outer + table, ()):
        front = "" if table == draft.form.code else f"{table}."
        own = records.get(f"{outer}{table}[{row}", {})
        yield {front + field: cell.text for field, cell in own.items() if "[" not in field}


def _items(draft: Draft, table: str) -> Iterator[dict[str, str]]:
    """The rows of a child table; of a rows form with the key of the row they hang on."""
    form = draft.form
    if form.shape == "single":
        yield from _records(draft, table, "")
        return
    key = form.row_key or ""
    for row in draft.current.rows.get(form.code, ()):
        outer = f"{form.code}[{row}]."
        cell = draft.cell(f"{outer}{key}")
        for record in _records(draft, table, outer):
            yield {key: cell.text if cell else "", **record}
