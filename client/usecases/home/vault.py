"""The sealed stores of a home: its own, and one for each enterprise, each under a key of its own.

An enterprise's store is opened when it is first asked for; opening one never touches another.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from client.base.clock import Clock
from client.base.errors import UserError
from client.base.home import STORE_FILE, firm_store
from client.base.logbook import Logbook
from client.keys import HOME, Keychain
from client.store import Books, ClockReport, Enterprise, HeadReport, Store
from client.store.file.blank import BlankStore

T = TypeVar("T")

MOST_IDLE = 32
"""So many stores stay open that were only visited: each has a thread and three files."""


class Vault:
    """``own`` is the home's own store. Any thread may ask for a store; each has its own writer thread."""

    def __init__(
        self, home: Path, keys: Keychain, clock: Clock, actor: str | None = None, kind: type[Store] = Store
    ) -> None:
        """``kind`` is how stores are opened. Raises as ``Store.open`` and ``Keychain.key`` do."""
        self.home = home
        self._kind = kind
        self.keys = keys
        self._clock = clock
        self._actor = actor
        self._turn = threading.RLock()
        self._blank: BlankStore | None = None
        self._open: dict[str, Store] = {}
        """The one that was used last is last."""
        self._kept: set[str] = set()
        self._visitors: Counter[str] = Counter()
        self._losses: list[HeadReport | ClockReport] = []
        self.on_loss: Callable[[HeadReport | ClockReport], None] = self._losses.append
        """Told, in a store's thread or the one that opens it, what is missing or altered, and of a clock set."""
        self.slow_disk = False
        """Whether the disk was found to be slow since the home was opened; the log of the home says so too."""
        self.own = self._heard(kind.open(home / STORE_FILE, keys.make(HOME), clock=clock, actor=actor))

    def holds(self, firm: str) -> bool:
        """Whether there is a store of the enterprise, or should be one."""
        return bool(firm) and (firm in self.keys.names or firm_store(self.home, firm).exists())

    def store_of(self, firm: str) -> Store:
        """The open store of an enterprise, made new if there never was one.

        Raises as ``Store.open`` and ``Keychain.key``; ``UserError('store.missing')`` when the home knows the
        enterprise but its store is gone: an empty one never takes its place.
        """
        with self._turn:
            self._kept.add(firm)
            return self._at_hand(firm)

    @contextmanager
    def visit(self, firm: str) -> Iterator[Store]:
        """The store of an enterprise for a while, opened or made for it if need be; raises as ``store_of``.

        Whoever goes from one to the next leaves no more than ``MOST_IDLE`` open behind, however many there are;
        those that ``store_of`` handed out stay.
        """
        with self._turn:
            store = self._at_hand(firm)
            self._visitors[firm] += 1
        try:
            yield store
        finally:
            with self._turn:
                self._visitors[firm] -= 1
                self._tidy()

    def look(self, firm: str, work: Callable[[Books], T]) -> T:
        """What ``work`` finds in the enterprise's store, or in an empty one while there is none."""
        if self.holds(firm):
            with self.visit(firm) as store:
                return store.run(work)
        with self._turn:
            if self._blank is None:
                self._blank = BlankStore(self._clock)
            return self._blank.run(work)

    def _at_hand(self, firm: str) -> Store:
        store = self._open.pop(firm, None) or self._opened(firm)
        self._open[firm] = store
        return store

    def _tidy(self) -> None:
        """Close what was visited longest ago, beyond what is kept open for the next visit."""
        idle = [firm for firm in self._open if firm not in self._kept and not self._visitors[firm]]
        for firm in idle[: max(len(idle) - MOST_IDLE, 0)]:
            self._open.pop(firm).close()

    def register(self, firm: str) -> None:
        """List an enterprise whose store was put in its place from elsewhere, by the name that stands in it."""
        found = self.store_of(firm).run(lambda books: books.enterprises.get(firm)) or Enterprise(firm, "")
        self.own.run(lambda books: books.enterprises.put(found))

    def take_losses(self) -> tuple[HeadReport | ClockReport, ...]:
        """What opening stores found missing or altered since this was last asked (unless ``on_loss`` hears it)."""
        with self._turn:
            found = tuple(self._losses)
            self._losses.clear()
        return found

    def is_open(self, firm: str) -> bool:
        """Whether the enterprise's store is open now."""
        return firm in self._open

    def shut(self, firm: str) -> None:
        """Close the store of an enterprise until it is asked for again."""
        with self._turn:
            store = self._open.pop(firm, None)
            self._kept.discard(firm)
        if store is not None:
            store.close()

    @contextmanager
    def withheld(self, firms: Iterable[str]) -> Iterator[None]:
        """Within, the stores of these enterprises are closed, and nobody else opens any."""
        with self._turn:
            for firm in firms:
                self.shut(firm)
            yield

    def close(self) -> None:
        """Close every store; closing twice is harmless."""
        with self._turn:
            stores = [*self._open.values(), self.own]
            self._open.clear()
            if self._blank is not None:
                self._blank.close()
                self._blank = None
        for store in stores:
            store.close()

    def _opened(self, firm: str) -> Store:
        path = firm_store(self.home, firm)
        known = self.own.run(lambda books: books.enterprises.get(firm)) is not None
        if known and not path.exists():
            raise UserError("store.missing", file=path)
        key = self.keys.key(firm) if path.exists() else self.keys.make(firm)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._heard(self._kind.open(path, key, clock=self._clock, actor=self._actor))

    def _slow(self) -> None:
        if not self.slow_disk:
            self.slow_disk = True
            Logbook(self.home).note("slow-disk")

    def _heard(self, store: Store) -> Store:
        if store.head_report.state != "whole":
            self.on_loss(store.head_report)
        if store.clock_report is not None:
            self.on_loss(store.clock_report)
        store.on_slow = self._slow
        store.on_loss = lambda report: self.on_loss(report)  # noqa: PLW0108 - whoever listens then
        store.on_clock = lambda report: self.on_loss(report)  # noqa: PLW0108 - whoever listens then
        return store
