"""Commands name the forms that the home's definitions have, not only those that came with the program."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from client.usecases.home import pack_store
from client.usecases.home.opening import open_session
from tests.client.cli.conftest import FIRM, PASSPHRASE, Run
from tests.newer_pack import kept_pack, other_forms_pack


@pytest.fixture
def at(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """A home that fetched definitions in which PT has given way to ZZ."""
    made = kept_pack(other_forms_pack(tmp_path))
    with open_session(home, passphrase=PASSPHRASE) as session:
        session.own.run(lambda books: pack_store.put(books, made))
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    return ("--enterprise", FIRM, "--home", home)


@pytest.mark.parametrize("form", ["ZZ", "zz"])
def test_a_form_that_is_new_can_be_carried_over_and_templated(
    form: str, run: Run, at: tuple[object, ...], tmp_path: Path
) -> None:
    assert run("carry", form, "--period", "2025-H1", *at)[0] == 0
    assert run("template", form, "--period", "2025-H1", "--out", tmp_path / "表.xlsx", *at)[0] == 0
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert any("新设平台" in name for name in book.sheetnames)


def test_its_template_comes_back_in(run: Run, at: tuple[object, ...], tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    run("template", "ZZ", "--period", "2025-H1", "--out", file, *at)
    book = openpyxl.load_workbook(file)
    for column, text in enumerate(("P-1", "广东省电子电路重点实验室"), 1):
        book.worksheets[0].cell(6, column, text)
    book.save(file)
    _, answer = run("import", file, "--form", "zz", "--only", "ZZ002", "--period", "2025-H1", *at)
    assert answer["problems"] == []
    (shown,) = run("check", "--form", "ZZ", *at)[1]["returns"]
    assert (shown["form"], shown["form_name"]["zh"]) == ("ZZ", "新设平台清单")


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "QQ", "--period", "2025-09", "--set", "QQ001=1"),
        ("carry", "QQ", "--period", "2025-09"),
        ("history", "QQ", "QQ001", "--period", "2025-09"),
        ("undo", "QQ", "--period", "2025-09"),
        ("check", "--form", "QQ"),
        ("status", "--form", "QQ"),
        ("print", "QQ", "--out", "out.pdf", "--period", "2025-09"),
    ],
)
def test_a_form_there_is_not_is_refused_with_those_there_are(
    words: tuple[str, ...], run: Run, at: tuple[object, ...]
) -> None:
    status, answer = run(*words, *at)
    (problem,) = answer["problems"]
    assert (status, problem["code"]) == (2, "cli.no-such-form")
    assert "ZZ" in problem["remedy"]["zh"]
