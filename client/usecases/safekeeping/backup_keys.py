"""What opens a backup: this home's own master key, or what was typed: the card of then, or its passphrase."""

from __future__ import annotations

from client.base.errors import UserError
from client.keys import HOME, Keychain, keyfile, unlock_by_card
from client.keys.unlocking import unlock
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import Backup

_ALMOST_A_CODE = range(26, 35)
"""So many letters and digits are meant as a code of thirty."""


def keys_of(session: Session, backup: Backup, secret: str | None) -> Keychain:
    """The backup's keys; ``secret`` is the code of the card or the passphrase in force when it was made.

    Without one, under this home's master key. Raises ``UserError``: ``backup.other-card``,
    ``backup.other-passphrase``, ``backup.no-way-in`` (what would open it), ``backup.damaged``, ``recovery.…``,
    ``keys.wrong-passphrase``, ``keys.wrong-key``.
    """
    held = keyfile.read(backup.folder)
    if held is None:
        raise UserError("backup.damaged", folder=backup.folder)
    if secret:
        return _typed(backup, secret, has_passphrase=held.passphrase is not None)
    keys = Keychain(backup.folder, held, session.vault.keys.master)
    try:
        keys.key(HOME)
    except UserError as error:
        if error.code != "keys.wrong-key":
            raise
        if held.recovery is not None:
            card = held.recovery
            raise UserError("backup.other-card", card=card.card, day=card.made_at[:10]) from error
        raise UserError("backup.other-passphrase" if held.passphrase else "backup.no-way-in") from error
    return keys


def _typed(backup: Backup, secret: str, *, has_passphrase: bool) -> Keychain:
    if has_passphrase:
        try:
            return unlock(backup.folder, passphrase=secret, create=False)
        except UserError as error:
            letters = sum(each.isalnum() for each in secret)
            if error.code != "keys.wrong-passphrase" or letters not in _ALMOST_A_CODE:
                raise
    return unlock_by_card(backup.folder, secret)
