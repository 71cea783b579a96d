"""What the fault tests do to a store, and how they know afterwards that nothing is lost.

Act ``n`` types ``n`` into a cell by turns and, in the same change, into one of its own; every tenth act is an
import of many rows, every seventh an undo and a redo, every fifth files a version. So a store tells by its figures
which act was its last, and whether that one is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

from client.store import Books, ChangeSet, Store
from client.store.file import store as storing
from client.store.repositories import compacting
from forms.periods import Period
from forms.returns import Cell, Change, Edit, ReturnKey, RowsEdit
from tests.filed import a_version

FIRM = "91440101MA5TEST00A"
SEPTEMBER = Period.parse("2025-09")
STORE = "jibao.store"
KEY = bytes(range(32))
ROWS = tuple(f"r{number}" for number in range(12))


def begin(books: Books) -> None:
    """Make the returns the acts work on."""
    for form in ("JY", "XM"):
        books.returns.ensure(ReturnKey(FIRM, form, SEPTEMBER), "p")


def act(books: Books, number: int) -> None:
    """One acknowledged step of work."""
    cell = Cell(str(number), Decimal(number))
    change = Change(FIRM, "JY", SEPTEMBER, (Edit(f"JY{number % 50:03d}", None, cell), Edit("LAST", None, cell)))
    if number % 10 == 0:
        edits = tuple(Edit(f"XM[{row}].XM001", None, cell) for row in ROWS)
        rows = Change(FIRM, "XM", SEPTEMBER, edits, (RowsEdit("XM", (), ROWS),))
        books.imports.record(ChangeSet("导入", (change, rows)))
    else:
        books.returns.record(change)
    if number % 7 == 0:
        books.changes.undo(ReturnKey(FIRM, "JY", SEPTEMBER))
        books.changes.redo(ReturnKey(FIRM, "JY", SEPTEMBER))
    if number % 5 == 0:
        _file(books, number)
    books.scratch.put(ReturnKey(FIRM, "JY", SEPTEMBER), "JY001", str(number))


def let_go(books: Books) -> None:
    """File what was typed, have it accepted, and compact the acts that led to it."""
    for form in ("JY", "XM"):
        _file(books, 0, form)
        books.receipts.add_decision(f"{form}-0", "decision")
        books.outbox.set_state(f"{form}-0", "accepted")
    with patch.object(compacting, "FEWEST", 1):
        assert len(books.compacting.settle("9999")) == len(("JY", "XM"))


def _file(books: Books, number: int, form: str = "JY") -> None:
    version = f"v{number}" if number else f"{form}-0"
    digest = f"{number:064x}"
    books.outbox.put(
        a_version(
            form,
            SEPTEMBER,
            firm=FIRM,
            version_id=version,
            digest=digest,
            manifest=f"manifest {number}",
            sealed=str(number).encode() * 100,
            change_seq=books.returns.last_change(ReturnKey(FIRM, form, SEPTEMBER)),
        )
    )
    books.receipts.put(version, f"receipt {number}", b"chain", str(number))
    books.outbox.set_state(version, "received")


@dataclass(frozen=True)
class Found:
    """What a store holds: ``last`` act, and everything that does not fit with it."""

    last: int
    faults: tuple[str, ...]


def look(store: Store) -> Found:
    """Read everything and hold it together."""
    return store.run(_look)


def judge(folder: Path) -> Found:
    """Open what a crash left behind, as the program would, and look at it."""
    with Store.open(folder / STORE, KEY) as store:
        found = look(store)
        report = store.head_report
    if report.state != "whole":
        return Found(found.last, (*found.faults, f"{report.state} {report.first}-{report.last}"))
    return found


def _look(books: Books) -> Found:
    faults = []
    typed = books.returns.get(ReturnKey(FIRM, "JY", SEPTEMBER))
    rows = books.returns.get(ReturnKey(FIRM, "XM", SEPTEMBER))
    last = int(typed.cells["LAST"].text) if typed and typed.cells else 0
    if last and typed and typed.cells[f"JY{last % 50:03d}"].text != str(last):
        faults.append("half an act")
    imported = {cell.text for cell in rows.cells.values()} if rows else set()
    if imported != ({str(last - last % 10)} if last >= 10 else set()):
        faults.append(f"import {sorted(imported)} after act {last}")
    filed = {version.version_id: version.state for version in books.outbox.all()}
    settled = [filed.pop(f"{form}-0") for form in ("JY", "XM") if f"{form}-0" in filed]
    kept = (
        [books.changes.entries(ReturnKey(FIRM, form, SEPTEMBER))[0].kept for form in ("JY", "XM")]
        if settled
        else []
    )
    if not all(kept) or (settled and any(books.replay.doubts())):
        faults.append("compacted by halves")
    if filed != {f"v{n}": "received" for n in range(5, last + 1, 5)}:
        faults.append("versions")
    if [text.text for text in books.scratch.all()] != ([str(last)] if last else []):
        faults.append("scratch")
    report = books.audit.verify()
    if not report.whole:
        faults.append(f"audit {report.reason} at {report.broken_at}")
    return Found(last, tuple(faults))


@contextmanager
def at_once() -> Iterator[None]:
    """Stores do their work where they are asked: thousands would wait for each other's threads."""
    with patch.object(storing, "ThreadPoolExecutor", _AtOnce):
        yield


class _AtOnce:
    """Stands in for a store's thread where nothing else runs."""

    def __init__(self, **_: Any) -> None:
        """Takes what the thread's pool takes."""

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*arguments))
        except BaseException as error:  # noqa: BLE001 - handed over, as a pool does
            done.set_exception(error)
        return done

    def shutdown(self) -> None:
        """There is nothing to end."""
