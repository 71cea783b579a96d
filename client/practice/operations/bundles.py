"""Carry files: the same objects as PUT takes, brought by hand (C4, 17; C10).

They need no login here: every submission in one is signed by a device of its firm, and the answer holds nothing
but receipts for exactly those bytes. A bureau may ask for one in front of it.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from client.practice.bureau import intake
from client.practice.bureau.intake import Arrived
from client.practice.database import deposits
from client.practice.operations.devices import MAX_KEY
from client.practice.operations.returns import version_state
from client.practice.problems import Refusal, refusal_of
from client.practice.web.context import Context
from client.practice.web.exchange import JSON, read_body
from client.protocol import carry_file, strict_json
from client.protocol.carry_file import Carried
from client.protocol.encoding import sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.messages import BundleAnswer, BundleItem


async def carry(context: Context, request: Request) -> Response:
    """POST /v1/bundles: one item a submission; one that is refused keeps nobody from the others."""
    body = await read_body(request, carry_file.MEDIA, carry_file.MAX_FILE)
    key = request.headers.get("idempotency-key", "")
    if not 0 < len(key) <= MAX_KEY:
        raise Refusal("idempotency-missing")
    digest = sha256_hex(body)
    before = await context.look(lambda connection: deposits.bundle(connection, key))
    if before is not None and before[0] != digest:
        raise Refusal("idempotency-reused")
    if before is not None:
        return Response(before[1], 207, media_type=JSON)
    try:
        carried = carry_file.read(body)
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault
    items = [await _one(context, request, carried, place) for place in carried.submissions]
    told = strict_json.encode(BundleAnswer(items))
    await context.run(lambda connection: deposits.put_bundle(connection, key, digest, told))
    return Response(told, 207, media_type=JSON)


async def _one(context: Context, request: Request, carried: Carried, place: tuple[str, str]) -> BundleItem:
    return_key, version_id = place
    try:
        received = await _receive(context, carried, place)
    except Refusal as refusal:
        problem = refusal.problem(context.base_url, request.url.path)
        return BundleItem(return_key, version_id, refusal.status, problem=problem)
    status = 201 if received.created else 200
    return BundleItem(return_key, version_id, status, state=version_state(received.version))


async def _receive(context: Context, carried: Carried, place: tuple[str, str]) -> intake.Received:
    arrived = Arrived(*place, carried.submissions[place], context.clock.now())
    key, submission = intake.outline(arrived)
    signed_by = intake.signer_id(submission)
    signer = await context.device(signed_by)
    read = intake.verify(submission, arrived, signer, key.firm)
    received = await context.run(
        lambda connection: intake.receive(
            connection, read, arrived, key.firm, context.pack, context.keys, carried.attachments
        )
    )
    if received.created:
        context.decider.wake(received.version.seq)
    return received
