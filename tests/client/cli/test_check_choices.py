"""``check BOOK`` understands a workbook as ``import`` does: by what is chosen, and by what was remembered."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from client.cli.app import main
from tests.client.cli.conftest import FIRM, PASSPHRASE, Run

ROWS = (
    ("利润表",),
    ("单位：元", "2025年9月"),
    ("项目", "本年累计"),
    ("营业收入", 9_000_000),
    ("营业成本", 5_000_000),
    ("咱家开销", 400_000),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    made.save(tmp_path / "九月.xlsx")
    return tmp_path / "九月.xlsx"


def values(answer: dict[str, object]) -> dict[str, str]:
    """New texts by address."""
    (workbook,) = answer["workbooks"]
    return {line["address"]: line["new"] for line in workbook["lines"]}


def test_a_line_and_a_unit_are_chosen_as_in_import(run: Run, book: Path) -> None:
    asked = ("check", book, "--enterprise", FIRM, "--period", "2025-09")
    _, plain = run(*asked)
    assert "JY008" not in values(plain)
    _, chosen = run(*asked, "--line", "咱家开销=-JY008:千元", "--unit", "万元")
    assert values(chosen)["JY001"] == "90000000"
    assert values(chosen)["JY008"] == "-400000"


def test_a_remembered_profile_of_the_home_is_followed_and_can_be_refused(
    run: Run, book: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    asked = (book, "--enterprise", FIRM, "--period", "2025-09", "--home", home)
    run("import", *asked, "--line", "咱家开销=JY008", "--remember", "财务的表", "--dry-run")
    assert values(run("check", *asked)[1])["JY008"] == "400"
    assert "JY008" not in values(run("check", *asked, "--profile", "none")[1])


def test_a_choice_that_cannot_be_is_refused(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--line", "咱家开销=ZZ9"]
    assert main(["check", str(book), "--enterprise", FIRM, "--period", "2025-09", *line]) == 2
    assert "ZZ9" in capsys.readouterr().err
