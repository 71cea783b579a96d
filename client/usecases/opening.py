"""Open a home: take its lock, unwrap its key, open its store, load the definitions."""

from __future__ import annotations

import os
from pathlib import Path

from client.base.clock import Clock, SystemClock
from client.base.errors import JibaoError, UserError
from client.base.home import STORE_FILE, prepare_home
from client.base.instance import HomeLock
from client.keys import unlock
from client.store import Store
from client.usecases.session import Session


def open_session(
    home: Path, *, passphrase: str | None = None, clock: Clock | None = None, create: bool = True
) -> Session:
    """Open the home folder; with ``create`` a new one is made, else ``UserError('home.nothing-there')``.

    ``passphrase`` defaults to the environment's ``JIBAO_PASSPHRASE``. Raises ``UserError`` with a ``home.…``,
    ``store.…`` or ``keys.…`` code (in use, no keyring, wrong passphrase, damaged, newer); nothing is
    left half made.
    """
    passphrase = passphrase or os.environ.get("JIBAO_PASSPHRASE") or None
    if not create and not (home / STORE_FILE).exists():
        raise UserError("home.nothing-there", home=home)
    home = prepare_home(home)
    lock = HomeLock(home)
    try:
        key = unlock(home, passphrase=passphrase, create=create)
        store = Store.open(home / STORE_FILE, key, clock=clock)
    except JibaoError:
        lock.release()
        raise
    return Session(home, store, None, clock or SystemClock(), lock)
