"""The one thing every use case takes: an opened home with its stores, definitions and clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from client.base.clock import Clock
from client.base.home import CACHE_FOLDER
from client.base.instance import HomeLock

if TYPE_CHECKING:
    # The window shows its first desk without the definitions; they are read when they are first wanted.
    from client.store import Books, Store
    from client.usecases.home.vault import Vault
    from client.usecases.returns.outcome import Outcome
    from forms.pack import Form, Pack, Shelf
    from forms.periods import Period
    from forms.returns import Return

T = TypeVar("T")


class Session:
    """An opened home. Closing it ends the writer threads and lets the next program in."""

    def __init__(self, home: Path, vault: Vault, pack: Pack | None, clock: Clock, lock: HomeLock) -> None:
        """``pack`` is given where another than the newest that comes with the program is wanted."""
        self.home = home
        self.vault = vault
        self.clock = clock
        self.lock = lock
        self.unsaved: list[Outcome] = []
        """What the disk refused, in the order it was done (``keeping.save``)."""
        if pack is not None:
            self.pack = pack

    @cached_property
    def shelf(self) -> Shelf:
        """Every version of the definitions: those that came with the program, and those fetched since."""
        from client.usecases.home.kept_pack import through
        from client.usecases.home.pack_store import with_fetched
        from forms.pack.shelf import bundled_shelf

        load = partial(through, self.home / CACHE_FOLDER)
        bundled = bundled_shelf(load=load) if not self.questionnaire else None
        if bundled is not None and not self.fetched:
            return bundled
        return with_fetched(self.home, self.own, bundled, self.questionnaire, load)

    @cached_property
    def questionnaire(self) -> str:
        """The pack the home is kept by where it is another than the program's own, else blank."""
        from client.usecases.home.fetched import in_use

        return self.own.run(in_use)

    @cached_property
    def fetched(self) -> list[str]:
        """The versions that were fetched since, by name."""
        from client.usecases.home.fetched import names

        return self.own.run(names)

    def reread_definitions(self) -> None:
        """Look for the definitions anew; what was handed out before stays as it was."""
        for name in ("questionnaire", "fetched", "shelf", "pack", "forms"):
            self.__dict__.pop(name, None)

    @cached_property
    def pack(self) -> Pack:
        """The newest version."""
        return self.shelf.newest

    @cached_property
    def forms(self) -> dict[str, Form]:
        """Every form of any version: a return of one that is asked no more is still shown under its name."""
        return self.shelf.forms

    @property
    def own(self) -> Store:
        """The home's own store: its enterprises, and settings that belong to none of them."""
        return self.vault.own

    def store_of(self, firm: str) -> Store:
        """The enterprise's own store, opened now if need be, made if there never was one."""
        return self.vault.store_of(firm)

    def look(self, firm: str, work: Callable[[Books], T]) -> T:
        """What ``work`` finds in the enterprise's store; in an empty one for an enterprise that has none yet.

        For reading only: nothing is made by looking.
        """
        return self.vault.look(firm, work)

    def pack_for(self, period: Period) -> Pack:
        """The version a new return of ``period`` is begun with."""
        return self.shelf.in_force(period)

    def pack_of(self, target: Return) -> Pack:
        """The version a return was begun with; raises ``FormsError('pack.version')`` when it is not here."""
        return self.shelf.version(target.pack)

    def close(self) -> None:
        self.vault.close()
        self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
