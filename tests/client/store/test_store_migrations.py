"""Steps from one version of the tables to the next: copy first, all or nothing, forward only."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from client.base.errors import UserError
from client.store import Enterprise, Store
from client.store.file.connection import connect
from client.store.file.schema import MIGRATIONS, Migration, migrate

NEXT = Migration(2, "ALTER TABLE enterprises ADD COLUMN area TEXT NOT NULL DEFAULT ''")


@pytest.fixture
def old(path: Path, key: bytes) -> Path:
    with Store.open(path, key) as store:
        store.run(lambda books: books.enterprises.put(Enterprise("A", "甲公司")))
    return path


def version_of(path: Path, key: bytes) -> int:
    connection = connect(path, key)
    version: int = connection.pragma("user_version")
    connection.close()
    return version


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [step.to for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_a_step_keeps_what_is_there_and_copies_first(old: Path, key: bytes) -> None:
    connection = connect(old, key)
    migrate(connection, old, (*MIGRATIONS, NEXT))
    assert connection.execute("SELECT * FROM enterprises").fetchall() == [("A", "甲公司", "")]
    connection.close()
    assert version_of(old, key) == 2
    copy = old.with_name("jibao.store.v1")
    assert version_of(copy, key) == 1
    assert "甲公司".encode() not in copy.read_bytes()
    assert not old.with_name("jibao.store.v1.part").exists()


def test_an_unfinished_copy_of_an_earlier_try_is_replaced(old: Path, key: bytes) -> None:
    old.with_name("jibao.store.v1.part").write_bytes(b"half")
    connection = connect(old, key)
    migrate(connection, old, (*MIGRATIONS, NEXT))
    connection.close()
    assert version_of(old.with_name("jibao.store.v1"), key) == 1


def test_a_step_that_fails_leaves_the_version_before(old: Path, key: bytes) -> None:
    broken = Migration(3, "CREATE TABLE fine(a) STRICT")
    connection = connect(old, key)
    with pytest.raises(apsw.SQLError):
        migrate(connection, old, (*MIGRATIONS, NEXT, broken))
    assert connection.pragma("user_version") == 2
    assert not connection.in_transaction
    connection.close()


def test_a_new_store_is_not_copied(path: Path, key: bytes) -> None:
    connection = connect(path, key)
    migrate(connection, path, (*MIGRATIONS, NEXT))
    connection.close()
    assert version_of(path, key) == 2
    assert not path.with_name("jibao.store.v0").exists()


def test_the_newest_version_takes_no_step(old: Path, key: bytes) -> None:
    before = old.read_bytes()
    connection = connect(old, key)
    migrate(connection, old)
    connection.close()
    assert old.read_bytes() == before


def test_a_newer_version_is_refused(old: Path, key: bytes) -> None:
    connection = connect(old, key)
    migrate(connection, old, (*MIGRATIONS, NEXT))
    with pytest.raises(UserError, match=r"store\.newer"):
        migrate(connection, old)
    connection.close()
