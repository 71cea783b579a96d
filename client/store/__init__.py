"""The encrypted store: one SQLite file, one writer thread, nothing else.

``Store.open(path, key)`` then ``store.run(lambda books: …)``: one transaction, answered after COMMIT.
"""

from client.store.file.connection import engine_version
from client.store.file.head import HeadReport
from client.store.file.reading import ReadOnlyStore
from client.store.file.store import Store
from client.store.repositories.books import Books
from client.store.repositories.compacting import Compacted
from client.store.repositories.ledger import AuditEntry, AuditReport, ClockReport
from client.store.repositories.model import (
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
from client.store.repositories.replaying import Doubt

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
