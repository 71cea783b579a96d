"""Writing a whole store into another file."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from client.base.files import flush


def vacuum_into(connection: apsw.Connection, copy: Path) -> None:
    """Write the whole store into a new file of mode 0600, sealed by the same key, and flush it."""
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection.execute("VACUUM INTO ?", (str(copy),))
    flush(copy)
