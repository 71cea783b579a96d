"""2,000 requests made from the published description by schemathesis: whatever comes, never a 5xx."""

from __future__ import annotations

import base64
import hashlib
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from client.conformance.device import Frozen, Reply
from client.conformance.fixture import Fixture, freeze, good, post_enrolment, put
from client.conformance.own_device import OwnDevice
from client.practice import Practice
from client.practice.app import OPERATIONS
from client.practice.openapi import document
from client.protocol import strict_json
from client.protocol.encoding import content_digest, sha256_hex
from client.protocol.identifiers import new_id
from client.protocol.messages import EndpointProfile
from tests.client.sync.office import CLOCK, new_firm

REQUESTS = 2000


@schemathesis.serializer("application/jose", "application/offset+octet-stream", "application/zip")
def as_bytes(_: Any, value: Any) -> bytes:
    """Bodies that are no JSON travel as they are."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


SHARES = {"as made": 2, "known place": 5, "whole": 2}
"""Ninths of the requests: rarely what schemathesis made as a whole, since it cannot sign, seal or hash, and a
stranger gets no further; mostly its queries, headers and bodies at places that exist; and good requests."""
EACH = -(-REQUESTS // len(OPERATIONS) // 9)


Whole = tuple[str, str, bytes | None, dict[str, str]]
"""Method, path, body, headers."""


class Fuzzed:
    """An enrolled device that sends what schemathesis made, mostly with its token and at places that exist."""

    def __init__(self, practice: Practice, folder: Path) -> None:
        profile = strict_json.decode(practice.profile_path.read_bytes(), EndpointProfile)
        firm = new_firm()
        codes = [(firm, practice.issue_code(firm)) for _ in range(2)]
        self.practice, self.base = practice, practice.base_url
        self.fixture = Fixture(lambda own: OwnDevice(profile, folder, own, clock=CLOCK), codes)
        self.device = self.fixture.device()
        self.due = self.fixture.obligation()
        self.filed = self.with_a_file()
        good(put(self.device, self.filed), 201)
        self.chance = random.Random(7)
        self.replies: Counter[tuple[str, int]] = Counter()
        self.past = 0
        self.spare_id = ""
        told = post_enrolment(self.device, self.device.enrolment("known"), new_id())
        self.enrolment = good(told, 202)["enrolment_id"]

    def schema(self, *, known: bool) -> Any:
        """What is published; with ``known`` its paths lead to what exists, which also takes no time to make up."""
        told = document()
        if known:
            places = self.places()
            for operation in [each for methods in told["paths"].values() for each in methods.values()]:
                for parameter in operation["parameters"]:
                    if parameter["in"] == "path":
                        parameter["schema"] = {"enum": [places[parameter["name"]]]}
        return schemathesis.openapi.from_dict(told)

    def send(self, definition: dict[str, Any], whole: Whole) -> Reply:
        """Send a request of an operation, mostly with a token, and see that the answer is one of ours."""
        name, (method, path, body, headers) = definition["operationId"], whole
        if body is not None:
            headers.setdefault("Content-Digest", content_digest(body))
            headers.setdefault("Idempotency-Key", new_id())
        if "security" in definition and self.chance.random() < 0.9:
            headers |= {"Authorization": f"DPoP {self.device._token}", "DPoP": self.device.proof(method, path)}
        reply = self.device.plain(method, path, body, **headers)
        self.replies[name, reply.status] += 1
        self.past += reply.status not in (401, 403)
        assert reply.status < 500, (method, path, reply.body[:300])
        assert reply.headers["stats-api"] == "1"
        if reply.status >= 400 and method != "HEAD":
            assert reply.kind
        return reply

    def made(self, case: Any) -> Whole:
        prepared = requests.Request(**_plain(case.as_transport_kwargs(base_url=self.base))).prepare()
        path = (prepared.url or "").removeprefix(self.base)
        body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
        headers = {name: value for name, value in prepared.headers.items() if _sendable(value)}
        return case.method, path, body, {n: v for n, v in headers.items() if n.lower() not in _OWN}

    def places(self) -> dict[str, str]:
        return {
            "return_key": self.filed.return_key,
            "version_id": self.filed.version_id,
            "device_id": self.spare(),  # its own would end all further requests
            "enrolment_id": new_id(),
            "upload_id": new_id(),
            "attachment_id": "a1",
            "path": "metadata/1.root.json",
        }

    def whole(self, name: str, method: str) -> Whole:
        """A good request of the operation, signed and sealed."""
        if name.startswith("uploads_"):
            return self.upload(name, method)
        if name == "devices_token":
            self.replies[name, self.device.log_in().status] += 1
        path, body, media = self.wholes()[name]()
        headers = {"Content-Type": media} if media else {}
        if name == "devices_enrolment":
            headers["DPoP"] = self.device.proof(method, path)
        return method, path, body, headers

    def wholes(self) -> dict[str, Callable[[], tuple[str, bytes | None, str]]]:
        """Path, body and media type by operation."""
        device, filed = self.device, self.filed
        json, submission = "application/json", "application/vnd.jibao.submission+json"
        ids = strict_json.encode({"version_ids": [filed.version_id]})
        own = f"/v1/devices/{device.device_id}"
        return {
            "returns_put_version": lambda: (filed.path, filed.body, submission),
            "returns_get_version": lambda: (filed.path, None, ""),
            "returns_history": lambda: (f"/v1/returns/{filed.return_key}", None, ""),
            "returns_obligations": lambda: ("/v1/obligations", None, ""),
            "returns_notices": lambda: ("/v1/notices", None, ""),
            "returns_status": lambda: ("/v1/status:query", ids, json),
            "archive_content": lambda: (filed.path + "/content", None, ""),
            "archive_attachment": lambda: (filed.path + "/attachments/a1", None, ""),
            "declaring_precheck": lambda: ("/v1/prechecks", self.fresh().body, submission),
            "declaring_commit": lambda: ("/v1/commitments", device.commit(self.fresh()), "application/jose"),
            "bundles_carry": lambda: ("/v1/bundles", device.carry([self.fresh()]), "application/zip"),
            "public_hello": lambda: ("/v1/hello?nonce=" + "n" * 22, None, ""),
            "public_checkpoint": lambda: ("/v1/log/checkpoint", None, ""),
            "public_tuf": lambda: ("/tuf/metadata/1.root.json", None, ""),
            "devices_me": lambda: ("/v1/me", None, ""),
            "devices_token": lambda: ("/v1/token", b"grant_type=x", "application/x-www-form-urlencoded"),
            "devices_enrol": lambda: ("/v1/enrolments", device.enrolment("known"), json),
            "devices_enrolment": lambda: (f"/v1/enrolments/{self.enrolment}", None, ""),
            "devices_approve": lambda: (
                own + ":approve",
                device.approve(device.device_id, device.thumbprint),
                json,
            ),
            "devices_revoke": lambda: (f"/v1/devices/{self.spare()}", None, ""),
        }

    def with_a_file(self) -> Frozen:
        version_id, upload = new_id(), new_id()
        sealed = self.device.seal_attachment(b"scan", self.due["return_key"], version_id, "a1")
        words = {"return_key": self.due["return_key"], "attachment": "a1", "upload": upload}
        told = ",".join(f"{name} {_b64(value)}" for name, value in words.items())
        tus = {"Tus_Resumable": "1.0.0"}
        length = str(len(sealed))
        good(self.device.call("POST", "/v1/uploads", **tus, Upload_Length=length, Upload_Metadata=told), 201)
        digest = f"sha256 {base64.b64encode(hashlib.sha256(sealed).digest()).decode()}"
        media, path = "application/offset+octet-stream", f"/v1/uploads/{upload}"
        piece = self.device.call("PATCH", path, sealed, media, **tus, Upload_Offset="0", Upload_Checksum=digest)
        good(piece, 204)
        named = {"id": "a1", "upload": upload, "size": len(sealed), "sha256": sha256_hex(sealed)}
        return freeze(self.device, self.due, version_id=version_id, attachments=[named])

    def fresh(self) -> Frozen:
        return freeze(self.device, self.due, base=self.filed.version_id, kind="correction", reason="试")

    def spare(self) -> str:
        """A further device of the firm, enrolled once."""
        if not self.spare_id:
            other = self.fixture.stranger(self.device.firm)
            body = other.enrolment(self.practice.issue_code(self.device.firm))
            self.spare_id = good(post_enrolment(other, body, new_id()), 202)["device_id"]
        return self.spare_id

    def upload(self, name: str, method: str) -> Whole:
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "0"}
        headers["Upload-Metadata"] = f"return_key {_b64(self.filed.return_key)},attachment {_b64('a1')}"
        if name == "uploads_create":
            return method, "/v1/uploads", None, headers
        made = self.device.call("POST", "/v1/uploads", **{n.replace("-", "_"): v for n, v in headers.items()})
        # A firm may have so many open uploads; from then on it is told to wait.
        path = made.headers.get("location", f"/v1/uploads/{new_id()}").removeprefix(self.base)
        if name == "uploads_append":
            empty = "sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
            media = "application/offset+octet-stream"
            headers |= {"Upload-Offset": "0", "Upload-Checksum": empty, "Content-Type": media}
            return method, path, b"", headers
        return method, path, None, headers


_OWN = {"content-length", "authorization", "dpop", "host", "transfer-encoding"}


def _plain(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if name not in ("cert", "verify", "timeout", "proxies")}


def _sendable(value: str | bytes) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.timeout(900)  # half a minute of work, on a machine that may have other work
def test_nothing_brings_the_endpoint_down(practice: Practice, tmp_path: Path) -> None:
    fuzzed = Fuzzed(practice, tmp_path)
    try:
        for kind in ("as made", "known place"):
            for found in fuzzed.schema(known=kind == "known place").get_all_operations():
                hammer(fuzzed, found.ok(), EACH * SHARES[kind])
        for found in fuzzed.schema(known=True).get_all_operations():
            operation = found.ok()
            told = operation.definition.raw
            for _ in range(EACH * SHARES["whole"]):
                fuzzed.send(told, fuzzed.whole(told["operationId"], operation.method.upper()))
        done = sum(fuzzed.replies.values())
        assert done >= REQUESTS * 0.95, done
        assert fuzzed.past >= 0.6 * done, (fuzzed.past, done)
        good_ones = {name for name, status in fuzzed.replies if 200 <= status < 300}
        assert {name for name, _ in fuzzed.replies} == good_ones
    finally:
        fuzzed.fixture.close()


def hammer(fuzzed: Fuzzed, operation: Any, times: int) -> None:
    """Requests of one operation as schemathesis makes them up."""

    @settings(
        max_examples=times,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def once(case: Any) -> None:
        fuzzed.send(operation.definition.raw, fuzzed.made(case))

    once()
