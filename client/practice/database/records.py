"""What the practice endpoint keeps, read and written inside a transaction of ``Books``."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from client.practice.database.ledger import Connection
from client.protocol.messages import DeviceState, HeadInfo, State, Verdict


class Device(Struct, frozen=True):
    """An enrolled computer; ``sig`` and ``kem`` are JWK as JSON."""

    device_id: str
    enrolment_id: str
    firm: str
    name: str
    sig: str
    kem: str
    thumbprint: str
    state: DeviceState
    admin: int
    enrolled_at: str
    active_from: str | None
    revoked_at: str | None
    last_seen: str | None


class Code(Struct, frozen=True):
    """An enrolment code, known by its digest."""

    code_sha256: str
    firm: str
    expires_at: str
    tries: int
    used: int


class Version(Struct, frozen=True):
    """A received version with its receipt, and its newest decision if there is one."""

    seq: int
    firm: str
    return_key: str
    version_id: str
    base_version_id: str | None
    kind: str
    manifest: str
    manifest_sha256: str
    kid: str
    sealed_sha256: str
    receipt: str
    received_at: str
    device_id: str
    verdict: Verdict | None = None
    decision: str | None = None
    decisions: int = 0
    is_head: bool = True

    @property
    def state(self) -> State:
        """Where the version stands: superseded unless it is the head, else as decided."""
        if not self.is_head:
            return "superseded"
        return self.verdict or "received"


_VERSION = """
SELECT v.seq, v.firm, v.return_key, v.version_id, v.base_version_id, v.kind, v.manifest, v.manifest_sha256,
    v.kid, v.sealed_sha256, v.receipt, v.received_at, v.device_id,
    d.state AS verdict, d.token AS decision, coalesce(d.number, 0) AS decisions,
    v.seq = (SELECT max(seq) FROM versions h WHERE h.return_key = v.return_key) AS is_head
FROM versions v LEFT JOIN decisions d
    ON d.seq = v.seq AND d.number = (SELECT max(number) FROM decisions n WHERE n.seq = v.seq)
"""


_STANDING = " UNION ALL ".join(
    _VERSION + where
    for where in (
        "WHERE v.firm = ? AND v.version_id = ?",
        "WHERE v.seq = (SELECT max(seq) FROM versions m WHERE m.return_key = ?)",
        "WHERE v.seq = (SELECT max(seq) FROM versions m)",
    )
)


class Standing(Struct, frozen=True):
    """All that is asked before a version is received."""

    known: Version | None
    """The very version, if it is here already."""
    head: Version | None
    """The newest of its return."""
    last: Version | None
    """The newest of all, whose receipt the next one follows."""


def kept(connection: Connection, name: str) -> bytes | None:
    """A blob kept under a name."""
    row = connection.execute("SELECT data FROM kept WHERE name = ?", (name,)).fetchone()
    return None if row is None else bytes(row["data"])


def keep(connection: Connection, name: str, data: bytes) -> None:
    """Keep a blob under a name, in place of what was there."""
    connection.execute(
        "INSERT INTO kept VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data", (name, data)
    )


def file(connection: Connection, path: str) -> bytes | None:
    """A file of the TUF repository, by its path below ``/tuf/``."""
    return kept(connection, f"tuf/{path}")


def put_file(connection: Connection, path: str, data: bytes) -> None:
    """Put a file of the TUF repository."""
    keep(connection, f"tuf/{path}", data)


def drop_file(connection: Connection, path: str) -> None:
    """Take a file of the TUF repository away."""
    connection.execute("DELETE FROM kept WHERE name = ?", (f"tuf/{path}",))


def put_firm(connection: Connection, firm: str, name: str) -> None:
    """Note an enterprise; a blank name leaves the one that is known."""
    connection.execute(
        """INSERT INTO firms VALUES (?, ?)
        ON CONFLICT (firm) DO UPDATE SET name = excluded.name WHERE excluded.name <> ''""",
        (firm, name),
    )


def firm_name(connection: Connection, firm: str) -> str:
    """What an enterprise is called; blank where nobody said."""
    row = connection.execute("SELECT name FROM firms WHERE firm = ?", (firm,)).fetchone()
    return "" if row is None else str(row["name"])


def put_code(connection: Connection, code: Code) -> None:
    """Note an enrolment code, by its digest."""
    _insert(connection, "codes", code)


def code(connection: Connection, code_sha256: str) -> Code | None:
    """The enrolment code with this digest."""
    row = connection.execute("SELECT * FROM codes WHERE code_sha256 = ?", (code_sha256,)).fetchone()
    return None if row is None else Code(**dict(row))


def count_try(connection: Connection, firm: str) -> None:
    """A wrong code was tried for this firm: it counts against every code the firm could still use."""
    connection.execute("UPDATE codes SET tries = tries + 1 WHERE firm = ? AND used = 0", (firm,))


def most_tries(connection: Connection, firm: str) -> int:
    """The most wrong tries that count against an unused code of the firm."""
    row = connection.execute("SELECT max(tries) AS most FROM codes WHERE firm = ? AND used = 0", (firm,))
    return row.fetchone()["most"] or 0


def use_code(connection: Connection, code_sha256: str) -> None:
    """Mark a code as used: it lets nobody else in."""
    connection.execute("UPDATE codes SET used = 1 WHERE code_sha256 = ?", (code_sha256,))


def put_device(connection: Connection, device: Device) -> None:
    """Note a device."""
    _insert(connection, "devices", device)


def device(connection: Connection, device_id: str) -> Device | None:
    """The device with this id."""
    return _device(connection, "device_id", device_id)


def device_of_enrolment(connection: Connection, enrolment_id: str) -> Device | None:
    """The device that came of an enrolment."""
    return _device(connection, "enrolment_id", enrolment_id)


def device_of_key(connection: Connection, thumbprint: str) -> Device | None:
    """The device whose signing key has this thumbprint."""
    return _device(connection, "thumbprint", thumbprint)


def devices(connection: Connection, firm: str) -> list[Device]:
    """The devices of a firm, the oldest first."""
    rows = connection.execute("SELECT * FROM devices WHERE firm = ? ORDER BY enrolled_at, device_id", (firm,))
    return [Device(**dict(row)) for row in rows]


def set_device_state(connection: Connection, device_id: str, state: DeviceState, at: str) -> None:
    """``active`` from ``at`` on, or ``revoked`` or ``refused`` since ``at``."""
    column = "active_from" if state == "active" else "revoked_at"
    connection.execute(
        f"UPDATE devices SET state = ?, {column} = ? WHERE device_id = ?",  # noqa: S608 - one of two literals
        (state, at, device_id),
    )


def saw_device(connection: Connection, device_id: str, at: str) -> None:
    """Note when a device was last heard of."""
    connection.execute("UPDATE devices SET last_seen = ? WHERE device_id = ?", (at, device_id))


def idempotent(connection: Connection, key: str) -> tuple[str, str] | None:
    """What was asked under an idempotency key, and the device that came of it."""
    row = connection.execute("SELECT request, device_id FROM idempotency WHERE key = ?", (key,)).fetchone()
    return None if row is None else (row["request"], row["device_id"])


def put_idempotent(connection: Connection, key: str, request: str, device_id: str) -> None:
    """Keep what was asked under an idempotency key, and the device that came of it."""
    connection.execute("INSERT INTO idempotency VALUES (?, ?, ?)", (key, request, device_id))


def version(connection: Connection, firm: str, version_id: str) -> Version | None:
    """A version by its id, within its firm, so that nobody learns of others'."""
    return _version(connection, "WHERE v.firm = ? AND v.version_id = ?", (firm, version_id))


def version_at(connection: Connection, seq: int) -> Version | None:
    """The version with this place in the order of arrival."""
    return _version(connection, "WHERE v.seq = ?", (seq,))


def head(connection: Connection, return_key: str) -> Version | None:
    """The newest version of a return."""
    return _version(connection, "WHERE v.return_key = ? ORDER BY v.seq DESC LIMIT 1", (return_key,))


def standing(connection: Connection, firm: str, return_key: str, version_id: str) -> Standing:
    """``version``, ``head`` and the newest version of all, by one statement."""
    rows = connection.execute(_STANDING, (firm, version_id, return_key))
    found = [Version(**dict(row)) for row in rows]
    known = (each for each in found if (each.firm, each.version_id) == (firm, version_id))
    head = (each for each in found if each.return_key == return_key and each.is_head)
    return Standing(next(known, None), next(head, None), max(found, key=lambda each: each.seq, default=None))


def versions(connection: Connection, return_key: str) -> list[Version]:
    """All versions of a return, oldest first."""
    rows = connection.execute(f"{_VERSION} WHERE v.return_key = ? ORDER BY v.seq", (return_key,))
    return [Version(**dict(row)) for row in rows]


def heads(connection: Connection, firm: str) -> dict[str, HeadInfo]:
    """Head and state of every return of the firm, by return key."""
    rows = connection.execute(
        """SELECT v.return_key, v.version_id, coalesce(d.state, 'received') AS state FROM versions v
        LEFT JOIN decisions d ON d.seq = v.seq
            AND d.number = (SELECT max(number) FROM decisions n WHERE n.seq = v.seq)
        WHERE v.firm = ? AND v.seq = (SELECT max(seq) FROM versions h WHERE h.return_key = v.return_key)""",
        (firm,),
    )
    return {row["return_key"]: HeadInfo(row["version_id"], row["state"]) for row in rows}


def head_seqs(connection: Connection, firm: str) -> dict[str, int]:
    """Sequence number of every return's head, by return key; withdrawn returns are left out."""
    rows = connection.execute(
        """SELECT return_key, seq FROM versions v WHERE firm = ? AND kind <> 'withdrawal'
        AND seq = (SELECT max(seq) FROM versions h WHERE h.return_key = v.return_key)""",
        (firm,),
    )
    return {row["return_key"]: row["seq"] for row in rows}


def last_receipt(connection: Connection) -> tuple[int, str | None]:
    """Sequence number and JWS of the newest receipt; 0 and None before the first."""
    row = connection.execute("SELECT seq, receipt FROM versions ORDER BY seq DESC LIMIT 1").fetchone()
    return (0, None) if row is None else (row["seq"], row["receipt"])


def put_version(connection: Connection, received: Version, sealed: bytes) -> None:
    """Note a version that was received, with its receipt."""
    names = received.__struct_fields__[:13]
    _insert_fields(connection, "versions", {name: getattr(received, name) for name in names} | {"sealed": sealed})


def sealed(connection: Connection, seq: int) -> bytes:
    """The sealed bytes of a version."""
    row = connection.execute("SELECT sealed FROM versions WHERE seq = ?", (seq,)).fetchone()
    return bytes(row["sealed"])


def undecided(connection: Connection, before: str = "9") -> list[int]:
    """Sequence numbers of versions received ``before`` that no decision has been made on, oldest first."""
    rows = connection.execute(
        """SELECT seq FROM versions v WHERE received_at < ?
        AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.seq = v.seq) ORDER BY seq""",
        (before,),
    )
    return [row["seq"] for row in rows]


def put_decision(connection: Connection, seq: int, number: int, state: Verdict, token: str, at: str) -> None:
    """Note a decision on a version."""
    connection.execute(
        "INSERT INTO decisions (seq, number, state, token, decided_at) VALUES (?, ?, ?, ?, ?)",
        (seq, number, state, token, at),
    )


def rejections(connection: Connection, firm: str, after: int) -> list[Any]:
    """Decisions that sent a return of the firm back, after the one numbered ``after``."""
    rows = connection.execute(
        """SELECT d.id, d.decided_at, v.return_key, v.version_id FROM decisions d JOIN versions v USING (seq)
        WHERE v.firm = ? AND d.state = 'rejected' AND d.id > ? ORDER BY d.id LIMIT 200""",
        (firm, after),
    )
    return list(rows)


def _device(connection: Connection, column: str, value: str) -> Device | None:
    row = connection.execute(f"SELECT * FROM devices WHERE {column} = ?", (value,)).fetchone()  # noqa: S608
    return None if row is None else Device(**dict(row))


def _version(connection: Connection, where: str, values: tuple[object, ...]) -> Version | None:
    row = connection.execute(f"{_VERSION} {where}", values).fetchone()
    return None if row is None else Version(**dict(row))


def _insert(connection: Connection, table: str, record: Struct) -> None:
    _insert_fields(connection, table, {name: getattr(record, name) for name in record.__struct_fields__})


def _insert_fields(connection: Connection, table: str, fields: dict[str, object]) -> None:
    places = ", ".join("?" for _ in fields)
    statement = f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({places})"  # noqa: S608 - names of our own
    connection.execute(statement, tuple(fields.values()))
