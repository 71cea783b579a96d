"""The bundled pack's rules say the same of random tables as one return at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest

from forms.checking import Snapshot, results
from forms.columns.compiled import check_table, plan_for
from forms.columns.tables.table import Table
from forms.pack import bundled_pack
from forms.pack.model import Form, Spec
from forms.periods import Period
from forms.returns import Cell, Origin, Return, Value

PACK = bundled_pack()
PERIODS = {"monthly": "2025-09", "quarterly": "2025-Q3", "half-yearly": "2025-H1", "annual": "2025"}
ROWS = 40
FIRMS = 60


def periods(period: Period) -> list[Period]:
    return [
        each for each in (period, period.previous(), period.last_year(), period.year_end()) if each is not None
    ]


def some_value(draw: random.Random, spec: Spec) -> Value:
    """A value of the kind an indicator asks for, often the same as its neighbours'."""
    listed = PACK.lists.get(spec.list)
    match spec.type:
        case "integer":
            return Decimal(draw.choice([0, 1, 2, 5, 10, 20, 100, 1000, 20_000, 10**9, -3]))
        case "decimal":
            return Decimal(draw.choice([0, 5, 10, 25, 1000, 123_456])).scaleb(-spec.scale)
        case "boolean":
            return draw.random() < 0.5
        case "month":
            return draw.choice(["2024-12", "2025-06", "2025-09", "2026-03"])
        case "code" if listed is not None:
            return draw.choice(list(listed.codes))
        case "codes" if listed is not None:
            return tuple(sorted(draw.sample(list(listed.codes), 1)))
        case "text-list":
            return ("甲", "乙")
        case "uscc":
            return draw.choice(["91440300MA5X004870", "914403001922038216", "91440300MA5X004871"])
    return draw.choice(["甲", "0755-88880000", "2509-440305-04-01-123456", "13800138000"])


def some_cell(draw: random.Random, spec: Spec) -> Cell | None:
    chance = draw.random()
    if chance < 0.1:
        return None
    if chance < 0.13:
        return draw.choice([Cell("?", problem="value.not-a-number"), Cell("", na="无")])
    value = some_value(draw, spec)
    finer = isinstance(value, Decimal) and draw.random() < 0.2
    return Cell(str(value), value, origin=Origin("workbook", raw="1", unit="finer") if finer else Origin())


def fields(form: Form) -> Iterator[tuple[str, Spec]]:
    """Every field of one record."""
    for indicator in form.indicators.values():
        if indicator.parts:
            yield from ((f"{indicator.code}.{name}", part) for name, part in indicator.parts.items())
        elif not indicator.table:
            yield indicator.code, indicator
            yield from ((f"{indicator.code}@{column}", indicator) for column in indicator.columns)


def some_return(draw: random.Random, form: Form, period: Period) -> Return:
    found = Return("f", form.code, period, PACK.version)
    if form.shape == "rows":
        found.rows[form.code] = [f"r{number}" for number in range(ROWS)]
    for prefix in [f"{form.code}[{row}]." for row in found.rows.get(form.code, [])] or [""]:
        for field, spec in fields(form):
            cell = some_cell(draw, spec)
            if cell is not None:
                found.cells[prefix + field] = cell
    for indicator in form.indicators.values():
        if indicator.table and form.shape == "single":
            found.rows[indicator.code] = ["a", "b"]
            for row in "ab":
                for part in indicator.table.values():
                    cell = some_cell(draw, part)
                    if cell is not None:
                        found.cells[f"{indicator.code}[{row}].{part.name}"] = cell
    return found


def some_firm(draw: random.Random, period: Period) -> dict[tuple[str, str], Return]:
    """Returns of every form, this period's and earlier ones, some of them missing."""
    found = {}
    for form in PACK.forms.values():
        for number, each in enumerate(periods(form.period_of(period))):
            if number == 0 or draw.random() < 0.8:
                found[form.code, str(each)] = some_return(draw, form, each)
    return found


@pytest.mark.parametrize("form", PACK.forms)
def test_every_rule_says_the_same_of_a_table(form: str) -> None:
    definition = PACK.forms[form]
    period = Period.parse(PERIODS[definition.frequency])
    draw = random.Random(f"{form} 20250930")
    firms = [some_firm(draw, period) for _ in range(3 if definition.shape == "rows" else FIRMS)]
    outcome = check_table(PACK, form, table := Table.from_returns(PACK, form, period, firms))
    seen = {}
    for name, found in outcome.items():
        for number, line in enumerate(found.lines):
            for place in range(len(line.outcomes)):
                where = table.where(place) if found.rows is None else None
                at = (where.firm, where.row) if where is not None else (found.rows or ())[place]
                seen[name, line.code, *at] = (line.outcome(place), outcome.reason(name, place, number))
    expected = {
        (result.rule, result.code, firm, result.row): (result.outcome, result.reason_zh)
        for firm, held in enumerate(firms)
        for result in results(Snapshot(PACK, "f", held), form, period)
    }
    assert seen == expected


WHOLE_LIST = "the list as a whole"
"""Why a rule that is judged once for all rows stays with the closures: there is nothing in it to do in bulk."""


def test_nearly_every_rule_about_a_record_runs_over_columns() -> None:
    notes = [note for form in PACK.forms for note in plan_for(PACK, form).explain()]
    about_records = [note for note in notes if note.why != WHOLE_LIST]
    by_closures = [note for note in about_records if note.way == "closures"]
    assert len(by_closures) * 10 <= len(about_records), "\n".join(map(str, by_closures))
    assert all(note.why for note in by_closures)
