"""Where the fault tests put their thousands of short-lived files: memory, when there is a disk of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.store.file import connection


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """A folder of the test's own; nothing here rests on the real disk's own flushing."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="jibao-faults-") as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> float:
    """A locked file is waited for a fraction of the real time; answers the real one, in seconds."""
    real = connection.PATIENCE
    monkeypatch.setattr(connection, "PATIENCE", 0.4)
    monkeypatch.setattr(connection, "_PAUSE", 0.01)
    return real
