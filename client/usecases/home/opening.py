"""Open a home: take its lock, unwrap its keys, open its own store, load the definitions."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from client.base.clock import Clock, SystemClock
from client.base.errors import JibaoError, UserError
from client.base.home import BACKUPS_FOLDER, SINGLE_STORE_FILE, half_restored, has_stores, prepare_home
from client.base.instance import HomeLock
from client.keys import Keychain, unlock
from client.store import ReadOnlyStore
from client.usecases.home.session import Session
from client.usecases.home.vault import Vault


def open_session(
    home: Path,
    *,
    passphrase: str | None = None,
    clock: Clock | None = None,
    create: bool = True,
    keys: Keychain | None = None,
    actor: str | None = None,
) -> Session:
    """Open the home folder; with ``create`` a new one is made, else ``UserError('home.nothing-there')``.

    ``passphrase`` defaults to the environment's ``JIBAO_PASSPHRASE``; ``keys`` are taken as they are, nothing
    is unlocked then; ``actor`` is written into the audit trails (default: the account's name). Raises
    ``UserError`` with a ``home.…``, ``store.…`` or ``keys.…`` code (in use, no keyring, wrong passphrase,
    damaged, newer); nothing is left half made.
    """
    passphrase = passphrase or os.environ.get("JIBAO_PASSPHRASE") or None
    if half_restored(home):
        raise UserError("home.half-restored", home=home)
    if not create and not has_stores(home):
        raise UserError("home.nothing-there", home=home)
    home = prepare_home(home)
    clock = clock or SystemClock()
    lock = HomeLock(home)
    try:
        keys = keys or unlock(home, passphrase=passphrase, create=create)
        return open_with(home, keys, clock, lock, actor)
    except JibaoError:
        lock.release()
        raise


def open_to_read(home: Path, *, passphrase: str | None = None, keys: Keychain | None = None) -> Session:
    """Open a home that a newer program may have written, from copies: not a byte of it changes.

    Whoever writes is refused with ``store.only-read``. Raises as ``open_session``, but not ``store.newer``.
    """
    passphrase = passphrase or os.environ.get("JIBAO_PASSPHRASE") or None
    if not has_stores(home):
        raise UserError("home.nothing-there", home=home)
    clock, lock = SystemClock(), HomeLock(home)
    try:
        keys = keys or unlock(home, passphrase=passphrase, create=False)
        return Session(home, Vault(home, keys, clock, kind=ReadOnlyStore), None, clock, lock)
    except JibaoError:
        lock.release()
        raise


def open_with(home: Path, keys: Keychain, clock: Clock, lock: HomeLock, actor: str | None = None) -> Session:
    """Open a home whose lock and keys are at hand; raises as the stores do, the lock still held."""
    _split(home, keys, clock)
    _clear(home)
    vault = Vault(home, keys, clock, actor)
    try:
        _finish_restoring(vault, clock)
    except JibaoError:
        vault.close()
        raise
    return Session(home, vault, None, clock, lock)


def _finish_restoring(vault: Vault, clock: Clock) -> None:
    """What a restore that was cut short had ready is moved into its place."""
    if (vault.home / "restore.made").exists():
        from client.usecases.home.moving import move_into_place

        move_into_place(vault, clock)


def _clear(home: Path) -> None:
    """What a restore or a salvage had laid out to look at, or had not all ready, or a backup, when the program was
    killed."""
    left = [each for each in home.iterdir() if each.name.endswith(".looking") or each.name == "restore.making"]
    if (home / BACKUPS_FOLDER).is_dir():
        backups = (home / BACKUPS_FOLDER).iterdir()
        left += [each for each in backups if each.name.endswith(".part") and "T" in each.name]
    for each in left:
        shutil.rmtree(each, ignore_errors=True)


def _split(home: Path, keys: Keychain, clock: Clock) -> None:
    """Only a home of the first layout needs what splitting needs."""
    if any(each.name.startswith((SINGLE_STORE_FILE, "split.")) for each in home.iterdir()):
        from client.usecases.home.splitting import split

        split(home, keys, clock)
