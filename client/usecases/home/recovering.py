"""Open a home by the code on its recovery card, and give this computer a way in again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from client.base.clock import Clock, SystemClock
from client.base.errors import JibaoError, UserError
from client.base.home import BACKUPS_FOLDER, KEYS_FILE, half_restored, has_stores, prepare_home
from client.base.instance import HomeLock
from client.keys import Keychain, keyfile, unlock_by_card, ways
from client.keys.keyfile import KeyFile
from client.usecases.home.opening import open_with
from client.usecases.home.session import Session


def recover(home: Path, code: str, *, passphrase: str | None = None, clock: Clock | None = None) -> Session:
    """Open the home by its recovery code; from now on the keyring, or ``passphrase`` if one is given, opens it.

    A key file that is missing or damaged is taken from the newest backup that the code fits. Raises
    ``UserError``: ``recovery.…``, ``home.nothing-there``, ``keys.short-passphrase``, and what the keyring raises:
    then nothing was changed, and a passphrase is the way.
    """
    if half_restored(home):
        raise UserError("home.half-restored", home=home)
    if not has_stores(home):
        raise UserError("home.nothing-there", home=home)
    home = prepare_home(home)
    clock = clock or SystemClock()
    lock = HomeLock(home)
    try:
        keys = _unlocked(home, code)
        if passphrase is not None:
            ways.set_passphrase(keys, passphrase)
        else:
            ways.join_keyring(keys)
        return open_with(home, keys, clock, lock)
    except JibaoError:
        lock.release()
        raise


def _unlocked(home: Path, code: str) -> Keychain:
    try:
        return unlock_by_card(home, code)
    except UserError as error:
        if error.code not in ("keys.lost", "keys.damaged"):
            raise
        for held in _backed_up(home):
            try:
                return unlock_by_card(home, code, held)
            except UserError as other:
                if other.code != "recovery.other-card":
                    raise
        raise


def _backed_up(home: Path) -> Iterator[KeyFile]:
    """Key files in the home's backups, the newest first."""
    files = (home / BACKUPS_FOLDER).glob(f"*/{KEYS_FILE}")
    for file in sorted(files, key=lambda each: each.parent.name, reverse=True):
        try:
            found = keyfile.read(file.parent)
        except JibaoError:
            continue
        if found is not None:
            yield found
