"""Many enterprises at once on the command line: a folder in, a result for every file, gone on with, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from client.cli.app import main
from client.usecases.books.batches import batching, importing_many
from client.usecases.home.opening import open_session
from forms.periods import Period
from tests.client.cli.conftest import PASSPHRASE, Run
from tests.client.workbook.enterprises import code, projects, statement, summary, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    books = tmp_path / "来件"
    write(books / "汇总.xlsx", 汇总=summary(2), 重点项目=projects([0, 1]))
    write(books / "无名.xlsx", 利润表=statement(None, 5000))
    (books / "说明.pdf").write_bytes(b"%PDF")
    return books


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("JIBAO_HOME", str(tmp_path / "数据"))


def told(answer: dict[str, Any]) -> dict[str, list[tuple[str, str, int]]]:
    return {
        Path(file["file"]).name: [(firm["enterprise"], firm["state"], firm["changed"]) for firm in file["firms"]]
        for file in answer["imported"]
    }


def test_a_folder_is_imported_and_taken_back(run: Run, folder: Path) -> None:
    words = ("import", folder, "--period", "2025-09")
    status, seen = run(*words, "--dry-run")
    assert told(seen) == {"无名.xlsx": [], "汇总.xlsx": [(code(0), "planned", 8), (code(1), "planned", 8)]}
    assert run("batch", "list")[1]["batches"] == []
    status, done = run(*words)
    assert status == 1, "one file names nobody"
    assert told(done)["汇总.xlsx"] == [(code(0), "done", 8), (code(1), "done", 8)]
    assert {Path(file["file"]).name: file["problem"]["code"] for file in done["imported"] if file["problem"]} == {
        "无名.xlsx": "workbook.no-enterprise"
    }
    (left,) = done["imported"][1]["left"]
    assert (left["sheet"], left["row"], left["code"]) == ("汇总", 5, "left.row-total")
    assert done["details"] == {"passed_over": ["说明.pdf"]}
    (batch,) = done["batches"]
    assert told(run(*words)[1])["汇总.xlsx"] == [(code(0), "unchanged", 0), (code(1), "unchanged", 0)]
    status, undone = run("batch", "undo", batch["id"][:6])
    assert (status, [part["state"] for part in undone["batches"][0]["parts"]]) == (0, ["undone"] * 2)
    assert run("check", "--enterprise", code(0), "--form", "JY")[1]["returns"][0]["cells"] == 0


def test_a_batch_that_was_cut_short_is_gone_on_with(run: Run, folder: Path, tmp_path: Path) -> None:
    with open_session(tmp_path / "数据", passphrase=PASSPHRASE) as session:
        planned = importing_many.plan(session, [folder], Period.parse("2025-09"))
        batching.begin(session, "汇总", planned.sets, planned.names)
    status, listed = run("batch", "list")
    assert (status, listed["batches"][0]["unfinished"]) == (0, True)
    told = run("import", folder, "--period", "2025-09", "--dry-run")[1]["problems"]
    assert [(each["code"], "2" in each["what"]["zh"]) for each in told] == [("batch.unfinished", True)]
    status, done = run("batch", "resume")
    assert (status, [part["state"] for part in done["batches"][0]["parts"]]) == (0, ["done"] * 2)
    assert run("batch", "resume")[1]["batches"] == []


def test_what_cannot_be_is_named(run: Run, folder: Path, tmp_path: Path) -> None:
    for extra, expected in (
        (("--marked", tmp_path / "x.xlsx"), "cli.mark-one"),
        (("--remember", "名"), "cli.remember-one"),
    ):
        status, answer = run("import", folder, "--period", "2025-09", *extra)
        assert (status, answer["problems"][0]["code"]) == (2, expected)
    run("import", folder / "无名.xlsx", "--period", "2025-09", "--enterprise", code(0))
    status, answer = run("batch", "undo")
    assert (status, answer["problems"][0]["code"]) == (2, "batch.none")
    status, answer = run("batch", "undo", "zzz")
    assert (status, answer["problems"][0]["code"]) == (2, "batch.none-such")


def test_a_person_reads_a_table(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), "--period", "2025-09"]) == 1
    page = capsys.readouterr().out
    for words in ("第0公司", "已写入", "没有写明是哪家单位的", "合计行", "不是工作簿：说明.pdf"):
        assert words in page


def test_what_an_enterprise_was_not_given_is_told_beside_its_name(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write(tmp_path / "汇总.xlsx", 汇总=summary(2))
    other = write(tmp_path / "利润表.xlsx", 利润表=statement(1, 5000, "第1公司"))
    assert main(["import", str(first), str(other), "--period", "2025-09"]) == 1, "the figures are not right yet"
    assert "没有取用 第1公司 利润表 第 4 行 B 列 JY001：" in capsys.readouterr().out
