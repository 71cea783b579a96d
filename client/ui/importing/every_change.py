"""Every figure that many workbooks would change: enterprise, indicator, old, new, difference, cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import overload

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.words import number_word, period_word
from client.ui.importing.columns import code_word
from client.ui.parts.shown import Shown
from client.ui.parts.table import TableColumn
from client.usecases.books.batches.importing_many import ManyPlan
from client.usecases.books.preview.lines import Joined
from forms.addresses import parse
from forms.pack import Pack
from forms.periods import Period
from forms.returns import Cell, Change, Edit

SEARCHED_AT_MOST = 200_000
"""Of more changes than these only whole returns are told apart."""


@dataclass(frozen=True)
class ChangeRow:
    """One cell of one enterprise's return, before and after."""

    name: str
    change: Change
    edit: Edit

    @property
    def code(self) -> str:
        return parse(self.edit.address).code


@dataclass(frozen=True)
class Sought:
    """What is looked for; what is empty is anything."""

    firm: str = ""
    form: str = ""
    period: Period | None = None
    text: str = ""

    def takes(self, change: Change) -> bool:
        """Whether a return is looked for."""
        return (
            self.firm in ("", change.firm)
            and self.form in ("", change.form)
            and self.period in (None, change.period)
        )


class _OfChange(Sequence[ChangeRow]):
    """The edits of one return as rows, each made when it is looked at."""

    def __init__(self, name: str, change: Change) -> None:
        self._name = name
        self._change = change

    def __len__(self) -> int:
        return len(self._change.edits)

    @overload
    def __getitem__(self, index: int) -> ChangeRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ChangeRow, ...]: ...
    def __getitem__(self, index: int | slice) -> ChangeRow | tuple[ChangeRow, ...]:
        if isinstance(index, slice):
            return tuple(ChangeRow(self._name, self._change, edit) for edit in self._change.edits[index])
        return ChangeRow(self._name, self._change, self._change.edits[index])


def change_rows(plan: ManyPlan, pack: Pack, sought: Sought) -> Sequence[ChangeRow]:
    """The changes of a plan that are looked for, enterprise by enterprise."""
    found = [
        _OfChange(plan.names.get(firm, ""), change)
        for firm, changes in plan.sets.items()
        for change in changes.changes
        if sought.takes(change)
    ]
    every: Sequence[ChangeRow] = Joined(found)
    wanted = sought.text.strip().casefold()
    if not wanted or len(every) > SEARCHED_AT_MOST:
        return every
    return [row for row in every if wanted in _words(row, pack)]


def _words(row: ChangeRow, pack: Pack) -> str:
    indicator = pack.indicator(row.code)
    names = f"{indicator.name} {indicator.name_en}" if indicator is not None else ""
    return f"{row.name} {row.change.firm} {row.edit.address} {names} {_place_of(row)}".casefold()


def change_columns(pack: Pack) -> tuple[TableColumn[ChangeRow], ...]:
    """What each cell would change, whose it is and where it stands in the workbook."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("import", "填报单位"), _firm, 10, stretch=2),
        TableColumn(translate("import", "指标"), partial(_indicator, pack), 8, stretch=3),
        TableColumn(translate("import", "报表 · 报告期"), partial(_return, pack), 6.4, stretch=2, drop=1),
        TableColumn(translate("import", "原值"), _old, 5.4, stretch=1, right=True),
        TableColumn(translate("import", "新值"), _new, 6.4, stretch=1, right=True),
        TableColumn(translate("import", "差额"), _difference, 5, right=True, drop=3),
        TableColumn(translate("import", "出处"), _place, 7, stretch=2, drop=2),
    )


def _firm(row: ChangeRow) -> Shown:
    return Shown(row.name or row.change.firm, below=row.change.firm if row.name else "")


def _indicator(pack: Pack, row: ChangeRow) -> Shown:
    indicator = pack.indicator(row.code)
    name = told(indicator.name, indicator.name_en) if indicator is not None else ""
    return Shown(name, below=code_word(row.code, row.edit.address), keeps=True)


def _return(pack: Pack, row: ChangeRow) -> Shown:
    form = pack.forms[row.change.form]
    below = f"{row.change.form} · {period_word(row.change.period)}"
    return Shown(told(form.name, form.name_en), below=below, keeps=True)


def _old(row: ChangeRow) -> Shown:
    return Shown(_figure(row.edit.old), right=_is_number(row.edit.old), faint=True)


def _new(row: ChangeRow) -> Shown:
    return Shown(_figure(row.edit.new), right=_is_number(row.edit.new), bold=True)


def _is_number(cell: Cell | None) -> bool:
    return cell is not None and isinstance(cell.value, Decimal)


def _figure(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return number_word(cell.value) if isinstance(cell.value, Decimal) else cell.text


def _difference(row: ChangeRow) -> Shown:
    old, new = row.edit.old, row.edit.new
    if old is None:
        return Shown(QCoreApplication.translate("import", "新填"), right=True, faint=True)
    try:
        gap = Decimal(new.text if new is not None else "0") - Decimal(old.text)
    except InvalidOperation:
        return Shown()
    return Shown(("+" if gap > 0 else "") + number_word(gap), right=True, tone="query")


def _place_of(row: ChangeRow) -> str:
    return row.edit.new.origin.place if row.edit.new is not None else ""


def _place(row: ChangeRow) -> Shown:
    book, _, inside = _place_of(row).partition(" › ")
    return Shown(inside or book, below=book if inside else "")
