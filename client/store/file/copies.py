"""Copies of a store, sealed like it, are proved before they count."""

from __future__ import annotations

from pathlib import Path

import apsw
import msgspec

from client.base.clock import SystemClock
from client.base.errors import JibaoError
from client.base.stopping import NEVER, Stop
from client.store.file.connection import APPLICATION_ID, open_copy
from client.store.file.faults import named
from client.store.file.schema import MIGRATIONS
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger


class CopyReport(msgspec.Struct, frozen=True):
    """What a copy proved to be. ``fault`` is the code of what is wrong with it, blank for nothing."""

    fault: str
    entries: int = 0
    head: str = ""

    @property
    def good(self) -> bool:
        return not self.fault


def check_copy(path: Path, key: bytes, stop: Stop = NEVER) -> CopyReport:
    """Open a copy, check every page and index of it, and recompute its audit trail. Raises ``Stopped``."""
    try:
        connection = open_copy(path, key, read_only=True)
    except JibaoError as error:
        return CopyReport(error.code)
    try:
        with named(path), stop.calling(connection.interrupt):
            found = _examined(connection)
            stop.check()
            return found
    except JibaoError as error:
        return CopyReport(error.code)
    finally:
        connection.close()


def _examined(connection: apsw.Connection) -> CopyReport:
    if connection.pragma("application_id") != APPLICATION_ID:
        return CopyReport("store.wrong-key")
    if connection.pragma("user_version") > MIGRATIONS[-1].to:
        return CopyReport("store.newer")
    if connection.pragma("integrity_check") != "ok":
        return CopyReport("store.damaged")
    report = Audit(Ledger(connection, SystemClock(), "")).verify()
    return CopyReport("" if report.whole else "store.damaged", report.entries, report.head)
