"""card, recover, passphrase, backup, restore: as a person or a script calls them."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from client.base.home import STORE_FILE, firm_store
from client.cli.app import main
from client.cli.commands import keeping
from client.usecases.home import enterprises, securing
from client.usecases.home.opening import open_session
from tests.client.cli.conftest import Run
from tests.client.keyrings import MemoryKeyring

FIRM = "91440300708461136T"
WORDS = "原来的 passphrase"


@pytest.fixture
def code(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("JIBAO_PASSPHRASE", WORDS)
    with open_session(home) as session:
        enterprises.add(session, FIRM, "深圳通信")
        return securing.make_card(session).code


def test_a_card_is_printed_and_its_code_stays_out_of_the_answer(
    run: Run, code: str, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "应急卡.pdf"
    status, answer = run("card", "--out", out, "--home", home)
    assert (status, answer["files"]) == (0, [str(out)])
    assert out.read_bytes().startswith(b"%PDF")
    assert set(answer["details"]) == {"card"}


def test_a_forgotten_passphrase_is_replaced_by_the_code_from_standard_input(
    run: Run, code: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "新的 passphrase")
    assert run("status", "--home", home)[1]["problems"][0]["code"] == "keys.wrong-passphrase"
    monkeypatch.setattr(sys, "stdin", io.StringIO(code.lower() + "\n"))
    status, answer = run("recover", "--home", home)
    assert (status, answer["details"]["opens_with"]) == (0, ["passphrase"])
    with open_session(home) as session:
        assert [each.name for each in enterprises.all_of(session)] == ["深圳通信"]


@pytest.mark.parametrize(("typed", "code_"), [("", "recovery.no-code"), ("123\n", "recovery.length")])
def test_no_code_or_half_a_code_is_refused_by_name(
    run: Run, code: str, home: Path, monkeypatch: pytest.MonkeyPatch, typed: str, code_: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    status, answer = run("recover", "--home", home)
    assert (status, answer["problems"][0]["code"]) == (2, code_)


def test_a_passphrase_is_set_beside_the_keyring_alone_and_given_up(
    run: Run, ring: MemoryKeyring, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_session(home) as session:
        enterprises.add(session, FIRM, "深圳通信")

    def typed(text: str, *words: str) -> tuple[int, Any]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        status, answer = run("passphrase", *words, "--home", home)
        return status, answer["problems"][0]["code"] if answer["problems"] else answer["details"]["opens_with"]

    assert typed("短口令\n") == (2, "keys.short-passphrase")
    assert typed("", "--only", "--drop") == (2, "cli.usage")
    assert typed(WORDS + "\n") == (0, ["keyring", "passphrase"])
    assert run("settings", "set", "security.lock_minutes", "10", "--home", home)[0] == 0
    assert typed(WORDS + "\n", "--only") == (0, ["passphrase"])
    assert ring.items == {}
    needed = run("status", "--home", home)[1]["problems"][0]
    assert needed["code"] == "keys.passphrase-needed"
    assert "JIBAO_PASSPHRASE" in needed["remedy"]["zh"]
    assert "JIBAO_PASSPHRASE" in needed["remedy"]["en"]
    monkeypatch.setenv("JIBAO_PASSPHRASE", WORDS)
    assert typed("", "--drop") == (0, ["keyring"])
    monkeypatch.delenv("JIBAO_PASSPHRASE")
    assert run("status", "--home", home)[0] == 0


@pytest.mark.parametrize(("again", "status"), [(WORDS, 0), ("手滑了一下的", 2)])
def test_at_a_terminal_it_is_typed_twice_unseen(
    code: str, home: Path, monkeypatch: pytest.MonkeyPatch, again: str, status: int
) -> None:
    lines = iter([WORDS, again])
    monkeypatch.setattr(keeping.getpass, "getpass", lambda _prompt: next(lines))
    monkeypatch.setattr(sys, "stdin", Terminal())
    assert main(["passphrase", "--home", str(home)]) == status


def test_what_ctrl_c_ended_is_not_told_as_a_wrong_call(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *_: object) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert main(["recover", "--home", str(home)]) == 130


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_backup_is_made_looked_at_and_restored(run: Run, code: str, home: Path, tmp_path: Path) -> None:
    edit = ("edit", "JY", "--period", "2025-09", "--home", home, "--set")
    run(*edit, "JY021=111")
    status, answer = run("backup", tmp_path / "U盘", "--home", home)
    (folder,) = answer["files"]
    assert (status, answer["details"]) == (0, {"enterprises": "1"})
    run(*edit, "JY021=222")
    status, answer = run("restore", folder, "--home", home)
    assert (status, answer["problems"][0]["code"]) == (0, "backup.needs-yes")
    (seen,) = answer["restored"]
    assert (seen["enterprise"], seen["done"]) == (FIRM, False)
    assert "JY021" in seen["returns"][0]["changed"]
    status, answer = run("restore", folder, "--yes", "--home", home)
    assert (status, answer["restored"][0]["done"]) == (0, True)
    _, answer = run("restore", folder, "--home", home)
    assert answer["restored"][0]["returns"] == []


def test_a_backup_makes_a_home_on_a_new_computer(
    run: Run, code: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder,) = run("backup", tmp_path / "U盘", "--home", home)[1]["files"]
    monkeypatch.setenv("JIBAO_PASSPHRASE", "新电脑上的 几个词")
    some = run("restore", folder, "--code", "--enterprise", FIRM, "--home", tmp_path / "新电脑")
    assert (some[0], some[1]["problems"][0]["code"]) == (2, "cli.whole-backup"), "it is not passed over"
    monkeypatch.setattr(sys, "stdin", io.StringIO(code + "\n"))
    status, answer = run("restore", folder, "--code", "--home", tmp_path / "新电脑")
    assert (status, answer["details"]["enterprises"]) == (0, "1")
    assert run("status", "--home", tmp_path / "新电脑")[0] == 0


@pytest.mark.parametrize("backed_up", [True, False])
def test_a_damaged_own_store_is_put_back(run: Run, code: str, home: Path, *, backed_up: bool) -> None:
    run("edit", "JY", "--period", "2025-09", "--home", home, "--set", "JY021=111")
    if backed_up:
        run("backup", "--home", home)
    status, answer = run("salvage", "--home", home)
    assert (status, answer["problems"][0]["code"]) == (2, "salvage.own-whole")
    (home / STORE_FILE).write_bytes(bytes(8192))
    refused = run("status", "--home", home)[1]["problems"][0]
    assert (refused["code"], "salvage" in refused["remedy"]["zh"]) == ("store.damaged", True)
    status, answer = run("salvage", "--home", home)
    assert (status, answer["details"]["enterprises"]) == (0, "1")
    assert (answer["details"]["home_store_from"] == "new") == (not backed_up)
    assert run("status", "--home", home)[1]["returns"]


def test_a_damaged_store_is_salvaged_and_says_what_to_look_at(run: Run, code: str, home: Path) -> None:
    run("edit", "JY", "--period", "2025-09", "--home", home, "--set", "JY021=111")
    run("backup", "--home", home)
    firm_store(home, FIRM).write_bytes(b"\x00" * 8192)
    assert run("check", "--home", home)[1]["problems"][0]["code"] == "store.damaged"
    status, answer = run("salvage", "--enterprise", FIRM, "--home", home)
    saved = answer["salvaged"]
    assert (status, saved["replayed"], saved["versions"]) == (1, 0, 0)
    assert "JY021" in saved["uncertain"][f"{FIRM}.JY.2025-09"]
    assert run("status", "--home", home)[1]["returns"]
    status, answer = run("salvage", "--enterprise", "91441300MA58H0D25G", "--home", home)
    assert (status, answer["problems"][0]["code"]) == (2, "salvage.nothing")
