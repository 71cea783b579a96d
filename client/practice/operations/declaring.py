"""Before a version counts: a dry run of its checks (C4, 12), and the promise that its bytes follow (C4, 13)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from client.base.clock import rfc3339
from client.practice.bureau import calendar, intake
from client.practice.bureau.intake import ENV
from client.practice.database import deposits
from client.practice.database.deposits import Commitment
from client.practice.database.ledger import Connection
from client.practice.operations.devices import MAX_KEY, SMALL, device_key
from client.practice.problems import Refusal, refusal_of
from client.practice.web.context import Caller, Context
from client.practice.web.exchange import answer, read_body
from client.protocol import jws, strict_json
from client.protocol.encoding import sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import check_id, parse_return_key
from client.protocol.messages import (
    JWS_MEDIA,
    SUBMISSION_MEDIA,
    CommitAck,
    CommitRequest,
    Manifest,
    Prechecked,
)
from client.protocol.statements import unproven
from client.protocol.submission import Unfrozen, read_submission

UPLOAD_WITHIN = timedelta(hours=2)
"""How long after the promise the bytes may arrive."""


async def precheck(context: Context, request: Request) -> Response:
    """POST /v1/prechecks: what a decision on this submission would name; nothing is stored."""
    caller = await context.caller(request)
    caller.require("submit")
    body = await read_body(request, SUBMISSION_MEDIA)
    read = await _verified(context, caller, body)
    found = await asyncio.wrap_future(context.decider.judge(read, caller.firm))
    return answer(Prechecked(found.findings))


async def _verified(context: Context, caller: Caller, body: bytes) -> Unfrozen:
    """The submission with its ids taken from its own manifest, checked as check 4 of C6 does."""
    try:
        submission = read_submission(body)
        stated = unproven(submission.manifest, Manifest)
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault
    arrived = intake.Arrived(stated.return_key, stated.version_id, body, context.clock.now())
    intake.outline(arrived)
    signed_by = intake.signer_id(submission)
    signer = await context.device(signed_by)
    read = intake.verify(submission, arrived, signer, caller.firm)
    if parse_return_key(stated.return_key).firm != caller.firm:
        raise Refusal("not-your-return")
    return read


async def commit(context: Context, request: Request) -> Response:
    """POST /v1/commitments: a JWS ``jibao-commit`` by the asking device, answered by a ``jibao-commit-ack``."""
    caller = await context.caller(request)
    caller.require("submit")
    body = await read_body(request, JWS_MEDIA, SMALL)
    key = request.headers.get("idempotency-key", "")
    if not 0 < len(key) <= MAX_KEY:
        raise Refusal("idempotency-missing")
    asked = _asked(context, body, caller)
    now = context.clock.now()
    scoped = f"{caller.device.device_id}:{key}"

    def work(connection: Connection) -> str:
        before = deposits.commitment_by_key(connection, scoped)
        if before is not None:
            if before.request != sha256_hex(body):
                raise Refusal("idempotency-reused")
            return before.ack
        made = _signed(context, asked, caller, scoped, body, now)
        deposits.put_commitment(connection, made)
        return made.ack

    return Response(await context.run(work), 201, media_type=JWS_MEDIA)


def _asked(context: Context, body: bytes, caller: Caller) -> CommitRequest:
    try:
        payload = jws.verify(body.decode("ascii", "replace"), device_key(caller.device), "jibao-commit")
        asked = strict_json.decode(payload, CommitRequest)
        check_id(asked.version_id)
        key = parse_return_key(asked.return_key)
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault
    if key.firm != caller.firm:
        raise Refusal("not-your-return")
    due = calendar.find(context.pack, key.form, key.period)
    if due is None:
        raise Refusal("unknown-return")
    if not calendar.is_open(due, context.clock.now()):
        raise Refusal("period-closed", intake.CONTACT)
    return asked


def _signed(
    context: Context, asked: CommitRequest, caller: Caller, key: str, body: bytes, now: datetime
) -> Commitment:
    ack = CommitAck(
        v=1,
        env=ENV,
        return_key=asked.return_key,
        version_id=asked.version_id,
        sealed_sha256=asked.sealed_sha256,
        size=asked.size,
        committed_at=rfc3339(now),
        upload_by=rfc3339(now + UPLOAD_WITHIN),
    )
    own, kid = context.keys.private("receipt"), context.keys.kid("receipt")
    token = jws.sign(strict_json.encode(ack), own, "jibao-commit-ack", kid=kid)
    return Commitment(
        caller.firm,
        ack.return_key,
        ack.version_id,
        ack.sealed_sha256,
        ack.committed_at,
        ack.upload_by,
        token,
        key,
        sha256_hex(body),
    )
