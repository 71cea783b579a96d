"""What the disk refuses while a home's stores are made ready, by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from client.base.errors import WorldError
from client.base.files import FULL
from client.base.reasons import reason_of


@contextmanager
def named_here(home: Path) -> Iterator[None]:
    """Raises ``WorldError``: ``backup.no-room-here``, ``backup.not-restored``; other named errors as they are."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise WorldError("backup.no-room-here", home=home) from error
        raise WorldError("backup.not-restored", reason=reason_of(error)) from error
    except WorldError as error:
        if error.code == "store.disk-full":
            raise WorldError("backup.no-room-here", home=home) from error
        raise
