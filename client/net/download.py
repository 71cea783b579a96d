"""A large file in pieces: what has come stays, so that a cut line or a closed program costs one piece."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from client.base.errors import WorldError
from client.base.files import digest_of
from client.base.reasons import reason_of
from client.net.transport import ANSWER_LIMIT, Request, Transport
from client.net.tuf_client import unexpected

if TYPE_CHECKING:
    from client.net.library import Offer

PIECE = 1024 * 1024
"""Bytes asked for at once."""
LARGEST = 512 * 1024 * 1024
"""No setup program is larger, whatever a list says."""


def download(
    transport: Transport,
    source: str,
    offer: Offer,
    target: Path,
    *,
    going_on: Callable[[], bool] = lambda: True,
    progress: Callable[[int, int], None] | None = None,
) -> bool:
    """Bring ``offer`` to ``target``, going on with what an earlier try left; False when ``going_on`` said to stop.

    ``target`` gets its name only when length and digest are those that were signed. Raises ``NetworkFailure``, or
    ``WorldError('updates.…')``: tampered (what had come is thrown away), missing, too-large, disk.
    """
    if offer.length > LARGEST:
        raise WorldError("updates.too-large")
    part = target.with_name(f"{offer.sha256[:16]}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as file:
            done = file.tell()
            while done < offer.length:
                if not going_on():
                    return False
                body = _piece(transport, f"{source}/targets/{offer.place}", done, offer.length)
                file.write(body)
                done += len(body)
                if progress is not None:
                    progress(done, offer.length)
            file.flush()
            os.fsync(file.fileno())
        _settle(part, target, offer)
    except OSError as error:
        raise WorldError("updates.disk", reason=reason_of(error)) from error
    return True


def _settle(part: Path, target: Path, offer: Offer) -> None:
    if part.stat().st_size != offer.length or digest_of(part) != offer.sha256:
        part.unlink()
        raise WorldError("updates.tampered")
    part.replace(target)


def _piece(transport: Transport, url: str, first: int, length: int) -> bytes:
    """The next piece; a server that knows no ranges gives everything, of which what is here is left out."""
    last = min(first + PIECE, length) - 1
    limit = max(length, ANSWER_LIMIT)
    answer = transport.send(Request("GET", url, {"Range": f"bytes={first}-{last}"}), limit=limit)
    if "html" in answer.header("content-type"):
        raise unexpected(url, answer.status)
    if answer.status == 206:
        body = answer.body[: last - first + 1]
    elif answer.status == 200:
        body = answer.body[first:length]
    elif answer.status in (403, 404, 416):
        raise WorldError("updates.missing")
    else:
        raise unexpected(url, answer.status)
    if not body:
        raise WorldError("updates.missing")
    return body
