"""``docs/own-questionnaire.md`` is followed to the letter: another office's pack from its files to a receipt."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from client.base.clock import SystemClock
from client.practice import Practice
from client.publishing import pack_offer
from client.usecases.home.opening import open_session
from client.usecases.views.pictures import pictures
from client.usecases.views.rollup.adding import group_choices
from forms.lint import lint
from forms.pack import load_pack
from tests.client.cli.conftest import FIRM, Run

PAGE = Path(__file__).parents[3] / "docs" / "own-questionnaire.md"
FILE = re.compile(r"^`([\w/.]+)`\n\n```(?:toml|csv)\n(.*?)^```", re.M | re.S)
COMMAND = re.compile(r"^python main\.py (.+)$", re.M)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one sits in front of, with the files of the page where it says."""
    for name, text in FILE.findall(PAGE.read_text("utf-8")):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIBAO_PASSPHRASE", "correct horse battery staple")
    return tmp_path


@pytest.fixture
def office(desk: Path) -> Iterator[Practice]:
    """What the page's ``practice`` command runs, here in a thread."""
    pack = desk / "labour"
    offers = [pack_offer(pack)]
    with Practice(desk / "office", SystemClock(date(2025, 10, 8)), pack=load_pack(pack), offers=offers) as running:
        yield running


def follow(run: Run, office: Practice) -> dict[str, list[dict[str, Any]]]:
    """Every command of the page, in order; the answers by the command."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for line in COMMAND.findall(PAGE.read_text("utf-8")):
        words = shlex.split(line)
        if words[0] == "practice":
            continue
        if "CODE" in words:
            words[words.index("CODE")] = office.issue_code(FIRM)
        _, answer = run(*words)
        answers.setdefault(answer["command"], []).append(answer)
    return answers


def test_the_page_is_followed_from_the_files_to_the_receipt(desk: Path, office: Practice, run: Run) -> None:
    assert lint(desk / "labour") == []
    answers = follow(run, office)
    table, entered = answers["check"]
    failed = {(o["rule"], *o["rows"]) for r in table["records"]["records"] for o in r["outcomes"]}
    assert failed == {("V01", 3, 4), ("V03", 4), ("V04", 3)}
    said = {f["rule"] for each in entered["returns"] for f in each["findings"]}
    assert (entered["status"], said) == (1, {"L04", "V04"})
    (filed,) = answers["submit"]
    assert {each["form"]: each["state"] for each in filed["filed"]} == {"LB": "accepted", "VC": "accepted"}
    assert all(answer["status"] == 0 for name in answers if name != "check" for answer in answers[name])
    assert [each["pack"]["pack"] for each in answers["pack use"]] == ["labour/1", "labour/1"]
    for name in ("blank.pdf", "staff.pdf", "receipt.pdf"):
        assert (desk / name).read_bytes().startswith(b"%PDF")

    with open_session(desk / "home") as session:
        assert list(session.forms) == ["LB", "VC"]
        assert group_choices(session.pack) == ()
        assert pictures(session, FIRM, 2025) == ()


def test_a_filled_template_of_the_folder_is_taken(desk: Path, run: Run) -> None:
    from openpyxl import load_workbook

    assert run("template", "--pack", "labour", "--period", "2025-Q3", "--out", "t.xlsx")[0] == 0
    book = load_workbook(desk / "t.xlsx")
    sheet = book["用工情况"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "LB003")
    sheet.cell(row, 4, 77)
    book.save(desk / "t.xlsx")
    run("pack", "use", "labour", "--home", "home")
    answer = run("import", "t.xlsx", "--enterprise", FIRM, "--period", "2025-Q3", "--home", "home")[1]
    assert [(each["address"], each["new"]) for each in answer["workbooks"][0]["lines"]] == [("LB003", "77")]


def refused(answer: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in answer["problems"]]


def test_a_home_with_returns_of_another_questionnaire_stays_as_it_is(desk: Path, run: Run) -> None:
    home = ("--home", "home")
    run("pack", "use", "labour", *home)
    run("import", "staff.csv", "--form", "LB", "--period", "2025-Q3", "--enterprise", FIRM, *home)
    assert refused(run("pack", "use", "gd-eic", *home)[1]) == ["packs.other-in-use"]
    assert run("pack", "list", *home)[1]["pack"]["pack"] == "labour/1"


def test_an_empty_home_goes_there_and_back(desk: Path, run: Run) -> None:
    home = ("--home", "home")
    run("pack", "use", "labour", *home)
    assert run("pack", "use", "gd-eic", *home)[1]["pack"]["pack"].startswith("gd-eic/")
    assert run("pack", "use", "labour", *home)[1]["pack"]["pack"] == "labour/1"


def test_a_changed_pack_needs_another_version(desk: Path, run: Run) -> None:
    home = ("--home", "home")
    run("pack", "use", "labour", *home)
    run("import", "staff.csv", "--form", "LB", "--period", "2025-Q3", "--enterprise", FIRM, *home)
    head = desk / "labour" / "pack.toml"
    head.write_text(head.read_text("utf-8").replace("2300", "2500"), "utf-8")
    assert refused(run("pack", "use", "labour", *home)[1]) == ["packs.same-version"]
    newer = head.read_text("utf-8").replace('version = "1"', 'version = "2"\nsupersedes = "1"')
    head.write_text(newer, "utf-8")
    assert run("pack", "use", "labour", *home)[1]["pack"]["pack"] == "labour/2"


def test_what_the_office_does_not_publish_is_named(office: Practice, run: Run) -> None:
    line = ("--profile", office.profile_path, "--home", "home")
    assert refused(run("pack", "use", "retail", *line)[1]) == ["packs.not-offered"]


@pytest.mark.parametrize(
    "words",
    [
        ("template", "LB", "--pack", "labour", "--enterprise", FIRM, "--period", "2025-Q3", "--out", "t.xlsx"),
        ("print", "LB", "--pack", "labour", "--period", "2025-Q3", "--out", "t.pdf"),
    ],
)
def test_returns_go_by_their_homes_own_questionnaire(desk: Path, run: Run, words: tuple[str, ...]) -> None:
    assert refused(run(*words)[1]) == ["cli.pack-or-enterprise"]


def test_a_month_of_a_quarterly_form_is_said_to_be_its_quarter(desk: Path, run: Run) -> None:
    said = {
        period: run("check", "vacancies.csv", "--pack", "labour", "--form", "VC", "--period", period)[1]["records"]
        for period in ("2025-Q3", "2025-08")
    }
    assert {period: each["period_from"] for period, each in said.items()} == {
        "2025-Q3": "given",
        "2025-08": "enclosing",
    }


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('form = "LB"', 'form = "VC"', "VC"),
        ('form = "LB"', 'form = "XX"', "XX"),
        ('"LB001"', '"VC001"', "VC001"),
        ('"LB002"', '"LB999"', "LB999"),
    ],
)
def test_a_profile_that_does_not_fit_is_named(desk: Path, run: Run, old: str, new: str, key: str) -> None:
    head = desk / "labour" / "pack.toml"
    head.write_text(head.read_text("utf-8").replace(old, new), "utf-8")
    status, answer = run("pack", "lint", "labour")
    assert status == 1
    assert ("pack.profile", "pack.toml") in {(p["code"], p["file"]) for p in answer["pack"]["lint"]}
