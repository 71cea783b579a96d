"""How long the window fails to answer while it works on a list of so many rows, and how soon it stops when asked.

A timer of 10 ms in the window's thread notes the longest time between two of its ticks: what a key pressed just
then would have waited. Beside it the most that thread itself spent on the processor between two ticks: the rest it
waited for others, for the interpreter or for the machine; ``idle`` says how much that is when nothing is done.
Work is done to its end, or stopped some seconds after it began; what takes minutes is only stopped.
Prints ``what  gap  own  took`` and ``what-stopped  gap  own  seconds from the asking``, all in seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from client.ui.frame.exporting import Exporter, of_returns
from client.ui.ground.tasks import LongWork
from client.ui.paper.page import PaperPage
from client.ui.rollup.page import RollupPage
from client.ui.settings.backup_part import BackUpNow
from tests.bench import make_book
from tests.bench.grid import PERIOD, WAKE_MS, Bench, at_work, pasting
from tests.bench.recheck import FIRM


class Gaps(QObject):
    """The longest time between two ticks since ``begin``, and the most of its own this thread did in one."""

    def __init__(self) -> None:
        super().__init__()
        self.worst = self.own = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(WAKE_MS)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        self.worst = self.own = 0.0
        self._at, self._used = time.perf_counter(), time.thread_time()
        self._timer.start()

    def end(self) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        at, used = time.perf_counter(), time.thread_time()
        self.worst, self.own = max(self.worst, at - self._at), max(self.own, used - self._used)
        self._at, self._used = at, used


class Walk:
    """Does pieces of work at a window and tells how it answered meanwhile."""

    def __init__(self, bench: Bench, folder: Path, rows: int) -> None:
        self.bench = bench
        self.rows = rows
        self.folder = folder
        self.gaps = Gaps()
        self.works: list[LongWork] = []
        bench.window.conductor.tasks.began.connect(self.works.append)
        self.pages = bench.window.conductor.pages
        assert self.pages is not None

    def whole(self, what: str, begin: Callable[[], object]) -> None:
        """Do it to its end."""
        self.bench.settle()
        started = time.perf_counter()
        self.gaps.begin()
        begin()
        self.bench.settle()
        self.gaps.end()
        self._say(what, time.perf_counter() - started)

    def stopped(self, what: str, begin: Callable[[], object], after: float) -> None:
        """Begin it and ask for its end after so many seconds."""
        self.bench.settle()
        self.gaps.begin()
        begin()
        end = time.perf_counter() + after
        self.bench.until(lambda: time.perf_counter() > end)
        work, ended, asked = self.works[-1], list[str](), time.perf_counter()
        if isValid(work):
            work.ended.connect(ended.append)
            work.stop.ask()
        self.bench.settle()
        self.gaps.end()
        self._say(f"{what}-{(ended or ['done'])[0]}", time.perf_counter() - asked)

    def _say(self, what: str, took: float) -> None:
        print(f"{what} {self.gaps.worst:.3f} {self.gaps.own:.3f} {took:.3f}", flush=True)


def main(rows: int, *only: str) -> None:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory(prefix="jibao-bench-gaps-") as folder, at_work(application, rows) as bench:
        bench.window.settle()
        walk = Walk(bench, Path(folder), rows)
        idle(walk)
        for name, act in WALKS.items():
            if not only or name in only:
                act(walk)


def idle(walk: Walk) -> None:
    ending = time.perf_counter() + 2.0
    walk.whole("idle", lambda: walk.bench.until(lambda: time.perf_counter() > ending))


def opening(walk: Walk) -> None:
    walk.whole("open", lambda: walk.bench.window.conductor.open_return("XM", PERIOD))


def export(walk: Walk) -> None:
    tasks = walk.bench.window.conductor.tasks
    exporter = Exporter(walk.bench.window.shell, tasks)
    session = walk.bench.window._session()
    assert session is not None
    for ending, after in (("xlsx", 8.0), ("csv", 3.0)):
        exporter._wanted = of_returns("导出", "表", session, (FIRM,), PERIOD, "XM")
        begin = partial(exporter.write, str(walk.folder / f"表.{ending}"))
        walk.stopped(f"export-{ending}", begin, after)


def backup(walk: Walk) -> None:
    context = walk.bench.window.conductor.context
    assert context is not None
    part = BackUpNow(context)
    walk.stopped("backup", part.back_up, 0.3)
    walk.whole("backup", part.back_up)
    part.deleteLater()


def rollup(walk: Walk) -> None:
    assert walk.pages is not None
    page = cast("RollupPage", walk.pages.page("rollup"))
    walk.bench.window.conductor.go("rollup")
    walk.bench.settle()
    page.asking.form.choose("XM")
    walk.whole("rollup", page.ask)


def paper(walk: Walk) -> None:
    assert walk.pages is not None
    page = cast("PaperPage", walk.pages.page("paper"))
    walk.bench.window.conductor.go("paper")
    walk.whole("paper-shown", lambda: page.choose("XM", PERIOD))
    walk.stopped("pdf", lambda: page.write(str(walk.folder / "表.pdf")), 4.0)


def importing(walk: Walk) -> None:
    assert walk.pages is not None
    book = walk.folder / "项目.xlsx"
    make_book.main(book, walk.rows)
    page = walk.pages.importing
    read = partial(walk.bench.window.conductor.import_book, book)
    walk.stopped("import-read", read, 1.5)
    walk.whole("import-read", read)
    walk.whole("import-write", page.book.accept)
    walk.whole("import-taken-back", page.book.take_back)


def paste(walk: Walk) -> None:
    opening(walk)
    walk.whole("paste", lambda: pasting(walk.bench, 8))
    walk.whole("undo", walk.bench.entry.acts.undo)


WALKS: dict[str, Callable[[Walk], None]] = {
    "open": opening,
    "export": export,
    "backup": backup,
    "rollup": rollup,
    "paper": paper,
    "import": importing,
    "paste": paste,
}


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
