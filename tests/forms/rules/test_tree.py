"""Trees of expressions: their parts in order, and one name put in place of another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.pack import Rule, bundled_pack
from forms.rules.parser import parse
from forms.rules.tree import Node, Ref, Word, children, substitute, walk

RULES = sorted(bundled_pack().rules.values(), key=lambda rule: rule.id)


def codes(node: Node) -> list[str]:
    return [part.code for part in walk(node) if isinstance(part, Ref)]


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("AA001 = AA002 + AA003", ["AA001", "AA002", "AA003"]),
        ("if AA010 then AA001 else AA002", ["AA010", "AA001", "AA002"]),
        ("AA001 between AA002 and AA003", ["AA001", "AA002", "AA003"]),
        ("AA001 in {AA002, AA003}", ["AA001", "AA002", "AA003"]),
        ('"7" in AA014', ["AA014"]),
        ("sum(PR003 where PR005 = PR001)", ["PR003", "PR005", "PR001"]),
        ("max(AA001, -AA002 * AA003)", ["AA001", "AA002", "AA003"]),
        ("not AA010 or AA010", ["AA010", "AA010"]),
    ],
)
def test_names_come_in_the_order_they_are_written(expression: str, named: list[str]) -> None:
    assert codes(parse(expression)) == named


@pytest.mark.parametrize(
    ("node", "field"),
    [("AA001", "AA001"), ("AA001@ly", "AA001@ly"), ("AA012.valid", "AA012.valid")],
)
def test_a_reference_as_an_address(node: str, field: str) -> None:
    found = parse(node)
    assert isinstance(found, Ref)
    assert found.field == field


def test_the_part_and_column_of_the_replaced_name_are_kept() -> None:
    assert codes(substitute(parse("it@ly > it"), "it", "AA001")) == ["AA001", "AA001"]
    changed = substitute(parse("it@ly"), "it", "AA001")
    assert isinstance(changed, Ref)
    assert changed.field == "AA001@ly"


def test_other_words_stay() -> None:
    changed = substitute(parse("it > months and period > january"), "it", "AA001")
    assert [part.name for part in walk(changed) if isinstance(part, Word)] == ["months", "period", "january"]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(RULES))
def test_every_part_is_walked_once_and_stands_inside_its_expression(rule: Rule) -> None:
    text = rule.expect
    tree = parse(text)
    parts = list(walk(tree))
    assert len({id(part) for part in parts}) == len(parts)
    assert parts[0] is tree
    assert all(0 <= part.at < len(text) for part in parts)
    assert len(parts) == 1 + sum(len(children(part)) for part in parts)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(RULES))
def test_after_putting_a_code_in_no_it_is_left_and_all_else_is_where_it_was(rule: Rule) -> None:
    before = parse(rule.expect)
    after = substitute(before, "it", "AA001")
    assert not any(isinstance(part, Word) and part.name == "it" for part in walk(after))
    assert [part.at for part in walk(after)] == [part.at for part in walk(before)]
