"""A commit of one typed cell, sealed, logged and chained, against plain SQLite; and opening a store of 100 MB.

``python -m tests.bench.store FOLDER RUNS`` prints lines ``name seconds …``.
"""

from __future__ import annotations

import os
import sys
import time
from decimal import Decimal
from pathlib import Path

import apsw

from client.store import Store
from forms.periods import Period
from forms.returns import Cell, Change, Edit, ReturnKey
from tests.filed import a_version

FIRM = "91440101MA5TEST00A"
SEPTEMBER = Period.parse("2025-09")
KEY = bytes(range(32))
COMMITS = 200
SIZE = 100_000_000
SEALED = 26_000


def commits(folder: Path, runs: int) -> None:
    """One cell typed and committed, ours and plain by turns, so that both meet the same disk."""
    plain = apsw.Connection(str(folder / "plain.db"))
    for name, value in (("locking_mode", "EXCLUSIVE"), ("journal_mode", "WAL"), ("synchronous", "FULL")):
        plain.pragma(name, value)
    plain.execute("CREATE TABLE edits(seq INTEGER PRIMARY KEY, at TEXT, cell TEXT, old TEXT, new TEXT)")
    ours: list[float] = []
    theirs: list[float] = []
    with Store.open(folder / "jibao.store", KEY) as store:
        store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", SEPTEMBER), "2026.1"))
        for number in range(COMMITS * runs):
            cell = Cell(str(number), Decimal(number))
            change = Change(FIRM, "JY", SEPTEMBER, (Edit(f"JY{number % 60:03d}", None, cell),))
            started = time.perf_counter()
            store.run(lambda books, change=change: books.returns.record(change))
            between = time.perf_counter()
            row = ("2025-10-08T09:00:00.000+08:00", f"JY{number % 60:03d}", "", str(number))
            plain.execute("INSERT INTO edits(at, cell, old, new) VALUES(?,?,?,?)", row)
            theirs.append(time.perf_counter() - between)
            ours.append(between - started)
    for name, times in (("ours", ours), ("plain", theirs)):
        times.sort()
        print(f"{name}-p50 {times[len(times) // 2]}")
        print(f"{name}-p99 {times[len(times) * 99 // 100]}")


def opening(folder: Path, runs: int) -> None:
    """Opening a store of 100 MB up to its first answer, its head compared and the newest entries recomputed."""
    path = folder / "large.store"
    with Store.open(path, KEY) as store:
        store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", SEPTEMBER), "2026.1"))
        for start in range(0, SIZE // SEALED, 500):
            store.run(lambda books, start=start: [put(books, number) for number in range(start, start + 500)])
    print(f"bytes {path.stat().st_size}")
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        with Store.open(path, KEY) as store:
            assert store.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", SEPTEMBER))) is not None
            times.append(time.perf_counter() - started)
            assert store.head_report.state == "whole"
    print("open", *times)
    with Store.open(path, KEY) as store:
        started = time.perf_counter()
        assert store.run(lambda books: books.audit.verify()).whole
        print(f"audit {time.perf_counter() - started}")


def put(books, number: int) -> None:
    """One filed version and three edits."""
    digest = f"{number:064x}"
    version = a_version(firm=FIRM, version_id=f"v{number}", digest=digest, sealed=os.urandom(SEALED))
    books.outbox.put(version)
    for part in range(3):
        cell = Cell(str(number), Decimal(number))
        books.returns.record(Change(FIRM, "JY", SEPTEMBER, (Edit(f"JY{part:03d}", None, cell),)))


if __name__ == "__main__":
    commits(Path(sys.argv[1]), int(sys.argv[2]))
    opening(Path(sys.argv[1]), int(sys.argv[2]))
