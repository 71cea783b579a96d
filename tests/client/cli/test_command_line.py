"""A call imports the commands it names and no others; all together are what help lists."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from client.base.paths import PROGRAM
from client.cli.app import COMMANDS_OF, command_line
from tests.conftest import ROOT


def names(app: typer.Typer) -> list[str]:
    group: Any = typer.main.get_command(app)
    return sorted(group.commands)


@pytest.mark.parametrize("module", COMMANDS_OF)
def test_a_room_holds_what_it_is_listed_with(module: str) -> None:
    assert names(command_line([module])) == sorted(COMMANDS_OF[module])


def test_every_room_is_listed_and_no_name_is_given_twice() -> None:
    files = (PROGRAM / "client/cli/commands").glob("[a-z]*.py")
    assert {path.stem for path in files} - {"definitions"} == set(COMMANDS_OF)  # pack registers those
    told = [name for each in COMMANDS_OF.values() for name in each]
    assert names(command_line()) == sorted(told)
    assert len(set(told)) == len(told)


def loaded(home: Path, *words: str, of: str = "client.cli.commands.") -> set[str]:
    """The modules that a call has imported, of commands or of another package."""
    look = "import sys; from client.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", look, *words, "--home", str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return {name.removeprefix(of) for name in done.stderr.split() if name.startswith(of)}


def test_a_call_imports_no_other_commands(home: Path) -> None:
    assert loaded(home, "status") == {"filing"}


def test_an_answer_for_a_script_is_made_without_what_draws_pages(home: Path) -> None:
    assert loaded(home, "status", "--json", of="rich") == set()
    assert loaded(home, "status", of="rich")


def test_a_word_that_is_no_command_is_held_against_all(home: Path) -> None:
    assert loaded(home, "statsu") >= set(COMMANDS_OF)
