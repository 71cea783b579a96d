"""From cells to columns and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from forms.columns.values import (
    BEFORE,
    BLANK,
    KNOWN,
    NO_RETURN,
    ODD,
    UNREADABLE,
    WAIVED,
    Column,
    Flag,
    Ints,
    Mask,
    Num,
    States,
    Txt,
    Val,
    column,
    limit_of,
    ranked,
    scaled,
)
from forms.pack.model import Spec
from forms.records.table import RecordColumn
from forms.returns import FINER, Cell, Origin, Value
from forms.values.canonical import plain
from forms.values.units import finer

_ABSENT = {"": BLANK, "no-return": NO_RETURN, "before-first": BEFORE}
_TYPES: dict[str, type] = {
    "integer": Decimal,
    "decimal": Decimal,
    "boolean": bool,
    "codes": tuple,
    "text-list": tuple,
}
_FINER = Origin(source="workbook", raw="0", unit=FINER)


class Alike(NamedTuple):
    """The different cells of a field, and which of them each row holds: of a long list most are one object."""

    cells: Sequence[Cell | None]
    codes: Ints


def alike(cells: Sequence[Cell | None]) -> Alike:
    """What is the same object is looked at once."""
    firsts: dict[int, int] = {}
    size = len(cells)
    places = np.fromiter(map(firsts.setdefault, map(id, cells), range(size)), np.int64, size)
    codes = np.zeros(size, np.int64)
    codes[list(firsts.values())] = np.arange(len(firsts))
    return Alike([cells[place] for place in firsts.values()], codes[places])


def gathered(
    cells: Sequence[Cell | None], spec: Spec, absent: Sequence[str] = ("",), found: Alike | None = None
) -> Column:
    """The column of a field; ``absent`` is the state of each row's sheet (or of all), which a missing cell has.

    ``found`` is what is alike among the cells, where somebody knows it.
    """
    if found is None and len(cells) >= _MANY:
        found = alike(cells)
    made = _one_by_one(cells if found is None else found.cells, spec)
    if found is not None:
        made = picked(made, found.codes, cells.__getitem__)
    if absent == ("",) or made.state is None:
        return made
    states = np.array([_ABSENT[name] for name in absent], np.uint8)
    return column(made.value, np.where(made.state == BLANK, states, made.state), made.refined, made.odd)


_MANY = 500
"""Of fewer cells each is looked at."""


def picked(found: Column, codes: Ints, cell: Callable[[int], Cell | None]) -> Column:
    """The column of rows that each hold one of different contents; ``cell`` answers a row's."""
    value = found.value
    held: Val
    if isinstance(value, Num):
        held = Num(value.top[codes], value.scale, value.limit)
    elif isinstance(value, Txt):
        held = Txt(value.codes[codes], value.words)
    else:
        held = Flag(value.holds[codes])
    state = None if found.state is None else found.state[codes]
    odd = {row: cell(row) for row in np.flatnonzero(state == ODD).tolist()} if found.odd else {}
    return column(held, state, None if found.refined is None else found.refined[codes], odd)


def _one_by_one(cells: Sequence[Cell | None], spec: Spec) -> Column:
    kind = _TYPES.get(spec.type, str)
    scale = spec.decimals
    given = [None if cell is None else cell.value for cell in cells]
    fitted, state, odd = _fitted(given, kind, scale, lambda row: _why(cells[row]), cells.__getitem__)
    return column(_packed(fitted, kind, scale), state, _refined(cells, spec, kind), odd)


def recorded(found: RecordColumn, spec: Spec) -> Column:
    """The column of a field of records, without a cell being made for each."""
    kind = _TYPES.get(spec.type, str)
    scale = spec.decimals
    texts, problems = found.texts, found.problems
    given = [value if text else None for text, value in zip(texts, found.values, strict=True)]

    def why(row: int) -> int:
        return UNREADABLE if texts[row] and row in problems else BLANK

    values, state, odd = _fitted(given, kind, scale, why, found.cell)
    rounded = kind is Decimal and bool(found.unit) and finer(found.unit, spec.unit)
    refined = np.array([value is not None for value in given], np.bool_) if rounded else None
    return column(_packed(values, kind, scale), state, refined, odd)


def _fitted(
    given: Sequence[Value | None],
    kind: type,
    scale: int,
    why: Callable[[int], int],
    cell: Callable[[int], Cell | None],
) -> tuple[list[Any], States, dict[int, Any]]:
    empty: Any = {Decimal: 0, bool: False, tuple: ()}.get(kind, "")
    values, state, odd = _fitting(given, kind, scale), np.zeros(len(given), np.uint8), {}
    for row in [row for row, value in enumerate(values) if value is None]:
        values[row] = empty
        if given[row] is None:
            state[row] = why(row)
        else:
            state[row], odd[row] = ODD, cell(row)
    return values, state, odd


def _fitting(given: Sequence[Value | None], kind: type, scale: int) -> list[Any]:
    """What an array can hold of each value: None where there is none, or one that it cannot."""
    if kind is Decimal:  # each different figure is scaled once: many of a list are alike
        figures = [value if type(value) is Decimal else None for value in given]
        known = {figure: None if figure is None else scaled(figure, scale) for figure in {*figures}}
        return list(map(known.__getitem__, figures))
    return [value if type(value) is kind else None for value in given]


def _why(cell: Cell | None) -> int:
    if cell is None:
        return BLANK
    return UNREADABLE if cell.problem is not None else WAIVED if cell.na is not None else BLANK


def _packed(values: list[Any], kind: type, scale: int) -> Val:
    if kind is Decimal:
        top = np.array(values, np.int64)
        return Num(top, scale, limit_of(top))
    if kind is bool:
        return Flag(np.array(values, np.bool_))
    codes, words = ranked(values)
    return Txt(codes, words if values else (("",) if kind is str else ((),)))


def _refined(cells: Sequence[Cell | None], spec: Spec, kind: type) -> Mask | None:
    if kind is not Decimal:
        return None
    unit, found = spec.unit, np.zeros(len(cells), np.bool_)
    for row in [row for row, cell in enumerate(cells) if cell is not None and cell.origin.raw]:
        cell = cells[row]
        found[row] = cell is not None and cell.value is not None and cell.origin.rounded_to(unit)
    return found


def absent(spec: Spec, state: int) -> Column:
    """A column without any value: blank in every row, or of a return that is not there."""
    kind = _TYPES.get(spec.type, str)
    scale = spec.decimals
    empty: Any = {Decimal: 0, bool: False, tuple: ()}.get(kind, "")
    return column(_packed([empty], kind, scale), np.array([state], np.uint8))


def numbers(values: Any, scale: int = 0, blank: Any = None, unreadable: Any = None, refined: Any = None) -> Column:
    """A column of numbers: integers ``value × 10**scale``; masks of rows blank, not readable, rounded."""
    top = np.asarray(values, np.int64)
    state = _state(len(top), blank, unreadable)
    if state is not None:
        top = np.where(state == KNOWN, top, 0)
    return column(
        Num(top, scale, limit_of(top)), state, None if refined is None else np.asarray(refined, np.bool_)
    )


def texts(values: Sequence[str | None], unreadable: Any = None) -> Column:
    """A column of texts, codes or months (``YYYY-MM``); None is blank."""
    codes, words = ranked([value or "" for value in values])
    blank = np.array([value is None for value in values], np.bool_)
    return column(Txt(codes, words), _state(len(codes), blank, unreadable))


def truths(values: Any, blank: Any = None) -> Column:
    """A column of yes and no."""
    holds = np.asarray(values, np.bool_)
    state = _state(len(holds), blank, None)
    return column(Flag(holds if state is None else holds & (state == KNOWN)), state)


def _state(size: int, blank: Any, unreadable: Any) -> States | None:
    if blank is None and unreadable is None:
        return None
    state = np.zeros(size, np.uint8)
    if blank is not None:
        state[np.asarray(blank, np.bool_)] = BLANK
    if unreadable is not None:
        state[np.asarray(unreadable, np.bool_)] = UNREADABLE
    return state


def cell_at(found: Column, row: int) -> Cell | None:
    """The cell a row of a column stands for; None when blank."""
    state = KNOWN if found.state is None else int(found.state[row])
    if state == ODD:
        kept: Cell = found.odd[row]
        return kept
    if state != KNOWN:
        return {UNREADABLE: Cell("?", problem="value.not-a-number"), WAIVED: Cell("", na="-")}.get(state)
    value = found.value
    if isinstance(value, Num):
        number = Decimal(int(value.top[row])).scaleb(-value.scale)
        refined = found.refined is not None and bool(found.refined[row])
        return Cell(plain(number), number, origin=_FINER if refined else Origin())
    if isinstance(value, Flag):
        holds = bool(value.holds[row])
        return Cell("是" if holds else "否", holds)
    word = value.words[value.codes[row]]
    return Cell(word if isinstance(word, str) else "、".join(word), word)
