"""Power loss at many points of one recorded run: a store is written once, then lost thousands of times."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import apsw

from client.base.errors import JibaoError
from client.store import Store
from client.store.file import connection
from client.store.file.head import HeadFile
from tests.faults.disk import Event, Past, RecordingDisk, Said, used
from tests.faults.script import KEY, STORE, act, at_once, begin, judge, let_go

CHECKPOINT_PAGES = 12
"""The log is carried over into the main file this often, so that power fails in the middle of that too."""


@dataclass(frozen=True)
class Run:
    """A recorded run: the files it began with and everything that reached the disk."""

    start: dict[str, bytes]
    events: list[Event]


@dataclass(frozen=True)
class Loss:
    """A crash after which something was not as it should be."""

    point: int
    seed: int
    acknowledged: int
    what: str


def record(
    folder: Path, acts: int, *, synchronous: str = "FULL", fresh: bool = False, compact: bool = False
) -> Run:
    """Let the store do ``acts`` acts on a recording disk.

    ``fresh``: making the store is part of the recording; ``compact``: only compacting it afterwards is.
    """
    path = folder / STORE
    if not fresh:
        with Store.open(path, KEY) as store:
            store.run(begin)
            for number in range(1, acts + 1 if compact else 1):
                store.run(lambda books, number=number: act(books, number))
    start = {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith(".head")}
    disk = RecordingDisk(f"recording-{folder.name}")
    settings = tuple(
        (name, synchronous, _LEVELS[synchronous]) if name == "synchronous" else (name, value, told)
        for name, value, told in connection._SETTINGS
    )
    with used(disk), patch.object(connection, "_SETTINGS", settings):
        if compact:
            _compact(path, acts, disk)
        else:
            _work(path, acts, disk)
    return Run(start, disk.events)


_LEVELS = {"OFF": "0", "NORMAL": "1", "FULL": "2"}


def _compact(path: Path, acts: int, disk: RecordingDisk) -> None:
    disk.events.append(Said(acts, HeadFile.beside(path).read_bytes()))
    with Store.open(path, KEY) as store:
        store._connection.wal_autocheckpoint(CHECKPOINT_PAGES)
        store.run(let_go)
        disk.events.append(Said(acts, HeadFile.beside(path).read_bytes()))


def _work(path: Path, acts: int, disk: RecordingDisk) -> None:
    """Half of the acts in one sitting and half in another, so that closing and opening are recorded too."""
    numbers = iter(range(1, acts + 1))
    for sitting in (acts // 2, acts - acts // 2):
        with Store.open(path, KEY) as store:
            store.run(begin)
            store._connection.wal_autocheckpoint(CHECKPOINT_PAGES)
            for _ in range(sitting):
                number = next(numbers)
                store.run(lambda books, number=number: act(books, number))
                disk.events.append(Said(number, HeadFile.beside(path).read_bytes()))


Seen = dict[bytes, str]
"""What became of each crash that was looked at, by the digest of what it left behind."""


def lose(run: Run, folder: Path, points: int, seed: int, seen: Seen | None = None) -> Iterator[Loss]:
    """Cut the power at ``points`` random moments of a run and open what is left, in ``folder``.

    A seed finds again what it found once. Two cuts that leave the same bytes behind the same acknowledgement end
    the same way: they are opened once, and ``seen`` counts what was opened.
    """
    chance = random.Random(seed)
    past = Past(run.events, run.start)
    seen = {} if seen is None else seen
    with at_once():
        for point in sorted(chance.randrange(1, len(run.events) + 1) for _ in range(points)):
            past.move_to(point)
            crash_seed = chance.getrandbits(48)
            what = _lost(past, folder, crash_seed, seen)
            if what:
                yield Loss(point, crash_seed, past.said.number, what)


def _lost(past: Past, folder: Path, seed: int, seen: Seen) -> str:
    files = past.crash(seed)
    if past.said.note and STORE in files:
        files[HeadFile.beside(Path(STORE)).name] = past.said.note
    left = _digest(files, past.said.number)
    if left not in seen:
        seen[left] = _looked_at(files, folder, past.said.number)
    return seen[left]


def _digest(files: dict[str, bytes], acknowledged: int) -> bytes:
    made = hashlib.blake2b(str(acknowledged).encode())
    for name in sorted(files):
        made.update(b"%d %s %d " % (len(name), name.encode(), len(files[name])))
        made.update(files[name])
    return made.digest()


def _looked_at(files: dict[str, bytes], folder: Path, acknowledged: int) -> str:
    """Blank when all that was acknowledged is there, and nothing by halves."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        found = judge(folder)
    except (JibaoError, apsw.Error) as error:
        return str(getattr(error, "code", type(error).__name__))
    if not acknowledged <= found.last <= acknowledged + 1:
        return f"found act {found.last}"
    return "; ".join(found.faults)
