"""history, undo, redo and audit verify, as a person or a script calls them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from client.base.home import firm_store
from client.cli.app import main
from client.keys import unlock
from client.store.file.connection import connect
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from tests.client.cli.conftest import FIRM, PASSPHRASE, Run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "数据"
    with open_session(folder, passphrase=PASSPHRASE) as session:
        enterprises.add(session, FIRM, "甲公司")
    return folder


@pytest.fixture
def at(
    made: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[object]:
    """The words that lead to a home of the test's own, in which JY001 was typed three times."""
    shutil.copytree(made, home, dirs_exist_ok=True)
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    for text in ("100", "二百", "300"):
        main(["edit", "JY", "--period", "2025-09", "--set", f"JY001={text}", "--home", str(home), "--json"])
    capsys.readouterr()
    return ["--home", home]


def test_a_cell_tells_its_history(run: Run, at: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    run("undo", "JY", "--period", "2025-09", *at)
    status, answer = run("history", "jy", "JY001", "--period", "2025-09", *at)
    assert status == 0
    told = [(each["kind"], each["old"], each["new"], each["source"]) for each in answer["history"]]
    assert told == [
        ("do", None, "100", "keyboard"),
        ("do", "100", "二百", "keyboard"),
        ("do", "二百", "300", "keyboard"),
        ("undo", "300", "二百", "keyboard"),
    ]
    assert main(["history", "JY", "JY001", "--period", "2025-09", *map(str, at)]) == 0
    assert "撤销 键盘" in capsys.readouterr().out


def test_undo_and_redo_say_what_they_did(run: Run, at: list[object]) -> None:
    texts = []
    for step in ("undo", "undo", "undo", "redo"):
        _, answer = run(step, "JY", "--period", "2025-09", *at)
        texts.append((answer["details"]["steps"], answer["details"].get("JY001")))
    assert texts == [("1", "二百"), ("1", "100"), ("1", ""), ("1", "100")]
    status, answer = run("undo", "JB", "--period", "2025-09", *at)
    assert answer["details"] == {"steps": "0"}
    assert status == 0


def test_a_place_that_is_not_there_is_refused(run: Run, at: list[object]) -> None:
    status, answer = run("history", "JY", "JY999", "--period", "2025-09", *at)
    assert (status, answer["problems"][0]["code"]) == (2, "edit.no-such-cell")


def test_an_audit_names_what_was_altered(run: Run, at: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    status, answer = run("audit", "verify", *at)
    assert status == 0
    assert all(audit["whole"] for audit in answer["audits"])
    assert [audit["enterprise"] for audit in answer["audits"]] == [FIRM, ""]
    entries = answer["audits"][0]["entries"]
    home = Path(str(at[1]))
    connection = connect(firm_store(home, FIRM), unlock(home, passphrase=PASSPHRASE, create=False).key(FIRM))
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("UPDATE audit SET at = '2020-01-01' WHERE seq = 4")
    connection.close()
    assert main(["audit", "verify", *map(str, at), "--json"]) == 1
    printed = capsys.readouterr()
    assert "第 4 条" in printed.err, "as of whatever else opens it"
    audit, own = json.loads(printed.out)["audits"]
    assert own["whole"]
    assert (audit["whole"], audit["broken_at"], audit["reason"]) == (False, 4, "hash")
    assert "第 4 条" in audit["what"]["zh"]
    assert "Entry 4" in audit["what"]["en"]
    assert entries > 4
    assert main(["audit", "verify", *map(str, at)]) == 1
    assert "第 4 条被改动" in capsys.readouterr().out


def test_missing_entries_are_told_by_every_command(
    run: Run, at: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    home = Path(str(at[1]))
    older = firm_store(home, FIRM)
    kept = older.read_bytes()
    run("edit", "JY", "--period", "2025-09", "--set", "JY001=400", *at)
    older.write_bytes(kept)
    assert main(["history", "JY", "JY001", "--period", "2025-09", *map(str, at)]) == 0
    assert "不见了" in capsys.readouterr().err
    status, answer = run("audit", "verify", *at)
    (loss,) = answer["audits"][0]["losses"]
    assert (status, loss["kind"], loss["first"], loss["last"]) == (1, "missing", loss["last"], loss["last"])
    assert f"第 {loss['first']} 到第 {loss['last']} 条" in loss["what"]["zh"]
