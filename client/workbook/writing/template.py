"""Workbooks to fill in: one sheet a form, read back without loss by ``reading`` and ``mapping``.

Everything but the cells to fill in is locked (without a password: against slips, not against people). What is
known already stands in them, and beside a single form's figures those of the report before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.base.whole_files import whole
from client.workbook.finding.taken import identity
from client.workbook.finding.taken.identity import LISTS
from client.workbook.writing.template_sheets import ItemsSheet, Lists, Place, RowsSheet, SingleSheet, asked
from forms.pack.model import Pack
from forms.periods import Period

Record = Mapping[str, str]
"""Canonical texts by address without row: ``{"XM001": "…", "XM014": "31000"}``."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an enterprise before it fills a workbook in."""

    enterprise: str = ""
    name: str = ""
    cells: Mapping[str, Record] = {}
    """By form: what is entered already, last year's column filled from last year's report."""
    previous: Mapping[str, Record] = {}
    """By form: the report before, to look at."""
    rows: Mapping[str, Sequence[Record]] = {}
    """Records of a rows form, or of a child table under its code; there with the row's key under the form's."""


NOTHING = Known()


def write(
    pack: Pack, forms: Sequence[str], path: Path, period: Period, known: Known = NOTHING
) -> Mapping[str, Place]:
    """Write a template for some forms of the pack, each for its period that encloses ``period``.

    Returns the place of every address (``JY001@ly``, ``JB022.valid``, ``XM014``, ``JB023.valid``). Raises
    ``KeyError`` for a form the pack does not have and ``UserError('workbook.not-written')``,
    ``WorldError('file.no-room')``.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    lists = Lists(book, pack)
    places: dict[str, Place] = {}
    sheets: dict[str, identity.Sheet] = {}
    for code in forms:
        form = pack.forms[code]
        own = form.period_of(period)
        kind = RowsSheet if form.shape == "rows" else SingleSheet
        tables = [indicator for indicator in form.indicators.values() if indicator.table]
        made: list[SingleSheet] = [kind(book.create_sheet(form.name[:31]), form, lists)]
        made += [ItemsSheet(book.create_sheet(i.name[:31]), form, lists, i) for i in tables]
        for sheet in made:
            sheet.heading(own, known.enterprise, known.name)
            places.update(sheet.fill(known.cells.get(code, {}), known.previous.get(code, {})))
            sheet.records(known.rows.get(sheet.table, ()))
            sheet.lock()
            sheets[sheet.sheet.title] = identity.Sheet(form=code, period=str(own))
    lists.finish()
    identity.write(book, identity.Identity(pack.name, known.enterprise, known.name, str(period), sheets))
    try:
        whole(path, book.save)
    except OSError as error:
        raise UserError("workbook.not-written", file=str(path)) from error
    return places


__all__ = ["LISTS", "NOTHING", "Known", "Place", "Record", "asked", "write"]
