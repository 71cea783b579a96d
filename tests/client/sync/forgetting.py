"""An endpoint that loses what it gave a receipt for."""

from __future__ import annotations

from client.practice import Practice
from client.practice.database.ledger import Connection


def forget(practice: Practice, seq: int) -> None:
    """The endpoint loses what it gave a receipt for, as if it had never come."""

    def work(connection: Connection) -> None:
        for table in ("decisions", "versions"):
            connection.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))

    practice._books.run(work)
