"""The audit trail names the exact entry that was altered; the note beside the store tells what is missing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from client.store import AuditReport, Books, ChangeSet, HeadReport, Store, Version
from client.store.file.connection import connect
from client.store.file.head import HeadFile, Note
from forms.periods import Period
from forms.returns import Change, ReturnKey

FIRM = "91440101MA5TEST00A"


@pytest.fixture
def full(
    path: Path, key: bytes, put: Callable[..., Change], version: Callable[..., Version], september: Period
) -> Path:
    """A closed store with edits, an import, a version and its receipt."""

    def work(books: Books) -> None:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        for number in range(5):
            books.returns.record(put("JY", JY001=number))
        books.imports.record(ChangeSet("书", (put("JY", JY001=100),)))
        books.changes.undo(ReturnKey(FIRM, "JY", september))
        books.outbox.put(version())
        books.receipts.put("v1", "receipt", b"chain")

    with Store.open(path, key) as store:
        store.run(work)
    return path


def tamper(path: Path, key: bytes, statement: str) -> AuditReport:
    """Alter the closed store behind the program's back, then verify."""
    connection = connect(path, key)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.close()
    with Store.open(path, key) as store:
        return store.run(lambda books: books.audit.verify())


def entries(path: Path, key: bytes) -> list[tuple[int, str]]:
    with Store.open(path, key) as store:
        return [(each.seq, each.action) for each in store.run(lambda books: books.audit.entries())]


def number_of(path: Path, key: bytes, action: str) -> int:
    return next(seq for seq, found in entries(path, key) if found == action)


def test_an_untouched_trail_is_whole(full: Path, key: bytes) -> None:
    with Store.open(full, key) as store:
        report = store.run(lambda books: books.audit.verify())
        assert report.whole
        assert report.head == store.run(lambda books: books.audit.head())
        assert report.entries == len(store.run(lambda books: books.audit.entries()))


def test_the_first_entry_is_the_making_of_the_store(full: Path, key: bytes) -> None:
    assert entries(full, key)[0] == (1, "create-store")


@pytest.mark.parametrize("column", ["at", "actor", "action", "ref"])
def test_an_altered_entry_is_named(full: Path, key: bytes, column: str) -> None:
    report = tamper(full, key, f"UPDATE audit SET {column} = 'x' WHERE seq = 4")
    assert (report.broken_at, report.reason) == (4, "hash")


@pytest.mark.parametrize("column", ["payload_hash", "prev", "hash"])
def test_an_altered_digest_is_named(full: Path, key: bytes, column: str) -> None:
    report = tamper(full, key, f"UPDATE audit SET {column} = zeroblob(32) WHERE seq = 4")
    assert (report.broken_at, report.reason) == (4, "hash")


def test_an_entry_altered_with_its_own_hash_is_named(full: Path, key: bytes) -> None:
    with Store.open(full, key) as store:
        entry = store.run(lambda books: books.audit.entries(3, 1))[0]
    fields: list[int | str | bytes] = [
        4,
        entry.at,
        "someone",
        entry.action,
        entry.ref,
        entry.payload_hash,
        entry.prev,
    ]
    digest = hashlib.sha256()
    for field in fields:
        data = field if isinstance(field, bytes) else str(field).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    forged = f"UPDATE audit SET actor = 'someone', hash = x'{digest.hexdigest()}' WHERE seq = 4"
    report = tamper(full, key, forged)
    assert (report.broken_at, report.reason) == (4, "link")


def test_a_removed_entry_is_named(full: Path, key: bytes) -> None:
    connection = connect(full, key)
    connection.pragma("foreign_keys", "OFF")
    connection.execute("DROP TRIGGER audit_no_delete")
    connection.execute("DELETE FROM audit WHERE seq = 4")
    connection.close()
    with Store.open(full, key) as store:
        report = store.run(lambda books: books.audit.verify())
    assert (report.entries, report.broken_at, report.reason) == (3, 4, "gap")


def test_an_altered_change_is_named(full: Path, key: bytes) -> None:
    report = tamper(full, key, "UPDATE changes SET body = x'00' WHERE seq = 3")
    with Store.open(full, key) as store:
        expected = store.run(
            lambda books: store._connection.execute("SELECT audit_seq FROM changes WHERE seq = 3").get
        )
    assert (report.broken_at, report.reason) == (expected, "payload")


@pytest.mark.parametrize(
    ("statement", "action"),
    [
        ("UPDATE change_sets SET body = x'00'", "import"),
        ("UPDATE outbox SET manifest = 'x'", "queue"),
        ("UPDATE receipts SET receipt = 'x'", "receipt"),
    ],
)
def test_what_an_entry_stands_for_is_guarded_too(full: Path, key: bytes, statement: str, action: str) -> None:
    expected = number_of(full, key, action)
    report = tamper(full, key, statement)
    assert (report.broken_at, report.reason) == (expected, "payload")


@pytest.mark.parametrize("table", ["audit", "changes", "change_sets"])
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "UPDATE {0} SET at = 'x'"])
def test_the_store_itself_refuses_to_rewrite_history(full: Path, key: bytes, table: str, statement: str) -> None:
    connection = connect(full, key)
    with pytest.raises(apsw.ConstraintError, match="append only"):
        connection.execute(statement.format(table))
    connection.close()


def test_an_older_copy_in_its_place_is_noticed_once(full: Path, key: bytes, put: Callable[..., Change]) -> None:
    older = full.with_name("older")
    shutil.copy(full, older)
    last = len(entries(full, key))
    with Store.open(full, key) as store:
        store.run(lambda books: [books.returns.record(put("JY", JY001=n)) for n in range(3)])
    shutil.copy(older, full)
    with Store.open(full, key) as store:
        assert store.head_report == HeadReport("missing", last + 1, last + 3)
        # What is missing is written into the trail, where it stays.
        (entry,) = store.run(lambda books: books.audit.entries(last))
        assert (entry.action, entry.ref) == ("missing-entries", f"{last + 1}-{last + 3}")
        assert store.run(lambda books: books.audit.verify()).whole
    with Store.open(full, key) as store:
        assert store.head_report.state == "whole"


def test_a_flipped_bit_in_the_log_is_told_as_missing_entries(
    path: Path, key: bytes, put: Callable[..., Change], september: Period, tmp_path: Path
) -> None:
    """SQLite drops acknowledged commits from a damaged write-ahead log without a word; the note does not."""
    with Store.open(path, key) as store:
        store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", september), "p"))
        for number in range(20):
            store.run(lambda books, n=number: books.returns.record(put("JY", JY001=n)))
        last = store.run(lambda books: books.audit.position()[0])
        crashed = [(file.name, file.read_bytes()) for file in tmp_path.iterdir()]
    for number in range(12):
        home = tmp_path / f"copy{number}"
        home.mkdir()
        for name, data in crashed:
            (home / name).write_bytes(data)
        log = home / "jibao.store-wal"
        # From the second half of the log on: what was flushed before is in the main file or still read.
        flip(log, log.stat().st_size // 2 + number * 4120 + 100)
        with Store.open(home / path.name, key) as store:
            report = store.head_report
            kept = store.run(lambda books: books.audit.entries())
            assert store.run(lambda books: books.audit.verify()).whole
        assert (report.state, report.last) == ("missing", last)
        assert [entry.seq for entry in kept] == list(range(1, report.first + 1))


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def test_an_older_copy_that_was_written_to_is_noticed(full: Path, key: bytes, put: Callable[..., Change]) -> None:
    older = full.with_name("older")
    shutil.copy(full, older)
    with Store.open(full, key) as store:
        store.run(lambda books: books.returns.record(put("JY", JY001=7)))
    note = HeadFile.beside(full).read_bytes()
    shutil.copy(older, full)
    HeadFile.beside(full).unlink()
    with Store.open(full, key) as store:
        store.run(lambda books: [books.returns.record(put("JY", JY001=8 + n)) for n in range(3)])
    HeadFile.beside(full).write_bytes(note)
    with Store.open(full, key) as store:
        assert store.head_report.state == "altered"


def test_a_note_that_is_behind_is_no_alarm(full: Path, key: bytes, put: Callable[..., Change]) -> None:
    note = HeadFile.beside(full).read_bytes()
    with Store.open(full, key) as store:
        store.run(lambda books: books.returns.record(put("JY", JY001=7)))
    HeadFile.beside(full).write_bytes(note)
    with Store.open(full, key) as store:
        assert store.head_report.state == "whole"


@pytest.mark.parametrize("content", [b"", b"garbage", b"\0" * 9000])
def test_a_garbled_note_is_no_alarm(full: Path, key: bytes, content: bytes) -> None:
    HeadFile.beside(full).write_bytes(content)
    with Store.open(full, key) as store:
        assert store.head_report.state == "whole"
        store.run(lambda books: books.settings.put("a", b"b"))


def test_a_torn_note_leaves_the_one_before(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "head"
    file = HeadFile(path, key)
    first, second = Note(7, b"7" * 32), Note(8, b"8" * 32)
    for note in (first, second):
        file.write(note)
    assert file.read() == second
    file.close()
    data = bytearray(path.read_bytes())
    data[4096 + 20] ^= 1
    path.write_bytes(data)
    torn = HeadFile(path, key)
    assert torn.read() == first
    torn.write(second)
    assert torn.read() == second
    torn.close()


def test_a_note_written_with_another_key_is_not_believed(tmp_path: Path, key: bytes) -> None:
    file = HeadFile(tmp_path / "head", b"another key".ljust(32))
    file.write(Note(99, b"9" * 32))
    file.close()
    mine = HeadFile(tmp_path / "head", key)
    assert mine.read() is None
    mine.close()
