"""A backup is looked into and brought back: here, on another computer, stopped, killed, on a full disk."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from client.base.errors import JibaoError, UserError, WorldError
from client.base.files import copy_file
from client.base.home import firm_store
from client.base.stopping import Stop, Stopped
from client.keys import Keychain, keyfile
from client.keys.derived import Derived
from client.store import Books, Store
from client.usecases.home import enterprises, moving, recovering, securing, settings
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.renewal import questionnaire
from client.usecases.safekeeping import auditing, restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.backup_folders import BEFORE_RESTORE, found_in, listed
from forms.pack import load_pack
from forms.returns import Cell, Change, Edit, ReturnKey, RowsEdit
from tests.client.usecases.killed import DYING
from tests.client.usecases.two_firms import MONTH, A, B, Hand, enter, filled, held

RETAIL = Path(__file__).parents[2] / "forms" / "foreign" / "retail"
"""Another office's questionnaire."""


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
    assert change.key == ReturnKey(A, "JY", MONTH)
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
    assert isinstance(two.vault.keys.held.stores[A], Derived)
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


KILLED = (
    """
import os, sys
from pathlib import Path
from client.keys import Keychain, keyfile
from client.usecases.safekeeping import restoring
from client.usecases.home.opening import open_session
home, master, folder, left = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
code = sys.argv[5] or None
session = open_session(home, keys=Keychain(home, keyfile.read(home), master))
"""
    + DYING
    + """
restoring.restore(session, folder, secret=code)
print(left)
session.close()
"""
)


def test_killed_anywhere_in_a_new_home_it_opens_empty_or_whole(two: Session, tmp_path: Path, clock: Hand) -> None:
    code = securing.make_card(two).code
    made = back_up(two, tmp_path / "U盘").backup
    with on_new_computer(tmp_path / "新电脑", clock) as fresh:
        master = fresh.vault.keys.master
    enough = 10_000
    run = _runner([sys.executable, "-c", KILLED], fresh.home, master, made.folder, tmp_path, code)
    steps = enough - int(run("whole", enough).stdout.split()[0])
    seen = set()
    for at in (steps - 2, steps - 6, steps - 12, steps // 2):
        assert run(f"killed-{at}", at).returncode == 9
        place = tmp_path / f"killed-{at}"
        keys = keyfile.read(place)
        assert keys is not None
        with open_session(place, keys=Keychain(place, keys, master)) as session:
            there = {each.code for each in enterprises.all_of(session)}
            seen.add(len(there))
            assert there in (set(), {A, B})
            if not there:
                restoring.restore(session, made.folder, secret=code)
            assert (held(session, A), held(session, B)) == ("111", "222"), at
    assert seen == {0, 2}


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
        assert store.run(lambda books: books.returns.get(ReturnKey(A, "JY", MONTH))) is not None
    for at in range(steps - 2, 0, -max(1, steps // 5)):
        assert run(f"killed-{at}", at).returncode == 9
        place = tmp_path / f"killed-{at}"
        keys = keyfile.read(place)
        assert keys is not None
        with open_session(place, keys=Keychain(place, keys, master)) as session:
            assert (held(session, A), held(session, B)) in (("111", "222"), ("112", "223")), at
        assert not any(place.glob("restore.*")), at


def test_killed_while_a_backup_is_looked_into_nothing_of_it_stays(two: Session, tmp_path: Path) -> None:
    made = back_up(two, tmp_path / "U盘").backup
    two.close()
    master, enough = two.vault.keys.master, 10_000
    looking = KILLED.replace("restoring.restore(", "restoring.preview(")
    run = _runner([sys.executable, "-c", looking], two.home, master, made.folder, tmp_path, "")
    steps = enough - int(run("whole", enough).stdout.split()[0])
    assert run("killed", steps // 2).returncode == 9
    place = tmp_path / "killed"
    assert (place / "restore.looking").exists()
    keys = keyfile.read(place)
    assert keys is not None
    with open_session(place, keys=Keychain(place, keys, master)) as session:
        assert not (place / "restore.looking").exists()
        assert (held(session, A), held(session, B)) == ("111", "222")


def _runner(
    program: list[str], home: Path, master: bytes, folder: Path, work: Path, code: str
) -> Callable[[str, int], subprocess.CompletedProcess[str]]:
    def run(name: str, left: int) -> subprocess.CompletedProcess[str]:
        shutil.copytree(home, work / name)
        words = [*program, str(work / name), master.hex(), str(folder), str(left), code]
        return subprocess.run(words, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False)

    return run


def on_new_computer(home: Path, clock: Hand) -> Session:
    """A home the first run has just begun in: a master key of its own, no enterprise."""
    return open_session(home, keys=Keychain.loose(home), clock=clock)


def test_a_new_home_takes_over_enterprises_settings_and_definitions(
    two: Session, tmp_path: Path, clock: Hand
) -> None:
    settings.put(two, "reminders.days", 7)
    settings.put(two, "display.theme", "dark")
    code = securing.make_card(two).code
    made = back_up(two, tmp_path / "U盘").backup
    with on_new_computer(tmp_path / "新电脑", clock) as session:
        settings.put(session, "display.theme", "light")
        with pytest.raises(UserError) as refused:
            restoring.preview(session, made.folder)
        assert refused.value.code == "backup.other-card"
        assert [len(each.returns) for each in restoring.preview(session, made.folder, secret=code)] == [1, 1]
        restoring.restore(session, made.folder, secret=code)
        assert [each.name for each in enterprises.all_of(session)] == ["111公司", "222公司"]
        assert (held(session, A), held(session, B)) == ("111", "222")
        assert settings.get(session, "reminders.days") == 7
        assert settings.get(session, "display.theme") == "light", "chosen here just now"
        assert listed(session.home) == (), "there was nothing to be backed up before"
        own = back_up(session).backup
        assert restoring.preview(session, own.folder)[0].same, "what came is under this home's key"


def test_the_passphrase_of_then_opens_it_and_a_slip_in_either_is_told_as_such(
    two: Session, tmp_path: Path, clock: Hand
) -> None:
    code = securing.make_card(two).code
    securing.set_passphrase(two, "几个 旧的 词儿在此")
    made = back_up(two, tmp_path / "U盘").backup
    mistyped = ("1" if code[0] == "0" else "0") + code[1:]
    with on_new_computer(tmp_path / "新电脑", clock) as session:
        for secret, told in (("别的词", "keys.wrong-passphrase"), (mistyped, "recovery.groups")):
            with pytest.raises(UserError) as refused:
                restoring.restore(session, made.folder, secret=secret)
            assert refused.value.code == told
        assert not enterprises.all_of(session)
        assert restoring.restore(session, made.folder, [B], secret="几个 旧的 词儿在此") == (B,)
        assert held(session, B) == "222"


@pytest.mark.parametrize(
    ("way", "told"), [("passphrase", "backup.other-passphrase"), ("none", "backup.no-way-in")]
)
def test_without_a_card_it_says_what_would_open_it(
    two: Session, tmp_path: Path, clock: Hand, way: str, told: str
) -> None:
    if way == "passphrase":
        securing.set_passphrase(two, "几个 旧的 词儿在此")
    made = back_up(two, tmp_path / "U盘").backup
    with on_new_computer(tmp_path / "新电脑", clock) as session, pytest.raises(UserError) as refused:
        restoring.preview(session, made.folder)
    assert refused.value.code == told


def test_what_was_there_before_is_a_backup_that_no_later_one_pushes_out(two: Session, clock: Hand) -> None:
    made = back_up(two).backup
    enter(two, A, "112")
    clock.at += timedelta(minutes=5)
    restoring.restore(two, made.folder)
    clock.at += timedelta(minutes=5)
    enter(two, B, "9")
    back_up(two)
    before = next(each for each in listed(two.home) if each.reason == BEFORE_RESTORE)
    restoring.restore(two, before.folder, [A])
    assert (held(two, A), held(two, B)) == ("112", "9")
    for days, there in ((29, True), (2, False)):
        clock.at += timedelta(days=days)
        enter(two, B, f"{days}")
        back_up(two)
        assert before.folder.exists() == there


def test_returns_of_another_questionnaire_do_not_come_into_one_that_has_enterprises(
    two: Session, tmp_path: Path, clock: Hand
) -> None:
    made = back_up(two, tmp_path / "U盘").backup
    master = two.vault.keys.master
    home = tmp_path / "零售"
    with open_session(home, keys=Keychain(home, keyfile.new(), master), clock=clock) as session:
        questionnaire.use_folder(session, RETAIL)
        enterprises.add(session, A, "商店")
        for act in (restoring.preview, restoring.restore):
            with pytest.raises(UserError, match=r"backup\.other-definitions"):
                act(session, made.folder)
        theirs = back_up(session, tmp_path / "U盘").backup
    home = tmp_path / "新的"
    with open_session(home, keys=Keychain(home, keyfile.new(), master), clock=clock) as session:
        restoring.restore(session, theirs.folder)
        assert session.pack.id == load_pack(RETAIL).id


def test_stopped_or_refused_by_the_disk_nothing_changed(
    two: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(two).backup
    enter(two, A, "112")
    stop = Stop()

    def at_the_second(at: int, _of: int, _name: str) -> None:
        if at == 2:
            stop.ask()

    with pytest.raises(Stopped):
        restoring.restore(two, made.folder, stop=stop, told=at_the_second)

    def refuse(error: int, source: Path, target: Path, heeded: Stop) -> None:
        if restoring.MAKING in str(target):
            raise OSError(error, "no")
        copy_file(source, target, heeded)

    for error, told in ((errno.ENOSPC, "backup.no-room-here"), (errno.EIO, "backup.not-restored")):
        monkeypatch.setattr(restoring, "copy_file", partial(refuse, error))
        with pytest.raises(JibaoError) as refused:
            restoring.restore(two, made.folder)
        assert refused.value.code == told
    assert held(two, A) == "112"
    assert not list(two.home.glob("restore.*"))


def test_files_in_use_are_replaced_at_the_next_opening(two: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    made = back_up(two).backup
    enter(two, A, "112")
    with monkeypatch.context() as held_open:

        def in_use(_: object) -> None:
            raise PermissionError(errno.EACCES, "in use")

        held_open.setattr(moving, "_free", in_use)
        with pytest.raises(WorldError, match=r"backup\.not-in-place"):
            restoring.restore(two, made.folder)
        two.close()
        keys = Keychain(two.home, two.vault.keys.held, two.vault.keys.master)
        with pytest.raises(WorldError, match=r"backup\.not-in-place"):
            open_session(two.home, keys=keys)
    with open_session(two.home, keys=keys) as session:
        assert (held(session, A), held(session, B)) == ("111", "222")


def test_a_folder_that_holds_backups_will_do_as_well(two: Session, tmp_path: Path, clock: Hand) -> None:
    first = back_up(two).backup.folder
    clock.at += timedelta(hours=2)
    second = back_up(two).backup.folder
    for named in (two.home, first.parent):
        assert [each.folder for each in found_in(named)] == [second, first]
    assert [each.folder for each in found_in(first)] == [first]
    with pytest.raises(UserError, match=r"backup\.none-there"):
        found_in(tmp_path / "nowhere")


def test_looking_into_a_long_list_stops_in_the_middle_of_it(two: Session) -> None:
    made = back_up(two).backup
    cell = Cell("1", Decimal(1))
    rows = tuple(f"r{number}" for number in range(500))
    edits = tuple(Edit(f"XM[{row}].XM014", None, cell) for row in rows)
    change = Change(A, "XM", MONTH, edits, (RowsEdit("XM", (), rows),))

    def fill(books: Books) -> None:
        books.returns.ensure(ReturnKey(A, "XM", MONTH), two.pack.version)
        books.returns.record(change)

    two.store_of(A).run(fill)
    (seen, _) = restoring.preview(two, made.folder)
    (missing,) = seen.returns
    assert missing.missing == tuple(sorted(edit.address for edit in edits))

    class Later(Stop):
        left = 400

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise Stopped

    later = Later()
    with pytest.raises(Stopped):
        restoring.preview(two, made.folder, stop=later)
    assert later.left == -1
    assert not list(two.home.glob("restore.*"))
