"""What speaks against a choice: of settings that something else must be able to keep."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

from client.base.errors import UserError
from client.keys import keyfile, person
from client.usecases.home.session import Session

Proof = Literal["passphrase", "system", "none"]


def may_lock(session: Session, minutes: int) -> None:
    """Raises ``UserError('lock.no-proof')`` where nobody could show who they are after it."""
    if minutes and proof_of(session.home) == "none":
        raise UserError("lock.no-proof")


def proof_of(home: Path) -> Proof:
    """By what a locked home is opened: its passphrase, or the account's password where the system can check it."""
    held = keyfile.read(home)
    if held is not None and held.passphrase is not None:
        return "passphrase"
    return "system" if person.can_ask() else "none"


def may_keep(session: Session, folder: Path) -> None:
    """Raises ``UserError('backup.folder')`` for a second folder that cannot be written to or lies in the home."""
    if folder.absolute().is_relative_to(session.home):
        raise UserError("backup.folder", folder=folder)
    probe = folder / f".probe-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UserError("backup.folder", folder=folder) from error
