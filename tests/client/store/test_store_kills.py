"""``kill -9`` at any point: no acknowledged act is lost, none is half done, the store opens at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from client.base.home import prepare_home
from client.base.instance import HomeLock
from client.store import Books, Store
from forms.periods import Period

FIRM = "91440101MA5TEST00A"
SEPTEMBER = Period.parse("2025-09")

# Types 1, 2, 3 … into cells by turns, each with its number in a second cell of the same change; every tenth act
# is an import into another return, every seventh an undo and a redo. Says each number after it was saved.
WRITER = """
import sys
from decimal import Decimal
from pathlib import Path
from client.base.instance import HomeLock
from client.store import ChangeSet, Store
from forms.periods import Period
from forms.returns import Cell, Change, Edit, RowsEdit

home, key, start = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
september = Period.parse("2025-09")
lock = HomeLock(home)

def act(books, number):
    cell = Cell(str(number), Decimal(number))
    change = Change("91440101MA5TEST00A", "JY", september,
        (Edit(f"JY{number % 50:03d}", None, cell), Edit("LAST", None, cell)))
    if number % 10 == 0:
        rows = tuple(f"r{i}" for i in range(200))
        edits = tuple(Edit(f"XM[{row}].XM001", None, cell) for row in rows)
        books.imports.record(ChangeSet("import", (change,
            Change("91440101MA5TEST00A", "XM", september, edits, (RowsEdit("XM", (), rows),)))))
    else:
        books.returns.record(change)
    if number % 7 == 0:
        books.changes.undo("91440101MA5TEST00A", "JY", september)
        books.changes.redo("91440101MA5TEST00A", "JY", september)

with Store.open(home / "jibao.store", key) as store:
    for form in ("JY", "XM"):
        store.run(lambda books: books.returns.ensure("91440101MA5TEST00A", form, september, "p"))
    number = start
    while True:
        number += 1
        store.run(lambda books: act(books, number))
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
"""


def acknowledged(home: Path, key: bytes, start: int, kill_after: int) -> int:
    """Run the writer until it has said ``kill_after`` numbers, kill it, answer the last number it said."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(home), key.hex(), str(start)],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    last = start
    for said in range(kill_after):
        line = writer.stdout.readline()
        assert line, f"the writer ended after {said} acts"
        last = int(line)
    writer.kill()
    for line in writer.stdout:
        if line.endswith("\n"):
            last = int(line)
    writer.wait()
    writer.stdout.close()
    return last


def numbers(books: Books) -> tuple[int, int, int]:
    """The last number typed, the one in its own cell, and the one all rows of the import hold."""
    typed = books.returns.get(FIRM, "JY", SEPTEMBER)
    rows = books.returns.get(FIRM, "XM", SEPTEMBER)
    assert typed is not None
    assert rows is not None
    last = int(typed.cells["LAST"].text)
    held = {cell.text for cell in rows.cells.values()}
    assert len(held) <= 1
    return last, int(typed.cells[f"JY{last % 50:03d}"].text), int(held.pop()) if held else 0


def kill_points() -> Iterator[int]:
    chance = random.Random(20250907)
    for _ in range(10):
        yield chance.randint(1, 60)


def test_no_acknowledged_act_is_lost(tmp_path: Path) -> None:
    home, key, last = prepare_home(tmp_path / "home"), os.urandom(32), 0
    for kill_after in kill_points():
        said = acknowledged(home, key, last, kill_after)
        # The dead program's lock does not block, and neither does its write-ahead log.
        with HomeLock(home), Store.open(home / "jibao.store", key) as store:
            assert store.head_report.state == "whole"
            last, own, imported = store.run(numbers)
            assert store.run(lambda books: books.audit.verify()).whole
        # One act may have been saved without the word of it getting out; none is missing or half done.
        assert said <= last <= said + 1
        assert own == last
        assert imported == last - last % 10
