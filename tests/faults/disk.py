"""A disk that remembers every write and every flush, and can then be cut off from power at any point of its past.

SQLite's own file layer is wrapped from below: the encryption layer sits on top (``multipleciphers-<name>``), so
what is recorded is what would reach the disk. A crash is made up from the record, without running anything again:
what was flushed is there; of what was written since, any part may be there, in sectors of 512 bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512
CIPHER_LAYER = "multipleciphers-"
SYSTEM = "win32" if sys.platform == "win32" else "unix"
"""SQLite's own file layer; a blank name would mean whatever is the default just now."""
NEW_WITH_FOLDER = ("-wal", "-journal")
"""SQLite flushes the folder along with the first flush of a new log or journal, that it may be found again."""


@dataclass(frozen=True)
class Write:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    """A file was cut to ``size`` bytes."""

    file: str
    size: int


@dataclass(frozen=True)
class Flush:
    """All that was written to the file before is on disk now."""

    file: str


@dataclass(frozen=True)
class Gone:
    """A file was deleted; ``flushed`` when the folder was flushed along with it."""

    file: str
    flushed: bool


@dataclass(frozen=True)
class Said:
    """The program acknowledged a number; ``note`` is the file beside the store as it stood then."""

    number: int
    note: bytes


Event = Write | Cut | Flush | Gone | Said


class _File(apsw.VFSFile):
    def __init__(self, disk: RecordingDisk, name: apsw.URIFilename | str, flags: list[int]) -> None:
        super().__init__(SYSTEM, name, flags)
        self._disk = disk
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.hold(Write(self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._disk.hold(Cut(self._name, newsize))
        super().xTruncate(newsize)

    def xLock(self, level: int) -> None:
        self._disk.lock()
        super().xLock(level)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._disk.hold(Flush(self._name))


class RecordingDisk(apsw.VFS):
    """Registered under ``name`` while ``recording`` lasts; ``events`` is its memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.events: list[Event] = []
        super().__init__(name, SYSTEM)

    def hold(self, event: Event) -> None:
        """Remember an event; a test's disk may fail here instead."""
        self.events.append(event)

    def lock(self) -> None:
        """A file is about to be locked; a test's disk may say that another program holds it."""

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> apsw.VFSFile:
        return super().xOpen(name, flags) if name is None else _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.hold(Gone(Path(filename).name, bool(syncdir)))


@contextmanager
def used(disk: RecordingDisk) -> Iterator[None]:
    """Make a disk the one that stores are opened on, under the encryption layer."""
    before = next(name for name in apsw.vfs_names() if name.startswith(CIPHER_LAYER))
    apsw.Connection(":memory:", vfs=CIPHER_LAYER + disk.name).close()  # makes the layer over this disk
    apsw.set_default_vfs(CIPHER_LAYER + disk.name)
    try:
        yield
    finally:
        apsw.set_default_vfs(before)
        apsw.unregister_vfs(CIPHER_LAYER + disk.name)
        disk.unregister()


@dataclass
class Image:
    """One file as it may be found after a crash: what is sure, and what was written since."""

    sure: bytearray = field(default_factory=bytearray)
    exists: bool = False
    pending: list[Event] = field(default_factory=list)
    listed: bool = False
    """Whether the folder was flushed since the file was made."""

    def settle(self) -> None:
        for event in self.pending:
            _carry_out(self, event)
        self.pending.clear()

    def settle_deletion(self) -> None:
        """The folder was flushed: a file that was deleted before cannot come back."""
        for at, event in enumerate(self.pending):
            if isinstance(event, Gone):
                self.sure.clear()
                self.exists = self.listed = False
                self.pending = self.pending[at + 1 :]
                return

    def torn(self, mood: str, chance: random.Random) -> Image:
        """The file after the crash."""
        found = Image(bytearray(self.sure), self.exists)
        for event in self.pending:
            _perhaps(found, event, mood, chance)
        return found


class Past:
    """What the disk holds for sure, and what it may hold, after the first so many events; it only moves on."""

    def __init__(self, events: list[Event], start: dict[str, bytes]) -> None:
        """``start`` is what lay there before the first event."""
        self._events = events
        self._images = {name: Image(bytearray(data), exists=True) for name, data in start.items()}
        self.point = 0
        self.said = Said(0, b"")
        """The newest acknowledgement before this point."""

    def move_to(self, point: int) -> None:
        for event in self._events[self.point : point]:
            self._pass(event)
        self.point = point

    def crash(self, seed: int) -> dict[str, bytes]:
        """The files after power failed here.

        Each write since the last flush of its file is kept, dropped or torn by itself, whatever came before or
        after it: a disk may write in any order.
        """
        chance = random.Random(seed)
        mood = chance.choice(("all", "none", "some", "some", "some"))
        found = {name: image.torn(mood, chance) for name, image in self._images.items()}
        return {name: bytes(image.sure) for name, image in found.items() if image.exists}

    def _pass(self, event: Event) -> None:
        if isinstance(event, Said):
            self.said = event
            return
        image = self._images.setdefault(event.file, Image())
        if isinstance(event, Flush):
            image.settle()
            if not image.listed and event.file.endswith(NEW_WITH_FOLDER):
                image.listed = True
                for each in self._images.values():
                    each.settle_deletion()
        elif isinstance(event, Gone) and event.flushed:
            self._images[event.file] = Image()
        else:
            image.pending.append(event)


def _perhaps(image: Image, event: Event, mood: str, chance: random.Random) -> None:
    if mood == "none" or (mood == "some" and chance.random() < 0.4):
        return
    if mood == "some" and isinstance(event, Write) and chance.random() < 0.3:
        for part in _sectors(event):
            if chance.random() < 0.5:
                _carry_out(image, part)
        return
    _carry_out(image, event)


def _sectors(write: Write) -> Iterator[Write]:
    """A write in pieces that end where a sector of the disk ends."""
    at = 0
    while at < len(write.data):
        end = at + SECTOR - (write.offset + at) % SECTOR
        yield Write(write.file, write.offset + at, write.data[at:end])
        at = end


def _carry_out(image: Image, event: Event) -> None:
    match event:
        case Write(_, offset, data):
            image.exists = True
            if len(image.sure) < offset:
                image.sure.extend(bytes(offset - len(image.sure)))
            image.sure[offset : offset + len(data)] = data
        case Cut(_, size):
            image.exists = True
            del image.sure[size:]
        case Gone():
            image.exists = False
            image.sure.clear()
