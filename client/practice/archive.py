"""Earlier content for a firm's own devices: a replaced computer, or a return that another one filed (C4, 10)."""

from __future__ import annotations

import sqlite3

from starlette.requests import Request
from starlette.responses import Response

from client.practice import records
from client.practice.exchange import answer
from client.practice.problems import Refusal
from client.practice.records import Version
from client.practice.room import Room
from client.protocol import jws, sealing, strict_json
from client.protocol.content import reseal
from client.protocol.faults import ProtocolFault
from client.protocol.keys import from_jwk
from client.protocol.messages import Jwk, Manifest


async def content(room: Room, request: Request) -> Response:
    """GET …/versions/{vid}/content: the plaintext with its salt, sealed to the asking device."""
    caller = await room.caller(request)
    caller.require("read")
    words = request.path_params

    def look(connection: sqlite3.Connection) -> tuple[Version, bytes] | None:
        version = records.version(connection, caller.firm, words["version_id"])
        if version is None or version.return_key != words["return_key"]:
            return None
        return version, records.sealed(connection, version.seq)

    found = await room.run(look)
    if found is None:
        raise Refusal("unknown-version")
    version, sealed = found
    kem = from_jwk(strict_json.decode(caller.device.kem.encode("ascii"), Jwk))
    plain = _unseal(room, version, sealed)
    return answer(reseal(plain, version.manifest, version.version_id, caller.device.device_id, kem))


def _unseal(room: Room, version: Version, sealed: bytes) -> bytes:
    manifest = strict_json.decode(jws.unverified(version.manifest), Manifest)
    key = room.keys.by_kid("seal", version.kid)
    if key is None:
        raise Refusal("content-unreadable")
    info = sealing.submission_info(manifest.env, manifest.return_key, manifest.version_id, manifest.pack_sha256)
    try:
        return sealing.unseal(sealed, key, info)
    except ProtocolFault as fault:
        raise Refusal("content-unreadable", fault.what("zh")) from fault
