"""Acknowledged commitments (C9): the bureau's signed word that a version is on time if its bytes follow."""

from __future__ import annotations

from client.protocol.messages import CommitAck
from client.protocol.statements import unproven
from client.store.repositories.books import Books

KEPT = "commitment/"
"""How every name begins under which one is kept."""


def put(books: Books, version_id: str, ack: str) -> None:
    """Keep a verified acknowledgement, word for word."""
    books.settings.put(_name(version_id), ack.encode("ascii"))
    books.audit.append("commitment", version_id, ack.encode("ascii"))


def get(books: Books, version_id: str) -> CommitAck | None:
    """The acknowledgement that was verified when it was kept."""
    kept = books.settings.get(_name(version_id))
    if kept is None:
        return None
    return unproven(kept.decode("ascii"), CommitAck)


def _name(version_id: str) -> str:
    return KEPT + version_id
