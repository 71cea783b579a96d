"""100,000 rows × 30 cells into a store, against plain SQLite writing the same bytes.

Prints ``ours`` (the store's whole transaction, from a block in memory), ``cells`` (the rows into a table of 31
columns) and ``records`` (each row as one blob that was packed before): the last two unencrypted and without a log.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import apsw
import msgspec
import numpy as np

from client.store import Books, ChangeSet, Store
from client.usecases.books.preview.row_ids import new_row_ids
from forms.blocks import Block, BlockColumn, Figures, Words
from forms.periods import Period
from forms.returns import Change, ReturnKey, RowsEdit

FIRM = "91440101MA5XXXXX6N"
PERIOD = Period.parse("2025-09")
FIGURES, CODES = 20, 8


def made(rows: int) -> Block:
    """20 columns of figures in 万元, 8 of codes, a number and a name of its own for every row."""
    chance = np.random.default_rng(7)
    columns = [
        BlockColumn(f"XM{n + 10:03}", "G", "万元", Figures(chance.integers(0, 90_000, rows), 0))
        for n in range(FIGURES)
    ]
    for n in range(CODES):
        words = [str(word) for word in range(1, 9)]
        codes = chance.integers(0, len(words), rows).astype(np.int32)
        columns.append(BlockColumn(f"XM{n + 40:03}", "G", "", Words(codes, words, words)))
    for n, name in enumerate(("2024-440112-39-03-{:06}", "第 {} 号项目")):
        names = [name.format(row) for row in range(rows)]
        columns.append(BlockColumn(f"XM{n + 1:03}", "A", "", Words(np.arange(rows, dtype=np.int32), names, names)))
    return Block("XM", new_row_ids(rows), columns, range(4, rows + 4), "项目.xlsx › 重点项目")


def ours(block: Block, path: Path) -> float:
    """Seconds of the whole transaction: the list, the change that can be undone, the audit entry; encrypted."""
    change = Change(FIRM, "XM", PERIOD, block, (RowsEdit("XM", (), tuple(block.rows)),), source="workbook")

    def work(books: Books) -> None:
        books.returns.ensure(ReturnKey(FIRM, "XM", PERIOD), "2026.1")
        books.imports.record(ChangeSet("项目.xlsx", (change,), ""))

    with Store.open(path, os.urandom(32)) as store:
        started = time.perf_counter()
        store.run(work)
        return time.perf_counter() - started


def plain(rows: list[tuple[Any, ...]], path: Path) -> float:
    """Seconds of the rows into an unencrypted file, WAL and FULL like ours."""
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "WAL")
    connection.pragma("synchronous", "FULL")
    width = len(rows[0])
    names = ", ".join(f"c{n}" for n in range(1, width))
    connection.execute(f"CREATE TABLE records(part TEXT PRIMARY KEY, {names})")
    started = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO records VALUES({', '.join('?' * width)})", rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def rows_of(block: Block) -> list[tuple[Any, ...]]:
    """Each row's id and values."""
    columns: list[Any] = []
    for column in block.columns:
        body = column.body
        if isinstance(body, Words):
            columns.append([body.texts[code] for code in body.codes.tolist()])
        else:
            columns.append(body.steps.tolist())
    return list(zip(block.rows, *columns, strict=True))


def main(rows: int, runs: int) -> None:
    block = made(rows)
    values = rows_of(block)
    blobs = [(row, msgspec.msgpack.encode(rest)) for row, *rest in values]
    for _ in range(runs):
        block.memo.clear()
        with tempfile.TemporaryDirectory() as folder:
            print(f"ours {ours(block, Path(folder) / 'ours.store')}")
            print(f"cells {plain(values, Path(folder) / 'cells.db')}")
            print(f"records {plain(blobs, Path(folder) / 'records.db')}", flush=True)
    print(f"bytes {sum(len(blob) + len(row) for row, blob in blobs)}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
