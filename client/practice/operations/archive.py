"""Earlier content for a firm's own devices: a replaced computer, or a return that another one filed (C4, 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from client.practice.database import deposits, records
from client.practice.database.ledger import Connection
from client.practice.database.records import Version
from client.practice.problems import Refusal
from client.practice.web.context import Caller, Context
from client.practice.web.exchange import answer
from client.protocol import attachments, sealing
from client.protocol.content import reseal
from client.protocol.faults import ProtocolFault
from client.protocol.keys import PublicKey, read_jwk
from client.protocol.messages import Manifest
from client.protocol.statements import unproven

T = TypeVar("T")


async def content(context: Context, request: Request) -> Response:
    """GET …/versions/{vid}/content: the plaintext with its salt, sealed to the asking device."""
    caller, version, sealed = await _find(context, request, lambda books, found: records.sealed(books, found.seq))
    manifest = _manifest(version)
    info = sealing.submission_info(manifest.env, manifest.return_key, manifest.version_id, manifest.pack_sha256)
    plain = _unseal(context, version, sealed, info)
    return answer(reseal(plain, version.manifest, version.version_id, caller.device.device_id, _kem(caller)))


async def attachment(context: Context, request: Request) -> Response:
    """GET …/versions/{vid}/attachments/{aid}: one file of the version, sealed to the asking device."""
    wanted = request.path_params["attachment_id"]

    def look(connection: Connection, version: Version) -> bytes | None:
        named = next((each for each in _manifest(version).attachments if each.id == wanted), None)
        return deposits.attachment(connection, version.version_id, named.sha256) if named else None

    caller, version, sealed = await _find(context, request, look)
    if sealed is None:
        raise Refusal("not-found")
    info = sealing.attachment_info(version.return_key, version.version_id, wanted)
    data = _unseal(context, version, sealed, info)
    own = attachments.reseal(data, version.version_id, wanted, caller.device.device_id, _kem(caller))
    return Response(own, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


async def _find(
    context: Context, request: Request, look: Callable[[Connection, Version], T]
) -> tuple[Caller, Version, T]:
    """Who asks, the version of that firm, and what ``look`` finds of it; raises ``Refusal('unknown-version')``."""
    caller = await context.caller(request)
    caller.require("read")
    words = request.path_params

    def work(connection: Connection) -> tuple[Version, T] | None:
        version = records.version(connection, caller.firm, words["version_id"])
        if version is None or version.return_key != words["return_key"]:
            return None
        return version, look(connection, version)

    found = await context.look(work)
    if found is None:
        raise Refusal("unknown-version")
    return caller, *found


def _manifest(version: Version) -> Manifest:
    return unproven(version.manifest, Manifest)


def _kem(caller: Caller) -> PublicKey:
    return read_jwk(caller.device.kem)


def _unseal(context: Context, version: Version, sealed: bytes, info: str) -> bytes:
    key = context.keys.unsealing(version.kid)
    if key is None:
        raise Refusal("content-unreadable")
    try:
        return sealing.unseal(sealed, key, info)
    except ProtocolFault as fault:
        raise Refusal("content-unreadable", fault.what("zh")) from fault
