"""From a home with one store for everything (the first layout) to one with a store for each enterprise.

What is new is made in a folder of its own, proved, and then moved into place; the old store is kept aside.
A program killed anywhere on the way goes on from there when the home is next opened.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from client.base.clock import Clock
from client.base.errors import UserError
from client.base.home import FIRMS_FOLDER, SINGLE_STORE_FILE, STORE_FILE, firm_store
from client.keys import HOME, Keychain
from client.store import Books, Store
from client.store.file.head import HeadFile
from client.store.file.splitting import Holdings, holdings, split_off

ASIDE = "before-split"
"""Below the home: the old store, which the program never opens again."""

_MAKING, _MADE = "split.making", "split.made"
_MAIN = "main"
"""The name of the old store in the key file."""


def split(home: Path, keys: Keychain, clock: Clock) -> None:
    """Bring a home of the first layout to the second; any other home is left as it is.

    Raises ``UserError('store.missing')`` when the old store is gone, ``home.two-layouts`` when both are there,
    and as the store does.
    """
    old = home / SINGLE_STORE_FILE
    if not (home / _MADE).exists():
        if not old.exists():
            if HeadFile.beside(old).exists():
                raise UserError("store.missing", file=old)
            return
        if (home / STORE_FILE).exists():
            raise UserError("home.two-layouts", file=old)
        _make(home, old, keys, clock)
    _move_into_place(home)


def _make(home: Path, old: Path, keys: Keychain, clock: Clock) -> None:
    """Make every new store in ``split.making``; its new name says that all of it is there."""
    making = home / _MAKING
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    old_key = keys.key(_MAIN)
    held = holdings(old, old_key)
    for enterprise in held.enterprises:
        new = firm_store(making, enterprise.code)
        new.parent.mkdir(mode=0o700, parents=True)
        split_off(old, old_key, enterprise.code, new, keys.make(enterprise.code), clock)
    with Store.open(making / STORE_FILE, keys.make(HOME), clock=clock) as own:
        own.run(lambda books: _put(books, held))
    making.rename(home / _MADE)


def _put(books: Books, held: Holdings) -> None:
    for enterprise in held.enterprises:
        books.enterprises.put(enterprise)
    for name, value in held.settings.items():
        books.settings.put(name, value)


def _move_into_place(home: Path) -> None:
    made = home / _MADE
    (home / FIRMS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    for folder in sorted((made / FIRMS_FOLDER).glob("*")):
        folder.rename(home / FIRMS_FOLDER / folder.name)
    for file in sorted(made.glob(f"{STORE_FILE}*"), reverse=True):
        file.replace(home / file.name)
    (home / ASIDE).mkdir(mode=0o700, exist_ok=True)
    # The store last: as long as it is there, nothing of it is missed.
    for file in sorted(home.glob(f"{SINGLE_STORE_FILE}*"), reverse=True):
        file.replace(home / ASIDE / file.name)
    shutil.rmtree(made)
