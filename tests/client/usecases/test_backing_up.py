"""Backups count when they were proved, are rotated, go to a second folder, and bring everything back."""

from __future__ import annotations

import errno
import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.base import files
from client.base.errors import JibaoError, UserError, WorldError
from client.base.files import copy_file
from client.base.home import BACKUPS_FOLDER, KEYS_FILE
from client.base.stopping import Stop, Stopped
from client.keys import Keychain
from client.store import Store
from client.store.file.copies import CopyReport
from client.usecases.home import settings
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.safekeeping import backing_up, backup_folders, backups_kept, copying_stores, restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.backup_folders import LIST_FILE, kept, listed, lying_in, read_backup
from tests.client.usecases.two_firms import A, B, Hand, enter, filled, held


def test_a_backup_holds_every_store_and_the_key_file_all_sealed(two: Session) -> None:
    made = back_up(two).backup
    assert made.firms == (A, B)
    assert read_backup(made.folder).stores == made.stores
    assert (made.folder / KEYS_FILE).read_bytes() == (two.home / KEYS_FILE).read_bytes()
    words = (b"111", "公司".encode(), b"JY021")
    for path in made.folder.rglob("*"):
        if path.is_file() and path.name != LIST_FILE:
            assert not any(word in path.read_bytes() for word in words[1:])
        if os.name == "posix" and path.suffix == ".store":
            assert path.stat().st_mode & 0o077 == 0


def test_what_did_not_change_is_not_copied_again_nor_opened(two: Session, clock: Hand) -> None:
    first = back_up(two).backup
    enter(two, A, "112")
    two.vault.shut(B)
    clock.at += timedelta(minutes=70)
    second = back_up(two).backup
    assert second.store(B).samefile(first.store(B))
    assert not second.store(A).samefile(first.store(A))
    assert B not in two.vault._open


def test_a_copy_that_does_not_prove_itself_is_no_backup(two: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying_stores, "check_copy", lambda *_: CopyReport("store.damaged"))
    with pytest.raises(WorldError, match=r"backup\.failed"):
        back_up(two)
    assert listed(two.home) == ()
    assert list((two.home / BACKUPS_FOLDER).iterdir()) == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "backup.no-room"),
        (OSError(errno.EIO, "Input/output error"), "backup.not-written"),
        (WorldError("store.disk-full", file="f"), "backup.no-room"),
        (WorldError("store.out-of-reach", file="f"), "store.out-of-reach"),
        (WorldError("store.damaged", file="f"), "backup.failed"),
    ],
)
def test_what_fails_is_named_and_leaves_nothing_that_looks_like_a_backup(
    two: Session, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    if isinstance(error, OSError):
        monkeypatch.setattr(backing_up.shutil, "copyfile", fail)
    else:
        monkeypatch.setattr(Store, "copy_to", fail)
    with pytest.raises(WorldError) as caught:
        back_up(two)
    assert caught.value.code == code
    assert list((two.home / BACKUPS_FOLDER).iterdir()) == []


def test_stopped_between_two_stores_nothing_is_left_and_older_backups_stay(two: Session, clock: Hand) -> None:
    older = back_up(two).backup
    enter(two, A, "112")
    enter(two, B, "223")
    clock.at += timedelta(minutes=70)
    stop, seen = Stop(), []

    def told(at: int, of: int, name: str) -> None:
        seen.append((at, of, name))
        if name == B:
            stop.ask()

    with pytest.raises(Stopped):
        back_up(two, stop=stop, told=told)
    assert seen[-1] == (3, 3, B)
    assert list((two.home / BACKUPS_FOLDER).iterdir()) == [older.folder]
    assert [each.folder for each in listed(two.home)] == [older.folder]
    assert read_backup(older.folder).stores == older.stores
    seen.clear()
    with pytest.raises(Stopped):
        back_up(two, stop=stop, told=told)
    assert seen == []
    assert read_backup(back_up(two).backup.folder).firms == (A, B)


def second_folder(session: Session, folder: Path) -> None:
    folder.mkdir()
    settings.put(session, "backup.folder", str(folder))


def test_stopped_at_the_second_folder_the_backup_counts_and_no_half_lies_there(
    two: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, stop = tmp_path / "U盘", Stop()
    second_folder(two, stick)
    copied: list[Path] = []

    def copy_one(source: Path, target: Path, heeded: Stop) -> None:
        copied.append(source)
        stop.ask()
        copy_file(source, target, heeded)

    monkeypatch.setattr(files, "copy_file", copy_one)
    made = back_up(two, stop=stop)
    assert made.second_stopped
    assert made.second_problem is None
    assert len(copied) == 1
    assert list(stick.iterdir()) == []
    assert read_backup(made.backup.folder).firms == (A, B)


def test_it_is_due_half_an_hour_after_the_last_when_something_changed(two: Session, clock: Hand) -> None:
    assert backing_up.back_up_if_due(two) is not None
    enter(two, A, "112")
    clock.at += timedelta(minutes=29)
    assert backing_up.back_up_if_due(two) is None
    clock.at += timedelta(minutes=1)
    assert backing_up.back_up_if_due(two) is not None
    clock.at += timedelta(hours=5)
    assert backing_up.back_up_if_due(two) is None
    assert backing_up.back_up_on_exit(two) is None
    enter(two, A, "113")
    made = backing_up.back_up_on_exit(two)
    assert made is not None
    assert made.backup.reason == "exit"


def test_the_second_folder_gets_it_too_and_says_when_it_cannot(two: Session, tmp_path: Path, clock: Hand) -> None:
    stick = tmp_path / "U盘"
    second_folder(two, stick)
    made = back_up(two)
    assert made.second_problem is None
    assert read_backup(stick / made.backup.folder.name).stores == made.backup.stores
    shutil.rmtree(stick)
    stick.write_bytes(b"no folder any more")
    clock.at += timedelta(minutes=40)
    made = back_up(two)
    assert made.second_problem is not None
    assert made.second_problem.code == "backup.not-written"
    assert read_backup(made.backup.folder)
    with pytest.raises(UserError, match=r"backup\.folder"):
        settings.put(two, "backup.folder", str(two.home / "backups"))
    with pytest.raises(UserError, match=r"settings\.not-a-folder"):
        settings.put(two, "backup.folder", str(stick))
    settings.put(two, "backup.folder", "")
    assert backups_kept.second_folder(two) is None


@given(st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 31)), max_size=60))
def test_rotation_keeps_the_newest_of_hours_days_and_months(moments: list[datetime]) -> None:
    staying = kept(moments)
    assert staying <= set(moments)
    assert len(staying) <= 24 + 30 + len({(m.year, m.month) for m in moments})
    if moments:
        assert max(moments) in staying
    assert {(m.year, m.month) for m in staying} == {(m.year, m.month) for m in moments}
    days = sorted({m.date() for m in moments}, reverse=True)[:30]
    assert {m.date() for m in staying} >= set(days)


def test_old_backups_go_and_one_of_every_month_stays(two: Session, clock: Hand) -> None:
    names = []
    for _ in range(4):
        names.append(back_up(two).backup.folder.name)
        clock.at += timedelta(minutes=10)
    assert [each.folder.name for each in listed(two.home)] == [names[-1]]


@pytest.mark.parametrize("damage", ["flip", "list", "gone", "newer", "empty"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changes(two: Session, damage: str) -> None:
    made = back_up(two).backup
    told = {"newer": "backup.newer", "empty": "backup.none-there"}.get(damage, "backup.damaged")
    if damage == "flip":
        data = bytearray(made.store(A).read_bytes())
        data[5000] ^= 1
        made.store(A).write_bytes(data)
    elif damage == "list":
        (made.folder / LIST_FILE).write_text("{", "utf-8")
    elif damage == "gone":
        made.store(A).unlink()
    elif damage == "newer":  # and whatever else is in it
        (made.folder / LIST_FILE).write_text(json.dumps({"format": 9, "stores": []}), "utf-8")
    else:
        (made.folder / LIST_FILE).unlink()
    for act in (restoring.preview, restoring.restore):
        with pytest.raises(JibaoError) as refused:
            act(two, made.folder)
        assert refused.value.code == told
    assert (held(two, A), held(two, B)) == ("111", "222")


@pytest.mark.parametrize("name", ["../../elsewhere", "..", "CON", "LPT1", "a" * 18, "A" * 300, "C:", "A/B", ""])
def test_a_stranger_s_list_names_no_folder_but_an_enterprise_s(two: Session, tmp_path: Path, name: str) -> None:
    made = back_up(two, tmp_path / "U盘").backup
    words = json.loads((made.folder / LIST_FILE).read_text("utf-8"))
    words["stores"][name] = words["stores"][A]
    (made.folder / LIST_FILE).write_text(json.dumps(words), "utf-8")
    for act in (restoring.preview, restoring.restore):
        with pytest.raises(UserError, match=r"backup\.damaged"):
            act(two, made.folder)
    with pytest.raises(UserError, match=r"backup\.damaged"):
        restoring.restore_new(tmp_path / "新", made.folder, code="")
    assert lying_in(made.folder.parent) == ()


def test_a_list_without_a_zone_is_no_backup_and_the_next_one_is_made(two: Session) -> None:
    made = back_up(two).backup
    words = json.loads((made.folder / LIST_FILE).read_text("utf-8"))
    (made.folder / LIST_FILE).write_text(json.dumps({**words, "made_at": "2025-10-09T09:00:00"}), "utf-8")
    assert listed(two.home) == ()
    assert backing_up.back_up_if_due(two) is not None


def test_a_drive_that_is_gone_is_not_called_a_damaged_backup(
    two: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(two, tmp_path / "U盘").backup

    def gone(*_: object) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(backup_folders, "digest_of", gone)
    with pytest.raises(WorldError, match=r"backup\.unreadable"):
        read_backup(made.folder)


def test_what_is_not_whole_is_not_listed_and_is_gone_at_the_next_opening(two: Session) -> None:
    made = back_up(two).backup
    made.folder.rename(part := made.folder.with_name(f"{made.folder.name}.part"))
    assert listed(two.home) == ()
    two.close()
    keys = Keychain(two.home, two.vault.keys.held, two.vault.keys.master)
    with open_session(two.home, keys=keys) as session:
        assert not part.exists()
        assert held(session, A) == "111"


def test_a_copy_that_rotted_is_not_linked_but_made_anew(two: Session, clock: Hand) -> None:
    first = back_up(two).backup
    data = bytearray(first.store(B).read_bytes())
    data[9000] ^= 1
    first.store(B).write_bytes(data)
    clock.at += timedelta(minutes=70)
    assert read_backup(back_up(two).backup.folder).firms == (A, B)


def test_a_second_folder_whose_copy_does_not_prove_itself_keeps_no_half(
    two: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U盘"
    second_folder(two, stick)

    def spoilt(source: Path, target: Path, _: Stop) -> None:
        target.write_bytes(source.read_bytes()[:-1])

    monkeypatch.setattr(files, "copy_file", spoilt)
    made = back_up(two)
    assert made.second_problem is not None
    assert made.second_problem.code == "backup.damaged"
    assert list(stick.iterdir()) == []


def test_a_full_stick_is_called_full(two: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second_folder(two, tmp_path / "U盘")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "copy_file", full)
    made = back_up(two)
    assert made.second_problem is not None
    assert made.second_problem.code == "backup.no-room"
    assert list((tmp_path / "U盘").iterdir()) == []


def test_the_second_folder_is_rotated_too_but_others_backups_stay(
    two: Session, tmp_path: Path, clock: Hand
) -> None:
    stick = tmp_path / "共享"
    second_folder(two, stick)
    with filled(tmp_path / "别处", clock) as other:
        theirs = [back_up(other, stick).backup.folder]
        clock.at += timedelta(minutes=1)
        theirs.append(back_up(other, stick).backup.folder)
    half = stick / "20251001T080000.part"
    half.mkdir()
    names = []
    for _ in range(4):
        clock.at += timedelta(minutes=10)
        enter(two, A, f"{len(names)}")
        names.append(back_up(two).backup.folder.name)
    assert {each.name for each in stick.iterdir()} == {names[-1], *(each.name for each in theirs)}


def test_halves_whose_writer_was_killed_are_cleared_after_a_day(two: Session, clock: Hand) -> None:
    names = {half: two.home / "backups" / half for half in ("20251001T080000.part", "20251001T080000-2.part")}
    fresh = two.home / "backups" / f"{clock.at:%Y%m%dT%H%M%S}-2.part"
    for half in (*names.values(), fresh):
        half.mkdir(parents=True)
    made = back_up(two).backup.folder
    assert {each.name for each in made.parent.iterdir()} == {made.name, fresh.name}


def test_a_scanner_that_holds_a_new_file_is_waited_for(two: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    refused, rename = [], Path.rename

    def held_open(path: Path, target: Path) -> Path:
        if path.suffix == ".part" and len(refused) < 2:
            refused.append(path)
            raise PermissionError(errno.EACCES, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held_open)
    assert read_backup(back_up(two).backup.folder).firms == (A, B)
    assert len(refused) == 2


def test_a_backup_is_on_disk_before_it_has_its_name(two: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    flush, rename = backups_kept.flush, backups_kept.rename
    monkeypatch.setattr(backups_kept, "flush", lambda path: (done.append(path.name), flush(path)))
    monkeypatch.setattr(backups_kept, "rename", lambda part, new: (done.append("->"), rename(part, new)))
    made = back_up(two).backup
    before, after = done[: done.index("->")], done[done.index("->") + 1 :]
    assert {KEYS_FILE, LIST_FILE, A, B, f"{made.folder.name}.part"} <= {*before}
    assert after == [BACKUPS_FOLDER]
