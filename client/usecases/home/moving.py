"""Stores that were made ready beside a home take the place of its own, in one step that survives a kill.

``restore.making`` is filled, its new name ``restore.made`` says that all of it is there (the moment it counts),
and each enterprise is moved in, the one that was there kept aside. Opening a home finishes what was begun.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from client.base.clock import Clock
from client.base.home import FIRMS_FOLDER

MAKING, MADE = "restore.making", "restore.made"
ASIDE = "replaced"
"""Below the home: what was replaced, by day and time; the program never opens it again."""


def seal(home: Path) -> None:
    """Everything is ready: from here on it is only moved."""
    (home / MAKING).rename(home / MADE)


def move_into_place(home: Path, clock: Clock) -> list[str]:
    """Move what was made ready into its place; answers the enterprises moved, none in a home where nothing is."""
    made = home / MADE
    if not made.exists():
        return []
    aside = home / ASIDE / f"{clock.now():%Y%m%dT%H%M%S}"
    (home / FIRMS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    moved = sorted((made / FIRMS_FOLDER).glob("*"))
    for folder in moved:
        current = home / FIRMS_FOLDER / folder.name
        if current.exists():
            aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            current.rename(_free(aside / folder.name))
        folder.rename(current)
    shutil.rmtree(made)
    return [folder.name for folder in moved]


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
