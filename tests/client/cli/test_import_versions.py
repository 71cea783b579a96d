"""A workbook is read by the version of the definitions that its returns are kept in, whatever came with us."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from client.base.paths import PROGRAM
from client.usecases.home import pack_store
from client.usecases.home.opening import open_session
from tests.client.cli.conftest import FIRM, PASSPHRASE, Run
from tests.newer_pack import kept_pack

OTHER = "91440101MA5XXXXX6N"
LATER = "2026.2"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> pack_store.KeptPack:
    """A later version, which knows revenue by one name more."""
    folder = tmp_path_factory.mktemp("packs") / LATER
    shutil.copytree(PROGRAM / "forms/packs/gd-eic/2026.1", folder)
    about, form = folder / "pack.toml", folder / "forms/JY.toml"
    number = 'version = "2026.1"'
    about.write_text(
        about.read_text("utf-8").replace(number, f'version = "{LATER}"\nsupersedes = "2026.1"'), "utf-8"
    )
    aliases = 'aliases = ["营业总收入", '
    form.write_text(form.read_text("utf-8").replace(aliases, f'{aliases}"咱家进账", ', 1), "utf-8")
    return kept_pack(folder)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    lines = [("咱家进账", 9000), ("营业成本", 5000), ("销售费用", 300), ("管理费用", 400)]
    for row in (("单位：千元", "2025年9月"), ("项目", "本年累计"), *lines):
        made.active.append(row)
    made.save(tmp_path / "九月.xlsx")
    return tmp_path / "九月.xlsx"


@pytest.fixture
def asked(book: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    return (book, "--enterprise", FIRM, "--period", "2025-09", "--home", home)


def fetch(home: Path, made: pack_store.KeptPack) -> None:
    with open_session(home, passphrase=PASSPHRASE) as session:
        session.own.run(lambda books: pack_store.put(books, made))


def taken(answer: dict[str, Any]) -> set[str]:
    (workbook,) = answer["workbooks"]
    return {line["address"] for line in workbook["lines"]}


@pytest.mark.parametrize("command", ["import", "check"])
def test_a_fetched_version_in_force_reads_the_workbook(
    command: str, run: Run, asked: tuple[object, ...], home: Path, later: pack_store.KeptPack
) -> None:
    extra = ["--dry-run"] if command == "import" else []
    assert "JY001" not in taken(run(command, *asked, *extra)[1])
    fetch(home, later)
    assert "JY001" in taken(run(command, *asked, *extra)[1])


def test_drafts_that_stayed_with_the_version_before_are_read_by_it(
    run: Run, asked: tuple[object, ...], home: Path, later: pack_store.KeptPack
) -> None:
    run("import", *asked)
    fetch(home, later)
    assert "JY001" not in taken(run("import", *asked)[1])


def test_each_enterprise_of_a_batch_is_read_by_its_own_version(
    run: Run, asked: tuple[object, ...], home: Path, later: pack_store.KeptPack
) -> None:
    run("import", *asked)
    fetch(home, later)
    named = shutil.copy(str(asked[0]), home.parent / f"{OTHER}.xlsx")
    _, answer = run("import", named, "--period", "2025-09", "--home", home)
    (file,) = answer["imported"]
    assert [(firm["enterprise"], firm["taken"]) for firm in file["firms"]] == [(OTHER, 4)]
