"""Which row of a return a line of a workbook belongs to."""

from __future__ import annotations

import uuid

from client.usecases.returns.editing import Draft
from client.usecases.returns.neighbours import Returns
from client.workbook import Found
from forms.pack import Form
from forms.periods import Period
from forms.returns import Return, RowsEdit


class RowFinder:
    """Finds a row by its key, also in earlier periods, so that ids stay the same; mints an id for a new one.

    Rows of child tables have no key: the n-th of the workbook is the n-th of the return.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._old = {table: tuple(ids) for table, ids in draft.current.rows.items()}
        self._new: dict[str, list[str]] = {}
        self._listed = {(table, row) for table, ids in self._old.items() for row in ids}
        self._known = ids_before(draft.form, draft.period, draft.others) | keys_of(draft.current, draft.form)

    def address(self, found: Found) -> str:
        """The full address of a value within its return."""
        inner, outer = found.address, ""
        if found.row_key is not None:
            form = self._draft.form.code
            row = self._known.get(found.row_key)
            if row is None:
                row = self._known[found.row_key] = str(uuid.uuid4())
            self._list(form, row)
            outer = f"{form}[{row}]."
        if found.item is not None:
            code, _, column = inner.partition(".")
            inner = f"{code}[{self._item(outer + code, found.item)}].{column}"
        return outer + inner

    def edits(self, filled: frozenset[str] | None = None) -> tuple[RowsEdit, ...]:
        """The row lists before and after, where rows came in; only those ``filled``, if given."""
        kept = {table: [row for row in new if filled is None or row in filled] for table, new in self._new.items()}
        return tuple(
            RowsEdit(table, old := self._old.get(table, ()), (*old, *new)) for table, new in kept.items() if new
        )

    def _item(self, table: str, item: str) -> str:
        key = f"{table}#{item}"
        if key not in self._known:
            place = int(item) - 1
            old = self._old.get(table, ())
            self._known[key] = old[place] if place < len(old) else str(uuid.uuid4())
        self._list(table, self._known[key])
        return self._known[key]

    def _list(self, table: str, row: str) -> None:
        if (table, row) not in self._listed:
            self._listed.add((table, row))
            self._new.setdefault(table, []).append(row)


def ids_before(form: Form, period: Period, returns: Returns) -> dict[str, str]:
    """Row ids by key in earlier reports; where they differ the nearest decides.

    January is reported with February, whose former report is the last one of the year before.
    """
    known: dict[str, str] = {}
    for before in (period.last_year(), period.year_end(), form.previous(period)):
        if before is not None:
            known |= keys_of(returns.get((form.code, str(before))), form)
    return known


def keys_of(target: Return | None, form: Form) -> dict[str, str]:
    """Row ids by the text of the form's row key."""
    if target is None or form.row_key is None:
        return {}
    keyed = {}
    for row in target.rows.get(form.code, ()):
        cell = target.cells.get(f"{form.code}[{row}].{form.row_key}")
        if cell is not None:
            keyed[cell.text] = row
    return keyed
