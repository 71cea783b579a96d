"""The disk fails at every single step: full, broken, locked. It is named, and what was saved is all there."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw
import pytest

from client.base.errors import JibaoError, UserError, WorldError
from client.store import Books, Store
from client.store.file import connection
from forms.returns import ReturnKey
from tests.faults.disk import Event, Flush, RecordingDisk, Write, used
from tests.faults.script import FIRM, KEY, SEPTEMBER, STORE, act, at_once, begin, judge, look

ACTS = 8
CASES = 200


class FailingDisk(RecordingDisk):
    """Fails at its ``at``-th step of a kind, and goes on failing for ``times`` steps."""

    def __init__(self, name: str, kind: type[Event], error: type[apsw.Error], at: int, times: int) -> None:
        super().__init__(name)
        self._kind, self._error, self._left = kind, error, times
        self._steps = -at
        self.failed = 0

    def hold(self, event: Event) -> None:
        if isinstance(event, self._kind):
            self._steps += 1
            if self._steps > 0 and self._left > 0:
                self._left -= 1
                self.failed += 1
                raise self._error("as asked for")


def cases() -> Iterator[tuple[type[Event], type[apsw.Error], str, int, int]]:
    """Each kind of failure at each of many steps, once or for a while."""
    kinds: list[tuple[type[Event], type[apsw.Error], str]] = [
        (Write, apsw.FullError, "store.disk-full"),
        (Write, apsw.IOError, "store.disk-error"),
        (Flush, apsw.IOError, "store.disk-error"),
    ]
    for number in range(CASES):
        kind, error, code = kinds[number % 3]
        yield kind, error, code, number // 3, (1, 7)[number % 2]


def test_two_hundred_failures_are_named_and_lose_nothing(quick: Path) -> None:
    prepared = files_of(quick / "prepared")
    seen = 0
    for number, (kind, error, code, at, times) in enumerate(cases()):
        folder = quick / f"case-{number}"
        folder.mkdir()
        for file in prepared:
            (folder / file).write_bytes(prepared[file])
        disk = FailingDisk(f"failing-{number}", kind, error, at, times)
        with at_once():
            with used(disk):
                acknowledged, codes = work(folder / STORE)
            found = judge(folder)
        seen += bool(disk.failed)
        assert codes <= {code}, (number, codes)
        # The act that failed last may be there, since its commit may have reached the disk; no other is missing.
        assert not found.faults, (number, found)
        assert acknowledged <= found.last <= acknowledged + 1, (number, acknowledged, found)
    assert seen > CASES * 0.6, "most of the cases never failed"


def test_a_store_that_swallows_failures_is_caught(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool first: whoever acknowledges what the disk refused is found out."""

    def careless(store: Store, work: Callable[[Books], Any]) -> tuple[Any, Any]:
        store._connection.execute("BEGIN IMMEDIATE")
        answer = work(store._books)
        with suppress(apsw.Error):
            store._connection.execute("COMMIT")
        store._roll_back()
        return answer, store._noted

    files_of(quick / "bad")
    with monkeypatch.context() as patched, used(FailingDisk("swallowing", Write, apsw.FullError, 12, 10**6)):
        patched.setattr(Store, "_commit", careless)
        store = Store.open(quick / "bad" / STORE, KEY)
        for number in range(1, ACTS + 1):
            store.run(lambda books, number=number: act(books, number))
        with suppress(JibaoError):
            store.close()
    assert judge(quick / "bad").last < ACTS


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a store that is ready to be worked on."""
    folder.mkdir()
    with Store.open(folder / STORE, KEY) as store:
        store.run(begin)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def work(path: Path) -> tuple[int, set[str]]:
    """Act until all is done, trying each act again until it is acknowledged, as ``keeping.save_again`` does."""
    codes: set[str] = set()
    store = _until_it_opens(path, codes)
    store._connection.wal_autocheckpoint(8)
    done = 0
    while done < ACTS:
        try:
            done = store.run(again)
        except JibaoError as error:
            codes.add(error.code)
    try:
        store.close()
    except JibaoError as error:
        codes.add(error.code)
    return done, codes


def again(books: Books) -> int:
    """The next act after the last one that is there."""
    typed = books.returns.get(ReturnKey(FIRM, "JY", SEPTEMBER))
    number = int(typed.cells["LAST"].text) + 1 if typed and typed.cells else 1
    act(books, number)
    return number


def _until_it_opens(path: Path, codes: set[str]) -> Store:
    while True:
        try:
            return Store.open(path, KEY)
        except JibaoError as error:
            codes.add(error.code)


@pytest.fixture
def full(quick: Path) -> Path:
    """A closed store with a few acts in it."""
    with Store.open(quick / STORE, KEY) as store:
        store.run(begin)
        for number in range(1, 8):
            store.run(lambda books, number=number: act(books, number))
    return quick


class LockedDisk(RecordingDisk):
    """A disk on which another program holds every file, until somebody came for it so many ``times``."""

    def __init__(self, name: str, times: float) -> None:
        super().__init__(name)
        self.times = times
        self.refused = 0

    def lock(self) -> None:
        if self.refused < self.times:
            self.refused += 1
            raise apsw.BusyError("held elsewhere")


def test_a_file_that_is_held_elsewhere_is_waited_for(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 60.0)
    disk = LockedDisk("locked", 9)
    with used(disk), Store.open(full / STORE, KEY) as store:
        assert look(store).last == 7
    assert disk.refused == 9
    assert judge(full).last == 7


def test_a_file_that_is_held_elsewhere_is_not_waited_for_without_end(full: Path) -> None:
    disk = LockedDisk("held", math.inf)
    with used(disk), pytest.raises(UserError, match=r"store\.held"):
        Store.open(full / STORE, KEY)
    assert disk.refused
    assert judge(full).last == 7


def test_a_scanner_s_five_seconds_are_less_than_the_patience(patience: float) -> None:
    assert patience >= 5 + 1


class UnpluggedDisk(RecordingDisk):
    """A disk that answers nothing while it is ``gone``."""

    gone = False

    def hold(self, event: Event) -> None:
        if self.gone:
            raise apsw.IOError("gone")

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> apsw.VFSFile:
        if self.gone:
            raise apsw.CantOpenError("gone")
        return super().xOpen(name, flags)


@pytest.mark.parametrize("file_is_gone", [False, True], ids=["errors", "nothing there"])
def test_work_goes_on_when_an_unplugged_drive_is_back(full: Path, file_is_gone: bool) -> None:
    disk, codes = UnpluggedDisk(f"unplugged-{file_is_gone}"), []
    with used(disk), Store.open(full / STORE, KEY) as store:
        disk.gone = True
        for _ in range(3):
            with pytest.raises(WorldError) as caught:
                store.run(lambda books: act(books, 8))
            codes.append(caught.value.code)
            if file_is_gone:
                full.rename(full.with_name("elsewhere"))
                full.mkdir()
                file_is_gone = False
        assert codes == ["store.disk-error", "store.out-of-reach", "store.out-of-reach"]
        disk.gone = False
        if full.with_name("elsewhere").exists():
            full.rmdir()  # no new store was made in the place of the one that was gone
            full.with_name("elsewhere").rename(full)
        store.run(lambda books: act(books, 8))
        assert look(store).last == 8
    assert judge(full).last == 8
