"""The world outside: a quota that is used up, rights that are missing, many threads that write at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from client.base.errors import JibaoError, UserError
from client.base.home import KEYS_FILE, LOCK_FILE, STORE_FILE, prepare_home
from client.base.instance import HomeLock
from client.keys import HOME, unlock
from client.store import Books, Store
from client.store.file.head import HeadFile
from forms.periods import Period
from forms.returns import Change, ReturnKey

FIRM = "91440101MA5TEST00A"
ROOT = Path(__file__).parents[3]
posix_only = pytest.mark.skipif(os.name != "posix", reason="limits and rights of POSIX")

# Writes until a limit on file sizes stops it, lifts the limit, writes once more and tells what is there.
UNTIL_THE_LIMIT = """
import os, resource, sys
from pathlib import Path
from client.base.errors import WorldError
from client.store import Store

with Store.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, resource.RLIM_INFINITY))
    saved = 0
    try:
        while True:
            store.run(lambda books: books.cache.put(f"n{saved}", os.urandom(3000)))
            saved += 1
    except WorldError as error:
        print(error.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.run(lambda books: books.settings.put("after", b"works"))
    print(saved)
"""

# Gives up the rights of root, if it has them, then opens the store.
AS_NOBODY = """
import os, sys
from pathlib import Path
from client.base.errors import UserError
from client.base.instance import HomeLock
from client.store import Store

if os.geteuid() == 0:
    os.seteuid(65534)
path = Path(sys.argv[1])
for attempt in (lambda: HomeLock(path.parent), lambda: Store.open(path, bytes.fromhex(sys.argv[2]))):
    try:
        attempt()
        print("opened")
    except UserError as error:
        print(error.code)
"""


def run(program: str, path: Path, key: bytes) -> list[str]:
    arguments = [sys.executable, "-c", program, str(path), key.hex()]
    answer = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    return answer.stdout.split()


@posix_only
def test_a_disk_that_refuses_in_the_middle_loses_nothing_that_was_saved(path: Path, key: bytes) -> None:
    code, saved = run(UNTIL_THE_LIMIT, path, key)
    assert code in {"store.disk-full", "store.disk-error"}
    assert int(saved) > 10
    with Store.open(path, key) as store:
        assert len(store.run(lambda books: books.cache.names("n"))) == int(saved)
        assert store.run(lambda books: books.settings.get("after")) == b"works"
        assert store.run(lambda books: books.audit.verify()).whole


@pytest.fixture
def open_path(path: Path, key: bytes) -> Path:
    """A closed store in a folder that everyone may enter and nobody else may write to."""
    Store.open(path, key).close()
    for folder in (path.parent, *path.parent.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o555)
    return path


@posix_only
def test_a_store_without_the_right_to_write_is_named(open_path: Path, key: bytes) -> None:
    open_path.chmod(0o444)
    open_path.parent.chmod(0o555)
    assert run(AS_NOBODY, open_path, key) == ["home.not-writable", "store.read-only"]


@posix_only
def test_a_folder_without_the_right_to_write_is_named(open_path: Path, key: bytes) -> None:
    open_path.chmod(0o666)
    HeadFile.beside(open_path).chmod(0o666)
    open_path.parent.chmod(0o555)
    # The file may be written to, but its write-ahead log cannot be made.
    lock, store = run(AS_NOBODY, open_path, key)
    assert lock == "home.not-writable"
    assert store in {"store.cannot-open", "store.read-only"}


def test_a_note_that_cannot_be_opened_is_named(path: Path, key: bytes) -> None:
    Store.open(path, key).close()
    HeadFile.beside(path).unlink()
    HeadFile.beside(path).mkdir()
    with pytest.raises(UserError) as refused:
        Store.open(path, key)
    assert refused.value.code in {"store.cannot-open", "store.read-only"}


def test_many_threads_write_one_after_the_other(
    store: Store, put: Callable[..., Change], september: Period
) -> None:
    store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", september), "p"))

    def add_one(_: int) -> None:
        def work(books: Books) -> None:
            held = books.returns.get(ReturnKey(FIRM, "JY", september))
            assert held is not None
            before = int(held.cells["JY001"].text) if held.cells else 0
            books.returns.record(put("JY", JY001=before + 1))

        store.run(work)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_one, range(200)))
    held = store.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september)))
    assert held is not None
    assert held.cells["JY001"].text == "200"
    assert store.run(lambda books: books.audit.verify()).whole


def test_work_waiting_at_closing_time_is_done(
    path: Path, key: bytes, put: Callable[..., Change], september: Period
) -> None:
    store = Store.open(path, key)
    store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", september), "p"))
    waiting = [store.submit(lambda books, n=n: books.returns.record(put("JY", JY001=n))) for n in range(30)]
    store.close()
    assert all(each.done() for each in waiting)
    with Store.open(path, key) as again:
        held = again.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september)))
    assert held is not None
    assert held.cells["JY001"].text == "29"


def test_a_whole_home_is_made_and_opened_again(tmp_path: Path) -> None:
    home = prepare_home(tmp_path / "王 会计" / "集报")
    with HomeLock(home):
        made = unlock(home, passphrase="口令", create=True).key(HOME)
        with Store.open(home / STORE_FILE, made) as store:
            store.run(lambda books: books.settings.put("a", b"b"))
    with (
        HomeLock(home),
        Store.open(home / STORE_FILE, unlock(home, passphrase="口令", create=False).key(HOME)) as store,
    ):
        assert store.run(lambda books: books.settings.get("a")) == b"b"
    assert {file.name for file in home.iterdir()} == {KEYS_FILE, LOCK_FILE, STORE_FILE, f"{STORE_FILE}.head"}
    (home / KEYS_FILE).unlink()
    with pytest.raises(UserError, match=r"keys\.lost"):
        unlock(home, passphrase="口令", create=True)


def test_no_figure_is_in_an_error(store: Store) -> None:
    name = "canary-7413902856"

    def twice(_: Books) -> None:
        for _ in range(2):
            store._connection.execute("INSERT INTO enterprises VALUES(?, ?)", (name, name))

    with pytest.raises(JibaoError) as refused:
        store.run(twice)
    assert name not in repr(refused.value) + str(refused.value) + refused.value.what("zh")
    assert name not in str(refused.value.__cause__)
