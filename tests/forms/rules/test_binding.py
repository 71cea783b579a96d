"""What the names of an expression stand for, and what is said of a name that stands for nothing."""

from __future__ import annotations

import pytest

from forms.problems import FormsError
from forms.rules.binding import Binder, Table, part_label
from forms.rules.closures.compiler import Compiler
from forms.rules.parser import parse
from forms.rules.tree import Aggregate, Node, Ref, Word, walk
from tests.forms.rules.desk import SMALL

BINDER = Binder(SMALL)


def ref(text: str) -> Ref:
    node = parse(text)
    assert isinstance(node, Ref)
    return node


def refused(text: str, *frames: str) -> FormsError:
    with pytest.raises(FormsError) as caught:
        Compiler(SMALL, "skip", frames).compile(parse(text))
    return caught.value


def aggregate(text: str) -> Aggregate:
    node = next(part for part in walk(parse(text)) if isinstance(part, Aggregate))
    assert isinstance(node, Aggregate)
    return node


# --- cells ---


@pytest.mark.parametrize(
    ("written", "key", "field", "type"),
    [
        ("AA001", "AA", "AA001", "integer"),
        ("AA001@ly", "AA", "AA001@ly", "integer"),
        ("AA012.valid", "AA", "AA012.valid", "month"),
        ("AA012.number", "AA", "AA012.number", "text"),
        ("AA013.level", "AA013", "level", "code"),
        ("PR003", "PR", "PR003", "integer"),
        ("PR006.share", "PR006", "share", "integer"),
        ("YY001", "YY", "YY001", "integer"),
    ],
)
def test_where_a_reference_is_looked_up(written: str, key: str, field: str, type: str) -> None:
    place = BINDER.place(ref(written))
    assert (place.key, place.field, place.spec.type) == (key, field, type)
    assert place.indicator.code == written[:5]


@pytest.mark.parametrize(
    ("written", "code", "name"),
    [
        ("AA999", "rule.unknown-name", "AA999"),
        ("AA001@ny", "rule.unknown-name", "AA001@ny"),
        ("AA016@ly", "rule.unknown-name", "AA016@ly"),
        ("PR003@ly", "rule.unknown-name", "PR003@ly"),
        ("AA001.valid", "rule.unknown-name", "AA001.valid"),
        ("AA012", "rule.part-needed", "AA012"),
        ("AA012.expiry", "rule.unknown-name", "AA012.expiry"),
        ("AA013", "rule.part-needed", "AA013"),
        ("AA013.share", "rule.unknown-name", "AA013.share"),
    ],
)
def test_what_is_no_cell_is_named_as_it_was_written(written: str, code: str, name: str) -> None:
    with pytest.raises(FormsError) as caught:
        BINDER.place(ref(written))
    assert (caught.value.code, caught.value.params["name"]) == (code, name)
    assert name in caught.value.what("zh")
    assert name in caught.value.what("en")


@pytest.mark.parametrize(
    ("expression", "column"),
    [("AA999 = 1", 1), ("AA001 = AA999", 9), ("AA001 > 0 and nowhere = 3", 15), ("sum(PR003) = AA998", 14)],
)
def test_a_name_that_is_not_there_is_pointed_at(expression: str, column: int) -> None:
    error = refused(expression)
    assert (error.code, error.params["column"]) == ("rule.unknown-name", column)
    assert f"第 {column} 个字符" in error.what("zh")
    assert error.remedy("zh")


# --- words, constants and lists ---


def test_constants_and_lists_of_the_pack() -> None:
    low = parse("LOW")
    words = parse("routine")
    assert isinstance(low, Ref)
    assert isinstance(words, Word)
    assert str(BINDER.constant(low)) == "0.5"
    assert BINDER.constant(words) == ("改造", "推广")
    assert BINDER.constant(ref("AA001")) is None
    assert BINDER.constant(ref("LOW.part")) is None


def test_a_code_list_is_found_by_its_name() -> None:
    listed = parse("industry")
    assert isinstance(listed, Word)
    found = BINDER.code_list(listed)
    assert found is not None
    assert "3911" in found.codes
    assert BINDER.code_list(ref("AA001")) is None


@pytest.mark.parametrize(
    "word", ["period.week", "months.year", "january.month", "period@ly", "low", "today", "it"]
)
def test_a_word_the_language_does_not_have(word: str) -> None:
    assert refused(f"{word} = 1").code == "rule.unknown-name"


def test_a_list_is_no_value() -> None:
    assert refused('industry = "3911"').code == "rule.unknown-name"
    assert refused("AA001 in nowhere").code == "rule.unknown-name"


# --- rows ---


@pytest.mark.parametrize(
    ("written", "table"),
    [
        ("AA001", None),
        ("AA012.valid", None),
        ("LOW", None),
        ("AA", None),
        ("AA013.level", Table("AA013", "AA")),
        ("AA013", Table("AA013", "AA")),
        ("PR", Table("PR")),
        ("PR003", Table("PR")),
        ("PR006.share", Table("PR006", "PR")),
        ("QR002", Table("QR")),
    ],
)
def test_whose_rows_a_name_belongs_to(written: str, table: Table | None) -> None:
    assert BINDER.table_of(ref(written)) == table


@pytest.mark.parametrize(
    ("written", "whole"),
    [("PR", True), ("AA013", True), ("PR006", True), ("PR003", False), ("AA013.level", False), ("AA", False)],
)
def test_what_names_a_table_as_such(written: str, whole: bool) -> None:
    assert BINDER.is_whole(ref(written)) is whole


def free(expression: str) -> list[str]:
    return sorted({table.key for table in BINDER.free_tables(parse(expression))})


@pytest.mark.parametrize(
    ("expression", "tables"),
    [
        ("AA001 > AA002", []),
        ("PR003 > 0", ["PR"]),
        ("sum(PR003) > 0", []),
        ("PR003 > mean(PR003)", ["PR"]),
        ("PR003 <= sum(QR002)", ["PR"]),
        ("AA013.level = AA011", ["AA013"]),
        ("filled(PR)", []),
        ("filled(PR006)", ["PR"]),
        ("count(AA013) > 0", []),
        ("sum(PR006.share) = 100", ["PR"]),
        ("PR006.share > 5", ["PR006"]),
    ],
)
def test_whose_current_row_an_expression_speaks_of(expression: str, tables: list[str]) -> None:
    """Rows that stand inside an aggregate are its own; those outside make the rule one of single rows."""
    assert free(expression) == tables


@pytest.mark.parametrize(
    ("expression", "frames", "table"),
    [
        ("sum(PR003)", (), "PR"),
        ("count(PR)", (), "PR"),
        ("sum(PR003)", ("PR",), "PR"),
        ("sum(PR006.share)", ("PR",), "PR006"),
        ('any(AA013.level = "3")', (), "AA013"),
        ("count(QR where QR001 = PR001)", ("PR",), "QR"),
        ("sum(PR003 where PR003 > AA001)", (), "PR"),
        ("every(PR006.share <= PR003)", ("PR",), "PR006"),
    ],
)
def test_what_an_aggregate_runs_over(expression: str, frames: tuple[str, ...], table: str) -> None:
    assert BINDER.aggregate_table(aggregate(expression), frames).key == table


@pytest.mark.parametrize(
    ("expression", "code", "function"),
    [
        ("sum(AA001) = 1", "rule.no-table", "sum"),
        ("count(3) = 1", "rule.no-table", "count"),
        ("every(AA010)", "rule.no-table", "every"),
        ("sum(PR003 + QR002) = 1", "rule.several-tables", "sum"),
        ("any(PR003 > QR002)", "rule.several-tables", "any"),
    ],
)
def test_an_aggregate_that_speaks_of_no_rows_or_of_too_many(expression: str, code: str, function: str) -> None:
    error = refused(expression)
    assert (error.code, error.params["function"]) == (code, function)
    assert function in error.what("zh")


@pytest.mark.parametrize(
    ("expression", "frames", "name"),
    [
        ("PR003 > 0", (), "PR003"),
        ("AA013.level = AA011", (), "AA013.level"),
        ("QR002 > 0", ("PR",), "QR002"),
        ("sum(PR006.share) = 100", (), "PR006"),
    ],
)
def test_a_row_nobody_has_chosen(expression: str, frames: tuple[str, ...], name: str) -> None:
    error = refused(expression, *frames)
    assert (error.code, error.params["name"]) == ("rule.rows-outside-aggregate", name)
    assert "sum" in error.what("zh")


# --- calls ---


@pytest.mark.parametrize(
    "call",
    [
        "abs()",
        "abs(AA001, AA002)",
        "round(AA001)",
        "text(AA016, 1)",
        "months_between(AA015)",
        "months_within(AA015, period, january)",
        "filled()",
        "filled(AA001, AA002)",
        "or_zero()",
        "previous()",
        "last_year(AA001, AA002)",
        "size_class(AA006)",
        "group(AA019)",
        "max(" + ", ".join(["AA001"] * 31) + ")",
        "sum(PR003, PR004)",
        "largest(PR003, PR004, PR003)",
        "unique()",
    ],
)
def test_too_few_or_too_many_arguments(call: str) -> None:
    error = refused(call)
    assert (error.code, error.params["column"]) == ("rule.arguments", 1)
    assert error.params["function"] == call.partition("(")[0]


def test_a_function_that_is_not_there() -> None:
    error = refused("AA001 = evaluate(AA002)")
    assert (error.code, error.params["function"], error.params["column"]) == (
        "rule.unknown-function",
        "evaluate",
        9,
    )
    assert "evaluate" in error.what("en")


@pytest.mark.parametrize(
    "call", ["group(AA019, AA011)", 'parent(AA019, "industry")', "unit(AA019, nowhere)", "name(AA019, 3)"]
)
def test_what_is_looked_up_in_something_that_is_no_list(call: str) -> None:
    error = refused(f'{call} = "x"')
    assert error.code == "rule.list-needed"
    assert "group(JB013, industry)" in error.remedy("zh")


def test_every_part_of_what_is_compiled_keeps_its_closure() -> None:
    """A finding is told in parts, so no part may be lost."""
    tree: Node = parse("if AA010 then abs(AA001 - AA002) <= max(10, 1% of AA001) else AA003 in {1, 2}")
    compiler = Compiler(SMALL, "skip")
    compiler.compile(tree)
    inside = [part for part in walk(tree) if str(getattr(part, "value", "")) not in ("1", "2")]
    assert all(id(part) in compiler.closures for part in inside)


# --- names in both languages ---


def test_how_indicators_and_parts_are_called() -> None:
    certificate = SMALL.forms["AA"].indicators["AA012"]
    assert part_label(certificate, "zh") == "证书"
    assert part_label(certificate, "en") == "Certificate"
    assert part_label(certificate.parts["valid"], "zh") == "有效期"
    assert part_label(certificate.parts["valid"], "en") == "validity"
