"""Reading expressions: what binds tighter, where an error is, and that nothing from outside can do harm."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import FormsError
from forms.rules.parser import DEEPEST, parse
from forms.rules.tree import (
    Aggregate,
    Between,
    Call,
    Compare,
    If,
    Junction,
    Member,
    Negative,
    Node,
    Not,
    Number,
    Product,
    Ref,
    Sum,
    Text,
    Truth,
    Word,
    children,
    substitute,
    walk,
)


def shape(node: Node) -> str:
    """The tree with every bracket written."""
    parts = [shape(part) for part in children(node)]
    match node:
        case Number() | Text() | Truth():
            return repr(node.value) if isinstance(node, Text) else str(node.value).lower()
        case Word():
            return node.name + (f".{node.part}" if node.part else "")
        case Ref():
            return node.field
        case Sum():
            return "(" + " ".join(op + part for (op, _), part in zip(node.terms, parts, strict=True)) + ")"
        case Product():
            return "(" + " ".join(op + part for (op, _), part in zip(node.factors, parts, strict=True)) + ")"
    return _named(node, parts)


def _named(node: Node, parts: list[str]) -> str:
    match node:
        case Compare():
            return f"({parts[0]} {node.op} {parts[1]})"
        case Junction():
            return "(" + f" {node.kind} ".join(parts) + ")"
        case Member():
            return f"({parts[0]} {'not ' * node.negated}in {' '.join(parts[1:])})"
        case Aggregate() | Call():
            return f"{node.name}[{' '.join(parts)}]"
    return f"{type(node).__name__.lower()}[{' '.join(parts)}]"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("JY021 = JY018 + JY019 - JY020", "(JY021 = (+JY018 +JY019 -JY020))"),
        ("A + B * C / D - E", "(+A +(*B *C /D) -E)"),
        ("-A * B", "(*negative[A] *B)"),
        ("-(A + B)", "negative[(+A +B)]"),
        ("not A = 1 and B or C", "((not[(A = 1)] and B) or C)"),
        ("A or B and C", "(A or (B and C))"),
        ("A between 1 and 2 and B", "(between[A 1 2] and B)"),
        ("A not between 1 and 2", "between[A 1 2]"),
        ("if A then B = 1 and C = 2", "if[A ((B = 1) and (C = 2))]"),
        ("if A then 1 else 2", "if[A 1 2]"),
        ("(if A then B) and C", "(if[A B] and C)"),
        ('A in {"1", "2"}', "(A in '1' '2')"),
        ("A not in stage", "(A not in stage)"),
        ("'x' in JB025", "('x' in JB025)"),
        ("1% of A", "(*0.01 *A)"),
        ("A >= 12.50 %", "(A >= 0.125)"),
        ("A ≥ B", "(A >= B)"),
        ("A ≠ B", "(A != B)"),
        ("JY001@ly", "JY001@ly"),
        ("JB022.valid >= period", "(JB022.valid >= period)"),
        ("period.month >= 3", "(period.month >= 3)"),
        ("sum(XM014 where XM007 = '7')", "sum[XM014 (XM007 = '7')]"),
        ("max(1, A, B)", "max[1 A B]"),
        ("previous(A) / months", "(*previous[A] /months)"),
        ("count(XM) > 0", "(count[XM] > 0)"),
        ("true = false", "(true = false)"),
        ("  A\n  = 1 ", "(A = 1)"),
    ],
)
def test_what_binds_tighter(text: str, tree: str) -> None:
    assert shape(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "rule.ended", 1),
        ("A +", "rule.ended", 4),
        ("A = = B", "rule.unexpected", 5),
        ("A = 1 = 2", "rule.unexpected", 7),
        ("(A", "rule.ended-before", 3),
        ("A)", "rule.unexpected", 2),
        ("if A B", "rule.expected", 6),
        ("A between 1", "rule.ended-before", 12),
        ("A in", "rule.ended-before", 5),
        ("A in {}", "rule.unexpected", 7),
        ("A in max(1, 2)", "rule.ended-before", 15),
        ("A not B", "rule.expected", 7),
        ("A.1", "rule.unexpected", 3),
        ("max(1 where 2)", "rule.where", 1),
        ("and", "rule.unexpected", 1),
        ("A then B", "rule.unexpected", 3),
        ("A ^ B", "rule.character", 3),
        ("__class__", "rule.character", 1),
        ("A.__class__", "rule.character", 3),
        ('"open', "rule.text", 1),
        ("2 ** 10", "rule.unexpected", 4),
        ("lambda: 1", "rule.character", 7),
        ("A; B", "rule.character", 2),
        ("A = 1234567890123456789012345678901", "rule.number-too-long", 5),
    ],
)
def test_where_an_error_is(text: str, code: str, column: int) -> None:
    with pytest.raises(FormsError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.params["column"]) == (code, column)
    assert caught.value.remedy("zh")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "A + " * 250_000 + "A",
        "not " * 900 + "A",
        "-" * 900 + "1",
        "if A then " * 300 + "B",
        "max(" * 300 + "1" + ")" * 300,
        "(" * 400,
        "9" * 1_000_000,
        '"' + "a" * 1_000_000 + '"',
    ],
)
def test_hostile_text_ends_at_once(text: str) -> None:
    with pytest.raises(FormsError) as caught:
        parse(text)
    assert caught.value.code in ("rule.too-long", "rule.too-many-words", "rule.too-deep", "rule.number-too-long")


def test_brackets_up_to_the_limit() -> None:
    parse("(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1))
    with pytest.raises(FormsError, match="too deep"):
        parse("(" * DEEPEST + "1" + ")" * DEEPEST)


def test_a_long_sum_is_not_a_deep_tree() -> None:
    tree = parse(" + ".join(["A"] * 400))
    assert len(list(walk(tree))) == 401


SOME_WORDS = (
    "A1 B2.part C@ly x and or not if then else between in where of ( ) { } , = != <= >= < > + - * / % 1 'a'"
)
words = st.sampled_from([*SOME_WORDS.split(), "2.5", "true", "sum(", "count(", "previous(", "filled(", "period"])


@given(st.lists(words, max_size=60).map(" ".join) | st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    tree = None
    with suppress(FormsError):
        tree = parse(text)
    assert tree is None or all(isinstance(part, Node) for part in walk(tree))


def test_percent_is_a_hundredth() -> None:
    node = parse("12.5%")
    assert isinstance(node, Number)
    assert (node.value, node.percent) == (Decimal("0.125"), True)


def test_it_stands_for_a_code_everywhere() -> None:
    tree = substitute(
        parse("if it > 0 then it in {1, it} or sum(it where it > 1) between it and max(it, 2)"), "it", "A"
    )
    assert not [part for part in walk(tree) if isinstance(part, Word)]
    assert isinstance(tree, If)
    assert isinstance(parse("it between 1 and 2"), Between)
    assert isinstance(parse("not it"), Not)
    assert isinstance(parse("- it"), Negative)
