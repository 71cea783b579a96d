"""Of a long list, the rows in which something fails: the search looks at no others."""

from __future__ import annotations

from collections.abc import Iterator

from forms.checking import Snapshot
from forms.completeness import missing_required
from forms.locating.clock import Deadline
from forms.locating.records import Record, record_of
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Return
from forms.rules.book import rulebook
from forms.rules.scope import Books

MOST_ROWS = 20
"""So many rows of a list are searched together."""
_CHUNK = 10
_SHARE = 0.3
"""Of the time allowed for looking through the rows."""


def focused(snapshot: Snapshot, form: str, period: Period, deadline: Deadline) -> Record:
    """The record to search: the whole return, or of more than twenty rows at most twenty that fail.

    Says ``late`` when there was no time to look at every row. Raises ``FormsError('form.unknown')``.
    """
    target = snapshot.returns.get((form, str(period)))
    rows = target.rows.get(form, []) if target is not None else []
    if target is None or len(rows) <= MOST_ROWS:
        return record_of(snapshot, form, period)
    time = deadline.part(_SHARE)
    chosen: list[str] = []
    for start in range(0, len(rows), _CHUNK):
        if len(chosen) >= MOST_ROWS or time.passed():
            break
        chunk = rows[start : start + _CHUNK]
        chosen += _failing(reduced(snapshot, target, chunk), form, period)
    deadline.late = deadline.late or time.late
    return record_of(reduced(snapshot, target, chosen[:MOST_ROWS]), form, period, by_row=True)


def reduced(snapshot: Snapshot, target: Return, rows: list[str]) -> Snapshot:
    """The snapshot with only these rows in the return ``target``."""
    form = target.form
    heads = {f"{form}[{row}]" for row in rows}
    cells = {a: cell for a, cell in target.cells.items() if a.partition("]")[0] + "]" in heads}
    children = {name: ids for name, ids in target.rows.items() if name.partition("]")[0] + "]" in heads}
    kept = Return(
        target.firm, form, target.period, target.pack, cells, {**children, form: rows}, target.explanations
    )
    return Snapshot(snapshot.pack, snapshot.firm, {**snapshot.returns, (form, str(target.period)): kept})


def _failing(snapshot: Snapshot, form: str, period: Period) -> list[str]:
    """The rows in which a rule fails or a required place is blank, in order."""
    books = Books(snapshot.pack, snapshot.returns, form, period)
    bad = set(_failing_rules(books)) | {finding.row for finding in missing_required(books)}
    return [row for row in snapshot.returns[form, str(period)].rows[form] if row in bad]


def _failing_rules(books: Books) -> Iterator[str | None]:
    book = rulebook(books.pack)
    for rule in book.of_form(books.form):
        compiled = book.rule(rule)
        if isinstance(compiled, FormsError) or not compiled.tables:
            continue
        for judged in compiled.judge(books):
            if judged.outcome == "fail" and rule.level != "hint":
                yield judged.scope[books.form].row
