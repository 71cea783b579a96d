"""A large sheet cut into pieces that are read beside each other: the fast reader reads line after line.

Each piece is a workbook of its own, with some lines of the sheet below the sheet's own beginning; it is cut while
the part is unpacked for the size check. What is not written plainly enough is read whole. Runs inside the child.
"""

from __future__ import annotations

import io
import os
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")

SMALL = 4 * 1024 * 1024
"""Sheets that unpack to less are read whole."""
_LEAST, _MOST = 2 * 1024 * 1024, 32 * 1024 * 1024
_STRINGS_SHARE = 4
"""Every piece holds the texts that cells share: a piece is at least so many times as long as they are."""
_BEGINNING = 256 * 1024
_ROWS, _ROW, _END = b"<sheetData>", b'<row r="', b"</sheetData></worksheet>"
_NEEDED = ("[content_types].xml", ".rels", "workbook.xml", "styles.xml", "sharedstrings.xml")
_STRANGE = (b"<!", b"<?")
"""Comments, unparsed text and instructions may hold anything, also what looks like a line."""


class Uncut(Exception):
    """The sheet has to be read whole after all."""


class Beside(Generic[T]):
    """Work in a thread of its own: the fast reader holds no lock of the interpreter while it parses."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._done: Future[T] = Future()
        threading.Thread(target=self._run, args=(work,), daemon=True).start()

    def _run(self, work: Callable[[], T]) -> None:
        try:
            self._done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - calamine panics with one
            self._done.set_exception(error)

    def result(self) -> T:
        """What the work came to; raises what it raised."""
        return self._done.result()

    def wait(self) -> None:
        """Wait until it is over, whether it succeeded or failed."""
        self._done.exception()


def hands() -> int:
    """How many pieces are read at a time."""
    return min(os.cpu_count() or 1, 4)


class Cutter(Generic[T]):
    """Cuts one part while it is fed, has its pieces read beside each other, hands on what was read in order."""

    def __init__(self, frame: Frame, read: Callable[[io.BytesIO], T], take: Callable[[T], None]) -> None:
        """``read`` runs beside, on a piece; ``take`` here, on what came of it. Both may raise ``Uncut``."""
        self._frame = frame
        self._read = read
        self._take = take
        self._reading: list[Beside[T]] = []
        self._piece = frame.piece()
        self._unseen = len(frame.beginning)
        self._before = b""
        self._given_up = False

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part; ``b""`` ends it."""
        if self._given_up:
            return
        try:
            self._cut(chunk)
        except Uncut:
            self._given_up = True

    def finish(self) -> None:
        """Hand on what is still being read. Raises ``Uncut``."""
        if self._given_up:
            raise Uncut
        self._settle(0)

    def wait(self) -> None:
        """Wait until no piece is being read any more."""
        for each in self._reading:
            each.wait()

    def _cut(self, chunk: bytes) -> None:
        self._look(chunk)
        at = chunk.rfind(_ROW) if self._piece.size > self._frame.length else -1
        if at >= 0:
            self._piece.write(chunk[:at])
            self._piece.write(_END)
            self._send()
            self._piece = self._frame.piece()
            self._piece.write(self._frame.beginning)
            chunk = chunk[at:]
        self._piece.write(chunk)
        if not chunk:
            self._send()

    def _look(self, chunk: bytes) -> None:
        """Raises ``Uncut`` for what may hide a line."""
        text = self._before + chunk[self._unseen :]
        self._unseen = max(0, self._unseen - len(chunk))
        self._before = text[-1:]
        if any(mark in text for mark in _STRANGE):
            raise Uncut

    def _send(self) -> None:
        self._settle(hands() - 1)
        data = self._piece.data()
        self._reading.append(Beside(lambda: self._read(data)))

    def _settle(self, still: int) -> None:
        """Take what was read until so many pieces are left."""
        while len(self._reading) > still:
            self._take(self._reading.pop(0).result())


class Frame:
    """What every piece of a part has around its lines."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, beginning: bytes) -> None:
        self.beginning = beginning
        self.part = entry.filename
        names = [name for name in archive.namelist() if name.lower().endswith(_NEEDED)]
        self._others = {name: archive.read(name) for name in names}
        strings = sum(len(body) for name, body in self._others.items() if name.lower().endswith(_NEEDED[-1]))
        wanted = min(max(entry.file_size // (2 * hands()), _LEAST), _MOST)
        self.length = max(wanted, strings * _STRINGS_SHARE)

    def piece(self) -> _Piece:
        """A workbook without lines yet."""
        return _Piece(self._others, self.part)


class _Piece:
    """A workbook in memory whose one sheet is still being written."""

    def __init__(self, others: dict[str, bytes], part: str) -> None:
        self.size = 0
        self._others = others
        self._part = part
        self._sheet: list[bytes] = []

    def write(self, body: bytes) -> None:
        self.size += len(body)
        self._sheet.append(body)

    def data(self) -> io.BytesIO:
        """The workbook, complete."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, body in self._others.items():
                archive.writestr(name, body)
            with archive.open(self._part, "w") as sheet:
                sheet.writelines(self._sheet)
        target.seek(0)
        return target


def frames(data: bytes, parts: dict[str, str]) -> dict[str, Frame]:
    """By sheet name, the frames of those parts of an xlsx file that are large and plainly written.

    ``parts`` are sheet names by part (``containers.sheet_parts``). None where nothing can be read beside.
    """
    if hands() < 2:
        return {}
    found: dict[str, Frame] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name = parts.get(entry.filename.lower())
            if name is None or entry.file_size < SMALL:
                continue
            with archive.open(entry) as stream:
                beginning, rows, _ = stream.read(_BEGINNING).partition(_ROWS)
            if rows and not any(mark in beginning[2:] for mark in _STRANGE):
                found[name] = Frame(archive, entry, beginning + rows)
    return found
