"""The page on the language says what the language does: its examples are read, its functions are all there."""

from __future__ import annotations

import re
from pathlib import Path

from forms.rules.functions import FUNCTIONS, LOOKUPS, SPECIAL
from forms.rules.parser import parse
from forms.rules.tree import AGGREGATES, SHIFTS

PAGE = (Path(__file__).parents[3] / "forms/rules/grammar.md").read_text("utf-8")


def test_every_function_is_on_the_page() -> None:
    functions = PAGE.partition("## Functions")[2].partition("## A rule")[0]
    named = set(re.findall(r"[a-z_]+", functions))
    assert named >= FUNCTIONS.keys() | LOOKUPS | SPECIAL | AGGREGATES | SHIFTS


def test_the_examples_are_expressions() -> None:
    examples = re.findall(r'^ *(?:expect|when|tolerance) = "([^"]+)"', PAGE, re.MULTILINE)
    assert examples == ["JY021 = JY018 + JY019 - JY020", "2", "months > 2"]
    for text in [*examples, *re.findall(r"`((?:matches|largest|group|count)\([^`]*\))`", PAGE), "1% of JY001"]:
        parse(text)


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) < 100
