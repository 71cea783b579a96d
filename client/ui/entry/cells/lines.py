"""A single form laid out as the lines of its grid: sections, indicators, parts of composites, child tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from client.ui.ground.language import told
from forms.pack import Form, Indicator
from forms.pack.model import Spec
from forms.periods import Period

Kind = Literal["section", "field", "group", "part", "table", "row", "add"]


@dataclass(frozen=True)
class Line:
    """One line. ``address`` is that of the current column; empty for lines that hold no cell.

    ``table`` names the child table a line belongs to and ``row`` the row id; ``ordinal`` counts rows from 1.
    """

    kind: Kind
    section: int
    title: str
    code: str = ""
    address: str = ""
    spec: Spec | None = None
    indicator: Indicator | None = None
    last_year: bool = False
    table: str = ""
    row: str = ""
    ordinal: int = 0

    @property
    def spans(self) -> bool:
        """Whether it goes across all columns."""
        return self.kind in ("section", "row", "add")

    @property
    def holds_cell(self) -> bool:
        return bool(self.address)


Rows = Mapping[str, Sequence[str]]
"""Row ids by table, as a return keeps them."""


def lay_out(form: Form, period: Period, rows: Rows) -> tuple[Line, ...]:
    """The lines of a single form asked for ``period``, with the child rows the return has."""
    return tuple(_lines(form, period, rows))


def _lines(form: Form, period: Period, rows: Rows) -> Iterator[Line]:
    asked = {indicator.code for indicator in form.asked_indicators(period)}
    for number, section in enumerate(form.sections):
        codes = [code for code in section.indicators if code in asked]
        if codes:
            yield Line("section", number, told(section.name, section.name_en))
        for code in codes:
            yield from _indicator(number, form.indicators[code], rows)


def _indicator(section: int, indicator: Indicator, rows: Rows) -> Iterator[Line]:
    code, name = indicator.code, told(indicator.name, indicator.name_en)
    if indicator.type == "table":
        yield from _table(section, indicator, rows.get(code, ()))
    elif indicator.type == "composite":
        yield Line("group", section, name, code, indicator=indicator)
        for part in indicator.parts.values():
            yield Line(
                "part", section, told(part.label, part.label_en), "", f"{code}.{part.name}", part, indicator
            )
    else:
        last_year = "ly" in indicator.columns
        yield Line("field", section, name, code, code, indicator, indicator, last_year=last_year)


def _table(section: int, indicator: Indicator, rows: Sequence[str]) -> Iterator[Line]:
    code = indicator.code
    yield Line("table", section, told(indicator.name, indicator.name_en), code, indicator=indicator, table=code)
    for ordinal, row in enumerate(rows, 1):
        yield Line("row", section, "", "", indicator=indicator, table=code, row=row, ordinal=ordinal)
        for part in indicator.table.values():
            address = f"{code}[{row}].{part.name}"
            yield Line(
                "part", section, told(part.label, part.label_en), "", address, part, indicator, table=code, row=row
            )
    yield Line("add", section, "", "", indicator=indicator, table=code)
