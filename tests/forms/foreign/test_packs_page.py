"""``docs/packs.md`` is followed to the letter: its files make a sound pack, its table is what the check says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from client.usecases.books.file_checking import FileCheck, check_file
from forms.lint import lint
from forms.pack.model import ValueType
from forms.periods import Period

PAGE = Path(__file__).parents[3] / "docs" / "packs.md"
OUTCOMES = ("pass", "fail", "not_applicable", "undecided")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the page, written where it says."""
    for name, _, text in re.findall(
        r"^`([\w/.]+)`\n\n```(toml|csv)\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S
    ):
        target = tmp_path / "pack" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return tmp_path / "pack"


@pytest.fixture
def check(folder: Path) -> FileCheck:
    return check_file(folder / "households.csv", folder, "HH", Period.parse("2025"))


def test_the_example_is_a_sound_pack(folder: Path) -> None:
    assert [f"{p.file} {p.key}: {p.what('en')}" for p in lint(folder)] == []


def test_the_table_is_what_the_check_says(check: FileCheck) -> None:
    rows = re.findall(r"^\| (\w{3,4}) \| (\d) \| (\d) \| (\d) \| (\d) \|$", PAGE.read_text("utf-8"), re.M)
    expected = {rule: [int(number) for number in numbers] for rule, *numbers in rows}
    assert {c.rule: [c.counts[o] for o in OUTCOMES] for c in check.report.rules} == expected
    assert [(left.column, left.label) for left in check.file.left] == [("H", "Interviewer")]


def test_every_type_is_on_the_page() -> None:
    named = set(re.findall(r"`([a-z-]+)`", PAGE.read_text("utf-8")))
    assert named >= set(ValueType.__args__)
