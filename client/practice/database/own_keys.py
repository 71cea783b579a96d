"""The practice endpoint's own keys, made once per home: five for the protocol, four for TUF, one for TLS."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import get_args

from client.practice.database import records
from client.practice.database.ledger import Connection
from client.protocol import strict_json
from client.protocol.keys import (
    PrivateKey,
    Use,
    generate,
    load_private,
    private_bytes,
    thumbprint,
    to_jwk,
)
from client.protocol.messages import SUITE, CollectKey

USES: tuple[Use, ...] = get_args(Use)
NOT_BEFORE = "2020-01-01T00:00:00+08:00"
NOT_AFTER = "2099-12-31T23:59:59+08:00"
"""Wide, because the practice calendar can be moved."""


class OwnKeys:
    """Private keys by purpose, and the secret that tokens are made with."""

    def __init__(self, connection: Connection) -> None:
        """Load them, making what is missing; within a transaction."""
        self._private = {use: private_key(connection, use) for use in USES}
        self._kids = {use: _kid(use, key) for use, key in self._private.items()}
        self.secret = kept(connection, "secret", lambda: secrets.token_bytes(32))

    def private(self, use: Use) -> PrivateKey:
        return self._private[use]

    def kid(self, use: Use) -> str:
        """``practice-seal-Kq3…``: another home's keys never share a name with these."""
        return self._kids[use]

    def unsealing(self, kid: str) -> PrivateKey | None:
        """The key that what is sealed names, if it is ours."""
        return self._private["seal"] if kid == self.kid("seal") else None

    def collect_json(self) -> bytes:
        """The TUF target ``keys/collect.json``."""
        return strict_json.encode([self._listed(use) for use in USES])

    def _listed(self, use: Use) -> CollectKey:
        jwk = to_jwk(self._private[use].public_key())
        return CollectKey(
            kid=self.kid(use),
            use=use,
            alg=SUITE if use == "seal" else "ES256",
            jwk={"kty": jwk.kty, "crv": jwk.crv, "x": jwk.x, "y": jwk.y},
            not_before=NOT_BEFORE,
            not_after=NOT_AFTER,
        )


def _kid(use: Use, key: PrivateKey) -> str:
    return f"practice-{use}-{thumbprint(to_jwk(key.public_key()))[:8]}"


def private_key(connection: Connection, name: str) -> PrivateKey:
    """The kept key of that name, made if there is none."""
    return load_private(kept(connection, f"key.{name}", lambda: private_bytes(generate())))


def kept(connection: Connection, name: str, make: Callable[[], bytes]) -> bytes:
    """What is kept under ``name``, made and kept if there is nothing."""
    found = records.kept(connection, name)
    if found is None:
        found = make()
        records.keep(connection, name, found)
    return found
