"""Which proofs were used, where several processes are one endpoint: kept in the database they share.

A process by itself remembers them in memory (``gate``).
"""

from __future__ import annotations

import secrets

from client.practice.database.ledger import Connection


def nonce_secret(connection: Connection) -> bytes:
    """What all make their nonces with, made if there is none (any more)."""
    connection.execute("INSERT INTO nonces VALUES (TRUE, ?) ON CONFLICT DO NOTHING", (secrets.token_bytes(32),))
    return bytes(connection.execute("SELECT secret FROM nonces").fetchone()["secret"])


def use(connection: Connection, who: str, jti: str, until: int, secret: bytes) -> bool:
    """Use a proof up; false when it was used before, or when its nonce is of a secret that is gone."""
    done = connection.execute(
        """INSERT INTO used SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM nonces WHERE secret = ?)
        ON CONFLICT DO NOTHING""",
        (who, jti, until, secret),
    )
    return done.rowcount == 1


def forget(connection: Connection, moment: int) -> None:
    """Let go of the proofs whose nonces are dead."""
    connection.execute("DELETE FROM used WHERE until < ?", (moment,))
