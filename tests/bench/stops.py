"""How soon long work stops when asked, and what it leaves: on a list of so many rows, without a window.

Each work is done once to its end, then begun anew and asked to stop at several shares of that time, or, what takes
minutes, after so many seconds. Prints ``what whole  asked:seconds …``, the seconds from the asking to the return;
``done`` where it came to its end before or all the same. Whatever was stopped must have left the home, its trail,
the folder for temporary files and that of exports as they were: else their names are printed and the status is 1.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from client.base.clock import SystemClock
from client.base.stopping import NEVER, Stop, Stopped
from client.keys import Keychain
from client.usecases.books import imported, reviewing
from client.usecases.books.selecting import ALL
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.safekeeping import restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.views.exporting import Wanted, export
from forms.periods import Period
from forms.returns import ReturnKey
from tests.bench import make_book
from tests.bench.grid import PERIOD, lengthened
from tests.bench.recheck import FIRM, firm

SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
MOMENTS = (1.0, 4.0, 8.0, 14.0, 22.0)
"""Seconds after which to stop what takes minutes."""
MONTH = Period.parse("2025-09")
"""The month that is imported, beside the one that is kept."""


@dataclass(frozen=True)
class Work:
    """``do`` heeds its ``Stop``; ``back`` takes back what it did when it came to its end."""

    do: Callable[[Stop], object]
    back: Callable[[], object] = lambda: None
    minutes: bool = False
    """Whether it is only stopped, never done to its end."""


def main(rows: int, *only: str) -> int:
    """Answers the exit status."""
    left: list[str] = []
    with tempfile.TemporaryDirectory(prefix="jibao-bench-stops-") as folder, _home(Path(folder), rows) as session:
        for what, make in WORKS.items():
            if only and what not in only:
                continue
            work = make(session, Path(folder), rows)
            took = 0.0 if work.minutes else _timed(work, None)
            before = _state(session, Path(folder))
            moments = MOMENTS if work.minutes else [took * share for share in SHARES]
            told = [f"{after:.2f}:{_timed(work, after):.2f}" for after in moments]
            print(f"{what} {took:.2f}  {'  '.join(told)}".replace("nan", "done"), flush=True)
            left += [f"{what}: {each}" for each in sorted(_state(session, Path(folder)) ^ before)]
    for each in left:
        print("left", each)
    return 1 if left else 0


def _timed(work: Work, after: float | None) -> float:
    """Seconds it took, or from the asking; not a number where it came to its end, which is taken back."""
    stop, done, asked = Stop(), threading.Event(), [0.0]

    def ask() -> None:
        if not done.wait(after):
            asked[0] = time.perf_counter()
            stop.ask()

    asking = threading.Thread(target=ask)
    started = time.perf_counter()
    if after is not None:
        asking.start()
    ended = False
    with suppress(Stopped):
        work.do(stop)
        ended = True
    now = time.perf_counter()
    done.set()
    if after is not None:
        asking.join()
    if ended:
        work.back()
    if after is None:
        return now - started
    return float("nan") if ended else now - asked[0]


def _state(session: Session, folder: Path) -> set[str]:
    """What there is: files everywhere, and how many acts and returns the enterprise has."""
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if not _of_a_backup(path)}
    acts = session.look(
        FIRM, lambda books: books.changes.standing(ReturnKey(FIRM, "XM", MONTH), limit=9, at_hand=0)
    )
    heads = session.look(FIRM, lambda books: [str(head.key) for head in books.returns.heads(FIRM)])
    return {each for each in files if not each.endswith(("-wal", "-shm"))} | {f"{len(acts[0])} done", *heads}


def _of_a_backup(path: Path) -> bool:
    """Whole ones may be there: what was stopped after it had made one."""
    return "backups" in path.parts and ".part" not in str(path)


@contextmanager
def _home(folder: Path, rows: int) -> Iterator[Session]:
    temporary, home = folder / "temporary", folder / "home"
    for each in (temporary, home, folder / "out"):
        each.mkdir()
    tempfile.tempdir = str(temporary)
    held = firm()
    held["XM", str(PERIOD)] = lengthened(held["XM", str(PERIOD)], rows)
    try:
        with open_session(home, keys=Keychain.loose(home), clock=SystemClock(date(2026, 1, 5))) as session:
            enterprises.add(session, FIRM, "惠州市粤华光电科技有限公司（虚构）")
            session.store_of(FIRM).run(lambda books: [books.returns.put_new(each) for each in held.values()])
            yield session
    finally:
        tempfile.tempdir = None


def opening(session: Session, _: Path, __: int) -> Work:
    def do(stop: Stop) -> None:
        draft = open_draft(session, ReturnKey(FIRM, "XM", PERIOD), ("zh",), stop)
        draft.make_ready()
        draft.close()

    return Work(do)


def exporting(name: str, *, by_value: bool, minutes: bool = False) -> Callable[[Session, Path, int], Work]:
    def make(session: Session, folder: Path, _: int) -> Work:
        path = folder / "out" / name

        def do(stop: Stop) -> None:
            export(session, path, Wanted((FIRM,), PERIOD, "XM"), stop=stop, by_value=by_value)

        def back() -> None:
            for each in path.parent.iterdir():
                each.unlink()

        return Work(do, back, minutes)

    return make


def planning(session: Session, folder: Path, rows: int) -> Work:
    """From the file to the review."""
    book = _book(folder, rows)
    return Work(lambda stop: reviewing.begin(session, book, FIRM, MONTH, stop=stop))


def _book(folder: Path, rows: int) -> Path:
    book = folder / "项目.xlsx"
    if not book.exists():
        make_book.main(book, rows)
    return book


def _planned(session: Session, folder: Path, rows: int) -> reviewing.Reviewed:
    return reviewing.begin(session, _book(folder, rows), FIRM, MONTH)


def storing(session: Session, folder: Path, rows: int) -> Work:
    """From the review to the store; it is taken back for good, its empty return stays."""
    reviewed = _planned(session, folder, rows)
    done: list[int] = []

    def do(stop: Stop) -> None:
        done.append(reviewing.apply(session, reviewed, ALL, stop))

    def back() -> object:
        return imported.undo(session, FIRM, done[-1])

    do(NEVER)
    back()
    return Work(do, back)


def taking_back(session: Session, folder: Path, rows: int) -> Work:
    made = reviewing.apply(session, _planned(session, folder, rows), ALL)

    def again() -> object:
        return session.store_of(FIRM).run(lambda books: books.changes.redo(ReturnKey(FIRM, "XM", MONTH)))

    return Work(lambda stop: imported.undo(session, FIRM, made, stop), again)


def backing_up(session: Session, folder: Path, _: int) -> Work:
    return Work(lambda stop: back_up(session, folder / "backups", stop=stop))


def looking_into(session: Session, folder: Path, _: int) -> Work:
    made = back_up(session, folder / "backups").backup.folder
    return Work(lambda stop: restoring.preview(session, made, stop=stop))


def restoring_all(session: Session, folder: Path, _: int) -> Work:
    """Each one that comes to its end leaves what was there before below ``replaced``: it is removed again."""
    made = back_up(session, folder / "backups").backup.folder
    import shutil

    def back() -> None:
        shutil.rmtree(session.home / "replaced")

    return Work(lambda stop: restoring.restore(session, made, stop=stop), back)


WORKS: dict[str, Callable[[Session, Path, int], Work]] = {
    "open": opening,
    "export-list-xlsx": exporting("表.xlsx", by_value=False),
    "export-list-csv": exporting("表.csv", by_value=False),
    "export-xlsx": exporting("表.xlsx", by_value=True, minutes=True),
    "export-csv": exporting("表.csv", by_value=True),
    "read": planning,
    "import": storing,
    "take-back": taking_back,
    "backup": backing_up,
    "look-into-backup": looking_into,
    "restore": restoring_all,
}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]))
