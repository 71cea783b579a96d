"""What the practice endpoint asks of a database, whichever it is: the contract that SQLite and PostgreSQL keep.

The statements of ``records`` and ``deposits`` are written in what both understand, with ``?`` for values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement answers: rows by column name."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One connection, within a transaction."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Rows: ...

    def close(self) -> None: ...


class Database(Protocol):
    """A kind of database at a place."""

    @property
    def alone(self) -> bool:
        """Whether nobody else writes into it while it is open, so that what was read may be kept in mind."""
        ...

    @property
    def failures(self) -> type[Exception]:
        """What its statements raise."""
        ...

    def open(self) -> Connection:
        """Open it, making or renewing its tables. Raises ``UserError``."""
        ...

    def begin(self, connection: Connection) -> None:
        """Begin a transaction that no other writing one runs beside, whoever began that."""
        ...

    def passing(self, error: Exception) -> bool:
        """Whether it failed for the place, not for what was asked of it: asked again later, it may do it."""
        ...

    def lost(self, connection: Connection) -> bool:
        """Whether the connection is of no more use."""
        ...
