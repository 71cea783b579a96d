"""Stores that were made ready beside a home take the place of its own, in one step that survives a kill.

``restore.making`` is filled, its new name ``restore.made`` says that all of it is there (the moment it counts),
and each enterprise is moved in, the one that was there kept aside. Opening a home finishes what was begun.

A store made under another key brings it along; until it is moved in the home's key file is as it was.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from client.base.clock import Clock
from client.base.errors import WorldError
from client.base.files import rename
from client.base.home import FIRMS_FOLDER
from client.base.reasons import reason_of
from client.keys import Keychain, keyfile
from client.usecases.home.vault import Vault

MAKING, MADE = "restore.making", "restore.made"
ASIDE = "replaced"
"""Below the home: what was replaced, by day and time; the program never opens it again."""


def seal(home: Path) -> None:
    """Everything is ready: from here on it is only moved."""
    rename(home / MAKING, home / MADE)


def bring_key(making: Path, keys: Keychain, firm: str, others: Keychain) -> None:
    """Keep the key that ``others`` have for a store in the key file of what is made ready."""
    Keychain(making, keyfile.read(making) or keyfile.new(), keys.master).bring(firm, others)


def move_into_place(vault: Vault, clock: Clock) -> None:
    """Move what was made ready into its place and list it, in a home where there is something.

    Cut short, it goes on when it is called again. What is kept aside has the key file of then beside it, so that
    it can be opened like a backup. Raises ``WorldError('backup.not-in-place')`` while files are in use.
    """
    made = vault.home / MADE
    if not made.exists():
        return
    brought = Keychain(made, keyfile.read(made) or keyfile.new(), vault.keys.master)
    try:
        waiting = sorted(path.name for path in (made / FIRMS_FOLDER).glob("*"))
        with vault.withheld(waiting):
            _move(vault, brought, waiting, vault.home / ASIDE / f"{clock.now():%Y%m%dT%H%M%S}")
        for firm in dict.fromkeys((*brought.names, *waiting)):  # what has a key of its own may lie there unlisted
            vault.register(firm)
        shutil.rmtree(made)
    except OSError as error:
        raise WorldError("backup.not-in-place", reason=reason_of(error)) from error


def _move(vault: Vault, brought: Keychain, firms: list[str], aside: Path) -> None:
    (vault.home / FIRMS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    for firm in firms:
        current = vault.home / FIRMS_FOLDER / firm
        if current.exists():
            if not aside.exists():
                aside.mkdir(mode=0o700, parents=True)
                keyfile.write(aside, vault.keys.held)
            rename(current, _free(aside / firm))
        if firm in brought.names:
            vault.keys.bring(firm, brought)
        rename(brought.home / FIRMS_FOLDER / firm, current)


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
