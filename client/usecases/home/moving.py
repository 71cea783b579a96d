"""Stores that were made ready beside a home take the place of its own, in one step that survives a kill.

``restore.making`` is filled, its new name ``restore.made`` says that all of it is there (the moment it counts),
and each enterprise is moved in, the one that was there kept aside. Opening a home finishes what was begun.

A store made under another key brings it along; until it is moved in the home's key file is as it was.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from client.base.clock import Clock
from client.base.home import FIRMS_FOLDER
from client.keys import Keychain, keyfile

MAKING, MADE = "restore.making", "restore.made"
ASIDE = "replaced"
"""Below the home: what was replaced, by day and time; the program never opens it again."""


def seal(home: Path) -> None:
    """Everything is ready: from here on it is only moved."""
    (home / MAKING).rename(home / MADE)


def bring_key(making: Path, keys: Keychain, firm: str, key: bytes) -> None:
    """Lay the key of a store beside what is being made ready, wrapped as the home's own keys are."""
    Keychain(making, keyfile.read(making) or keyfile.new(), keys.master).put(firm, key)


def move_into_place(home: Path, clock: Clock, keys: Keychain) -> list[str]:
    """Move what was made ready into its place; answers the enterprises moved, none in a home where nothing is.

    What is kept aside has the key file of then beside it, so that it can be opened like a backup.
    """
    made = home / MADE
    if not made.exists():
        return []
    aside = home / ASIDE / f"{clock.now():%Y%m%dT%H%M%S}"
    (home / FIRMS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    brought = Keychain(made, keyfile.read(made) or keyfile.new(), keys.master)
    moved = sorted((made / FIRMS_FOLDER).glob("*"))
    for folder in moved:
        current = home / FIRMS_FOLDER / folder.name
        if current.exists():
            if not aside.exists():
                aside.mkdir(mode=0o700, parents=True)
                keyfile.write(aside, keys.held)
            current.rename(_free(aside / folder.name))
        if folder.name in brought.names:
            keys.put(folder.name, brought.key(folder.name))
        folder.rename(current)
    shutil.rmtree(made)
    return [folder.name for folder in moved]


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
