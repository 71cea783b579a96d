"""Backups count when they were proved, are rotated, go to a second folder, and bring everything back."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.base.clock import CHINA
from client.base.errors import JibaoError, UserError, WorldError
from client.base.home import BACKUPS_FOLDER, KEYS_FILE, firm_store
from client.base.stopping import Stop, Stopped
from client.keys import Keychain, keyfile
from client.store import Store
from client.store.file.copies import CopyReport
from client.usecases.home import enterprises, moving, recovering, securing, settings
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft, save
from client.usecases.safekeeping import auditing, backing_up, restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.backup_folders import LIST_FILE, kept, listed, read_backup
from forms.periods import Period

A, B = "91441300MA58H0D25G", "91440300708461136T"
MONTH = Period.parse("2025-09")


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2025, 10, 9, 9, 0, tzinfo=CHINA)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def two(home: Path, clock: Hand) -> Session:
    """A home with two enterprises, closed by the test."""
    return filled(home, clock)


def filled(home: Path, clock: Hand) -> Session:
    session = open_session(home, keys=Keychain.loose(home), clock=clock)
    for firm, text in ((A, "111"), (B, "222")):
        enterprises.add(session, firm, f"{text}公司")
        enter(session, firm, text)
    return session


def enter(session: Session, firm: str, text: str, address: str = "JY021") -> None:
    outcome = open_draft(session, firm, "JY", MONTH).type({address: text})
    assert outcome is not None
    save(session, outcome).result()


def held(session: Session, firm: str, address: str = "JY021") -> str:
    target = session.look(firm, lambda books: books.returns.get(firm, "JY", MONTH))
    return target.cells[address].text if target and address in target.cells else ""


@pytest.fixture(autouse=True)
def _close(two: Session) -> object:
    yield
    two.close()


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
    monkeypatch.setattr(backing_up, "check_copy", lambda *_: CopyReport("store.damaged"))
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
    copy = shutil.copy2
    copied: list[str] = []

    def copy_one(source: str, target: str) -> str:
        copied.append(source)
        stop.ask()
        return str(copy(source, target))

    monkeypatch.setattr(backing_up.shutil, "copy2", copy_one)
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
    assert backing_up.second_folder(two) is None


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
        told = "backup.none-there"
    elif damage == "newer":
        words = json.loads((made.folder / LIST_FILE).read_text("utf-8"))
        (made.folder / LIST_FILE).write_text(json.dumps({**words, "format": 9}), "utf-8")
    else:
        (made.folder / LIST_FILE).unlink()
    for act in (restoring.preview, restoring.restore):
        with pytest.raises(JibaoError) as refused:
            act(two, made.folder)
        assert refused.value.code == told
    assert (held(two, A), held(two, B)) == ("111", "222")


def test_a_preview_says_what_would_come_change_and_go(two: Session) -> None:
    enter(two, A, "5", "JY001")
    made = back_up(two).backup
    enter(two, A, "112")
    enter(two, A, "", "JY001")
    enter(two, A, "7", "JY003")
    first, second = restoring.preview(two, made.folder)
    assert second.same
    assert first.name == "111公司"
    (change,) = first.returns
    assert change.key == f"{A}.JY.2025-09"
    assert "JY001" in change.added
    assert "JY021" in change.changed
    assert "JY003" in change.missing
    assert held(two, A) == "112"
    assert not list(two.home.glob("restore.*"))


def test_a_restore_brings_back_one_enterprise_and_keeps_what_was_there_aside(two: Session) -> None:
    made = back_up(two).backup
    enter(two, A, "112")
    enter(two, B, "223")
    assert restoring.restore(two, made.folder, [A]) == (A,)
    assert (held(two, A), held(two, B)) == ("111", "223")
    assert auditing.verify(two, A).whole
    last = two.look(A, lambda books: books.audit.entries()[-1])
    assert (last.action, last.ref) == ("restore", made.folder.name)
    (aside,) = (two.home / moving.ASIDE).iterdir()
    assert (aside / A / "returns.store").is_file()
    enter(two, A, "113")
    with pytest.raises(UserError, match=r"backup\.no-such-firm"):
        restoring.restore(two, made.folder, ["91440101MA59G2345X"])


def test_a_store_that_is_damaged_or_gone_is_brought_back(two: Session) -> None:
    made = back_up(two).backup
    two.vault.shut(A)
    firm_store(two.home, A).write_bytes(b"\x00" * 8192)
    (seen, _) = restoring.preview(two, made.folder)
    assert [len(each.added) > 0 for each in seen.returns] == [True]
    restoring.restore(two, made.folder, [A])
    assert held(two, A) == "111"
    two.vault.shut(A)
    shutil.rmtree(firm_store(two.home, A).parent)
    restoring.restore(two, made.folder, [A])
    assert held(two, A) == "111"


def test_a_new_computer_needs_the_backup_and_the_card(two: Session, tmp_path: Path) -> None:
    card = securing.make_card(two)
    made = back_up(two, tmp_path / "U盘").backup
    new = tmp_path / "新电脑"
    words = "新电脑上的 几个词"
    mistyped = ("1" if card.code[0] == "0" else "0") + card.code[1:]
    with pytest.raises(UserError, match=r"recovery\.groups"):
        restoring.restore_new(new, made.folder, code=mistyped)
    assert not new.exists()
    assert restoring.restore_new(new, made.folder, code=card.code) == (A, B)
    with recovering.recover(new, card.code, passphrase=words) as session:
        assert [each.name for each in enterprises.all_of(session)] == ["111公司", "222公司"]
        assert (held(session, A), held(session, B)) == ("111", "222")
    with pytest.raises(UserError, match=r"home\.not-empty"):
        restoring.restore_new(new, made.folder, code=card.code)


KILLED = """
import os, sys
from pathlib import Path
from client.keys import Keychain, keyfile
from client.usecases.safekeeping import restoring
from client.usecases.home.opening import open_session
home, master, folder, left = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
code = sys.argv[5] or None
session = open_session(home, keys=Keychain(home, keyfile.read(home), master))
def watch(event, arguments):
    global left
    if event in ("os.rename", "os.remove", "os.mkdir", "open", "shutil.rmtree", "shutil.copyfile"):
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(watch)
restoring.restore(session, folder, code=code)
print(left)
session.close()
"""


@pytest.mark.parametrize("elsewhere", ["", "elsewhere"])
def test_killed_anywhere_it_is_all_old_or_all_backup(
    two: Session, tmp_path: Path, clock: Hand, elsewhere: str
) -> None:
    """Also where the backup is another computer's, whose stores have other keys."""
    with filled(tmp_path / "别处", clock) as other:
        code = securing.make_card(other).code if elsewhere else ""
        made = back_up(other if elsewhere else two, tmp_path / "U盘").backup
    enter(two, A, "112")
    enter(two, B, "223")
    two.close()
    master = two.vault.keys.master
    program, enough = [sys.executable, "-c", KILLED], 10_000
    run = _runner(program, two.home, master, made.folder, tmp_path, code)
    steps = enough - int(run("whole", enough).stdout.split()[0])
    (aside,) = (tmp_path / "whole" / moving.ASIDE).iterdir()
    beside = Keychain(aside, keyfile.read(aside), master)
    with Store.open(aside / A / "returns.store", beside.key(A), clock=clock) as store:
        assert store.run(lambda books: books.returns.get(A, "JY", MONTH)) is not None
    for at in range(steps - 2, 0, -max(1, steps // 5)):
        assert run(f"killed-{at}", at).returncode == 9
        place = tmp_path / f"killed-{at}"
        keys = keyfile.read(place)
        assert keys is not None
        with open_session(place, keys=Keychain(place, keys, master)) as session:
            assert (held(session, A), held(session, B)) in (("111", "222"), ("112", "223")), at


def _runner(
    program: list[str], home: Path, master: bytes, folder: Path, work: Path, code: str
) -> Callable[[str, int], subprocess.CompletedProcess[str]]:
    def run(name: str, left: int) -> subprocess.CompletedProcess[str]:
        shutil.copytree(home, work / name)
        words = [*program, str(work / name), master.hex(), str(folder), str(left), code]
        return subprocess.run(words, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False)

    return run
