"""One request and its answer: bodies within limits, the headers of C1 on every answer, problems as JSON."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from functools import lru_cache

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from client.base.clock import Clock
from client.practice.problems import Refusal
from client.practice.web.gate import Gate
from client.protocol import strict_json
from client.protocol.encoding import content_digest, matches_content_digest
from client.protocol.messages import PROBLEM_MEDIA
from client.protocol.submission import MAX_BODY

JSON = "application/json"
BODY_SECONDS = 30.0
"""How long a body may take to arrive."""

log = logging.getLogger(__name__)


class DropAnswer(Exception):
    """Raised by a fault hook: close the connection without a byte of answer."""


def answer(message: object, status: int = 200, *, etag: str | None = None) -> Response:
    """A JSON answer."""
    headers = {} if etag is None else {"ETag": f'"{etag}"'}
    return Response(strict_json.encode(message), status, headers, JSON)


def unchanged(request: Request, etag: str) -> Response | None:
    """The empty 304 when the asker already has what ``etag`` names."""
    held = request.headers.get("if-none-match", "")
    if f'"{etag}"' not in [tag.strip() for tag in held.split(",")]:
        return None
    return Response(status_code=304, headers={"ETag": f'"{etag}"'})


async def read_body(request: Request, media: str, limit: int = MAX_BODY, *, digest: bool = True) -> bytes:
    """The body, whole and as sent.

    Raises ``Refusal`` in the order of C6: ``too-large``, ``unsupported-media``, ``digest-mismatch``; ``malformed``
    when it does not arrive within 30 seconds.
    """
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated) > limit:
        raise Refusal("too-large")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media:
        raise Refusal("unsupported-media", media)
    if request.headers.get("content-encoding"):
        raise Refusal("unsupported-media", "Content-Encoding")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise Refusal("too-large")
    except TimeoutError as error:
        raise Refusal("malformed", "内容未在 30 秒内到齐") from error
    whole, field = bytes(body), request.headers.get("content-digest")
    if (digest or field is not None) and not matches_content_digest(field or "", whole):
        raise Refusal("digest-mismatch")
    return whole


class Envelope:
    """Wraps every request: the host must be ours, refusals become problems, every answer gets its headers."""

    def __init__(self, base_url: str, hosts: frozenset[str], clock: Clock, gate: Gate) -> None:
        self._base_url = base_url
        self._hosts = hosts
        self._clock = clock
        self._gate = gate

    async def carry(self, request: Request, handler: Callable[[Request], Awaitable[Response]]) -> Response:
        """Answer one request with ``handler``."""
        try:
            self._check_host(request)
            response = await handler(request)
        except Refusal as refusal:
            response = self._problem(request, refusal)
        except (DropAnswer, ClientDisconnect):
            raise
        except Exception:
            log.exception("a request failed: %s", request.method)  # the path would name a firm
            response = self._problem(request, Refusal("internal"))
        self._dress(response)
        return response

    def _check_host(self, request: Request) -> None:
        """A page elsewhere that had a name point at 127.0.0.1 shows itself by that name."""
        if request.headers.get("host", "") not in self._hosts:
            raise Refusal("malformed", "Host")

    def _problem(self, request: Request, refusal: Refusal) -> Response:
        document = refusal.problem(self._base_url, request.url.path)
        response = Response(strict_json.encode(document), refusal.status, media_type=PROBLEM_MEDIA)
        if refusal.status == 401:
            error = f' error="{refusal.error}",' if refusal.error else ""
            response.headers["WWW-Authenticate"] = f'DPoP{error} algs="ES256"'
        if refusal.retry_after is not None:
            response.headers["Retry-After"] = str(refusal.retry_after)
        if refusal.kind == "method-not-allowed":
            response.headers["Allow"] = refusal.detail
        return response

    def _dress(self, response: Response) -> None:
        """Add the headers of C1, as bytes at once: each lookup by name would walk through all of them."""
        now = self._clock.now()
        headers = [
            (b"stats-api", b"1"),
            (b"date", _date(int(now.timestamp()))),
            (b"dpop-nonce", self._gate.nonce(now).encode("ascii")),
            (b"x-request-id", secrets.token_hex(8).encode("ascii")),
        ]
        if not any(name == b"cache-control" for name, _ in response.raw_headers):
            headers.append((b"cache-control", b"no-store"))
        if response.status_code != 304:
            headers.append((b"content-digest", content_digest(bytes(response.body)).encode("ascii")))
        response.raw_headers += headers


@lru_cache(maxsize=4)
def _date(second: int) -> bytes:
    """A second since 1970 as ``Date`` spells it."""
    return formatdate(second, usegmt=True).encode("ascii")
