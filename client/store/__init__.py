"""The encrypted store: one SQLite file, one writer thread, nothing else.

``Store.open(path, key)`` then ``store.run(lambda books: …)``: one transaction, answered after COMMIT.
"""

from client.store.audit import AuditEntry, AuditReport
from client.store.books import Books
from client.store.head import HeadReport
from client.store.nouns import (
    CellEvent,
    ChangeSet,
    Endpoint,
    Enterprise,
    LogEntry,
    ReturnHead,
    ScratchText,
    StoredReceipt,
    StoredSet,
    Version,
    VersionState,
)
from client.store.store import Store

__all__ = [
    "AuditEntry",
    "AuditReport",
    "Books",
    "CellEvent",
    "ChangeSet",
    "Endpoint",
    "Enterprise",
    "HeadReport",
    "LogEntry",
    "ReturnHead",
    "ScratchText",
    "Store",
    "StoredReceipt",
    "StoredSet",
    "Version",
    "VersionState",
]
