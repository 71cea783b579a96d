"""What more than one package does with a file."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from client.base.stopping import NEVER, Stop

FULL = (errno.ENOSPC, errno.EDQUOT)
"""What a full disk answers, and a share on which nobody may have more."""
_PIECE = 1 << 20
_SECTOR = 4096
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries: so long a scanner looks at what was just written (Windows: a sharing violation)."""


def digest_of(path: Path, stop: Stop = NEVER) -> str:
    """SHA-256 of a file in 64 lower-case hex digits, read piece by piece. Raises ``OSError``, ``Stopped``.

    What is no file, such as a device a link leads to, has no end and is not begun.
    """
    if stat.S_IFMT(path.stat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    made = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            stop.check()
            made.update(piece)
    return made.hexdigest()


def at_most(path: Path, most: int) -> bytes:
    """What is in a file from outside, or its first ``most`` bytes and one more: whoever asks refuses those.

    The size a file says it has is not gone by: a device says none. Raises ``OSError``.
    """
    with path.open("rb") as file:
        return file.read(most + 1)


def copy_file(source: Path, target: Path, stop: Stop = NEVER) -> None:
    """Copy a file that may be long or lie on a slow drive, to be read by its owner alone, and flush the copy.

    Raises ``OSError`` and, between two pieces, ``Stopped``: then a part of it lies there.
    """
    descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with source.open("rb") as read, os.fdopen(descriptor, "wb") as written:
        while piece := read.read(_PIECE):
            stop.check()
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())


def copy_folder(source: Path, target: Path, stop: Stop = NEVER) -> None:
    """Copy all that is in a folder, each file as ``copy_file``, into one that is not there yet.

    It ends at the first error: ``shutil.copytree`` goes on, and then nobody learns that the disk is full.
    """
    target.mkdir(mode=0o700)
    for each in sorted(source.iterdir()):
        (copy_folder if each.is_dir() else copy_file)(each, target / each.name, stop)


def copy_readable(source: Path, target: Path) -> None:
    """Copy a file from a disk that is failing: in place of 4096 bytes that it does not read stand noughts.

    Raises ``OSError`` where the file cannot be opened, or the copy not be written.
    """
    descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as written, source.open("rb", buffering=0) as read:
        size = source.stat().st_size
        for at in range(0, size, _SECTOR):
            try:
                read.seek(at)
                piece = read.read(_SECTOR)
            except OSError:
                piece = b""
            written.write(piece.ljust(min(_SECTOR, size - at), b"\0"))


def write_private(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Replace a file in one step, readable by its owner alone: written beside it, then renamed.

    With ``lasting`` it outlives a power cut; without, which is quicker, a cut may leave any of it.
    Raises ``OSError``; the file that was there is then still there, and nothing beside it.
    """
    draft = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with suppress(OSError):  # what went wrong first is told
            draft.unlink(missing_ok=True)
        raise
    if lasting:
        flush(path.parent)


def flush(path: Path) -> None:
    """Let what was written to a file, or the names in a folder, outlive a power cut. Raises ``OSError``.

    Windows has no such call for folders and needs none; nor have some drives elsewhere.
    """
    if not path.is_dir():
        _flush(path, os.O_RDWR)
    elif os.name == "posix":
        with suppress(OSError):
            _flush(path, os.O_RDONLY)


def _flush(path: Path, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename(path: Path, new: Path) -> None:
    """Give a file or folder its new name, waiting a little for a scanner that has it open. Raises ``OSError``."""
    for seconds in _PATIENCE:
        try:
            path.rename(new)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    path.rename(new)
