"""What each repository promises, apart from how it keeps it.

The store's repositories and their in-memory double are held to the same tests (``test_store_contracts.py``).
Firms, forms and periods name a return; errors are those of the store.
"""

from __future__ import annotations

from typing import Protocol

from client.base.stopping import NEVER, Stop
from client.store.repositories.books import Books
from client.store.repositories.ledger import AuditEntry
from client.store.repositories.model import (
    CellEvent,
    Endpoint,
    Enterprise,
    LogEntry,
    ReturnHead,
    ScratchText,
    StoredReceipt,
    Version,
    VersionState,
)
from forms.periods import Period
from forms.returns import Change, Return, ReturnKey


class ReturnsBook(Protocol):
    """Returns by enterprise, form and period."""

    def get(self, key: ReturnKey, stop: Stop = NEVER) -> Return | None: ...

    def heads(
        self, firm: str | None = None, period: Period | None = None, form: str | None = None
    ) -> list[ReturnHead]: ...

    def ensure(self, key: ReturnKey, pack: str) -> None: ...

    def put_new(self, new: Return) -> None: ...

    def record(self, change: Change, summary: str = "") -> Change: ...

    def last_change(self, key: ReturnKey) -> int: ...


class ChangesBook(Protocol):
    """What was done to the returns, and taking it back."""

    def entries(self, key: ReturnKey) -> list[LogEntry]: ...

    def undo(self, key: ReturnKey) -> list[Change]: ...

    def redo(self, key: ReturnKey) -> list[Change]: ...

    def history(self, key: ReturnKey, address: str) -> list[CellEvent]: ...


class OutboxBook(Protocol):
    """Versions that were queued; their bytes never change."""

    def put(self, version: Version) -> None: ...

    def get(self, version_id: str) -> Version | None: ...

    def by_return(self, return_key: str) -> list[Version]: ...

    def unsettled(self) -> list[Version]: ...

    def set_state(
        self,
        version_id: str,
        state: VersionState,
        *,
        attempts: int | None = None,
        next_attempt_at: str | None = None,
        error_code: str | None = None,
    ) -> None: ...

    def discard(self, version_id: str) -> None: ...


class ReceiptsBook(Protocol):
    """Receipts and decisions, word for word."""

    def put(self, version_id: str, receipt: str, chain: bytes, number: str = "") -> None: ...

    def add_decision(self, version_id: str, decision: str) -> None: ...

    def get(self, version_id: str) -> StoredReceipt | None: ...


class EnterprisesBook(Protocol):
    """Enterprises, in the order they were added."""

    def put(self, enterprise: Enterprise) -> None: ...

    def get(self, code: str) -> Enterprise | None: ...

    def all(self) -> list[Enterprise]: ...


class EndpointsBook(Protocol):
    """One endpoint a firm."""

    def put(self, endpoint: Endpoint) -> None: ...

    def get(self, firm: str) -> Endpoint | None: ...

    def all(self) -> list[Endpoint]: ...


class BlobsBook(Protocol):
    """Named small blobs."""

    def put(self, name: str, value: bytes) -> None: ...

    def get(self, name: str) -> bytes | None: ...

    def names(self, prefix: str = "") -> list[str]: ...

    def delete(self, name: str) -> None: ...


class ScratchBook(Protocol):
    """Text of editors that are still open."""

    def put(self, key: ReturnKey, address: str, text: str) -> None: ...

    def clear(self, key: ReturnKey, address: str) -> None: ...

    def all(self) -> list[ScratchText]: ...


class AuditBook(Protocol):
    """The append-only trail, each entry bound to the one before."""

    def append(self, action: str, ref: str, payload: bytes = b"") -> int: ...

    def position(self) -> tuple[int, bytes]: ...

    def head(self) -> str: ...

    def entries(self, after: int = 0, limit: int = -1) -> list[AuditEntry]: ...


class Contract(Protocol):
    """All repositories of one enterprise."""

    @property
    def returns(self) -> ReturnsBook: ...

    @property
    def changes(self) -> ChangesBook: ...

    @property
    def outbox(self) -> OutboxBook: ...

    @property
    def receipts(self) -> ReceiptsBook: ...

    @property
    def enterprises(self) -> EnterprisesBook: ...

    @property
    def endpoints(self) -> EndpointsBook: ...

    @property
    def cache(self) -> BlobsBook: ...

    @property
    def settings(self) -> BlobsBook: ...

    @property
    def scratch(self) -> ScratchBook: ...

    @property
    def audit(self) -> AuditBook: ...


def contract_of(books: Books) -> Contract:
    """The store's repositories as what they promise; the type checker holds them to it."""
    return books
