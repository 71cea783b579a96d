"""Files a person is given: there whole or not at all, a full disk told as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from client.base.errors import WorldError
from client.base.files import FULL

Put = Callable[[Path], object]


def whole(path: Path, put: Put) -> None:
    """Write a file in one step: ``put`` writes beside it, then it is renamed; one that is there is replaced.

    A full disk or a pulled stick leaves no half a file. Raises ``WorldError('file.no-room')``, ``OSError``.
    """
    all_whole({path: put})


def all_whole(files: Mapping[Path, Put]) -> None:
    """Write several files that belong together: none takes its place before all are written, in their order.

    None does, either, where another program holds one of the files that are there: the rest would not fit with it.
    Raises as ``whole``.
    """
    parts = {path: path.with_name(f"{path.name}.part") for path in files}
    try:
        for path, put in files.items():
            put(parts[path])
        for path in files:
            if path.exists():
                path.open("r+b").close()
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        if error.errno in FULL:
            raise WorldError("file.no-room", file=next(iter(files))) from error
        raise
    finally:
        for part in parts.values():
            with suppress(OSError):  # the folder itself may be gone: what went wrong first is told
                part.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write bytes into a file in one step; raises as ``whole``."""
    whole(path, lambda part: part.write_bytes(data))
