"""The endpoint's TUF repository, in its database: every key is its own, so it signs as it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]

from client.practice.database import records
from client.practice.database.ledger import Connection
from client.practice.database.own_keys import private_key
from client.publishing import Holder, Offer, Repository
from client.publishing.repository import DELEGATED, LIVES, OFFLINE, ONLINE

ROLES = (*OFFLINE, *ONLINE)
TARGET = "keys/collect.json"
TIMESTAMP_FILE = "metadata/timestamp.json"
TIMESTAMP_LIFE = LIVES["timestamp"]
_LIVES = dict.fromkeys(ROLES, timedelta(days=3650)) | {"timestamp": TIMESTAMP_LIFE}


class Rows:
    """The repository's files as rows of the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, path: str) -> bytes | None:
        return records.file(self._connection, path)

    def put(self, path: str, data: bytes) -> None:
        records.put_file(self._connection, path, data)

    def drop(self, path: str) -> None:
        records.drop_file(self._connection, path)


def prepare(connection: Connection, collect_json: bytes, now: datetime, offers: Sequence[Offer] = ()) -> str:
    """Make what is missing and sign a fresh timestamp; answers the text of the first root.

    ``now`` is the endpoint's own time; expiry counts from it or from the computer's, whichever is later, because
    clients may go by either.
    """
    repository = Repository(Rows(connection), _LIVES)
    signers = [_signer(connection, role) for role in ROLES]
    start = _later_clock(now)
    holders = {role: Holder(1, (signer.public_key,)) for role, signer in zip(ROLES, signers, strict=True)}
    if repository.first_root() is None:
        repository.found(holders, start)
    elif repository.targets("keys") is None:  # a home from before there were delegated roles
        repository.delegate({role: holders[role] for role in DELEGATED}, start)
    offers = [Offer("keys", TARGET, collect_json), *offers]
    fresh = [offer for offer in offers if not repository.holds(offer.role, offer.name, offer.data)]
    for offer in fresh:
        repository.put_target(offer.role, offer.name, offer.data, offer.custom, start)
    for signer in signers:
        repository.sign(signer)
    if repository.staged():
        repository.release(signers, start)
    else:
        repository.stamp(signers, start)
    return (repository.first_root() or b"").decode("utf-8")


def timestamp(connection: Connection, now: datetime) -> bytes:
    """The timestamp metadata, signed anew when less than half of its life is left."""
    start = _later_clock(now)
    repository = Repository(Rows(connection), _LIVES)
    standing = repository.timestamp()
    if standing is None or standing.expires - start < TIMESTAMP_LIFE / 2:
        repository.stamp([_signer(connection, "timestamp")], start)
    return records.file(connection, TIMESTAMP_FILE) or b""


def _signer(connection: Connection, role: str) -> CryptoSigner:
    return CryptoSigner(private_key(connection, f"tuf-{role}"))


def _later_clock(now: datetime) -> datetime:
    return max(now.astimezone(UTC), datetime.now(UTC)).replace(microsecond=0)
