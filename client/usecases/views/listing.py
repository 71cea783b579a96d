"""A list for other programs as a person lays it out: a record a line, an indicator a column; it is read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from client.base.stopping import Stop
from client.usecases.returns.checking import ReturnCheck
from client.workbook.writing.tables import Table, Value
from forms.by_record import within
from forms.pack import Form
from forms.pack.model import Indicator, Spec
from forms.returns import Cell

Fields = Sequence[tuple[str, str, Spec]]
"""Name within a record, heading and what its cells are read against."""


class ListTables:
    """The sheets of a list form: its own, and one for each child table, complete when its own was gone through."""

    def __init__(self, form: Form, front: Sequence[str]) -> None:
        self._form = form
        self._front = front
        self._fields: Fields = tuple(_fields(form))
        self._children = [indicator for indicator in form.indicators.values() if indicator.table]
        self._key = form.indicators.get(form.row_key or "")
        self._below: dict[str, list[Sequence[Value]]] = {indicator.code: [] for indicator in self._children}

    def tables(self, lines: Iterator[Sequence[Value]]) -> list[Table]:
        """The sheets, where ``lines`` are what ``lines`` answered for all returns."""
        heads = (*self._front, *(heading for _, heading, _ in self._fields))
        own = Table(self._form.name, heads, lines)
        key = (_headed(self._key.name, self._key),) if self._key is not None else ()
        below = [
            Table(
                each.name,
                (*self._front, *key, *(_headed(part.label, part) for part in each.table.values())),
                self._below[each.code],
            )
            for each in self._children
        ]
        return [own, *below]

    def lines(self, check: ReturnCheck, front: Sequence[Value], stop: Stop) -> Iterator[Sequence[Value]]:
        """The records of a return; ``front`` stands before each."""
        target, code = check.target, self._form.code
        for row in target.rows.get(code, ()):
            stop.check()
            cell_in = within(target.cells, f"{code}[{row}")
            key = cell_in(self._key.code) if self._key is not None else None
            for child in self._children:
                self._keep(
                    child, check, f"{code}[{row}].{child.code}", (*front, *([_value(key)] if self._key else ()))
                )
            yield (*front, *(_value(cell_in(field)) for field, _, _ in self._fields))

    def _keep(self, child: Indicator, check: ReturnCheck, table: str, front: Sequence[Value]) -> None:
        for row in check.target.rows.get(table, ()):
            cell_in = within(check.target.cells, f"{table}[{row}")
            self._below[child.code].append((*front, *(_value(cell_in(name)) for name in child.table)))


def _fields(form: Form) -> Iterator[tuple[str, str, Spec]]:
    for indicator in form.indicators.values():
        if indicator.parts:
            for part in indicator.parts.values():
                yield f"{indicator.code}.{part.name}", _headed(f"{indicator.name}：{part.label}", part), part
        elif not indicator.table:
            yield indicator.code, _headed(indicator.name, indicator), indicator


def _headed(name: str, spec: Spec) -> str:
    return f"{name}（{spec.unit}）" if spec.unit else name


def _value(cell: Cell | None) -> Value:
    """A figure as a figure; anything else as it was typed, so that it is read as it was."""
    if cell is None:
        return None
    return cell.value if isinstance(cell.value, Decimal) and cell.problem is None else cell.text
