"""Versions of a pack side by side."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from forms.lint import lint
from forms.pack import Pack, Shelf, bundled_pack, bundled_shelf, load_pack
from forms.pack.shelf import shelf_of
from forms.periods import Period
from forms.problems import FormsError

SMALL = Path(__file__).parents[1] / "rules/small"


def version(name: str, first: str, last: str) -> Pack:
    return msgspec.structs.replace(load_pack(SMALL), version=name, valid_from=first, valid_to=last)


@pytest.fixture
def shelf() -> Shelf:
    return shelf_of([version("2", "2025-07", "2026-12"), version("1", "2024-01", "2025-06")])


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025-06", "1"),
        ("2025-07", "2"),
        ("2025-H1", "1"),
        ("2025", "2"),
        ("2024", "1"),
        ("2023-01", "2"),
        ("2030", "2"),
    ],
)
def test_the_version_in_force_for_a_period(shelf: Shelf, period: str, expected: str) -> None:
    assert shelf.in_force(Period.parse(period)).version == expected


def test_a_return_keeps_its_version(shelf: Shelf) -> None:
    assert shelf.version("1").valid_from == "2024-01"
    assert shelf.version("small/2") is shelf.newest
    with pytest.raises(FormsError, match=r"pack\.version") as caught:
        shelf.version("0.9")
    assert caught.value.params == {"version": "0.9", "versions": ("1", "2")}


@pytest.mark.parametrize("first", ["2025-06", "2024-01", "2023-01"])
def test_two_versions_in_force_at_once_are_an_error(first: str) -> None:
    with pytest.raises(FormsError, match=r"pack\.overlap"):
        shelf_of([version("1", "2024-01", "2025-06"), version("2", first, "2026-12")])


def test_the_bundled_versions_stand_side_by_side() -> None:
    shelf = bundled_shelf()
    assert shelf.newest is bundled_pack()
    assert shelf.version(bundled_pack().version) is bundled_pack()


def test_lint_looks_at_the_versions_beside_it(tmp_path: Path) -> None:
    for name, months in (
        ("1", ("2024-01", "2025-06")),
        ("2", ("2025-06", "2026-12")),
        ("3", ("2027-01", "2027-12")),
    ):
        shutil.copytree(SMALL, tmp_path / name)
        head = tmp_path / name / "pack.toml"
        text = head.read_text("utf-8").partition("[constants]")[0].replace('version = "1"', f'version = "{name}"')
        text = text.replace('"2024-01"', f'"{months[0]}"').replace('"2027-12"', f'"{months[1]}"')
        head.write_text(text, "utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/pack.toml").write_text("id = ", "utf-8")
    [problem] = lint(tmp_path / "1")
    assert (problem.code, problem.file, problem.key) == ("pack.overlap", "pack.toml", "valid_from")
    assert "small/2" in problem.what("en")
    assert lint(tmp_path / "3") == []
    shutil.copytree(tmp_path / "3", tmp_path / "3 copy")
    assert lint(tmp_path / "3") == [], "a copy of the same version is no other version"
