"""What the report before already knows: codes and lists carried over, last year's column from last year's figures.

Only blanks are filled, a list only while it has no record yet, and all of it is one change that can be undone. A
last-year column that is typed over later is held against last year's return by the pack's own checks, which ask
for the reason of a restatement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from client.base.errors import UserError
from client.store import Books
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from client.usecases.returns.states import FILED
from client.usecases.returns.versions import heads_of
from forms.addresses import parse
from forms.pack.model import NUMERIC
from forms.periods import Period
from forms.returns import Return, ReturnKey

LAST_YEAR = "ly"
"""The column that repeats the same period of the year before."""


@dataclass(frozen=True)
class Carried:
    """What could be filled in: texts by address, rows by table, and where each comes from.

    ``filed`` says that last year's figures are as the authority holds them.
    """

    texts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    report: Period | None = None
    """The report the codes and lists come from."""
    last_year: Period | None = None
    """The report the last-year column comes from."""
    filed: bool = False

    @property
    def empty(self) -> bool:
        return not self.texts and not self.rows


def offer(session: Session, draft: Draft) -> Carried:
    """What an open return could take over; ``empty`` when there is nothing, or nothing blank."""
    current = draft.current

    def look(books: Books) -> tuple[Return | None, bool]:
        last_year, year_end = draft.last_year, draft.previous
        if year_end is None:
            before = draft.period.year_end()
            year_end = books.returns.get(ReturnKey(current.firm, current.form, before))
        return year_end, last_year is not None and _filed(books, last_year)

    before, filed = session.look(current.firm, look)
    rows = _rows(draft, before) if before is not None else {}
    texts = dict(_codes(draft, before, rows)) if before is not None else {}
    column = dict(_last_year(draft))
    return Carried(
        texts={**texts, **column},
        rows=rows,
        report=before.period if before is not None and (texts or rows) else None,
        last_year=draft.period.last_year() if column else None,
        filed=filed,
    )


def take(draft: Draft, carried: Carried) -> Outcome | None:
    """Fill in what was offered, as one change; None when nothing differs any more."""
    return draft.type(carried.texts, source="carried", new_rows=carried.rows)


def _filed(books: Books, target: Return) -> bool:
    head = heads_of(books, target.firm).get(target.key)
    last = books.returns.last_change(target.key)
    return head is not None and head.state in FILED and last <= head.change_seq


def _rows(draft: Draft, before: Return) -> dict[str, tuple[str, ...]]:
    """Lists that have no record here yet; a child table goes with the row it hangs on."""
    return {table: tuple(ids) for table, ids in before.rows.items() if ids and not draft.current.rows.get(table)}


def _codes(draft: Draft, before: Return, rows: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Everything but figures: of a list its carried records, of a yearly form its single cells too.

    A form that is asked more often than yearly and is no list holds figures and words about them alone.
    """
    single = draft.form.kind == "year"
    carried = {f"{table}[{row}]" for table, ids in rows.items() for row in ids}
    for address, cell in before.cells.items():
        where = parse(address)
        wanted = single if where.row is None else f"{where.table}[{where.row}]" in carried
        if wanted and cell.text and draft.cell(address) is None and _may_be_carried(draft, address):
            yield address, cell.text


def _may_be_carried(draft: Draft, address: str) -> bool:
    try:
        indicator, spec = draft.place(address)
    except UserError:
        return False  # no longer asked by the version of the pack in force
    return not indicator.computed and not indicator.preset and spec.type not in NUMERIC


def _last_year(draft: Draft) -> Iterator[tuple[str, str]]:
    """Last year's figures for the blanks of the last-year column."""
    if draft.last_year is None:
        return
    for indicator in draft.form.indicators.values():
        address = f"{indicator.code}@{LAST_YEAR}"
        then = draft.last_year.cells.get(indicator.code)
        wanted = LAST_YEAR in indicator.columns and not indicator.computed
        if wanted and then is not None and then.value is not None and draft.cell(address) is None:
            yield address, then.text
