"""The mixed-integer programme: its set is the lightest, as trying every set shows."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.locating.linear import Alternatives, Linear, holds
from forms.locating.programme import Programme

CELLS = ("a", "b", "c", "d")
WEIGHTS = {"a": 1.0, "b": 1.05, "c": 1.1, "d": 1.17}


def equal(parts: dict[str, int], constant: int = 0) -> Alternatives:
    line = Linear({cell: Decimal(k) for cell, k in parts.items()}, Decimal(constant))
    return ((line, line.times(Decimal(-1))),)


def numbers(**values: int) -> dict[str, Decimal]:
    return {cell: Decimal(value) for cell, value in values.items()}


def test_one_cell_explains_two_sums() -> None:
    rules = [equal({"a": 1, "b": -1, "c": -1}), equal({"a": 1, "d": -10})]
    found = Programme(numbers(a=100, b=50, c=60, d=11), WEIGHTS, rules).solve(1)
    assert found is not None
    assert set(found.values) == {"a"}
    assert round(found.values["a"]) == 110


def test_further_sets_come_in_order_of_weight() -> None:
    programme = Programme(numbers(a=100, b=50, c=60), WEIGHTS, [equal({"a": 1, "b": -1, "c": -1})])
    found = []
    while (solution := programme.solve(1)) is not None:
        found.append(set(solution.values))
        programme.exclude(solution.values)
    assert found == [{"a"}, {"b"}, {"c"}]


def test_a_choice_needs_one_of_its_systems() -> None:
    low = (Linear({"a": Decimal(1)}, Decimal(-10)),)
    high = (Linear({"a": Decimal(-1)}, Decimal(90)),)
    found = Programme(numbers(a=50), WEIGHTS, [(low, high)]).solve(1)
    assert found is not None
    assert found.values["a"] <= 10.001 or found.values["a"] >= 89.999


def test_what_cannot_be_met_has_no_set() -> None:
    assert Programme(numbers(a=5), WEIGHTS, [equal({"a": 1}, -3), equal({"a": 1}, -4)]).solve(1) is None


sums = st.lists(
    st.dictionaries(st.sampled_from(CELLS), st.sampled_from([-1, 1]), min_size=2, max_size=4),
    min_size=1,
    max_size=3,
)


def solvable(chosen: tuple[str, ...], values: dict[str, Decimal], rules: list[dict[str, int]]) -> bool:
    """Whether equalities can be met by changing these cells: Gauss on what is left of them."""
    rows = []
    for rule in rules:
        rest = sum(k * values[cell] for cell, k in rule.items() if cell not in chosen)
        rows.append([Decimal(rule.get(cell, 0)) for cell in chosen] + [-rest])
    for column in range(len(chosen)):
        pivot = next((row for row in rows if row[column] and not any(row[:column])), None)
        if pivot is None:
            continue
        rows = [
            row if row is pivot else [x - row[column] / pivot[column] * y for x, y in zip(row, pivot, strict=True)]
            for row in rows
        ]
    return all(any(row[:-1]) or not row[-1] for row in rows)


@given(sums, st.lists(st.integers(-50, 50), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_set_is_lighter(rules: list[dict[str, int]], figures: list[int]) -> None:
    values = {cell: Decimal(figure) for cell, figure in zip(CELLS, figures, strict=True)}
    conditions = [equal(rule) for rule in rules]
    every = [chosen for size in range(5) for chosen in combinations(CELLS, size)]
    lightest = min(sum(WEIGHTS[cell] for cell in chosen) for chosen in every if solvable(chosen, values, rules))
    found = Programme(values, WEIGHTS, conditions).solve(5)
    assert found is not None  # all cells at 0 meets every sum
    assert abs(found.weight - lightest) < 1e-6
    exact = {cell: Decimal(value).quantize(Decimal("0.000001")) for cell, value in found.values.items()}
    assert all(abs(condition[0][0].at({**values, **exact})) < Decimal("0.001") for condition in conditions)


def test_the_solver_is_loaded_when_it_is_needed_and_says_nothing() -> None:
    """Importing is free of it; solving prints nothing, for a command's answer may be JSON."""
    script = (
        "import sys, forms.locating\n"
        "assert 'highspy' not in sys.modules\n"
        "from decimal import Decimal\n"
        "from forms.locating.programme import Programme\n"
        "from forms.locating.linear import Linear\n"
        "rule = ((Linear({'a': Decimal(1)}),),)\n"
        "assert Programme({'a': Decimal(3)}, {'a': 1.0}, [rule]).solve(5) is not None\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_answer_is_within_the_rule() -> None:
    rule = equal({"a": 1, "b": -2})
    found = Programme(numbers(a=10, b=4), {"a": 1.2, "b": 1.0}, [rule]).solve(1)
    assert found is not None
    rounded = {cell: Decimal(round(value)) for cell, value in found.values.items()}
    assert holds(rule, {**numbers(a=10, b=4), **rounded})


def test_the_first_search_of_a_process_is_as_good_as_any() -> None:
    """In a fresh process the set is found and proven, and nothing is printed."""
    script = (
        "import sys\n"
        "from tests.forms.locating.returns import desk, located\n"
        "found = located(desk('营业利润 57700，利润总额 96310'), 3000)\n"
        "assert 'highspy' in sys.modules\n"
        "assert found.minimal_sets[0].proven and not found.timed_out\n"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
