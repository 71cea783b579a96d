"""A cell of a sheet as a cell of a return: read, in the indicator's unit, rounded once, origin kept."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from client.workbook.finding.names.vocabulary import Target
from client.workbook.finding.taken import bulk
from client.workbook.finding.taken.extraction import Cells, Note, note
from client.workbook.model import Column, Scalar, Sheet, as_text, letters, plain, reference
from forms.blocks import BlockColumn, Figures, Words
from forms.pack.model import NUMERIC, Pack, Spec
from forms.returns import Cell, Origin, Value
from forms.values.canonical import plain as canonical
from forms.values.commas import may_be_grouped, with_point, writes_commas
from forms.values.numbers import Number, read_number
from forms.values.reading import read
from forms.values.units import TOO_LARGE, compatible, convert, counted, foreign_money, unit_words
from forms.values.units import unit as unit_called
from forms.words import Listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Place = tuple[int, int]
_DASHES = re.compile(r"[-—–―－/\\·.]{1,4}|无|n/?a|不适用", re.IGNORECASE)
_FOREIGN_SIGN = re.compile(r"[A-Za-z]{0,3}[$€£₩¥]|[A-Z]{3}")
MONEY = "元"
_PROOFS = 2
"""So many figures with a decimal comma at least: a single one may be a slip."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How the cells of one line or column are to be read."""

    target: Target
    unit: str
    """The unit the sheet gives for them; the indicator's own when it names none."""
    negated: bool = False
    """The sheet shows losses with a minus sign, the indicator asks for the loss."""

    times: Decimal | None = None
    """What figures in a unit of counting are multiplied by."""

    coded: bool = False
    """Names of a list are written for its codes: the code is kept, as if it had been written."""

    @property
    def scale(self) -> int:
        """Decimals of the indicator."""
        return self.target.spec.decimals


class _Plain(msgspec.Struct, frozen=True):
    """A cell read, but for where it stands."""

    text: str
    value: Value | None
    problem: str | None
    unit: str


def resolve_unit(spec: Spec, named: tuple[str, ...]) -> tuple[str, bool]:
    """The first named unit that fits the indicator, and whether it had to be assumed."""
    if not spec.unit or spec.type not in NUMERIC:
        return spec.unit, False
    for unit in named:
        if unit and compatible(unit, spec.unit):
            return unit, False
    return spec.unit, compatible(spec.unit, MONEY)


def unclear(spec: Spec, named: Iterable[str]) -> Note | None:
    """Why the nearest unit named for some figures does not tell what they are: two units, foreign money."""
    money = compatible(spec.unit, MONEY)
    for each in named:
        units = each.split("/")
        if all(compatible(unit, spec.unit) or (money and foreign_money(unit)) for unit in units):
            if len(units) > 1:
                return note("left.two-units", units=Listed(map(unit_words, units)))
            foreign = foreign_money(each) and not compatible(each, spec.unit)
            return note("left.foreign-currency", unit=unit_words(each)) if foreign else None
    return None


_NONE: Mapping[int, Way | Note] = {}


class Converter:
    """Reads the cells of one sheet."""

    def __init__(self, file: str, sheet: Sheet, pack: Pack, *, unit_said: bool = False) -> None:
        """``unit_said``: a person told the unit of the figures, whatever the cells show."""
        self._sheet = sheet
        self._unit_said = unit_said
        self._pack = pack
        self.place = f"{file} › {sheet.name}"
        self._rows: tuple[Sequence[int], NDArray[np.int64]] | None = None
        self.commas_read = False
        """Whether a comma was read as a decimal point."""
        self._marked: dict[int, list[int]] = defaultdict(list)
        for row, column in sheet.errors | sheet.uncached | sheet.percents | sheet.scaled.keys():
            self._marked[column].append(row)

    @cached_property
    def _commas(self) -> bool:
        """Whether the sheet writes the decimal point as a comma; a sheet of numbers has no need to."""
        columns, height = self._sheet.columns, self._sheet.height
        if any(column.kind == "number" or any(isinstance(v, Decimal) for v in column.head) for column in columns):
            return False
        texts = [text.strip() for column in columns for text in set(column.strings(height)) if text]
        return writes_commas(texts, _PROOFS) and not any("," in text and may_be_grouped(text) for text in texts)

    def _written(self, value: Scalar) -> Number | None:
        """A figure in words of its own, ``3万``, or with a comma for its point, where the sheet writes so."""
        if not isinstance(value, str):
            return None
        text = value.strip()
        pointed = with_point(text) if self._commas_may_count(text) else text
        self.commas_read = self.commas_read or pointed != text
        return read_number(pointed)

    def _commas_may_count(self, text: str) -> bool:
        return ("," in text or "." in text) and self._commas

    def cell(self, row: int, column: int, way: Way) -> Cell | Note | None:
        """The return's cell, a reason why it is not taken, or None for a blank."""
        value = self._sheet.value(row, column)
        if value is None or value == "" or (row, column) in self._sheet.uncached:
            return self._why_blank(row, column)
        if way.target.spec.type not in NUMERIC and digits_lost(value):
            return note("left.cell-digits-lost", cell=reference(row, column))
        if (sign := self._foreign((row, column), way)) is not None:
            return note("left.foreign-currency", unit=sign)
        kept = self._way_of((row, column), value, way)
        if kept is None:
            return note("left.cell-scaled", cell=reference(row, column))
        percent = (row, column) in self._sheet.percents
        done = self._read(value, kept, percent)
        if done is None:
            return note("left.cell-dash", cell=reference(row, column), text=as_text(value))
        if self._vanishes(value, done, way.target.spec):
            return note("left.cell-below-one", cell=reference(row, column), unit=unit_words(way.target.spec.unit))
        shown = value * 100 if percent and done.unit == "%" and isinstance(value, Decimal) else value
        origin = Origin("workbook", f"{self.place} › {reference(row, column)}", _raw(shown), done.unit)
        return Cell(done.text, done.value, done.problem, origin=origin)

    def added(self, cells: Sequence[Place], way: Way) -> Cell | Note | None:
        """The cell of a return that adds several cells up, rounded once; a reason, or None where all are blank."""
        if sign := next((sign for cell in cells if (sign := self._foreign(cell, way))), None):
            return note("left.foreign-currency", unit=sign)
        values = {cell: self._sheet.value(*cell) for cell in cells}
        if why := next(
            (
                why
                for cell in cells
                if (values[cell] is None or cell in self._sheet.uncached) and (why := self._why_blank(*cell))
            ),
            None,
        ):
            return why
        held = {cell: value for cell, value in values.items() if value is not None and value != ""}
        if not held:
            return None
        ways = [self._way_of(cell, value, way) for cell, value in held.items()]
        units = {each.unit if each is not None else "" for each in ways}
        numbers = [
            Number(value) if isinstance(value, Decimal) else self._written(value) for value in held.values()
        ]
        plain_ones = [number.value for number in numbers if number is not None and number.unit is None]
        span = f"{reference(*cells[0])}:{reference(*cells[-1])}"
        if len(units) > 1 or ways[0] is None or len(plain_ones) < len(numbers):
            return note("left.cells-not-added", cells=span)
        total = sum(plain_ones, Decimal(0))
        done = self._number(total, ways[0], False)
        if done is None:
            return None
        if self._vanishes(total, done, way.target.spec):
            return note("left.cell-below-one", cell=span, unit=unit_words(way.target.spec.unit))
        origin = Origin("workbook", f"{self.place} › {span}", plain(total), done.unit)
        return Cell(done.text, done.value, done.problem, origin=origin)

    def _vanishes(self, value: Scalar, done: _Plain, spec: Spec) -> bool:
        """Whether something of what is counted one by one was rounded to nothing: 0.012 人 are likely 万人."""
        if done.value != 0 or not counted(spec.unit):
            return False
        number = Number(value) if isinstance(value, Decimal) else self._written(value)
        return number is not None and number.value != 0

    def _foreign(self, cell: Place, way: Way) -> str | None:
        """The sign of foreign money that a figure of money is shown with, where nobody said that it is yuan."""
        _, sign = self._sheet.scaled.get(cell, (0, ""))
        shown = not self._unit_said and _FOREIGN_SIGN.fullmatch(sign) is not None
        return sign if shown and compatible(way.target.spec.unit, MONEY) else None

    def _way_of(self, cell: Place, value: Scalar, way: Way) -> Way | None:
        """The way, in the unit the cell is kept in; None where the sheet's unit does not fit what it shows."""
        scale = self._sheet.scaled.get(cell) if isinstance(value, Decimal) else None
        if scale is not None and _FOREIGN_SIGN.fullmatch(scale[1]):
            scale = (scale[0], "")  # that it is yuan was said: the sign is no multiple
        unit = way.unit if scale is None else kept_in(way.target.spec, way.unit, *scale)
        return None if unit is None else way if unit == way.unit else msgspec.structs.replace(way, unit=unit)

    def column(self, column: int, way: Way, rows: Sequence[int], apart: Mapping[int, Way | Note] = _NONE) -> Cells:
        """The cells of many rows of one column, by whole columns where they allow it.

        Positions ``apart`` are read in a way of their own, or not, for a reason.
        """
        import numpy as np

        cells = self._sheet.columns[column - self._sheet.left]
        if self._rows is None or self._rows[0] is not rows:  # every column of a list is asked for the same rows
            self._rows = rows, np.asarray(rows, np.int64)
        numbers = self._rows[1]
        places = numbers - (self._sheet.top + len(cells.head))
        odd = places < 0
        if self._marked[column]:
            odd |= np.isin(numbers, self._marked[column])
        if apart:
            odd[list(apart)] = True
        body = self._body(cells, way, np.where(odd, 0, places)) if len(cells) else None
        if body is None:
            listed: Figures | Words = Words(np.full(len(rows), -1, np.int32), (), ())
            odd |= bool(len(cells))
        else:
            listed = _without(body.body, odd)
            odd |= body.odd
        singles = {n: self._apart(rows[n], column, apart.get(n, way)) for n in np.flatnonzero(odd).tolist()}
        made = BlockColumn(
            field=way.target.field,
            letter=letters(column),
            unit=way.unit,
            body=listed,
            single={n: one for n, one in singles.items() if isinstance(one, Cell)},
        )
        notes = {n: one for n, one in singles.items() if isinstance(one, Note)}
        return Cells(made, column, rows, self.place, notes)

    def _apart(self, row: int, column: int, way: Way | Note) -> Cell | Note | None:
        if isinstance(way, Note):
            return way if self._sheet.value(row, column) is not None else None
        return self.cell(row, column, way)

    def _body(self, cells: Column, way: Way, rows: NDArray[np.int64]) -> bulk.Bulk | None:
        """The cells below the head, as far as they can be read all in the same way."""
        spec = way.target.spec
        if way.negated:
            return None
        if spec.type in NUMERIC and cells.kind == "number":
            quick = bulk.figures(cells, rows, way.unit, spec.unit, way.scale)
            if quick is not None:
                return quick.without_lost() if counted(spec.unit) else quick
        if spec.type == "text" and cells.kind == "text":
            quick = bulk.texts(cells, rows)
            if quick is not None:
                return quick
        return bulk.words(cells, rows, lambda value: self._sound(value, way))

    def _sound(self, value: Scalar, way: Way) -> bulk.Read | None:
        """A content without anything to be said about it."""
        if way.target.spec.type not in NUMERIC and digits_lost(value):
            return None
        done = self._read(value, way, False)
        if done is None or done.value is None or done.problem is not None or done.unit != _unit_of(way):
            return None
        if self._vanishes(value, done, way.target.spec):
            return None
        return done.text, done.value, _raw(value)

    def _why_blank(self, row: int, column: int) -> Note | None:
        if (row, column) in self._sheet.errors:
            return note("left.cell-error", cell=reference(row, column))
        if (row, column) in self._sheet.uncached:
            return note("left.cell-uncalculated", cell=reference(row, column))
        return None

    def _read(self, value: Scalar, way: Way, percent: bool) -> _Plain | None:
        """None for a dash in the place of a number."""
        if way.target.spec.type in NUMERIC:
            return self._number(value, way, percent)
        text = as_text(value)
        cell = read(text, way.target.spec, self._pack)
        if isinstance(cell.value, str) and (way.coded or way.target.spec.type in ("month", "uscc")):
            text = cell.value
        return _Plain(text, cell.value, cell.problem, "")

    def _number(self, value: Scalar, way: Way, percent: bool) -> _Plain | None:
        spec = way.target.spec
        number = Number(value) if isinstance(value, Decimal) else self._written(value)
        if number is None:
            return self._unreadable(value, spec)
        unit, amount = way.unit, number.value
        if number.unit is not None:
            unit = number.unit.name if number.unit.base else number.unit.name + _base(spec.unit)
            if not compatible(unit, spec.unit):
                return self._unreadable(value, spec)
        elif percent and spec.unit == "%":
            amount = amount * 100
        if abs(amount) >= TOO_LARGE:  # in whichever unit: what no return can hold is kept as it is written
            return _Plain(as_text(value), None, "value.too-large", unit)
        if way.times is not None:
            amount, unit = amount * way.times, spec.unit
        in_spec, _ = convert(-amount if way.negated else amount, unit, spec.unit, way.scale)
        if way.times is not None:
            unit = way.unit
        return _Plain(canonical(in_spec), in_spec, None, unit)

    def _unreadable(self, value: Scalar, spec: Spec) -> _Plain | None:
        text = as_text(value)
        if _DASHES.fullmatch(unicodedata.normalize("NFKC", text)):
            return None
        return _Plain(text, None, read(text, spec, self._pack).problem or "value.not-a-number", "")


def _without(body: Figures | Words, odd: NDArray[np.bool_]) -> Figures | Words:
    """Figures or words of which those in the rows ``odd`` are blank."""
    import numpy as np

    if not odd.any():
        return body
    if isinstance(body, Words):
        return msgspec.structs.replace(body, codes=np.where(odd, np.int32(-1), body.codes))
    return msgspec.structs.replace(body, blank=odd if body.blank is None else body.blank | odd)


def digits_lost(value: Scalar) -> bool:
    """Whether a long code was kept as a number, of which a workbook holds 15 digits."""
    if isinstance(value, str):
        return _POWER.fullmatch(value.strip()) is not None
    return isinstance(value, Decimal) and abs(value) >= _EXACT_BELOW


_POWER = re.compile(r"\d(?:\.\d+)?[Ee]\+\d{1,2}")
_EXACT_BELOW = 10**15


def kept_in(spec: Spec, unit: str, power: int, named: str) -> str | None:
    """The unit a figure is kept in that is shown smaller by a power of ten, perhaps with a multiple behind it.

    None where what is shown and what is said of it do not go together: 元 above it, or what is shown is in it.
    """
    if named == MONEY:
        return MONEY if compatible(unit, MONEY) else unit
    shown = unit_called(named + _base(unit) if named else unit)
    if spec.type not in NUMERIC or shown is None:
        return unit
    if not power:
        return shown.name
    return shown.base if shown.factor in (1, Decimal(10) ** power) else None


def _unit_of(way: Way) -> str:
    return way.unit if way.target.spec.type in NUMERIC else ""


def _raw(value: Scalar) -> str:
    return plain(value) if isinstance(value, Decimal) else as_text(value)


def _base(unit: str) -> str:
    return MONEY if compatible(unit, MONEY) else unit.removeprefix("万").removeprefix("千")
