"""Kinds and units: what each part of an expression is, and what cannot be put together."""

from __future__ import annotations

import pytest

from forms.problems import FormsError
from forms.rules.binding import Binder
from forms.rules.kinds import Kinds
from forms.rules.parser import parse
from tests.forms.rules.desk import SMALL

KINDS = Kinds(Binder(SMALL))


def problems(expression: str) -> list[FormsError]:
    return list(KINDS.problems(parse(expression)))


def said(expression: str) -> list[tuple[str, object]]:
    """Each problem with the column it points at."""
    return [(error.code, error.params["column"]) for error in problems(expression)]


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("3", "number"),
        ("1%", "number"),
        ("-AA001", "number"),
        ("AA001 + 1", "number"),
        ("AA003 / AA001", "number"),
        ('"3"', "text"),
        ("true", "truth"),
        ("AA001", "number"),
        ("AA001@ly", "number"),
        ("AA008", "number"),
        ("AA010", "truth"),
        ("AA011", "text"),
        ("AA012.valid", "month"),
        ("AA012.number", "text"),
        ("AA012", "rows"),
        ("AA013", "rows"),
        ("PR", "rows"),
        ("AA014", "several"),
        ("AA015", "month"),
        ("AA017", "text"),
        ("AA018", "text"),
        ("period", "month"),
        ("period.month", "number"),
        ("period.year", "number"),
        ("january", "month"),
        ("december", "month"),
        ("months", "number"),
        ("year", "number"),
        ("LOW", "number"),
        ("routine", "several"),
        ("not AA010", "truth"),
        ("AA001 = AA002", "truth"),
        ("AA001 between 1 and 2", "truth"),
        ("AA011 in stage", "truth"),
        ("AA010 and AA010", "truth"),
        ("if AA010 then AA001 > 0", "truth"),
        ("if AA010 then AA001 else AA002", "number"),
        ("if AA010 then AA015 else period", "month"),
        ("abs(AA001)", "number"),
        ("round(AA008, 1)", "number"),
        ("number(AA016)", "number"),
        ("length(AA016)", "number"),
        ("text(AA016, 1, 2)", "text"),
        ("contains(AA016, routine)", "truth"),
        ("valid_uscc(AA017)", "truth"),
        ("months_between(AA015, period)", "number"),
        ("near_power_of_ten(AA001 / AA002, 0.2)", "truth"),
        ("filled(AA012)", "truth"),
        ("blank(AA013)", "truth"),
        ("or_zero(AA001)", "number"),
        ("size_class(AA006, AA001)", "text"),
        ("group(AA019, industry)", "text"),
        ("previous(AA001)", "number"),
        ("previous(AA011)", "text"),
        ("last_year(AA010)", "truth"),
        ("year_end(AA015)", "month"),
        ("sum(PR003)", "number"),
        ("count(PR)", "number"),
        ("mean(PR003)", "number"),
        ("median(PR003)", "number"),
        ("largest(PR003)", "number"),
        ("largest(PR003, PR005)", "text"),
        ("smallest(PR003, PR004)", "number"),
        ("unique(PR001)", "truth"),
        ("every(PR003 > 0)", "truth"),
        ("any(PR003 > 0)", "truth"),
    ],
)
def test_the_kind_of_each_part_of_the_language(expression: str, kind: str) -> None:
    assert KINDS.kind(parse(expression)) == kind


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ("AA001", "千元"),
        ("AA006", "人"),
        ("AA008", "%"),
        ("AA016", ""),
        ("LOW", ""),
        ("3", ""),
        ("AA001 + AA002 - AA003", "千元"),
        ("AA001 + 5", "千元"),
        ("-AA001", "千元"),
        ("1% of AA001", "千元"),
        ("AA001 * 1%", "千元"),
        ("AA001 * 2", ""),
        ("AA001 / AA006", ""),
        ("AA001 / 10", ""),
        ("abs(AA001 - AA002)", "千元"),
        ("max(10, AA001)", "千元"),
        ("max(10, 20)", ""),
        ("or_zero(PR003)", "万元"),
        ("previous(AA006)", "人"),
        ("last_year(AA001)", "千元"),
        ("sum(PR003)", "万元"),
        ("largest(PR003)", "万元"),
        ("largest(PR003, PR004)", ""),
        ("count(PR)", ""),
        ("AA001 = AA002", ""),
        ("AA001 + PR003", ""),
    ],
)
def test_the_unit_of_a_figure(expression: str, unit: str) -> None:
    assert KINDS.unit(parse(expression)) == unit


@pytest.mark.parametrize(
    "expression",
    [
        "AA001 = AA002 + AA003 - AA004",
        "AA003 / AA001 between LOW and 0.9",
        'AA011 = "3"',
        'AA011 in {"3", "7"}',
        '"7" in AA014',
        "AA015 <= period",
        'AA015 >= "2020-01"',
        "AA012.valid between january and december",
        "if AA010 then AA001 > 0 else AA001 = 0",
        "AA010 = (AA001 > 100)",
        "sum(PR003) / 10 = AA001 / 100",
        'every(PR003 > 0 where PR005 = "3")',
        "contains(AA016, routine)",
        'contains(AA016, "改造")',
        "months_between(AA015, period) > 12",
        "max(10, 1% of AA001) >= AA002",
        "AA014 = AA014",
        "filled(AA012) and blank(AA013)",
    ],
)
def test_what_fits_together(expression: str) -> None:
    assert problems(expression) == []


@pytest.mark.parametrize(
    ("expression", "column"),
    [
        ('AA001 = "3"', 9),
        ("AA011 = 3", 9),
        ("AA010 = 1", 9),
        ("AA010 > false", 1),
        ("AA014 < AA014", 1),
        ("AA012 = AA012", 1),
        ("AA001 + AA011 > 3", 9),
        ("-AA016 = 3", 2),
        ("AA001 * AA010 = 3", 9),
        ("not AA001", 5),
        ("AA010 and AA001", 11),
        ("AA001 or AA010", 1),
        ("if AA001 then AA010", 4),
        ("if AA010 then AA001", 15),
        ("AA001 between 1 and AA015", 21),
        ("AA001 between AA011 and 2", 15),
        ("AA010 in {1}", 1),
        ("AA014 in stage", 1),
        ("AA001 in {1, AA011}", 14),
        ("AA001 in AA011", 10),
        ("abs(AA011) = 1", 5),
        ("length(AA001) = 1", 8),
        ("round(AA001, AA011) = 1", 14),
        ("valid_uscc(AA001)", 12),
        ("max(1, 2, AA016) = 3", 11),
        ("sum(PR005) = 3", 5),
        ("mean(PR001) = 3", 6),
        ("every(PR003)", 7),
        ("any(PR001)", 5),
        ("count(PR where PR003) = 1", 16),
    ],
)
def test_kinds_that_do_not_fit_are_pointed_at(expression: str, column: int) -> None:
    assert ("rule.kind", column) in said(expression)


@pytest.mark.parametrize(
    ("expression", "units"),
    [
        ("AA001 = AA006", "人 · 千元"),
        ("AA001 + AA006 > 0", "人 · 千元"),
        ("AA001 = sum(PR003)", "万元 · 千元"),
        ("AA001 between AA002 and AA006", "人 · 千元"),
        ("max(AA001, AA006) > 0", "人 · 千元"),
        ("AA008 < 1% of AA001", "% · 千元"),
    ],
)
def test_units_that_differ_are_named(expression: str, units: str) -> None:
    error = next(error for error in problems(expression) if error.code == "rule.unit")
    assert error.params["units"] == units
    assert units in error.what("zh")
    assert units in error.what("en")
    assert "换算" in error.remedy("zh")


@pytest.mark.parametrize(
    ("expression", "text", "column"),
    [
        ('AA011 = "99"', "99", 9),
        ('"99" = AA011', "99", 1),
        ('AA011 in {"3", "99"}', "99", 16),
        ('"99" in AA014', "99", 1),
        ('AA019 != "abc"', "abc", 10),
        ('any(AA013.level = "99")', "99", 19),
    ],
)
def test_a_code_no_list_has(expression: str, text: str, column: int) -> None:
    error = next(error for error in problems(expression) if error.code == "rule.no-such-code")
    assert (error.params["text"], error.params["column"]) == (text, column)
    assert text in error.what("zh")


def test_each_misfit_is_said_once_for_its_place() -> None:
    assert said('AA001 = "x" and AA011 = 3') == [("rule.kind", 9), ("rule.kind", 25)]
