"""Signing keys as files: a private key sealed by its holder's passphrase, a public one to be handed round; and who
holds which role, as a TOML file.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner, Key  # type: ignore[attr-defined]

from client.base.errors import UserError
from client.publishing.repository import OFFLINE, ONLINE, Holder

PASSPHRASE = "JIBAO_KEY_PASSPHRASE"  # noqa: S105 - the variable's name
"""Environment variable with the passphrase of a key file; on-line keys may do without one."""


def make_key(path: Path, passphrase: str | None = None) -> str:
    """Make a P-256 key: ``path`` for its holder alone, ``path.pub`` for the repository; answers the key's id.

    Raises ``UserError('publishing.key-exists')``; a key is never written over.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    sealed = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
    except FileExistsError as error:
        raise UserError("publishing.key-exists", file=path) from error
    except OSError as error:
        raise UserError("publishing.no-file", file=path) from error
    key: Key = CryptoSigner(private).public_key
    public = {"keyid": key.keyid, **key.to_dict()}
    path.with_name(f"{path.name}.pub").write_bytes(msgspec.json.format(msgspec.json.encode(public), indent=1))
    return str(key.keyid)


def read_signer(path: Path, passphrase: str | None = None) -> CryptoSigner:
    """The signer of a key file; raises ``UserError('publishing.key-unreadable')``, also for a wrong passphrase."""
    try:
        private = load_pem_private_key(path.read_bytes(), passphrase.encode() if passphrase else None)
        return CryptoSigner(private)
    except (OSError, ValueError, TypeError) as error:
        raise UserError("publishing.key-unreadable", file=path) from error


def read_holders(path: Path) -> dict[str, Holder]:
    """Who holds which role: ``[packs]``, ``needed = 2``, ``keys = ["li.pem.pub", …]`` beside the file.

    Raises ``UserError``: ``publishing.holders``, ``publishing.key-unreadable``.
    """
    try:
        roles = tomllib.loads(path.read_text("utf-8"))
        found = {
            role: (int(said["needed"]), [path.parent / name for name in said["keys"]])
            for role, said in roles.items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError("publishing.holders", file=path) from error
    if stray := found.keys() - {*OFFLINE, *ONLINE}:
        raise UserError("publishing.holders", file=f"{path} [{min(stray)}]")
    return {role: Holder(needed, tuple(_public(key) for key in keys)) for role, (needed, keys) in found.items()}


def _public(path: Path) -> Key:
    try:
        told: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        return Key.from_dict(told.pop("keyid"), told)
    except (OSError, ValueError, KeyError, msgspec.DecodeError) as error:
        raise UserError("publishing.key-unreadable", file=path) from error
