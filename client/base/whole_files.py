"""Files a person is given: there whole or not at all, a full disk told as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from client.base.errors import WorldError
from client.base.files import FULL

Put = Callable[[Path], object]


def whole(path: Path, put: Put) -> None:
    """Written beside it first, so that a full disk or a pulled stick leaves no half a file; one that is there is
    replaced. Raises ``WorldError('file.no-room')``, ``OSError``.
    """
    all_whole({path: put})


def all_whole(files: Mapping[Path, Put]) -> None:
    """The same for several that belong together: none takes its place before all are written, in their order.

    Nor where one of them cannot, since a program holds the file that is there: the others would not fit with it.
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
    """The same for bytes that are at hand; raises as ``whole``."""
    whole(path, lambda part: part.write_bytes(data))
