"""Operations that need no login: hello, the log's checkpoint, and TUF's files."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from client.practice.bureau.intake import ENV, LOG_ID
from client.practice.database import records, tuf_repository
from client.practice.problems import Refusal
from client.practice.web.context import Context
from client.protocol import jws, strict_json
from client.protocol.encoding import chain_digest
from client.protocol.messages import JWS_MEDIA, Checkpoint, Hello, Load, LogHead

MIN_APP = "0.1.0"
"""The oldest program that may file."""
READ_ONLY_UNTIL: str | None = None
"""Practice is never closed."""
SPREAD_SECONDS = 1
"""Practice is never busy: automatic sending is not spread."""

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,128}")


async def hello(context: Context, request: Request) -> Response:
    """Prove that this is the endpoint, by signing the asker's nonce."""
    nonce = request.query_params.get("nonce", "")
    if not _NONCE.fullmatch(nonce):
        raise Refusal("malformed", "nonce")
    statement = Hello(
        iss="practice",
        env=ENV,
        nonce=nonce,
        now=context.sign_time(),
        min_app=MIN_APP,
        read_only_until=READ_ONLY_UNTIL,
        load=Load(context.limiter.level, SPREAD_SECONDS),
        log=await _log_head(context),
        tls=list(context.certificates),
    )
    key, kid = context.keys.private("hello"), context.keys.kid("hello")
    return Response(jws.sign(strict_json.encode(statement), key, "jibao-hello", kid=kid), media_type=JWS_MEDIA)


async def checkpoint(context: Context, _: Request) -> Response:
    """The signed head of the receipt chain."""
    head = await _log_head(context)
    statement = Checkpoint(ENV, LOG_ID, head.seq, head.head, context.sign_time())
    key, kid = context.keys.private("log"), context.keys.kid("log")
    token = jws.sign(strict_json.encode(statement), key, "jibao-checkpoint", kid=kid)
    return Response(token, media_type=JWS_MEDIA)


async def tuf(context: Context, request: Request) -> Response:
    """A file of the TUF repository."""
    path = request.path_params["path"]
    if path == tuf_repository.TIMESTAMP_FILE:
        data: bytes | None = await context.run(lambda c: tuf_repository.timestamp(c, context.clock.now()))
    elif path.startswith(("metadata/", "targets/")):
        data = await context.look(lambda connection: records.file(connection, path))
    else:
        data = None
    if data is None:
        raise Refusal("not-found")
    return _part(data, request) or Response(data, media_type="application/octet-stream")


def _part(data: bytes, request: Request) -> Response | None:
    """The range that was asked for; None for the whole file, also where the range is not in it."""
    wanted = _RANGE.fullmatch(request.headers.get("range", ""))
    if wanted is None or not int(wanted[1]) <= min(int(wanted[2]), len(data) - 1):
        return None
    first, last = int(wanted[1]), min(int(wanted[2]), len(data) - 1)
    told = {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
    return Response(data[first : last + 1], 206, told, media_type="application/octet-stream")


_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{1,12})")


async def _log_head(context: Context) -> LogHead:
    seq, receipt = await context.look(records.last_receipt)
    return LogHead(seq, None if receipt is None else chain_digest(receipt))
