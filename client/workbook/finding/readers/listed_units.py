"""Quantities whose unit the list of a code prescribes: products counted 台 on the sheet and 万台 in the return."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import msgspec

from client.workbook.finding.names.traditional import compared
from client.workbook.finding.readers.month_records import Mapped
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import role_of
from client.workbook.finding.taken.converting import Way
from client.workbook.finding.taken.extraction import Note, note
from forms.pack.model import NUMERIC, CodeList, Form
from forms.values.reading import read
from forms.values.units import unit

_PRESCRIBED = re.compile(r"unit\((\w+), *(\w+)\)")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,8})[)\]]")
_LOOKED_AT = 50
_MANY = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_COUNTED = re.compile(r"([十百千万亿]*)([\u4e00-\u9fff]{1,5})")


class Prescribed:
    """What a list of products says of its units, and what each line of a sheet says instead."""

    def __init__(self, taking: Taking, form: Form, mapped: Sequence[Mapped], unit_column: int | None) -> None:
        self._taking = taking
        self._unit_column = unit_column
        self._code: Mapped | None = None
        self._list: CodeList | None = None
        for indicator in form.indicators.values():
            if (said := _PRESCRIBED.fullmatch(indicator.computed)) is not None:
                self._code = next((each for each in mapped if each.match.target.field == said[1]), None)
                self._list = taking.pack.lists.get(said[2])

    def ways(self, mapped: Mapped, texts: Iterable[str], rows: Sequence[int]) -> dict[int, Way | Note]:
        """How quantities are read in the lines that do not count as their code's entry says, or why they are not.

        By the position of the line in ``rows``; the others are read as the whole column is.
        """
        spec = mapped.match.target.spec
        if (
            self._code is None
            or self._list is None
            or spec.type not in NUMERIC
            or not spec.unit
            or unit(spec.unit)
        ):
            return {}
        headed = next((found for text in texts if (found := _in_brackets(text))), "")
        ways: dict[int, Way | Note] = {}
        for position, row in enumerate(rows):
            beside = self._taking.sheet.text(row, self._unit_column) if self._unit_column is not None else ""
            said, wanted = _plain(headed or beside or self._over), self._wanted(row)
            if said and wanted and said != wanted:
                times = _ratio(said, wanted)
                why = note("left.cell-other-unit", unit=said, expected=wanted)
                ways[position] = (
                    why if times is None else msgspec.structs.replace(mapped.way, unit=said, times=times)
                )
        return ways

    @cached_property
    def _over(self) -> str:
        """The unit of counting that a title says: 单位：台."""
        sheet, headings = self._taking.sheet, self._taking.heading_rows
        titles = (sheet.text(row, column) for row in range(sheet.top, headings[0]) for column in sheet.across)
        return next((found[1] for text in titles if (found := _TITLED.search(compared(text)))), "")

    def _wanted(self, row: int) -> str:
        assert self._code is not None
        assert self._list is not None
        text = self._taking.sheet.text(row, self._code.column)
        code = read(text, self._code.match.target.spec, self._taking.pack).value
        entry = self._list.codes.get(code) if isinstance(code, str) else None
        return entry.unit if entry is not None else ""


def column_of_units(taking: Taking, form: Form, titles: Mapping[int, tuple[str, ...]]) -> int | None:
    """The column that says each line's unit."""
    units = {each.code for each in form.indicators.values() if _PRESCRIBED.fullmatch(each.computed)}
    for column, texts in titles.items():
        fields = {match.target.field for text in texts for match in taking.words.matches(text)}
        if fields & units:
            return column
    headed = (at for at, texts in titles.items() if texts and role_of(texts[0], taking.asked) == "unit")
    return next((at for at in headed if units and _holds_units(taking, at)), None)


def _holds_units(taking: Taking, column: int) -> bool:
    """Whether a column headed 单位 tells what is counted, and not whose a line is."""
    below = taking.sheet.rows[taking.heading_rows[-1] + 1 - taking.sheet.top :]
    return any(_UNITS.fullmatch(_plain(taking.sheet.text(row, column))) for row in below[:_LOOKED_AT])


def _in_brackets(text: str) -> str:
    """A unit of counting in brackets; what else stands there is none."""
    found = (inner for inner in _BRACKETS.findall(compared(text)))
    return next((inner for inner in found if _UNITS.fullmatch(inner)), "")


_COUNTS = "[十百千万亿]*(?:台|部|只|个|块|件|套|片|架|吨|线|条|支|对|米|千米|公里|平方米|射频模块|芯千米)"
_UNITS = re.compile(_COUNTS)
_TITLED = re.compile(rf"单位:({_COUNTS})(?![\u4e00-\u9fff])")


def _plain(text: str) -> str:
    return compared(text).removeprefix("单位:")


def _ratio(said: str, wanted: str) -> Decimal | None:
    """What a quantity in one unit is multiplied by to be in the other; None where they count other things."""
    one, other = _COUNTED.fullmatch(said), _COUNTED.fullmatch(wanted)
    if one is None or other is None or one[2] != other[2]:
        return None
    return Decimal(1).scaleb(sum(map(_MANY.__getitem__, one[1])) - sum(map(_MANY.__getitem__, other[1])))
