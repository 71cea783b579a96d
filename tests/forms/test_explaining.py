"""A rule explained by itself, with figures that pass and fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.explaining import explain
from forms.pack import Pack, bundled_pack, load_pack
from forms.problems import FormsError

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
    assert {cell.period for cell in told.failing.cells} == {"2026-06", "2026-05"}
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


def test_every_bundled_rule_can_be_explained() -> None:
    pack = bundled_pack()
    told = [explain(pack, rule) for rule in pack.rules]
    assert all(one.expected and one.indicators for one in told)
    assert sum(one.passing is not None and one.failing is not None for one in told) * 4 >= len(told) * 3


def test_a_rule_that_is_not_there(retail: Pack) -> None:
    with pytest.raises(FormsError, match=r"rule\.not-there"):
        explain(retail, "C999")
