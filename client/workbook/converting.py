"""One cell of a sheet as one cell of a return: read, in the indicator's unit, rounded once, origin kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from client.workbook.extraction import Note, note
from client.workbook.model import Scalar, Sheet, as_text, plain, reference
from client.workbook.vocabulary import Target
from forms.pack.model import NUMERIC, Pack, Spec
from forms.returns import Cell, Origin
from forms.values.canonical import plain as canonical
from forms.values.numbers import Number, read_number
from forms.values.reading import read
from forms.values.units import compatible, convert

_DASHES = re.compile(r"[-—–―－/\\·.]{1,4}|无|n/?a|不适用", re.IGNORECASE)
MONEY = "元"


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How the cells of one line or column are to be read."""

    target: Target
    unit: str
    """The unit the sheet gives for them; the indicator's own when it names none."""
    negated: bool = False
    """The sheet shows losses with a minus sign, the indicator asks for the loss."""


def resolve_unit(spec: Spec, named: tuple[str, ...]) -> tuple[str, bool]:
    """The first named unit that fits the indicator, and whether it had to be assumed."""
    if not spec.unit or spec.type not in NUMERIC:
        return spec.unit, False
    for unit in named:
        if unit and compatible(unit, spec.unit):
            return unit, False
    return spec.unit, compatible(spec.unit, MONEY)


class Converter:
    """Reads the cells of one sheet."""

    def __init__(self, file: str, sheet: Sheet, pack: Pack) -> None:
        self._sheet = sheet
        self._pack = pack
        self._book = f"{file} › {sheet.name} › "
        self._texts: dict[tuple[str, str], Cell] = {}

    def cell(self, row: int, column: int, way: Way) -> Cell | Note | None:
        """The return's cell, a reason why it is not taken, or None for a blank."""
        value = self._sheet.value(row, column)
        if value is None or value == "":
            return self._why_blank(row, column)
        if way.target.spec.type in NUMERIC:
            return self._number(value, row, column, way)
        return self._text(value, row, column, way.target)

    def column(self, column: int, way: Way, rows: Sequence[int]) -> list[Cell | Note | None]:
        """The same for many rows of one column."""
        return [self.cell(row, column, way) for row in rows]

    def _why_blank(self, row: int, column: int) -> Note | None:
        if (row, column) in self._sheet.errors:
            return note("left.cell-error", cell=reference(row, column))
        if (row, column) in self._sheet.uncached:
            return note("left.cell-uncalculated", cell=reference(row, column))
        return None

    def _number(self, value: Scalar, row: int, column: int, way: Way) -> Cell | Note | None:
        spec = way.target.spec
        number = Number(value) if isinstance(value, Decimal) else _written(value)
        if number is None:
            return self._unreadable(value, row, column, spec)
        unit = way.unit
        amount = number.value
        if number.unit is not None:
            unit = number.unit.name if number.unit.base else number.unit.name + _base(spec.unit)
            if not compatible(unit, spec.unit):
                return self._unreadable(value, row, column, spec)
        elif spec.unit == "%" and (row, column) in self._sheet.percents:
            amount = amount * 100
        if way.negated:
            amount = -amount
        rounded, _ = convert(amount, unit, spec.unit, spec.scale if spec.type == "decimal" else 0)
        return Cell(canonical(rounded), rounded, origin=self._origin(row, column, _raw(value), unit))

    def _unreadable(self, value: Scalar, row: int, column: int, spec: Spec) -> Cell | Note:
        text = as_text(value)
        if _DASHES.fullmatch(unicodedata.normalize("NFKC", text)):
            return note("left.cell-dash", cell=reference(row, column), text=text)
        read_cell = self._read(text, spec)
        problem = read_cell.problem or "value.not-a-number"
        return Cell(text, problem=problem, origin=self._origin(row, column, text, ""))

    def _text(self, value: Scalar, row: int, column: int, target: Target) -> Cell:
        text = as_text(value)
        cell = self._read(text, target.spec)
        if isinstance(cell.value, str) and target.spec.type in ("month", "uscc"):
            text = cell.value
        return Cell(text, cell.value, cell.problem, origin=self._origin(row, column, as_text(value), ""))

    def _read(self, text: str, spec: Spec) -> Cell:
        """Lists repeat few texts many times: each is read once for a column."""
        key = (f"{spec.type} {spec.list} {spec.unit} {spec.scale}", text)
        cell = self._texts.get(key)
        if cell is None:
            cell = self._texts[key] = read(text, spec, self._pack)
        return cell

    def _origin(self, row: int, column: int, raw: str, unit: str) -> Origin:
        return Origin("workbook", self._book + reference(row, column), raw, unit)


def _written(value: Scalar) -> Number | None:
    return read_number(value) if isinstance(value, str) else None


def _raw(value: Scalar) -> str:
    return plain(value) if isinstance(value, Decimal) else as_text(value)


def _base(unit: str) -> str:
    return MONEY if compatible(unit, MONEY) else unit.removeprefix("万").removeprefix("千")
