"""A rule explained by itself, with figures that pass and fail."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from forms.addresses import parse
from forms.checking import Snapshot, results
from forms.examples import Example
from forms.explaining import explain
from forms.pack import Pack, bundled_pack, load_pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Return
from forms.values.reading import read

FOREIGN = Path(__file__).parent / "foreign"


@pytest.fixture(scope="module")
def retail() -> Pack:
    return load_pack(FOREIGN / "retail")


def test_a_rule_in_words_of_both_languages(retail: Pack) -> None:
    told = explain(retail, "T01")
    [(zh, en)] = told.expected
    assert "零售额（RT010）应等于" in zh
    assert "Turnover (RT010) should equal" in en
    assert [(i.code, i.name_en, i.unit) for i in told.indicators][:2] == [
        ("RT010", "Turnover", "EUR"),
        ("RT011", "Food, drinks, tobacco", "EUR"),
    ]
    assert (told.tolerance, told.by_row) == ("0.05", True)
    assert "0" in told.missing_zh
    assert "0" in told.missing_en


def test_an_example_that_passes_and_one_that_fails(retail: Pack) -> None:
    told = explain(retail, "M01")
    assert told.passing is not None
    assert told.failing is not None
    assert {cell.period for cell in told.failing.cells} == {"2026-12", "2026-11"}
    assert told.failing.actual_zh
    assert told.failing.actual_en


def test_examples_are_the_same_every_time(retail: Pack) -> None:
    assert explain(retail, "T02") == explain(retail, "t02")


def test_each_line_of_a_rule_is_told() -> None:
    pack = bundled_pack()
    rule = next(rule for rule in pack.rules.values() if len(rule.each) > 1)
    assert len(explain(pack, rule.id).expected) == len(rule.each)


@pytest.mark.parametrize("folder", ["rd-survey", "retail"])
def test_nearly_every_rule_has_both_examples(folder: str) -> None:
    pack = load_pack(FOREIGN / folder)
    without = [rule for rule in pack.rules if None in (explain(pack, rule).passing, explain(pack, rule).failing)]
    assert len(without) <= 1


PACK = bundled_pack()
PASSES_ROW_BY_ROW = {"C124"}
"""Two codes of the prescribed form that differ are not hit upon."""
NEVER_FAILS = {"C005"}
"""The list of JB013 is the rule's own: a class outside it cannot be read, so the rule is undecided there."""


def _shares(example: Example | None) -> list[Decimal]:
    """Every percentage that is told of an example."""
    found = re.findall(r"([\d,.]+)%", example.actual_zh if example is not None else "")
    return [Decimal(text.replace(",", "")) for text in found]


def _typed_shares(example: Example) -> list[Decimal]:
    """Every percentage that is typed in one."""
    specs = ((spec_at(PACK.forms[cell.form], parse(cell.address)), cell.text) for cell in example.cells)
    return [Decimal(text) for spec, text in specs if spec.unit == "%" and text]


@pytest.mark.parametrize("rule", PACK.rules)
def test_every_bundled_rule_has_examples_that_prove_true_when_typed(rule: str) -> None:
    told = explain(PACK, rule)
    assert told.expected
    assert told.indicators
    assert told.passing is not None
    assert (told.failing is None) == (rule in NEVER_FAILS)
    assert all(share <= 1000 for share in _shares(told.failing)), "as somebody might have filled it in"
    assert all(share <= 100 for share in _typed_shares(told.passing))
    assert "pass" in typed(rule, told.passing)
    assert "fail" not in typed(rule, told.passing) or rule in PASSES_ROW_BY_ROW
    if told.failing is not None:
        assert "fail" in typed(rule, told.failing)
        assert told.failing.actual_zh
        assert told.failing.actual_en


def typed(rule: str, example: Example) -> set[str]:
    """What the rule says of the cells of an example, typed into empty returns."""
    form = PACK.forms[PACK.rules[rule].form]
    own = [cell.period for cell in example.cells if cell.form == form.code]
    beside = Period.parse(max(cell.period for cell in example.cells))
    period = Period.parse(max(own)) if own else form.period_of(beside)
    assert period is not None
    returns = {(form.code, str(period)): Return("-", form.code, period, PACK.name)}
    for cell in example.cells:
        here = Period.parse(cell.period)
        target = returns.setdefault((cell.form, cell.period), Return("-", cell.form, here, PACK.name))
        place = parse(cell.address)
        for row in re.finditer(r"\[(\w+)\]", cell.address):
            rows = target.rows.setdefault(cell.address[: row.start()], [])
            rows += [row[1]] if row[1] not in rows and cell.text else []
        if cell.text:
            target.cells[cell.address] = read(cell.text, spec_at(PACK.forms[cell.form], place), PACK)
    return {result.outcome for result in results(Snapshot(PACK, "-", returns), form.code, period, [rule])}


def test_a_rule_that_is_not_there(retail: Pack) -> None:
    with pytest.raises(FormsError, match=r"rule\.not-there"):
        explain(retail, "C999")
