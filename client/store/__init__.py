"""The encrypted store: one SQLite file, one writer thread, nothing else.

``Store.open(path, key)`` then ``store.run(lambda books: …)``: one transaction, answered after COMMIT.
"""

from client.store.books import Books
from client.store.compacting import Compacted
from client.store.connection import engine_version
from client.store.head import HeadReport
from client.store.ledger import AuditEntry, AuditReport, ClockReport
from client.store.nouns import (
    CellEvent,
    ChangeSet,
    Endpoint,
    Enterprise,
    LogEntry,
    ReturnHead,
    ScratchText,
    StandingAct,
    StoredReceipt,
    StoredSet,
    Version,
    VersionState,
)
from client.store.reading import ReadOnlyStore
from client.store.replaying import Doubt
from client.store.store import Store

__all__ = [
    "AuditEntry",
    "AuditReport",
    "Books",
    "CellEvent",
    "ChangeSet",
    "ClockReport",
    "Compacted",
    "Doubt",
    "Endpoint",
    "Enterprise",
    "HeadReport",
    "LogEntry",
    "ReadOnlyStore",
    "ReturnHead",
    "ScratchText",
    "StandingAct",
    "Store",
    "StoredReceipt",
    "StoredSet",
    "Version",
    "VersionState",
    "engine_version",
]
