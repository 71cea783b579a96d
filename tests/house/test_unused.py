"""Whatever is written is used: definitions, icons, looks of the style sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.house.source import ROOT

WORD = re.compile(r"[A-Za-z_]\w*")
DEFINED = re.compile(r" *(?:async )?(?:def|class) (\w+)|([A-Za-z_]\w*)(?:: .*?)? = ")
TREES = ("client", "forms", "tests", "installer", "docs", "resources")
CALLED_BY_OTHERS = re.compile(r"__\w+__|test_\w+|Test\w+|pytest_\w+|[a-z]+[A-Z]\w*|format_usage|format_help_text")
"""Python's own names, pytest's, Qt's, which begin small and go on in capitals, and typer's."""


@cache
def sources() -> dict[str, str]:
    found = [path for tree in TREES for path in sorted((ROOT / tree).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in [*found, *ROOT.glob("*.py")]}


@cache
def words() -> Counter[str]:
    """How often each word stands in the code, in strings and in comments, too."""
    count: Counter[str] = Counter()
    for text in sources().values():
        count.update(WORD.findall(text))
    return count


def defined(text: str) -> Iterator[str]:
    """Functions, methods and classes, but those a decorator takes; constants of the module."""
    before = ""
    for line in text.splitlines():
        if (found := DEFINED.match(line)) and not before.startswith(("@", ")")):
            yield found[1] or found[2]
        before = line.strip()


def test_nothing_is_defined_that_nobody_names() -> None:
    alone = {
        f"{name}: {each}"
        for name, text in sources().items()
        for each in defined(text)
        if words()[each] == 1 and not CALLED_BY_OTHERS.fullmatch(each)
    }
    assert not alone - {"tests/bench/charts_open.py: looker"}, "delete it"  # that one only has to stay alive


def test_every_icon_is_shown() -> None:
    unseen = {path.stem for path in (ROOT / "resources/icons").glob("*.svg") if not words()[path.stem]}
    assert not unseen, "delete it"


@pytest.mark.parametrize("pattern", [r"#(\w+)", r'="(\w+)"'])
def test_the_style_sheet_speaks_of_nothing_else(pattern: str) -> None:
    said = set(re.findall(pattern, (ROOT / "resources/style/jibao.qss").read_text("utf-8")))
    assert said, "the style sheet names widgets and roles"
    unknown = {each for each in said if not any(f'"{each}"' in text for text in sources().values())}
    assert unknown <= {"true", "false"}, "no widget is called so"
