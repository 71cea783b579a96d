"""A store without anything in it, for looking where there is no store yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import apsw

from client.base.clock import Clock
from client.store.file.schema import MIGRATIONS
from client.store.repositories.books import Books
from client.store.repositories.ledger import Ledger

T = TypeVar("T")


class BlankStore:
    """Answers like a new store, from memory; whatever would write is refused by SQLite."""

    def __init__(self, clock: Clock) -> None:
        self._turn = threading.Lock()
        self._connection = apsw.Connection(":memory:")
        for step in MIGRATIONS:
            self._connection.execute(step.script)
        self._connection.pragma("query_only", True)
        self._books = Books(Ledger(self._connection, clock, ""))

    def run(self, work: Callable[[Books], T]) -> T:
        """What ``work`` finds in an empty store."""
        with self._turn:
            return work(self._books)

    def close(self) -> None:
        self._connection.close()
