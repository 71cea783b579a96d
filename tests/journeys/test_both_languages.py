"""Every answer in the language chosen: commands one after the other on one home, read as they are printed."""

from __future__ import annotations

import io
import re
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from client.cli.app import main
from client.tour.script import sample
from tests.journeys.program import ROOT, Program, on_a_quick_home
from tests.telling import HAN

STORY = sample()
SEPTEMBER = ("--period", STORY.period)
FOREIGN = ROOT / "tests/forms/foreign"
RECORDS = ("check", FOREIGN / "files/rd_2024.csv", "--pack", FOREIGN / "rd-survey", "--form", "rd")
STEPS = (
    (1, ("import", STORY.path, "--enterprise", STORY.firm, *SEPTEMBER, "--marked", "marked.xlsx")),
    (1, ("import", "books", *SEPTEMBER, "--dry-run")),
    (1, ("check",)),
    (1, ("check", *SEPTEMBER)),
    (1, RECORDS),
    (0, ("edit", "JY", *SEPTEMBER, "--set", "JY021=84912")),
    (0, ("history", "JY", "JY021", *SEPTEMBER)),
    (1, ("undo", "JY", *SEPTEMBER)),
    (0, ("redo", "JY", *SEPTEMBER)),
    (0, ("carry", "JY", "--period", "2025-10")),
    (0, ("template", *SEPTEMBER, "--out", "template.xlsx")),
    (0, ("export", "--out", "export.xlsx")),
    (0, ("rollup", *SEPTEMBER)),
    (0, ("attachment", "list", "JY", *SEPTEMBER)),
    (0, ("notices", "--offline")),
    (0, ("batch", "list")),
    (0, ("profile", "list")),
    (0, ("settings", "list")),
    (0, ("pack", "list")),
    (0, ("pack", "explain", "C022")),
    (0, ("pack", "lint", ROOT / "forms/packs/gd-eic/2026.1")),
    (0, ("pack", "diff", FOREIGN / "rd-survey", FOREIGN / "retail")),
    (0, ("pack", "migrate")),
    (0, ("print", "JY", *SEPTEMBER, "--out", "form.pdf")),
    (0, ("card", "--out", "card.pdf")),
    (0, ("backup", "kept")),
    (0, ("audit", "verify")),
    (0, ("support", "--out", "support.zip")),
    (0, ("practice-faults", "--fault", "delay=0.5")),
    (0, ("practice-faults", "--off")),
    (1, ("status",)),
    (2, ("submit", "--form", "ZZ")),
    (0, ("submit", "--form", "JY")),
    (0, ("sync",)),
    (1, ("precheck",)),
    (0, ("devices", "list")),
    (0, ("notices",)),
)
"""Exit status and words of each command, in this order on one home."""
REAL = frozenset({"import", "check", "edit", "history", "status", "submit", "settings", "support"})
"""Run as processes of their own; the others in this one, for each costs a second."""
AGAIN = (("check",), ("status",), ("rollup", *SEPTEMBER), ("settings", "list"), ("audit", "verify"))
"""Asked in Chinese as well, of the same home."""
HOMELESS = (("pack", "lint"), ("pack", "explain"), ("pack", "diff"), RECORDS[:2])
RUN = re.compile(f"(?:{HAN.pattern})+")


class Page(NamedTuple):
    """What a command printed for a person."""

    status: int
    text: str


def printed(program: Program, arguments: tuple[object, ...], language: str) -> Page:
    home = () if arguments[:2] in HOMELESS else ("--home", program.home)
    done = subprocess.run(
        program.command(*arguments, *home),
        env={**program.environment(), "JIBAO_LANGUAGE": language, "COLUMNS": "200"},
        cwd=program.home.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Page(done.returncode, done.stdout + done.stderr)


def printed_here(program: Program, arguments: tuple[object, ...], language: str) -> Page:
    home = () if arguments[:2] in HOMELESS else ("--home", program.home)
    out, wanted = io.StringIO(), {**program.environment(), "JIBAO_LANGUAGE": language, "COLUMNS": "200"}
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(out):
        patch.chdir(program.home.parent)
        for name, value in wanted.items():
            patch.setenv(name, value)
        status = main([*map(str, arguments), *map(str, home)])
    return Page(status, out.getvalue())


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = on_a_quick_home(tmp_path_factory.mktemp("both") / "home")
    (made.home.parent / "books").mkdir()
    (made.home.parent / "books" / "book.xlsx").write_bytes(STORY.path.read_bytes())
    return made


@pytest.fixture(scope="module")
def english(program: Program) -> dict[tuple[object, ...], Page]:
    return {
        arguments: (printed if arguments[0] in REAL else printed_here)(program, arguments, "en")
        for _, arguments in STEPS
    }


@pytest.fixture(scope="module")
def named(program: Program) -> str:
    """All that others wrote: the workbook, the packs of the test, the enterprise, the endpoint's own name."""
    sheets = load_workbook(STORY.path).worksheets
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row if cell is not None]
    packs = [path.read_text("utf-8") for path in FOREIGN.glob("r*/**/*.toml")]
    return "\n".join([*(sheet.title for sheet in sheets), *cells, *packs, STORY.name, STORY.book, "练习平台"])


@pytest.mark.parametrize(("status", "arguments"), STEPS, ids=lambda each: str(each)[:60])
def test_an_answer_in_english_has_no_chinese_but_what_others_named(
    status: int, arguments: tuple[object, ...], english: dict[tuple[object, ...], Page], named: str
) -> None:
    page = english[arguments]
    assert page.status == status, page.text
    assert page.text.strip()
    assert [run for run in RUN.findall(page.text) if run not in named] == []


@pytest.mark.parametrize("arguments", AGAIN, ids=lambda each: each[0])
def test_the_same_answer_in_chinese_says_it_in_chinese(
    arguments: tuple[object, ...], english: dict[tuple[object, ...], Page], program: Program, named: str
) -> None:
    page = printed(program, arguments, "zh")
    said = {run for run in RUN.findall(page.text) if run not in named}
    assert said or arguments == ("settings", "list")
    assert page.text != english[arguments].text or arguments == ("settings", "list")


def test_json_is_the_same_in_either_language(program: Program) -> None:
    for arguments in (("check", "--json"), ("status", "--json"), ("pack", "list", "--json")):
        assert printed(program, arguments, "en") == printed(program, arguments, "zh")
