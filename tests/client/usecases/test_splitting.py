"""A home of the first layout, as it was shipped: opened by today's program, killed on the way, opened again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.base.errors import JibaoError, UserError
from client.base.home import SINGLE_STORE_FILE, STORE_FILE, firm_store
from client.keys import Keychain, unlock
from client.store.file.copies import check_copy
from client.usecases.home import enterprises, splitting
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.safekeeping import auditing, restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.restoring_home_store import restore_home_store
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.usecases.killed import DYING

SAMPLE = Path(__file__).parent / "samples" / "home-1.zip"
"""Two enterprises: an import, edits, an undo, an open editor, a setting, an enrolment and a receipt each."""

WORDS = "样例口令"
A, B = "91441300MA58H0D25G", "91440300MA5HE8T0CB"
MONTH = Period.parse("2025-09")
HEAD = "sha256:432178073a92ba1770f194a6e26a346493964c54df13f6879af02cad2cd7c3d4"
"""Head of the sample's audit trail when it was made."""


@pytest.fixture
def old(home: Path) -> Path:
    with zipfile.ZipFile(SAMPLE) as sample:
        sample.extractall(home)
    return home


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Stretching the passphrase once is enough."""
    folder = tmp_path_factory.mktemp("keys")
    with zipfile.ZipFile(SAMPLE) as sample:
        sample.extractall(folder)
    return unlock(folder, passphrase=WORDS, create=False).master


def keys_of(home: Path, master: bytes) -> Keychain:
    from client.keys import keyfile

    held = keyfile.read(home)
    assert held is not None
    return Keychain(home, held, master)


def test_everything_is_there_each_in_its_own_store(old: Path) -> None:
    with open_session(old, passphrase=WORDS) as session:
        assert [(each.code, each.name) for each in enterprises.all_of(session)] == [
            (A, "惠州市粤华光电科技有限公司（虚构）"),
            (B, "第二样例公司"),
        ]
        everything_of_both(session)
        assert session.own.run(lambda books: books.settings.get("theme")) == b'"dark"'
        assert session.own.run(lambda books: books.returns.heads()) == []


def everything_of_both(session: Session) -> None:
    for firm, cells, receipt in ((A, 69, "receipt.of.1"), (B, 1, "receipt.of.2")):
        target = session.look(firm, lambda books, firm=firm: books.returns.get(ReturnKey(firm, "JY", MONTH)))
        assert target is not None
        assert len(target.cells) == cells
        report, head, versions, places, caches = session.look(
            firm,
            lambda books: (
                books.audit.verify(),
                books.audit.hash_at(23),
                books.outbox.all(),
                books.endpoints.all(),
                books.cache.names(),
            ),
        )
        assert report.whole
        assert head is not None
        assert f"sha256:{head.hex()}" == HEAD
        assert [version.firm for version in versions] == [firm]
        held = session.look(firm, lambda books, v=versions[0]: books.receipts.get(v.version_id))
        assert held is not None
        assert held.receipt == receipt
        assert [place.firm for place in places] == [firm]
        assert caches == [f"obligations/{firm}"]
    assert session.look(A, lambda books: books.scratch.all()) == []
    (scratch,) = session.look(B, lambda books: books.scratch.all())
    assert scratch.text == "还开着的字"
    # Undo goes on where it was: the second entry of B was undone.
    redone = session.store_of(B).run(lambda books: books.changes.redo(ReturnKey(B, "JY", MONTH)))
    assert [edit.new.text for edit in redone[0].edits if edit.new] == ["不是数字"]
    session.store_of(B).run(lambda books: books.changes.undo(ReturnKey(B, "JY", MONTH)))


def test_no_store_holds_a_word_of_the_other(old: Path, master: bytes) -> None:
    keys = keys_of(old, master)
    splitting.split(old, keys, SystemClock())
    for firm, other in ((A, B), (B, A)):
        assert check_copy(firm_store(old, firm), keys.key(firm)).good
        assert check_copy(firm_store(old, firm), keys.key(other)).fault == "store.wrong-key"


def test_the_old_store_is_kept_aside_as_it_was(old: Path, master: bytes) -> None:
    before = (old / SINGLE_STORE_FILE).read_bytes()
    keys = keys_of(old, master)
    splitting.split(old, keys, SystemClock())
    assert not (old / SINGLE_STORE_FILE).exists()
    assert (old / splitting.ASIDE / SINGLE_STORE_FILE).read_bytes() == before
    assert check_copy(old / splitting.ASIDE / SINGLE_STORE_FILE, keys.key("main")).good


def test_a_store_put_back_beside_the_new_ones_is_named_and_nothing_is_touched(old: Path, master: bytes) -> None:
    keys = keys_of(old, master)
    splitting.split(old, keys, SystemClock())
    shutil.copy(old / splitting.ASIDE / SINGLE_STORE_FILE, old / SINGLE_STORE_FILE)
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    with pytest.raises(UserError, match=r"home\.two-layouts"):
        splitting.split(old, keys, SystemClock())
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before


def test_an_old_store_that_vanished_is_missed(old: Path, master: bytes) -> None:
    (old / SINGLE_STORE_FILE).unlink()
    with pytest.raises(UserError, match=r"store\.missing"):
        splitting.split(old, keys_of(old, master), SystemClock())
    assert not (old / STORE_FILE).exists()


def test_a_damaged_old_store_is_not_split(old: Path, master: bytes) -> None:
    data = bytearray((old / SINGLE_STORE_FILE).read_bytes())
    for page in range(20, 30):
        data[page * 4096 + 100] ^= 1
    (old / SINGLE_STORE_FILE).write_bytes(data)
    with pytest.raises(JibaoError, match=r"store\.damaged"):
        splitting.split(old, keys_of(old, master), SystemClock())
    assert (old / SINGLE_STORE_FILE).read_bytes() == data
    assert not (old / STORE_FILE).exists()


def test_what_the_old_note_misses_is_missed_by_the_new_stores(old: Path, master: bytes) -> None:
    from client.store.file.head import HeadFile, Note

    keys = keys_of(old, master)
    note = HeadFile(HeadFile.beside(old / SINGLE_STORE_FILE), keys.key("main"))
    note.read()
    note.write(Note(25, b"\x01" * 32))
    note.close()
    with open_session(old, keys=keys) as session:
        (loss,) = auditing.verify(session, A).lost
        assert (loss.state, loss.first, loss.last) == ("missing", 24, 25)


KILLED = (
    """
import os, sys
from pathlib import Path
from client.base.clock import SystemClock
from client.keys import Keychain, keyfile
from client.usecases.home import splitting
home, master, left = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
"""
    + DYING
    + """
splitting.split(home, Keychain(home, keyfile.read(home), master), SystemClock())
print(left)
"""
)


def test_killed_anywhere_on_the_way_it_goes_on_from_there(old: Path, master: bytes, tmp_path: Path) -> None:
    program = [sys.executable, "-c", KILLED]
    place = tmp_path / "whole"
    shutil.copytree(old, place)
    root = Path(__file__).parents[3]
    enough = 10_000
    done = subprocess.run(
        [*program, str(place), master.hex(), str(enough)], cwd=root, capture_output=True, text=True, check=True
    )
    steps = enough - int(done.stdout)
    for at in range(steps - 1, 0, -max(1, steps // 6)):
        place = tmp_path / f"killed-{at}"
        shutil.copytree(old, place)
        killed = subprocess.run([*program, str(place), master.hex(), str(at)], cwd=root, check=False)
        assert killed.returncode == 9, at
        with open_session(place, keys=keys_of(place, master)) as session:
            everything_of_both(session)
        assert not (place / SINGLE_STORE_FILE).exists()
        assert not list(place.glob("split.*"))


def test_a_home_that_was_split_is_backed_up_mended_and_restored(old: Path, master: bytes, tmp_path: Path) -> None:
    with open_session(old, keys=keys_of(old, master)) as session:
        firms = [each.code for each in enterprises.all_of(session)]
        made = back_up(session, tmp_path / "U盘")
        assert made.problem is None
        assert list(made.backup.firms) == firms
        assert restoring.restore(session, made.backup.folder) == tuple(firms)
        back_up(session)
    (old / "home.store").write_bytes(bytes(20_000))
    with restore_home_store(old, keys=keys_of(old, master)).session as session:
        assert [each.code for each in enterprises.all_of(session)] == firms
