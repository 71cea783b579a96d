"""A device on this program's own protocol layer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from client.base.clock import Clock, SystemClock
from client.conformance.device import Draft, Frozen, Reply, Said
from client.net.over_httpx import HttpxTransport
from client.net.server_time import ServerTime
from client.net.tls import tls_context
from client.net.transport import Request
from client.net.trust import BureauKeys
from client.protocol import carry_file, dpop, jws, sealing, strict_json
from client.protocol.content import open_content
from client.protocol.encoding import content_digest, unb64u
from client.protocol.enrolment import DevicePair, enrolment_body, seal_enrolment
from client.protocol.hello import check_checkpoint, check_hello
from client.protocol.identifiers import new_id
from client.protocol.keys import generate, thumbprint, to_jwk
from client.protocol.messages import (
    Attachment,
    CommitRequest,
    Content,
    Document,
    EndpointProfile,
    Kind,
    Sealed,
    Submission,
)
from client.protocol.receipts import check_decision, check_receipt, facts_of_manifest
from client.protocol.submission import Lineage, PackRef, Parties, Signer, freeze
from client.protocol.times import parse_time


class OwnDevice:
    """See ``Device``."""

    def __init__(self, profile: EndpointProfile, folder: Path, firm: str, *, clock: Clock | None = None) -> None:
        self.firm = firm
        self.device_id = ""
        self._profile = profile
        self._transport = HttpxTransport(tls_context(profile.env, profile.tls_ca_pem))
        self._keys = BureauKeys(folder, profile, self._transport)
        self._pair = DevicePair(generate(), generate())
        self._clock = ServerTime(clock or SystemClock())
        self._nonce = ""
        self._token = ""
        self._sealed: dict[str, Sealed] = {}
        self.thumbprint = thumbprint(to_jwk(self._pair.sig.public_key()))

    # Speaking ------------------------------------------------------------------------------------

    def plain(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._transport.send(Request(method, self._url(path), named, body))
        self._nonce = answer.header("dpop-nonce") or self._nonce
        return Reply(answer.status, answer.headers, answer.body)

    def call(
        self, method: str, path: str, body: bytes | None = None, media: str = "application/json", **headers: str
    ) -> Reply:
        own = {"Authorization": f"DPoP {self._token}", "DPoP": self.proof(method, path)}
        if body is not None:
            own |= {"Content_Type": media, "Content_Digest": content_digest(body)}
        return self.plain(method, path, body, **{**own, **headers})

    def hello(self, nonce: str) -> Said:
        asked = self._clock.tick()
        reply = self.plain("GET", f"/v1/hello?{urlencode({'nonce': nonce})}")
        token = reply.body.decode("ascii")
        said = check_hello(token, nonce, self._keys.keyset, self._profile.env)
        self._clock.learn(parse_time(said.now), asked, self._clock.tick())
        return _said(token)

    def enrolment(self, code: str) -> bytes:
        if code not in self._sealed:
            key = self._keys.keyset.current("seal", self._clock.now())
            self._sealed[code] = seal_enrolment(self.firm, code, "conformance", self._pair, key)
        return enrolment_body(self._sealed[code], self._pair.sig, self._nonce, self._url("/v1/enrolments"))

    def log_in(self) -> Reply:
        url = self._url("/v1/token")
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": dpop.ASSERTION_TYPE,
            "client_assertion": dpop.client_assertion(self._pair.sig, self.device_id, url, self._clock.now()),
        }
        proof = dpop.proof(self._pair.sig, "POST", url, self._clock.now(), nonce=self._nonce or None)
        media = "application/x-www-form-urlencoded"
        reply = self.plain("POST", "/v1/token", urlencode(form).encode(), DPoP=proof, Content_Type=media)
        if reply.status == 200:
            self._token = reply.json()["access_token"]
        return reply

    def proof(self, method: str, path: str) -> str:
        url = self._url(path).partition("?")[0]
        now, nonce = self._clock.now(), self._nonce or None
        return dpop.proof(self._pair.sig, method, url, now, nonce=nonce, token=self._token)

    # Making --------------------------------------------------------------------------------------

    def freeze(self, draft: Draft, *, spoilt: bool = False) -> Frozen:
        kid, key = self._keys.keyset.current("seal", self._clock.now())
        sealed_to = generate().public_key() if spoilt else key
        made = freeze(
            Document(cells=dict(draft.cells), reason=draft.reason),
            Lineage(draft.return_key, draft.version_id or new_id(), draft.base, cast(Kind, draft.kind)),
            PackRef(*draft.pack),
            Parties(self._profile.env, (kid, sealed_to), Signer(self.device_id, self._pair.sig)),
            self._clock.now(),
            attachments=[Attachment(**each) for each in draft.attachments],
        )
        return Frozen(
            draft.return_key, made.version_id, made.body, made.manifest_jws, made.sealed_sha256, len(made.sealed)
        )

    def seal_attachment(self, data: bytes, return_key: str, version_id: str, name: str) -> bytes:
        _, key = self._keys.keyset.current("seal", self._clock.now())
        return sealing.seal(data, key, sealing.attachment_info(return_key, version_id, name))

    def commit(self, frozen: Frozen) -> bytes:
        asked = CommitRequest(frozen.return_key, frozen.version_id, frozen.sealed_sha256, frozen.size)
        return self._sign(asked, "jibao-commit")

    def approve(self, device_id: str, thumbprint: str) -> bytes:
        token = self._sign({"device_id": device_id, "thumbprint": thumbprint}, "jibao-approve").decode()
        return strict_json.encode({"approval": token})

    def carry(self, versions: Sequence[Frozen]) -> bytes:
        return carry_file.write({(each.return_key, each.version_id): each.body for each in versions})

    # Reading -------------------------------------------------------------------------------------

    def check_receipt(self, token: str, frozen: Frozen) -> Said:
        check_receipt(token, facts_of_manifest(frozen.manifest), self._keys.keyset, self._profile.env)
        return _said(token)

    def check_decision(self, token: str, frozen: Frozen) -> Said:
        check_decision(token, facts_of_manifest(frozen.manifest), self._keys.keyset, self._profile.env)
        return _said(token)

    def check_ack(self, token: str) -> Said:
        kid = jws.kid(token, "jibao-commit-ack")
        key = self._keys.keyset.key("receipt", kid, parse_time(_said(token)["committed_at"]))
        return dict(json.loads(jws.verify(token, key, "jibao-commit-ack")))

    def check_checkpoint(self, token: str) -> Said:
        check_checkpoint(token, self._keys.keyset, self._profile.env)
        return _said(token)

    def open_content(self, answer: Said, frozen: Frozen) -> Said:
        content = strict_json.decode(strict_json.encode(answer), Content)
        if content.manifest != frozen.manifest:
            raise ValueError("another manifest")
        opened = open_content(content, frozen.return_key, frozen.version_id, self.device_id, self._pair.kem)
        return dict(json.loads(strict_json.encode(opened.document)))

    def close(self) -> None:
        self._transport.close()

    def _sign(self, payload: object, typ: jws.Typ) -> bytes:
        return jws.sign(strict_json.encode(payload), self._pair.sig, typ, kid=self.device_id).encode("ascii")

    def _url(self, path: str) -> str:
        return self._profile.base_url.rstrip("/") + path


def _said(token: str) -> Said:
    return dict(json.loads(jws.unverified(token)))


def spoil_manifest(frozen: Frozen) -> bytes:
    """The body with one signature character changed."""
    submission = strict_json.decode(frozen.body, Submission)
    head, payload, signature = submission.manifest.split(".")
    other = "A" if signature[10] != "A" else "B"
    changed = ".".join((head, payload, signature[:10] + other + signature[11:]))
    assert len(unb64u(changed.split(".")[2])) == 64
    return strict_json.encode(Submission(changed, submission.sealed))
