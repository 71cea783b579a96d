"""Beside filing: status, content, prechecks, commitments, attachments, carry files, the log (C4 10-17)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from client.conformance.device import Device, Reply
from client.conformance.fixture import Fixture, equal, freeze, good, holds, put, refused
from client.protocol.encoding import chain_digest, content_digest, sha256_hex
from client.protocol.identifiers import new_id
from client.protocol.messages import JWS_MEDIA, SUBMISSION_MEDIA
from client.protocol.strict_json import encode

PIECE = 64 * 1024


def many_are_asked_at_once(fixture: Fixture) -> None:
    """C4 11: up to 1,000 version ids; what is not the firm's is unknown."""
    device, frozen = fixture.device(), fixture.freeze()
    receipt = good(put(device, frozen), 201)["receipt"]
    ids = [frozen.version_id, *(new_id() for _ in range(999))]
    items = good(device.call("POST", "/v1/status:query", encode({"version_ids": ids})))["items"]
    equal("the known one's receipt", items[0]["receipt"], receipt)
    equal("the others", {item["state"] for item in items[1:]}, {"unknown"})
    too_many = encode({"version_ids": [new_id() for _ in range(1001)]})
    refused(device.call("POST", "/v1/status:query", too_many), 422, "schema")


def content_comes_back_to_the_device(fixture: Fixture) -> None:
    """C15: the plaintext with its salt, sealed to the asking device; the commitment holds."""
    device, due = fixture.device(), fixture.obligation()
    cells = {f"{due['form']}001": "987654"}
    frozen = freeze(device, due, cells=cells)
    good(put(device, frozen), 201)
    answer = good(device.call("GET", frozen.path + "/content"))
    equal("cells", device.open_content(answer, frozen)["cells"], cells)
    refused(fixture.device("other").call("GET", frozen.path + "/content"), 404, "unknown-version")


def a_precheck_never_counts(fixture: Fixture) -> None:
    """C4 12: findings, and nothing stored."""
    device, frozen = fixture.device(), fixture.freeze(cells={})
    told = good(device.call("POST", "/v1/prechecks", frozen.body, SUBMISSION_MEDIA))
    equal("counts", told["counts"], False)
    holds("findings are listed", isinstance(told["findings"], list))
    refused(device.call("GET", frozen.path), 404, "unknown-version")


def a_commitment_is_acknowledged(fixture: Fixture) -> None:
    """C9: a signed promise is answered by a signed acknowledgement, the same for the same key."""
    device, frozen = fixture.device(), fixture.freeze()
    body, key = device.commit(frozen), new_id()
    reply = device.call("POST", "/v1/commitments", body, JWS_MEDIA, Idempotency_Key=key)
    good(reply, 201)
    said = device.check_ack(reply.body.decode())
    equal("sealed_sha256", said["sealed_sha256"], frozen.sealed_sha256)
    holds("upload_by is later", said["upload_by"] > said["committed_at"])
    again = device.call("POST", "/v1/commitments", body, JWS_MEDIA, Idempotency_Key=key)
    equal("the repeated answer", again.body, reply.body)
    other = device.commit(fixture.freeze())
    refused(
        device.call("POST", "/v1/commitments", other, JWS_MEDIA, Idempotency_Key=key), 422, "idempotency-reused"
    )
    refused(device.call("POST", "/v1/commitments", body, JWS_MEDIA), 400, "idempotency-missing")
    good(put(device, frozen), 201)


def attachments_come_in_pieces(fixture: Fixture) -> None:
    """C10: created, continued at the offset asked for, whole before the version that names them."""
    device, due = fixture.device(), fixture.obligation()
    version_id = new_id()
    sealed = device.seal_attachment(bytes(PIECE) + b"scan", due["return_key"], version_id, "a1")
    place = _create(device, due["return_key"], len(sealed))
    named = {"id": "a1", "upload": place.rpartition("/")[2], "size": len(sealed), "sha256": sha256_hex(sealed)}
    frozen = freeze(device, due, version_id=version_id, attachments=[named])
    _piece(device, place, 0, sealed[:PIECE])
    refused(put(device, frozen), 409, "attachments-incomplete")
    head = _tus(device, "HEAD", place)
    equal("Upload-Offset", head.headers.get("upload-offset"), str(PIECE))
    equal("Upload-Length", head.headers.get("upload-length"), str(len(sealed)))
    refused(_patch(device, place, 0, sealed[PIECE:]), 409, "upload-offset")
    spoilt = _patch(device, place, PIECE, sealed[PIECE:], checksum=bytes(32))
    refused(spoilt, 460, "upload-checksum")
    _piece(device, place, PIECE, sealed[PIECE:])
    good(put(device, frozen), 201)


def an_attachment_comes_back_to_the_device(fixture: Fixture) -> None:
    """C18: one file of a version, sealed anew to the asking device; no other firm's, none it does not name."""
    device, due = fixture.device(), fixture.obligation()
    version_id, data = new_id(), b"%PDF-1.7 scan"
    sealed = device.seal_attachment(data, due["return_key"], version_id, "a1")
    place = _create(device, due["return_key"], len(sealed))
    _piece(device, place, 0, sealed)
    named = {"id": "a1", "upload": place.rpartition("/")[2], "size": len(sealed), "sha256": sha256_hex(sealed)}
    frozen = freeze(device, due, version_id=version_id, attachments=[named])
    good(put(device, frozen), 201)
    reply = device.call("GET", frozen.path + "/attachments/a1")
    equal("status", reply.status, 200)
    equal("bytes", len(reply.body), len(sealed))
    holds("it is sealed anew", reply.body != sealed)
    refused(device.call("GET", frozen.path + "/attachments/a2"), 404, "not-found")
    refused(fixture.device("other").call("GET", frozen.path + "/attachments/a1"), 404, "unknown-version")


def an_upload_named_by_the_client_is_found_again(fixture: Fixture) -> None:
    """C10: the client may mint the id, so that a lost answer costs nothing; asking again tells how far it is."""
    device, due, name = fixture.device(), fixture.obligation(), new_id()
    place = _create(device, due["return_key"], 10, name)
    equal("the id", place.rpartition("/")[2], name)
    _piece(device, place, 0, b"12345")
    again = _asked_to_create(device, due["return_key"], 10, name)
    good(again, 201)
    equal("Upload-Offset", again.headers.get("upload-offset"), "5")
    refused(_asked_to_create(device, due["return_key"], 11, name), 422, "idempotency-reused")
    refused(_asked_to_create(device, due["return_key"], 10, "1"), 400, "malformed")


def an_upload_can_be_dropped(fixture: Fixture) -> None:
    """C4 14: termination; what is gone is 410, also another firm's."""
    device, due = fixture.device(), fixture.obligation()
    place = _create(device, due["return_key"], 10)
    refused(_tus(fixture.device("other"), "DELETE", place), 410, "upload-gone")
    good(_tus(device, "DELETE", place), 204)
    refused(_tus(device, "DELETE", place), 410, "upload-gone")
    refused(device.call("POST", "/v1/uploads", Tus_Resumable="0.2.2"), 412, "malformed")


def _asked_to_create(device: Device, return_key: str, length: int, upload: str = "") -> Reply:
    words = {"return_key": return_key, "attachment": "a1"} | ({"upload": upload} if upload else {})
    told = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in words.items())
    return _tus(device, "POST", "/v1/uploads", Upload_Length=str(length), Upload_Metadata=told)


def _create(device: Device, return_key: str, length: int, upload: str = "") -> str:
    reply = _asked_to_create(device, return_key, length, upload)
    good(reply, 201)
    holds("Upload-Expires is told", reply.headers.get("upload-expires"))
    return "/v1/" + reply.headers["location"].partition("/v1/")[2]


def _piece(device: Device, place: str, start: int, data: bytes) -> None:
    reply = _patch(device, place, start, data)
    good(reply, 204)
    equal("Upload-Offset", reply.headers.get("upload-offset"), str(start + len(data)))


def _patch(device: Device, place: str, start: int, data: bytes, checksum: bytes | None = None) -> Reply:
    told = base64.b64encode(checksum or hashlib.sha256(data).digest()).decode()
    return device.call(
        "PATCH",
        place,
        data,
        "application/offset+octet-stream",
        Tus_Resumable="1.0.0",
        Upload_Offset=str(start),
        Upload_Checksum=f"sha256 {told}",
    )


def _tus(device: Device, method: str, path: str, **headers: str) -> Reply:
    return device.call(method, path, None, "", Tus_Resumable="1.0.0", **headers)


def a_carry_file_is_as_good_as_put(fixture: Fixture) -> None:
    """C10: a zip of submissions without login; receipts come back, and PUT then gives the same one."""
    device = fixture.device()
    frozen, spoilt = fixture.freeze(), fixture.freeze()
    data = device.carry([frozen, spoilt._replace(body=b"{}")])
    stranger = fixture.stranger(device.firm)
    key = new_id()
    items = {item["version_id"]: item for item in good(_carry(stranger, data, key), 207)["items"]}
    equal("status", items[frozen.version_id]["status"], 201)
    receipt = items[frozen.version_id]["state"]["receipt"]
    device.check_receipt(receipt, frozen)
    holds("the spoilt one is refused by name", items[spoilt.version_id]["problem"]["type"])
    equal("the receipt of PUT", good(put(device, frozen))["receipt"], receipt)
    equal("status of a repetition", _carry(stranger, data, key).status, 207)
    refused(_carry(stranger, data + b"x", key), 422, "idempotency-reused")
    refused(_carry(stranger, b"not a zip", new_id()), 400, "malformed")


def _carry(device: Device, data: bytes, key: str) -> Reply:
    words = {"Content_Type": "application/zip", "Content_Digest": content_digest(data), "Idempotency_Key": key}
    return device.plain("POST", "/v1/bundles", data, **words)


def notices_are_told_from_a_mark_on(fixture: Fixture) -> None:
    """C4 15: what was sent back; next leads on from there."""
    device = fixture.device()
    told = good(device.call("GET", "/v1/notices"))
    holds("next and items", {"next", "items"} <= told.keys())
    later = good(device.call("GET", f"/v1/notices?after={told['next']}"))
    equal("nothing new", [item for item in later["items"] if item in told["items"]], [])
    refused(device.call("GET", "/v1/notices?after=x"), 400, "malformed")


def the_log_is_a_signed_chain(fixture: Fixture) -> None:
    """B 6: the checkpoint names the newest receipt; the next receipt names that one as prev."""
    device = fixture.device()
    frozen = fixture.freeze()
    receipt = good(put(device, frozen), 201)["receipt"]
    said = device.check_receipt(receipt, frozen)
    head = device.check_checkpoint(device.plain("GET", "/v1/log/checkpoint").body.decode())
    holds("the checkpoint is not behind", head["seq"] >= said["seq"])
    if head["seq"] == said["seq"]:
        equal("head", head["head"], chain_digest(receipt))
    after = fixture.freeze()
    told = device.check_receipt(good(put(device, after), 201)["receipt"], after)
    holds("seq goes up", told["seq"] > said["seq"])
    if told["seq"] == said["seq"] + 1:
        equal("prev", told["prev"], chain_digest(receipt))


CASES: tuple[Callable[[Fixture], None], ...] = (
    many_are_asked_at_once,
    content_comes_back_to_the_device,
    a_precheck_never_counts,
    a_commitment_is_acknowledged,
    attachments_come_in_pieces,
    an_attachment_comes_back_to_the_device,
    an_upload_named_by_the_client_is_found_again,
    an_upload_can_be_dropped,
    a_carry_file_is_as_good_as_put,
    notices_are_told_from_a_mark_on,
    the_log_is_a_signed_chain,
)
