"""A column of a file of records, typed: each different content is read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from client.workbook.finding.names.naming import Field
from client.workbook.model import as_text, plain
from forms.pack.model import NUMERIC, Pack, Spec
from forms.problems import FormsError
from forms.records import RecordColumn
from forms.returns import Cell, Value
from forms.values.numbers import read_number
from forms.values.reading import read
from forms.values.units import compatible, convert
from forms.values.units import unit as unit_called

DateFirst = Literal["", "day", "month"]
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")
_DASHES = frozenset({"-", "—", "–", "－", "--", "——", "/", "n/a", "na", "nan", "null", ".", "不适用", "无"})


def first_of_dates(texts: Iterable[str]) -> DateFirst:
    """Whether the day or the month stands first in dates like ``20/08/2025``, as far as all of them tell."""
    found = [match for text in texts if (match := _SLASHED.fullmatch(text.strip()))]
    day, month = (any(int(match[place]) > 12 for match in found) for place in (1, 2))
    return "" if day == month else "day" if day else "month"


def _with_points(text: str, first: DateFirst) -> str:
    """A date with slashes as it is read: with points, the day first."""
    match = _SLASHED.fullmatch(text.strip()) if first else None
    if match is None:
        return text
    day, month = (match[1], match[2]) if first == "day" else (match[2], match[1])
    return f"{day}.{month}.{match[3]}"


def column(
    texts: Sequence[str], field: Field, unit: str, pack: Pack, first: DateFirst = ""
) -> tuple[RecordColumn, int]:
    """The typed column, and how many dashes stood for a blank in it.

    ``unit`` is the file's own where it differs from the indicator's: figures are converted and rounded once.
    ``first`` says how the file's dates with slashes are read; where it is blank, they are not.
    """
    spec = field.spec
    other = unit if unit and unit != spec.unit and compatible(unit, spec.unit) else ""
    values: list[Value | None] = []
    problems: dict[int, str] = {}
    kept = list(texts)
    known: dict[str, Cell | None] = {}
    dashes = 0
    for position, text in enumerate(kept):
        if text not in known:
            known[text] = _cell(_with_points(text, first) if spec.type == "date" else text, spec, other, pack)
        cell = known[text]
        if cell is None:
            dashes += 1
            kept[position] = ""
        elif cell.problem is not None:
            problems[position] = cell.problem
        values.append(cell.value if cell is not None else None)
    return RecordColumn(kept, values, problems, other), dashes


def _cell(text: str, spec: Spec, unit: str, pack: Pack) -> Cell | None:
    """One content; None for a dash in the place of a figure or a code."""
    if not text:
        return Cell(text)
    if spec.type != "text" and text.casefold() in _DASHES:
        return None
    if spec.type not in NUMERIC:
        return read(text, spec, pack)
    if unit:
        return _converted(text, spec, unit, pack)
    scale = spec.decimals
    if _PLAIN.fullmatch(text) and len(text.partition(".")[2].rstrip("0")) <= scale:
        return Cell(text, Decimal(text))
    return read(text, spec, pack)


def _converted(text: str, spec: Spec, unit: str, pack: Pack) -> Cell:
    number = read_number(text)
    if number is None or number.unit is not None:
        return read(text, spec, pack)
    try:
        value, _ = convert(number.value, unit, spec.unit, spec.decimals)
    except FormsError as error:
        return Cell(text, problem=error.code)
    return Cell(text, value)


def percent(texts: list[str], positions: Sequence[int]) -> None:
    """Figures of cells that show a percentage, as they show."""
    for position in positions:
        number = read_number(texts[position])
        if number is not None:
            texts[position] = plain(number.value * 100)


def restate(texts: list[str], position: int, kept: str, unit: str) -> None:
    """A figure kept in another unit than is said of its column, in that one."""
    number, own, said = read_number(texts[position]), unit_called(kept), unit_called(unit)
    if number is not None and own is not None and said is not None:
        texts[position] = plain(number.value * own.factor / said.factor)


__all__ = ["as_text", "column", "percent", "restate"]
