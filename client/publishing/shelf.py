"""Where a repository's files lie: a folder a web server hands out, or the practice endpoint's database."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Protocol


class Shelf(Protocol):
    """Files by their path below the repository, with ``/``."""

    def get(self, path: str) -> bytes | None: ...

    def put(self, path: str, data: bytes) -> None: ...

    def drop(self, path: str) -> None: ...


class FolderShelf:
    """A folder. Each file is replaced as a whole, so that whoever reads meanwhile has the old or the new one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, path: str) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, path: str, data: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(place)

    def drop(self, path: str) -> None:
        (self.folder / path).unlink(missing_ok=True)
