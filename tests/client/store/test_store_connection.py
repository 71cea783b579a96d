"""Opening: cipher, settings, wrong keys, damage, other programs, newer files."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import apsw
import pytest

from client.base.errors import OurFault, UserError, WorldError
from client.store import Store
from client.store.file.connection import APPLICATION_ID, check_engine, connect
from client.store.file.faults import name_of


def test_every_setting_is_in_force(path: Path, key: bytes) -> None:
    connection = connect(path, key)
    read = {
        name: str(connection.pragma(name)).lower()
        for name in (
            "cipher",
            "legacy",
            "locking_mode",
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "trusted_schema",
            "cell_size_check",
            "secure_delete",
            "mmap_size",
            "temp_store",
        )
    }
    connection.close()
    assert read == {
        "cipher": "sqlcipher",
        "legacy": "4",
        "locking_mode": "exclusive",
        "journal_mode": "wal",
        "synchronous": "2",
        "foreign_keys": "1",
        "trusted_schema": "0",
        "cell_size_check": "1",
        "secure_delete": "1",
        "mmap_size": "0",
        "temp_store": "2",
    }


def test_the_engine_is_new_enough_and_encrypts() -> None:
    check_engine()
    assert tuple(map(int, apsw.sqlite_lib_version().split("."))) >= (3, 51, 3)


def test_an_old_engine_is_refused(monkeypatch: pytest.MonkeyPatch, path: Path, key: bytes) -> None:
    monkeypatch.setattr("client.store.file.connection.OLDEST_ENGINE", (99, 0, 0))
    with pytest.raises(OurFault, match=r"store\.engine"):
        Store.open(path, key)
    assert not path.exists()


def test_a_new_store_is_private_and_looks_like_noise(path: Path, key: bytes) -> None:
    with Store.open(path, key):
        pass
    assert path.read_bytes()[:6] != b"SQLite"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.with_name("jibao.store.head").stat().st_mode) == 0o600


def test_no_shared_memory_file_is_made(store: Store, path: Path) -> None:
    store.run(lambda books: books.settings.put("a", b"b"))
    assert not path.with_name("jibao.store-shm").exists()
    assert path.with_name("jibao.store-wal").exists()


def test_the_file_names_its_application(path: Path, key: bytes) -> None:
    Store.open(path, key).close()
    connection = connect(path, key)
    assert connection.pragma("application_id") == APPLICATION_ID
    assert connection.pragma("user_version") == 1
    connection.close()


def test_a_wrong_key_is_named_and_changes_nothing(path: Path, key: bytes) -> None:
    Store.open(path, key).close()
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        Store.open(path, os.urandom(32))
    assert refused.value.code == "store.wrong-key"
    assert path.read_bytes() == before
    Store.open(path, key).close()


def test_a_key_of_the_wrong_length_is_our_fault(path: Path) -> None:
    with pytest.raises(OurFault, match=r"store\.bad-key"):
        Store.open(path, b"short")
    assert not path.exists()


def test_a_foreign_file_is_not_overwritten(path: Path, key: bytes) -> None:
    path.write_bytes(b"important notes " * 1000)
    with pytest.raises(UserError, match=r"store\.wrong-key"):
        Store.open(path, key)
    assert path.read_bytes() == b"important notes " * 1000


def test_a_folder_in_the_place_of_the_store(path: Path, key: bytes) -> None:
    path.mkdir()
    with pytest.raises(UserError, match=r"store\.is-a-folder"):
        Store.open(path, key)


def test_a_missing_folder_is_named(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(UserError, match=r"store\.cannot-open"):
        Store.open(tmp_path / "nowhere" / "jibao.store", key)


def test_a_second_store_in_the_same_process_is_refused(store: Store, path: Path, key: bytes) -> None:
    with pytest.raises(UserError, match=r"store\.held"):
        Store.open(path, key)
    store.run(lambda books: books.settings.put("still", b"works"))


def test_a_second_program_is_refused(store: Store, path: Path, key: bytes) -> None:
    program = (
        "import sys; from pathlib import Path; from client.store import Store\n"
        "from client.store.file import connection\n"
        "from client.base.errors import UserError\n"
        "connection.PATIENCE = 0.2\n"
        "try: Store.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\n"
        "except UserError as error: print(error.code)"
    )
    root = Path(__file__).parents[3]
    answer = subprocess.run(
        [sys.executable, "-c", program, str(path), key.hex()],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "store.held"


def test_a_newer_store_is_refused_kindly_and_left_alone(path: Path, key: bytes) -> None:
    Store.open(path, key).close()
    connection = connect(path, key)
    connection.pragma("user_version", 99)
    connection.close()
    with pytest.raises(UserError) as refused:
        Store.open(path, key)
    assert refused.value.code == "store.newer"
    assert "99" in refused.value.what("zh")
    connection = connect(path, key)
    assert connection.pragma("user_version") == 99
    connection.close()


def test_a_store_that_disappeared_is_not_made_anew(path: Path, key: bytes) -> None:
    Store.open(path, key).close()
    path.unlink()
    with pytest.raises(UserError, match=r"store\.missing"):
        Store.open(path, key)
    assert not path.exists()


def test_an_emptied_store_is_not_made_anew(path: Path, key: bytes) -> None:
    Store.open(path, key).close()
    path.write_bytes(b"")
    with pytest.raises(UserError, match=r"store\.missing"):
        Store.open(path, key)


def fill(store: Store) -> None:
    store.run(lambda books: [books.cache.put(f"n{i}", os.urandom(3000)) for i in range(100)])


def test_damage_in_the_first_page_is_told_from_a_wrong_key(path: Path, key: bytes) -> None:
    Store.open(path, key).close()
    flip(path, 100)
    with pytest.raises(WorldError, match=r"store\.damaged"):
        Store.open(path, key)


def test_damage_is_named_and_stops_writing(path: Path, key: bytes) -> None:
    with Store.open(path, key) as store:
        fill(store)
    flip(path, 60 * 4096 + 7)
    with Store.open(path, key) as store:
        with pytest.raises(WorldError, match=r"store\.damaged"):
            store.run(lambda books: [books.cache.get(f"n{i}") for i in range(100)])
        with pytest.raises(WorldError, match=r"store\.damaged"):
            store.run(lambda books: books.settings.put("a", b"b"))
        assert store.run(lambda books: books.settings.get("a")) is None


def test_a_truncated_store_is_named(path: Path, key: bytes) -> None:
    with Store.open(path, key) as store:
        fill(store)
    os.truncate(path, 20 * 4096)
    with pytest.raises(WorldError, match=r"store\.damaged"), Store.open(path, key) as store:
        store.run(lambda books: [books.cache.get(f"n{i}") for i in range(100)])


def test_a_full_disk_loses_nothing_that_was_saved(path: Path, key: bytes) -> None:
    with Store.open(path, key) as store:
        store.run(lambda books: books.settings.put("saved", b"1"))
        limit = path.stat().st_size // 4096 + 40

        def too_much(books: object) -> None:
            for number in range(1000):
                store._books.cache.put(f"n{number}", os.urandom(3000))

        store.run(lambda books: store._connection.pragma("max_page_count", limit))
        with pytest.raises(WorldError, match=r"store\.disk-full"):
            store.run(too_much)
        assert store.run(lambda books: books.settings.get("saved")) == b"1"
        assert store.run(lambda books: books.cache.names()) == []
        store.run(lambda books: books.settings.put("saved", b"2"))
        assert store.run(lambda books: books.settings.get("saved")) == b"2"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (apsw.ReadOnlyError(), "store.read-only"),
        (apsw.PermissionsError(), "store.read-only"),
        (apsw.IOError(), "store.disk-error"),
        (apsw.FullError(), "store.disk-full"),
        (apsw.CantOpenError(), "store.cannot-open"),
        (apsw.BusyError(), "store.held"),
        (apsw.ConstraintError(), "store.refused"),
    ],
)
def test_each_fault_has_a_name_and_words(path: Path, error: apsw.Error, code: str) -> None:
    named = name_of(error, path)
    assert named.code == code
    for language in ("zh", "en"):
        assert named.what(language) != code  # type: ignore[arg-type]
        assert named.remedy(language)  # type: ignore[arg-type]


def test_work_after_closing_is_refused(path: Path, key: bytes) -> None:
    store = Store.open(path, key)
    store.close()
    store.close()
    with pytest.raises(OurFault, match=r"store\.closed"):
        store.run(lambda books: None)


def test_no_thread_is_left_after_closing(path: Path, key: bytes) -> None:
    store = Store.open(path, key)
    assert any(thread.name.startswith("store") for thread in threading.enumerate())
    store.close()
    assert not any(thread.name.startswith("store") for thread in threading.enumerate())


def test_no_thread_is_left_after_a_failed_opening(path: Path, key: bytes) -> None:
    path.mkdir()
    with pytest.raises(UserError):
        Store.open(path, key)
    assert not any(thread.name.startswith("store") for thread in threading.enumerate())


def test_a_copy_opens_with_its_key(path: Path, key: bytes, tmp_path: Path) -> None:
    with Store.open(path, key) as store:
        store.run(lambda books: books.settings.put("a", b"b"))
    other = tmp_path / "elsewhere"
    other.mkdir()
    shutil.copy(path, other)
    with Store.open(other / path.name, key) as store:
        assert store.run(lambda books: books.settings.get("a")) == b"b"
        assert store.head_report.state == "whole"


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)
