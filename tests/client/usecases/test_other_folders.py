"""Another data folder: which one is meant, that it is found again, and that its window really opens."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from client.base.errors import UserError, WorldError
from client.keys import Keychain
from client.usecases.home import other_folders
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session


def test_an_empty_folder_is_it_and_in_a_full_one_a_new_one_is_made(session: Session, tmp_path: Path) -> None:
    (tmp_path / "空的").mkdir()
    (tmp_path / "文档").mkdir()
    (tmp_path / "文档" / "报表.xlsx").write_bytes(b"")
    assert other_folders.place_in(session, tmp_path / "空的") == tmp_path / "空的"
    made = other_folders.place_in(session, tmp_path / "文档")
    assert made == tmp_path / "文档" / "集报数据"
    assert other_folders.known(session) == (), "nothing was made in them yet"
    for each in (tmp_path / "空的", made):
        open_session(each, keys=Keychain.loose(each)).close()
    assert other_folders.known(session) == (made, tmp_path / "空的")
    assert other_folders.place_in(session, tmp_path / "空的") == tmp_path / "空的", "it is one by now"
    assert other_folders.known(session)[0] == tmp_path / "空的"


def test_the_one_that_is_open_is_refused_from_inside_and_around(session: Session) -> None:
    (session.home / "backups").mkdir()
    for folder in (session.home, session.home / "backups", session.home / "新的"):
        with pytest.raises(UserError, match=r"home\.this-one"):
            other_folders.place_in(session, folder)
    assert not (session.home / "新的").exists()
    assert other_folders.known(session) == ()


def test_a_folder_that_may_not_be_looked_into_is_refused_by_name(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UserError, match=r"home\.not-writable"):
        other_folders.place_in(session, tmp_path)


def test_its_window_is_this_program_on_that_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[list[str]] = []
    monkeypatch.setattr(other_folders, "_start", began.append)
    other_folders.open_window(tmp_path)
    (command,) = began
    assert command[0] == sys.executable
    assert Path(command[1]).is_file()
    assert command[2:] == ["--window", "--home", str(tmp_path)]

    def none(_: object) -> None:
        raise OSError(12, "Not enough memory")

    monkeypatch.setattr(other_folders, "_start", none)
    with pytest.raises(WorldError, match=r"home\.not-started"):
        other_folders.open_window(tmp_path)


def test_what_is_started_runs(tmp_path: Path) -> None:
    done = tmp_path / "done"
    other_folders._start([sys.executable, "-c", f"open({str(done)!r}, 'w').close()"])
    until = time.monotonic() + 60
    while not done.exists():
        assert time.monotonic() < until
