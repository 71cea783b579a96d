"""The one thing every use case takes: an opened home with its store, definitions and clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from client.base.clock import Clock
from client.base.instance import HomeLock
from client.store import Store
from client.usecases.outcome import Outcome
from forms.pack import Pack, Shelf, bundled_shelf
from forms.periods import Period
from forms.returns import Return


@dataclass
class Session:
    """An opened home. Closing it ends the writer thread and lets the next program in."""

    home: Path
    store: Store
    pack: Pack
    clock: Clock
    lock: HomeLock
    shelf: Shelf = field(default_factory=bundled_shelf)
    """Every version of the definitions; ``pack`` is the newest."""
    unsaved: list[Outcome] = field(default_factory=list)
    """What the disk refused, in the order it was done (``keeping.save``)."""

    def pack_for(self, period: Period) -> Pack:
        """The version a new return of ``period`` is begun with."""
        return self.shelf.in_force(period)

    def pack_of(self, target: Return) -> Pack:
        """The version a return was begun with; raises ``FormsError('pack.version')`` when it is not here."""
        return self.shelf.version(target.pack)

    def close(self) -> None:
        self.store.close()
        self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
