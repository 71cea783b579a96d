"""Attachments by tus 1.0.0: creation, checksum (sha256), expiration, termination (C4, 14)."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response

from client.base.clock import rfc3339
from client.practice.database import deposits
from client.practice.database.deposits import Upload
from client.practice.database.ledger import Connection
from client.practice.problems import Refusal, refusal_of
from client.practice.web.context import Caller, Context
from client.practice.web.exchange import read_body
from client.protocol.encoding import sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import is_id, new_id, parse_return_key
from client.protocol.times import parse_time

VERSION = "1.0.0"
PIECE_MEDIA = "application/offset+octet-stream"
MAX_PIECE = 4 * 1024 * 1024
MAX_FILE = 20 * 1024 * 1024 + 4096
"""20 MB, and what sealing adds to them."""
MAX_OPEN = 100
"""Uploads a firm may have waiting for their version."""
LIFE = timedelta(days=7)
_MAX_NAME = 200


async def create(context: Context, request: Request) -> Response:
    """POST /v1/uploads: an upload, where it is and how far it has come.

    A client that mints the id itself may ask again: it gets the same upload, with what has arrived of it.
    """
    caller = await _uploader(context, request)
    now = context.clock.now()
    made = _asked_for(request, caller.firm, now + LIFE)
    length = made.length

    def work(connection: Connection) -> Upload:
        waiting = deposits.open_uploads(connection, caller.firm, rfc3339(now))
        before = deposits.named_upload(connection, made)
        if before is not None:
            return before
        if waiting >= MAX_OPEN:
            raise Refusal("rate-limited", retry_after=60)
        deposits.put_upload(connection, made)
        if length == 0:
            deposits.add_piece(connection, made, 0, b"")
        return made

    found = await context.run(work)
    headers = _headers(found) | {"Location": f"{context.base_url}/v1/uploads/{found.upload_id}"}
    if found.expires_at:
        headers["Upload-Expires"] = _date(parse_time(found.expires_at))
    return Response(status_code=201, headers=headers)


def _asked_for(request: Request, firm: str, until: datetime) -> Upload:
    length = _number(request, "upload-length")
    if length > MAX_FILE:
        raise Refusal("too-large")
    words = _metadata(request.headers.get("upload-metadata", ""))
    try:
        key = parse_return_key(words.get("return_key", ""))
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault
    if key.firm != firm:
        raise Refusal("not-your-return")
    if not 0 < len(words.get("attachment", "")) <= _MAX_NAME:
        raise Refusal("malformed", "Upload-Metadata: attachment")
    wanted = words.get("upload", "") or new_id()
    if not is_id(wanted):
        raise Refusal("malformed", "Upload-Metadata: upload")
    return Upload(wanted, firm, str(key), words["attachment"], length, 0, rfc3339(until))


async def look(context: Context, request: Request) -> Response:
    """HEAD /v1/uploads/{id}: how far it has come."""
    found = await _find(context, request, await _uploader(context, request))
    return Response(headers=_headers(found) | {"Upload-Length": str(found.length)})


async def append(context: Context, request: Request) -> Response:
    """PATCH /v1/uploads/{id}: one piece, whole and with its checksum, or none of it."""
    caller = await _uploader(context, request)
    start = _number(request, "upload-offset")
    body = await read_body(request, PIECE_MEDIA, MAX_PIECE, digest=False)
    _check_sum(request.headers.get("upload-checksum", ""), body)
    now = rfc3339(context.clock.now())
    wanted = request.path_params["upload_id"]

    def work(connection: Connection) -> tuple[Upload, int]:
        found = deposits.upload(connection, caller.firm, wanted, now)
        return found, deposits.add_piece(connection, found, start, body)

    found, arrived = await context.run(work)
    headers = _headers(found) | {"Upload-Offset": str(arrived)}
    if found.expires_at:
        headers["Upload-Expires"] = _date(parse_time(found.expires_at))
    return Response(status_code=204, headers=headers)


async def drop(context: Context, request: Request) -> Response:
    """DELETE /v1/uploads/{id}."""
    caller = await _uploader(context, request)
    found = await _find(context, request, caller)
    await context.run(lambda connection: deposits.drop_upload(connection, found))
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})


async def _uploader(context: Context, request: Request) -> Caller:
    caller = await context.caller(request)
    caller.require("submit")
    if request.headers.get("tus-resumable") != VERSION:
        raise Refusal("malformed", "Tus-Resumable", status=412)
    return caller


async def _find(context: Context, request: Request, caller: Caller) -> Upload:
    now, wanted = rfc3339(context.clock.now()), request.path_params["upload_id"]
    return await context.look(lambda connection: deposits.upload(connection, caller.firm, wanted, now))


def _headers(found: Upload) -> dict[str, str]:
    return {"Tus-Resumable": VERSION, "Upload-Offset": str(found.arrived), "Cache-Control": "no-store"}


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Refusal("malformed", name)
    return int(text)


def _metadata(field: str) -> dict[str, str]:
    """``key base64,key base64``; raises ``Refusal('malformed')``."""
    found: dict[str, str] = {}
    for pair in field.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as error:
            raise Refusal("malformed", "Upload-Metadata") from error
    return found


def _check_sum(field: str, body: bytes) -> None:
    kind, _, value = field.partition(" ")
    if kind != "sha256":
        raise Refusal("malformed", "Upload-Checksum")
    try:
        stated = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal("malformed", "Upload-Checksum") from error
    if stated.hex() != sha256_hex(body):
        raise Refusal("upload-checksum")


def _date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
