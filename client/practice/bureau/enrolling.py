"""Enrolling devices by code (E1): single use, five tries, 72 hours; a firm's first device is active at once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from client.base.clock import rfc3339
from client.base.errors import UserError
from client.practice.database import records
from client.practice.database.ledger import Connection
from client.practice.database.records import Code, Device
from client.practice.problems import Refusal
from client.protocol import strict_json
from client.protocol.encoding import sha256_hex
from client.protocol.enrolment import SignedEnrolment
from client.protocol.identifiers import new_id
from client.protocol.keys import thumbprint
from client.protocol.messages import EnrolmentContent, EnrolmentState
from client.protocol.times import parse_time
from forms import uscc

CODE_LIFE = timedelta(hours=72)
MAX_TRIES = 5
POLL_AFTER = 20
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def issue_code(connection: Connection, firm: str, name: str, now: datetime) -> str:
    """A fresh code for a firm, as ``7K2M-Q9XD-4T``; raises ``UserError('practice.bad-firm')``."""
    if not uscc.valid(firm):
        raise UserError("practice.bad-firm", firm=firm)
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    records.put_firm(connection, firm, name)
    records.put_code(connection, Code(_digest(letters), firm, rfc3339(now + CODE_LIFE), 0, 0))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def earlier(connection: Connection, key: str, signed: SignedEnrolment) -> EnrolmentState | None:
    """The answer given before under this idempotency key; raises the refusal ``idempotency-reused``.

    What must be the same is the sealed part and the key that signed: the proof around them is made anew when the
    endpoint's nonce has changed.
    """
    found = records.idempotent(connection, key)
    if found is None:
        return None
    request, device_id = found
    device = records.device(connection, device_id)
    if request != _request(signed) or device is None:
        raise Refusal("idempotency-reused")
    return state_of(device)


def enrol(
    connection: Connection, key: str, signed: SignedEnrolment, content: EnrolmentContent, now: datetime
) -> EnrolmentState | Refusal:
    """Enrol a device. A refusal is answered and not raised, so that a wrong try is counted for good."""
    known = records.device_of_key(connection, thumbprint(content.keys.sig))
    if known is not None:  # the key itself proves who asks; no code is spent on it again
        return state_of(known) if known.firm == content.firm else Refusal("malformed", "密钥已登记在另一单位")
    code = records.code(connection, _digest(content.proof.code))
    if (refusal := _judge(connection, code, content.firm, now)) is not None:
        return refusal
    device = _new_device(content, now, first=not records.devices(connection, content.firm))
    records.use_code(connection, _digest(content.proof.code))
    records.put_device(connection, device)
    records.put_idempotent(connection, key, _request(signed), device.device_id)
    return state_of(device)


def state_of(device: Device) -> EnrolmentState:
    """How an enrolment stands."""
    by = ["admin-device", "officer"] if device.state == "pending" else []
    return EnrolmentState(device.enrolment_id, device.device_id, device.state, by, POLL_AFTER)


def _judge(connection: Connection, code: Code | None, firm: str, now: datetime) -> Refusal | None:
    if code is not None and code.firm == firm and code.used:
        return Refusal("enrolment-code-used")
    if records.most_tries(connection, firm) >= MAX_TRIES:
        return Refusal("enrolment-code-locked")
    if code is None or code.firm != firm:
        records.count_try(connection, firm)
        return Refusal("enrolment-code-invalid")
    return Refusal("enrolment-code-expired") if parse_time(code.expires_at) < now else None


def _new_device(content: EnrolmentContent, now: datetime, *, first: bool) -> Device:
    at = rfc3339(now)
    return Device(
        device_id=new_id(),
        enrolment_id=new_id(),
        firm=content.firm,
        name=content.device_name,
        sig=strict_json.encode(content.keys.sig).decode("ascii"),
        kem=strict_json.encode(content.keys.kem).decode("ascii"),
        thumbprint=thumbprint(content.keys.sig),
        state="active" if first else "pending",
        admin=int(first),
        enrolled_at=at,
        active_from=at if first else None,
        revoked_at=None,
        last_seen=None,
    )


def _request(signed: SignedEnrolment) -> str:
    return f"{signed.sealed_sha256}.{thumbprint(signed.jwk)}"


def _digest(code: str) -> str:
    """Codes are kept as digests; dashes, spaces and case do not matter."""
    return sha256_hex("".join(code.upper().replace("-", " ").split()).encode("utf-8"))
