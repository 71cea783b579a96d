"""A single bit flips: caught in the main file; in the write-ahead log it is told which entries are missing."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from client.base.errors import JibaoError
from client.store import Store
from client.store.file.connection import open_copy
from tests.faults.script import KEY, STORE, act, begin, look

ACTS = 40
MAIN_FLIPS, LOG_FLIPS = 60, 40
PAGE = 4096


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """A store that was closed, and one as a crash leaves it, with its log."""
    folder = tmp_path_factory.mktemp("flips")
    with Store.open(folder / STORE, KEY) as store:
        store.run(begin)
        for number in range(1, ACTS + 1):
            store.run(lambda books, number=number: act(books, number))
        crashed = {file.name: file.read_bytes() for file in folder.iterdir()}
    closed = {file.name: file.read_bytes() for file in folder.iterdir()}
    return {"closed": closed, "crashed": crashed}


def lay(folder: Path, files: dict[str, bytes], file: str, offset: int, bit: int) -> Path:
    """The files with one bit of one of them flipped."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    flipped = bytearray(files[file])
    flipped[offset] ^= 1 << bit
    (folder / file).write_bytes(flipped)
    return folder / STORE


def read_all(path: Path) -> None:
    """Read every page that holds anything."""
    with Store.open(path, KEY) as store:
        look(store)
    connection = open_copy(path, KEY, read_only=True)
    try:
        assert connection.pragma("integrity_check") == "ok"
        connection.execute("VACUUM INTO ?", (str(path.with_name("copy")),))
    finally:
        connection.close()


def caught(path: Path) -> bool:
    """Whether reading everything ends with the damage named; the bare copy has SQLite's own name for it."""
    try:
        read_all(path)
    except (JibaoError, apsw.CorruptError) as error:
        return getattr(error, "code", "store.damaged") == "store.damaged"
    return False


def test_every_flip_in_a_page_of_the_main_file_is_caught(quick: Path, files: dict[str, dict[str, bytes]]) -> None:
    chance, closed = random.Random(4), files["closed"]
    pages = len(closed[STORE]) // PAGE
    missed = []
    for number in range(MAIN_FLIPS):
        # The first page, whose damage looks like a wrong key, and a sample of the others.
        offset = number * 61 if number < 8 else chance.randrange(PAGE, pages * PAGE)
        path = lay(quick / f"flip-{number}", closed, STORE, offset, chance.randrange(8))
        if not caught(path):
            missed.append(offset)
    assert missed == []


def test_every_flip_in_the_log_is_told_or_changes_nothing(quick: Path, files: dict[str, dict[str, bytes]]) -> None:
    chance, crashed = random.Random(5), files["crashed"]
    log = f"{STORE}-wal"
    told = 0
    for number in range(LOG_FLIPS):
        offset = chance.randrange(len(crashed[log]))
        path = lay(quick / f"flip-{number}", crashed, log, offset, chance.randrange(8))
        with Store.open(path, KEY) as store:
            report, found = store.head_report, look(store)
            newest = store.run(lambda books: books.audit.position()[0])
        assert not found.faults, (offset, found)
        if found.last == ACTS:
            assert report.state == "whole", (offset, report)
            continue
        told += 1
        # The report is itself an entry, in place of the first that is missing.
        assert report.state == "missing", (offset, report)
        assert report.first == newest
        assert report.last > report.first or found.last == ACTS - 1
    assert told > LOG_FLIPS / 2


def test_an_untouched_store_is_read_without_a_word(quick: Path, files: dict[str, dict[str, bytes]]) -> None:
    for name, data in files["closed"].items():
        (quick / name).write_bytes(data)
    read_all(quick / STORE)


def test_a_file_without_codes_for_its_pages_misses_most_flips(quick: Path) -> None:
    """The tool first: the same flips in a plain file pass unseen, so what is caught is caught by the codes."""
    plain = quick / "plain.db"
    with closing(apsw.Connection(str(plain))) as made:
        made.execute("CREATE TABLE cells(address TEXT, figure TEXT)")
        made.executemany("INSERT INTO cells VALUES(?,?)", [(f"JY{n:03d}", f"{n:012d}") for n in range(2000)])
    whole, chance, missed = plain.read_bytes(), random.Random(4), 0
    for _ in range(LOG_FLIPS):
        flipped = bytearray(whole)
        flipped[chance.randrange(PAGE, len(whole))] ^= 1 << chance.randrange(8)
        plain.write_bytes(flipped)
        with closing(apsw.Connection(str(plain))) as opened:
            try:
                missed += opened.pragma("integrity_check") == "ok"
            except apsw.CorruptError:
                continue
    assert missed > LOG_FLIPS / 2
