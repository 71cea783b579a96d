"""The grid under a person's hands: keys to painted findings, scrolling, pasting. Prints ``name seconds``.

Everything is the real window on a real store, its writer thread running, painted off screen. Of keys and frames
the 99th percentile is printed, and the median for scale; of a paste the time until it is painted. Times are those
of the window's thread on the processor, so that other work on the machine counts little; what counts of it all the
same counts alike for the plain table that is used by turns with ours (``bare_table``).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client.base.clock import SystemClock
from client.keys import Keychain
from client.ui.app import Window
from client.ui.entry.cells.viewing import Filter, Order
from client.ui.entry.findings.finding_list import FindingList
from client.ui.entry.grid import view
from client.ui.entry.page import EntryPage
from client.ui.parts.basics import Chip
from client.ui.parts.cover import Cover
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from forms.periods import Period
from forms.returns import Cell, Return
from tests.bench.bare_table import BareTable
from tests.bench.recheck import FIRM, PACK, firm

PERIOD = Period.parse("2025-12")
PATIENCE = 600.0
WAKE_MS = 10
COLUMNS = 8
"""So many columns of figures lie side by side in the project list."""
SIZES = 997


class Bench:
    """A window on a home that holds the consistent firm, and its clock."""

    def __init__(self, session: Session, application: QApplication) -> None:
        self.application = application
        self.window = Window(application, lambda _: session, firm=FIRM, held={"display.theme": "light"})
        self.window.shell.resize(1360, 860)
        self._ready = False
        self.window.conductor.ready.connect(self._at_desk)
        self.window.open()
        self.until(lambda: self._ready)

    @property
    def entry(self) -> EntryPage:
        assert self.window.conductor.pages is not None
        return self.window.conductor.pages.entry

    def open(self, form: str) -> float:
        """Seconds until the return is on screen."""
        started = time.perf_counter()
        self.window.conductor.open_return(form, PERIOD)
        self.until(lambda: self.entry.work is not None and self.entry.work.draft.form.code == form)
        self.settle()
        took = time.perf_counter() - started
        self.settle()  # what stands beside it, too: the history of its first cell is the whole list's
        return took

    def text(self, address: str) -> str:
        assert self.entry.work is not None
        cell = self.entry.work.draft.cell(address)
        return cell.text if cell else ""

    def until(self, condition: Callable[[], bool]) -> None:
        """Sleep between events as the window does: asking all the time would hold up the threads that read."""
        end = time.perf_counter() + PATIENCE
        waking = QTimer()
        waking.start(WAKE_MS)
        while not condition():
            if time.perf_counter() > end:
                raise SystemExit("the window never came to it")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def settle(self) -> None:
        conductor = self.window.conductor
        self.until(lambda: not conductor.tasks.busy and conductor.saver.pending == 0)
        paint()

    def _at_desk(self) -> None:
        self._ready = True


def paint() -> None:
    """Let everything that was asked to be painted be painted."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()


def keys(bench: Bench, form: str, runs: int) -> tuple[list[tuple[float, float]], list[float]]:
    """Seconds from Enter on a figure to its findings on screen, and to the end of what follows beside them.

    Second answer: those of a plain table until the figure is on screen.

    By turns a slip of a digit too many, and its mending.
    """
    bench.open(form)
    draw, cells = random.Random(20251231), numbers(bench)
    seconds, bare = [], []
    plain = BareTable(bench.entry.grid.sheet)
    for _ in range(runs):
        address = draw.choice(cells)
        right = bench.text(address)
        bench.window.shell.activateWindow()
        bench.entry.grid.sheet.setFocus()
        paint()
        seconds += [entered(bench, address, text) for text in (f"{right}0", right)]
        bench.settle()
        bare += [plain.entered(draw.randrange(9), text) for text in (f"{right}0", right)]
    plain.close()
    return seconds, bare


class Painted:
    """When grid, findings (or that there are none) and verdict were painted last, in seconds of this thread."""

    at = 0.0
    parts: ClassVar[set[str]] = set()
    """Which of them were painted since this was emptied."""


def noting_paints() -> None:
    """From now on each painting of theirs is noted."""

    def noted(paint: Callable[..., None]) -> Callable[..., None]:
        @wraps(paint)
        def painting(*arguments: object, **named: object) -> None:
            paint(*arguments, **named)
            if not isinstance(arguments[0], Chip) or arguments[0].objectName() == "verdict":
                Painted.parts.add(type(arguments[0]).__name__)
                Painted.at = time.thread_time()

        return painting

    view.paint_view = noted(view.paint_view)
    FindingList.paintEvent = noted(FindingList.paintEvent)  # type: ignore[method-assign]
    Cover.paintEvent = noted(Cover.paintEvent)  # type: ignore[method-assign]
    Chip.paintEvent = noted(Chip.paintEvent)  # type: ignore[method-assign]


def entered(bench: Bench, address: str, text: str) -> tuple[float, float]:
    """Type a figure over a cell; what pressing Enter took until grid, findings and verdict were painted, and until
    all was done. A finger takes longer to come up again: the release is no part of it.
    """
    grid = bench.entry.grid.sheet
    grid.go_to(address)
    paint()
    for letter in text:
        QTest.keyClick(grid.painter_of_cells.editor or grid, letter)
    for _ in range(3):  # what followed the last letter is done by the time a person finds Enter
        paint()
    editor = grid.painter_of_cells.editor
    assert editor is not None
    before = list(bench.entry.findings.model.items)
    Painted.parts.clear()
    started = time.thread_time()
    QTest.keyPress(editor, Qt.Key.Key_Return)
    paint()
    took = Painted.at - started, time.thread_time() - started
    QTest.keyRelease(grid, Qt.Key.Key_Return)
    items = bench.entry.findings.model.items
    wanted = {"Sheet"} | ({"FindingList" if items else "Cover"} if items != before else set())
    if not wanted <= Painted.parts:
        raise SystemExit(f"{address}: {wanted - Painted.parts} not painted")
    return took


def numbers(bench: Bench) -> list[str]:
    """Addresses of the figures that can be typed, but zero."""
    model = bench.entry.grid.model
    found = []
    for address, cell in model.draft.current.cells.items():
        place = model.place_of(address) if isinstance(cell.value, Decimal) and cell.value else None
        if place is not None and model.editable_at(*place):
            found.append(address)
    return found


def scrolling(bench: Bench, frames: int) -> tuple[list[float], list[float]]:
    """Seconds of each frame while the list goes by, page by page and line by line; those of a plain table."""
    bar = bench.entry.grid.sheet.verticalScrollBar()
    draw, seconds, bare = random.Random(1), [], []
    plain = BareTable(bench.entry.grid.sheet)
    for _ in range(frames):
        started = time.thread_time()
        bar.setValue(draw.choice([bar.value() + 120, bar.value() - 40, draw.randrange(bar.maximum())]))
        paint()
        seconds.append(time.thread_time() - started)
        bare.append(plain.frame(draw.random()))
    plain.close()
    return seconds, bare


def pasting(bench: Bench, columns: int) -> float:
    """Seconds to paste a block over the list and paint it: its own figures, spelled otherwise."""
    grid, model = bench.entry.grid.sheet, bench.entry.grid.model
    figures = [c for c in range(model.columnCount()) if model.spec_at(0, c).type in ("integer", "decimal")]
    start = next(c for c in figures if set(range(c, c + columns)) <= {*figures} and model.editable_at(0, c))
    lines = []
    for row in range(model.rowCount() - 1):
        texts = (model.text_at(row, column) for column in range(start, start + columns))
        lines.append("\t".join(f"{Decimal(text):,.1f}" if text else "" for text in texts))
    QGuiApplication.clipboard().setText("\n".join(lines))
    grid.setCurrentIndex(model.index(0, start))
    bench.settle()
    started = time.thread_time()
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    paint()
    took = time.thread_time() - started
    bench.settle()
    return took


VIEWS: dict[str, tuple[Filter, Order]] = {
    "text": (Filter("7 号项目"), Order()),
    "field": (Filter("7 号项目", "XM002"), Order()),
    "value": (Filter(field="XM011", value="1"), Order()),
    "level": (Filter(level="any"), Order()),
    "figures": (Filter(), Order("XM014", down=True)),
    "words": (Filter(), Order("XM002")),
    "all": (Filter(), Order()),
}


def viewing(bench: Bench) -> Iterator[tuple[str, float]]:
    """What a filter or an order takes until it is painted, by its name."""
    grid = bench.entry.grid
    for name, asked in VIEWS.items():
        started = time.thread_time()
        grid.look_at(*asked)
        paint()
        yield name, time.thread_time() - started


def lengthened(source: Return, rows: int) -> Return:
    """The list with its first row repeated under other names and keys, its money in many sizes."""
    first = {a.partition("].")[2]: cell for a, cell in source.cells.items() if a.startswith("XM[1]")}
    names = [f"n{number}" for number in range(rows)]
    found = Return(source.firm, "XM", source.period, source.pack, rows={"XM": names})
    for number, row in enumerate(names):
        found.cells |= {
            f"XM[{row}].{field}": _sized(field, cell, number % SIZES + 1) for field, cell in first.items()
        }
        for code, text in (("XM001", f"2024-440309-39-03-{number:06}"), ("XM002", f"第 {number} 号项目")):
            found.cells[f"XM[{row}].{code}"] = Cell(text, text)
    return found


def _sized(field: str, cell: Cell, times: int) -> Cell:
    """So many times an amount of money; anything else as it is."""
    if not isinstance(cell.value, Decimal) or PACK.forms["XM"].indicators[field[:5]].unit != "万元":
        return cell
    return Cell(str(cell.value * times), cell.value * times)


@contextmanager
def at_work(application: QApplication, projects: int) -> Iterator[Bench]:
    """The window on the consistent firm with so many projects."""
    held = firm()
    key = ("XM", str(PERIOD))
    held = {**held, key: lengthened(held[key], projects)}
    with tempfile.TemporaryDirectory(prefix="jibao-bench-grid-") as folder:
        home = Path(folder)
        clock = SystemClock(date(2026, 1, 5))
        with open_session(home, keys=Keychain.loose(home), clock=clock) as session:
            enterprises.add(session, FIRM, "惠州市粤华光电科技有限公司（虚构）")
            session.store_of(FIRM).run(lambda books: [books.returns.put_new(each) for each in held.values()])
            bench = Bench(session, application)
            yield bench
            bench.settle()
            bench.window.close(keep_session=True)


def tell(name: str, seconds: Sequence[float], bare: Sequence[float] = ()) -> None:
    """Print median, 99th percentile and the slowest, and their ratios to those of a plain table."""
    for what, ours, plain in zip(("median", "p99", "max"), marks(seconds), marks(bare or (1.0,)), strict=True):
        print(f"{name}-{what} {ours:.6f}")
        if bare:
            print(f"{name}-plain-{what} {plain:.6f}")
            print(f"{name}-ratio-{what} {ours / plain:.2f}", flush=True)


def marks(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Median, 99th percentile and the most."""
    found = sorted(seconds)
    return found[len(found) // 2], found[len(found) * 99 // 100], found[-1]


def main(what: str, size: int, runs: int) -> None:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with at_work(application, size) as bench:
        bench.window.settle()
        if what == "keys":
            noting_paints()
            for form in ("JY", "XM"):
                print(f"{form}-open {bench.open(form):.6f}", flush=True)
                ours, bare = keys(bench, form, runs)
                painted, done = zip(*ours, strict=True)
                tell(form, painted, bare)
                tell(f"{form}-all", done)
        elif what == "scroll":
            print(f"open {bench.open('XM'):.6f}", flush=True)
            tell("frame", *scrolling(bench, runs))
        elif what == "view":
            bench.open("XM")
            for name, took in viewing(bench):
                print(f"view-{name} {took:.6f}", flush=True)
        else:
            bench.open("XM")
            print(f"paste {pasting(bench, COLUMNS):.6f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
