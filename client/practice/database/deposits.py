"""What arrives beside versions: commitments, attachments, carry files; within a transaction of ``Books``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from client.practice.database.ledger import Connection
from client.practice.problems import Refusal
from client.protocol.encoding import sha256_hex
from client.protocol.identifiers import new_id
from client.protocol.messages import Attachment


class Commitment(Struct, frozen=True):
    """A promise: these bytes, by then. ``ack`` is the bureau's JWS about it."""

    firm: str
    return_key: str
    version_id: str
    sealed_sha256: str
    committed_at: str
    upload_by: str
    ack: str
    key: str
    request: str


class Upload(Struct, frozen=True):
    """One attachment on its way: ``arrived`` of ``length`` bytes are here."""

    upload_id: str
    firm: str
    return_key: str
    attachment: str
    length: int
    arrived: int
    expires_at: str
    sha256: str | None = None
    version_id: str | None = None


def put_commitment(connection: Connection, made: Commitment) -> None:
    """Note a promise."""
    _insert(connection, "commitments", made)


def commitment_by_key(connection: Connection, key: str) -> Commitment | None:
    """The promise made under an idempotency key."""
    return _commitment(connection, "key = ?", (key,))


def commitment_to(connection: Connection, firm: str, version_id: str, digest: str) -> Commitment | None:
    """The first promise of exactly these bytes."""
    return _commitment(
        connection, "firm = ? AND version_id = ? AND sealed_sha256 = ? ORDER BY id", (firm, version_id, digest)
    )


def put_upload(connection: Connection, upload: Upload) -> None:
    """Note an upload that was begun."""
    _insert(connection, "uploads", upload)


def named_upload(connection: Connection, wanted: Upload) -> Upload | None:
    """The upload made under this id before, if it is the same; raises ``Refusal('idempotency-reused')``."""
    row = connection.execute("SELECT * FROM uploads WHERE upload_id = ?", (wanted.upload_id,)).fetchone()
    if row is None:
        return None
    found = Upload(**dict(row))
    same = ("firm", "return_key", "attachment", "length")
    if any(getattr(found, name) != getattr(wanted, name) for name in same):
        raise Refusal("idempotency-reused")
    return found


def upload(connection: Connection, firm: str, upload_id: str, now: str) -> Upload:
    """An upload of the firm that has not expired; raises ``Refusal('upload-gone')``."""
    row = connection.execute(
        "SELECT * FROM uploads WHERE firm = ? AND upload_id = ? AND (version_id IS NOT NULL OR expires_at > ?)",
        (firm, upload_id, now),
    ).fetchone()
    if row is None:
        raise Refusal("upload-gone")
    return Upload(**dict(row))


def open_uploads(connection: Connection, firm: str, now: str) -> int:
    """How many uploads of the firm wait for their version; those that expired are removed first."""
    connection.execute("DELETE FROM uploads WHERE version_id IS NULL AND expires_at <= ?", (now,))
    row = connection.execute("SELECT count(*) AS n FROM uploads WHERE firm = ? AND version_id IS NULL", (firm,))
    return int(row.fetchone()["n"])


def add_piece(connection: Connection, found: Upload, start: int, data: bytes) -> int:
    """Append a piece; answers how much is here now. Raises ``Refusal('upload-offset')``."""
    if start != found.arrived or start + len(data) > found.length:
        raise Refusal("upload-offset", f"Upload-Offset: {found.arrived}")
    arrived = start + len(data)
    if data:
        connection.execute("INSERT INTO pieces VALUES (?, ?, ?)", (found.upload_id, start, data))
    digest = _digest(connection, found.upload_id) if arrived == found.length else None
    connection.execute(
        "UPDATE uploads SET arrived = ?, sha256 = ? WHERE upload_id = ?", (arrived, digest, found.upload_id)
    )
    return arrived


def drop_upload(connection: Connection, found: Upload) -> None:
    """Remove an upload; one that a version has taken stays, and the refusal says so.

    Raises ``Refusal('upload-gone')``.
    """
    if found.version_id is not None:
        raise Refusal("upload-gone")
    connection.execute("DELETE FROM uploads WHERE upload_id = ?", (found.upload_id,))


def take_attachments(
    connection: Connection,
    firm: str,
    place: tuple[str, str],
    named: Sequence[Attachment],
    carried: Mapping[str, bytes],
) -> None:
    """Check 8 of C6: every attachment is here, whole and as the manifest says; it belongs to the version then.

    ``place`` is return key and version id, ``carried`` holds what came in the same carry file by its digest.
    Raises ``Refusal('attachments-incomplete')``.
    """
    return_key, version_id = place
    for each in named:
        if each.sha256 in carried:
            _keep_carried(connection, firm, place, each, carried[each.sha256])
            continue
        taken = connection.execute(
            """UPDATE uploads SET version_id = ? WHERE upload_id = ? AND firm = ? AND return_key = ?
            AND sha256 = ? AND length = ? AND (version_id IS NULL OR version_id = ?)""",
            (version_id, each.upload, firm, return_key, each.sha256, each.size, version_id),
        )
        if taken.rowcount != 1:
            raise Refusal("attachments-incomplete", each.id)


def _keep_carried(
    connection: Connection, firm: str, place: tuple[str, str], named: Attachment, data: bytes
) -> None:
    if len(data) != named.size:
        raise Refusal("attachments-incomplete", named.id)
    return_key, version_id = place
    made = Upload(new_id(), firm, return_key, named.id, len(data), len(data), "", sha256_hex(data), version_id)
    put_upload(connection, made)
    connection.execute("INSERT INTO pieces VALUES (?, 0, ?)", (made.upload_id, data))


def attachment(connection: Connection, version_id: str, digest: str) -> bytes | None:
    """The sealed bytes of an attachment that a version has taken."""
    row = connection.execute(
        "SELECT upload_id FROM uploads WHERE version_id = ? AND sha256 = ?", (version_id, digest)
    ).fetchone()
    return None if row is None else _whole(connection, row["upload_id"])


def bundle(connection: Connection, key: str) -> tuple[str, bytes] | None:
    """What was carried under an idempotency key, by its digest, and what was answered."""
    row = connection.execute("SELECT request, answer FROM bundles WHERE key = ?", (key,)).fetchone()
    return None if row is None else (row["request"], bytes(row["answer"]))


def put_bundle(connection: Connection, key: str, request: str, answer: bytes) -> None:
    """Keep what a carry file was answered, so that the same file again is answered alike."""
    connection.execute("INSERT INTO bundles VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (key, request, answer))


def _digest(connection: Connection, upload_id: str) -> str:
    whole = hashlib.sha256()
    for piece in _pieces(connection, upload_id):
        whole.update(piece)
    return whole.hexdigest()


def _whole(connection: Connection, upload_id: str) -> bytes:
    return b"".join(_pieces(connection, upload_id))


def _pieces(connection: Connection, upload_id: str) -> Iterator[bytes]:
    for row in connection.execute("SELECT data FROM pieces WHERE upload_id = ? ORDER BY start", (upload_id,)):
        yield bytes(row["data"])


def _commitment(connection: Connection, where: str, values: tuple[str, ...]) -> Commitment | None:
    names = ", ".join(Commitment.__struct_fields__)
    row = connection.execute(f"SELECT {names} FROM commitments WHERE {where}", values).fetchone()  # noqa: S608
    return None if row is None else Commitment(**dict(row))


def _insert(connection: Connection, table: str, record: Struct) -> None:
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    places = ", ".join("?" for _ in fields)
    statement = f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({places})"  # noqa: S608 - names of our own
    connection.execute(statement, tuple(fields.values()))
