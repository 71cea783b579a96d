"""The one thing every use case takes: an opened home with its store, definitions and clock."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from client.base.clock import Clock
from client.base.home import CACHE_FOLDER
from client.base.instance import HomeLock

if TYPE_CHECKING:
    # The window shows its first desk without the definitions; they are read when they are first wanted.
    from client.store import Store
    from client.usecases.outcome import Outcome
    from forms.pack import Pack, Shelf
    from forms.periods import Period
    from forms.returns import Return


class Session:
    """An opened home. Closing it ends the writer thread and lets the next program in."""

    def __init__(self, home: Path, store: Store, pack: Pack | None, clock: Clock, lock: HomeLock) -> None:
        """``pack`` is given where another than the newest that comes with the program is wanted."""
        self.home = home
        self.store = store
        self.clock = clock
        self.lock = lock
        self.unsaved: list[Outcome] = []
        """What the disk refused, in the order it was done (``keeping.save``)."""
        if pack is not None:
            self.pack = pack

    @cached_property
    def shelf(self) -> Shelf:
        """Every version of the definitions."""
        from client.usecases.kept_pack import through
        from forms.pack.shelf import bundled_shelf

        return bundled_shelf(load=partial(through, self.home / CACHE_FOLDER))

    @cached_property
    def pack(self) -> Pack:
        """The newest version."""
        return self.shelf.newest

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
