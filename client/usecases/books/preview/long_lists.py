"""A long list of a workbook as it is: columns from the reader to the store, no object for every cell.

Only a list that is new to its return goes this way; whatever meets rows that are there already is compared cell by
cell (``client.usecases.books.importing``). What comes out means the same either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from client.store import Books
from client.usecases.books.preview.doubts import doubts
from client.usecases.books.preview.lines import ImportLine, line_of
from client.usecases.books.preview.row_ids import new_row_ids
from client.usecases.books.preview.rows import ids_before
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck
from client.usecases.returns.neighbours import Returns, blank_return, gather
from client.usecases.returns.states import State
from client.workbook import Found
from client.workbook.finding.taken.extraction import Block as Listed
from forms.addresses import parse
from forms.blocks import Block
from forms.columns.findings import TableFindings, block_findings, columns_suffice
from forms.findings import MISSING
from forms.pack import Form, Indicator, Pack, Spec
from forms.pack.places import indicator_at, spec_at
from forms.returns import Cell, Change, Return, ReturnKey, RowsEdit

LONG = 500
"""Lists of fewer rows are no trouble cell by cell."""


class ListLines(Sequence[ImportLine]):
    """The preview of a list, value by value: each line is made when it is looked at."""

    def __init__(self, form: Form, listed: Listed, block: Block, before: Mapping[str, Cell]) -> None:
        """``before`` holds the cells of the report before this one."""
        self._before = before
        self._listed = listed
        self._block = block
        self._columns = {column.address: column for column in listed.columns}
        self._places = {column.field: _place(form, column.field) for column in block.columns}

    def __len__(self) -> int:
        return len(self._block)

    @overload
    def __getitem__(self, index: int) -> ImportLine: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ImportLine, ...]: ...
    def __getitem__(self, index: int | slice) -> ImportLine | tuple[ImportLine, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        position, column = self._block.place_of(range(len(self))[index])
        cell = self._block.cell(position, column)
        about = self._columns[column.field]
        assert cell is not None
        found = Found(
            form=self._listed.form,
            period=self._listed.period,
            row_key=self._listed.keys[position],
            row_label=self._listed.labels[position],
            address=about.address,
            cell=cell,
            how=about.how,
            confidence=about.confidence,
        )
        address = f"{self._block.form}[{self._block.rows[position]}].{column.field}"
        indicator, spec = self._places[column.field]
        before = self._before.get(address)
        seen = doubts(cell, None, before, indicator, self._listed.period, filed=False)
        return line_of(found, address, indicator, spec, None, seen)


def _place(form: Form, field: str) -> tuple[Indicator, Spec]:
    where = parse(f"{form.code}[row].{field}")
    return indicator_at(form, where), spec_at(form, where)


@dataclass(frozen=True)
class ListPlan:
    """A list that is new to its return: the change, its preview, and the return it is for, still without cells."""

    pack: Pack
    target: Return
    change: Change
    block: Block
    lines: ListLines
    others: Returns

    def check(self, others: Mapping[tuple[str, str], Return]) -> ReturnCheck:
        """What the return will be found to be; ``others`` are those of the same workbook, as they will be."""
        findings = block_findings(self.pack, self.target.period, self.block, {**self.others, **others})
        return ReturnCheck(
            target=self.target,
            form_words=self.pack.forms[self.target.form].words,
            state=_state(findings),
            findings=findings,
            unexplained=findings.failed("query"),
            head=None,
            edited=True,
            size=len(self.block),
        )


def _state(findings: TableFindings) -> State:
    """``states.local_state`` of what was just filled in and has no explanations yet."""
    errors = findings.of_level("error")
    if len(errors):
        return "filling" if errors.rules == {MISSING} else "errors"
    return "to_explain" if len(findings.failed("query")) else "ready"


def plan_list(session: Session, firm: str, listed: Listed, beside: Returns) -> ListPlan | None:
    """The plan of a long list; None when it has to be compared cell by cell. ``beside``: planned, not stored."""
    pack = session.pack_for(listed.period)
    form = pack.forms[listed.form]
    columns = [column.cells.listed(column.address) for column in listed.columns]
    if len(listed.rows) < LONG or not columns_suffice(form) or None in columns or None in listed.keys:
        return None

    def fetch(books: Books) -> tuple[bool, Returns]:
        there = any(books.returns.rows(ReturnKey(firm, listed.form, listed.period)).values())
        return there, {} if there else gather(books, firm, listed.period)

    there, others = session.look(firm, fetch)
    others = {**others, **beside}
    own = others.get((listed.form, str(listed.period)))
    if there or (own is not None and (own.cells or own.pack != pack.version)):
        return None
    ids = _row_ids(form, listed, others)
    if len(set(ids)) < len(ids):  # two records now were one before: a person has to say which is which
        return None
    block = Block(
        listed.form,
        ids,
        [column for column in columns if column is not None],
        listed.rows,
        listed.place,
    )
    target = blank_return(pack, ReturnKey(firm, listed.form, listed.period))
    target.rows[listed.form] = list(block.rows)
    rows = RowsEdit(listed.form, (), tuple(block.rows))
    change = Change(firm, listed.form, listed.period, block, (rows,), source="workbook")
    previous = form.previous(listed.period)
    before = others.get((form.code, str(previous))) if previous else None
    lines = ListLines(form, listed, block, before.cells if before else {})
    return ListPlan(pack, target, change, block, lines, others)


def _row_ids(form: Form, listed: Listed, others: Returns) -> list[str]:
    """A row has the id it had in earlier reports."""
    known = ids_before(form, listed.period, others)
    fresh = new_row_ids(len(listed.rows))
    if not known:
        return fresh
    return [known.get(key or "", new) for key, new in zip(listed.keys, fresh, strict=True)]
