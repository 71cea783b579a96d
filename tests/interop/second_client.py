"""A second client of the filing protocol, written from resources/protocol/protocol.md alone.

It shares no line with the program: JOSE by hand over `cryptography`, HTTP by httpx, TUF metadata by python-tuf's
signature check. It offers what the contract suite asks of a device, and nothing of a store.
"""

from __future__ import annotations

import base64
import datetime
import gzip
import hashlib
import hmac
import io
import json
import ssl
import uuid
import zipfile
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from tuf.api.metadata import Metadata

SUITE = "P256-HKDFSHA256-A256GCM"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CHINA = datetime.timezone(datetime.timedelta(hours=8))


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def kind(self) -> str:
        is_problem = self.headers.get("content-type", "").startswith("application/problem+json")
        return self.json()["type"].rsplit("/", 1)[-1] if is_problem else ""


class Frozen(NamedTuple):
    return_key: str
    version_id: str
    body: bytes
    manifest: str
    sealed_sha256: str
    size: int

    @property
    def path(self) -> str:
        return f"/v1/returns/{self.return_key}/versions/{self.version_id}"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    point = key.public_numbers()
    x, y = (b64(value.to_bytes(32, "big")) for value in (point.x, point.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def key_of(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    x, y = (int.from_bytes(unb64(jwk[name]), "big") for name in "xy")
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def jws(payload: bytes, key: ec.EllipticCurvePrivateKey, header: dict[str, Any]) -> str:
    signed = b64(dump({"alg": "ES256", **header})) + "." + b64(payload)
    r, s = utils.decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return signed + "." + b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def seal(data: bytes, key: ec.EllipticCurvePublicKey, info: str) -> bytes:
    return Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM).encrypt(data, key, info=info.encode())


def unseal(data: bytes, key: ec.EllipticCurvePrivateKey, info: str) -> bytes:
    return Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM).decrypt(data, key, info=info.encode())


class SecondClient:
    """One device of one firm at the endpoint of a profile (C15: name, env, base_url, tls_ca_pem, tuf_root)."""

    def __init__(self, profile: dict[str, Any], firm: str) -> None:
        self.firm, self.device_id = firm, ""
        self.env, self.base = profile["env"], profile["base_url"].rstrip("/")
        self.sig, self.kem = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.thumbprint = b64(hashlib.sha256(dump(public_jwk(self.sig.public_key()))).digest())
        self.nonce = self.token = ""
        self.offset = datetime.timedelta()
        self.sealed: dict[str, dict[str, str]] = {}
        context = ssl.create_default_context(cadata=profile.get("tls_ca_pem") or None)
        self.http = httpx.Client(verify=context, trust_env=False, timeout=30)
        self.keys = self._bureau_keys(profile["tuf_root"].encode())
        self.close = self.http.close
        self.check_ack = partial(self._verify, typ="jibao-commit-ack", use="receipt", moment="committed_at")
        self.check_checkpoint = partial(self._verify, typ="jibao-checkpoint", use="log", moment="at")

    def _bureau_keys(self, root_bytes: bytes) -> list[dict[str, Any]]:
        """keys/collect.json by TUF: root, timestamp, snapshot, targets, delegated roles, each under the former."""
        root = Metadata.from_bytes(root_bytes)
        root.signed.verify_delegate("root", root.signed_bytes, root.signatures)

        def role(name: str, file: str, above: Any) -> Any:
            found = Metadata.from_bytes(self._tuf("metadata/" + file))
            above.signed.verify_delegate(name, found.signed_bytes, found.signatures)
            return found

        timestamp = role("timestamp", "timestamp.json", root)
        snapshot = role("snapshot", f"{timestamp.signed.snapshot_meta.version}.snapshot.json", root)
        meta = snapshot.signed.meta
        targets = role("targets", f"{meta['targets.json'].version}.targets.json", root)
        places = [targets]
        if targets.signed.delegations is not None:
            names = targets.signed.delegations.roles
            places += [role(name, f"{meta[name + '.json'].version}.{name}.json", targets) for name in names]
        for place in places:
            target = place.signed.targets.get("keys/collect.json")
            if target is not None:
                data = self._tuf(f"targets/keys/{target.hashes['sha256']}.collect.json")
                target.verify_length_and_hashes(data)
                return list(json.loads(data))
        raise ValueError("no keys/collect.json")

    def _tuf(self, path: str) -> bytes:
        return self.http.get(f"{self.base}/tuf/{path}").raise_for_status().content

    def _verify(self, token: str, typ: str, use: str, moment: str) -> dict[str, Any]:
        head, payload, signature = token.split(".")
        header, said = json.loads(unb64(head)), json.loads(unb64(payload))
        if header.keys() != {"alg", "typ", "kid"} or (header["alg"], header["typ"]) != ("ES256", typ):
            raise ValueError(str(header))
        listed = next((key for key in self.keys if (key["use"], key["kid"]) == (use, header["kid"])), None)
        if listed is None:
            raise ValueError("a key the bureau does not list")
        read = datetime.datetime.fromisoformat
        if not read(listed["not_before"]) <= read(said[moment]) <= read(listed["not_after"]):
            raise ValueError("a key that was not valid then")
        raw = unb64(signature)
        both = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key_of(listed["jwk"]).verify(both, f"{head}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
        if said.get("env", self.env) != self.env:
            raise ValueError("another environment")
        return dict(said)

    def _seal_key(self) -> tuple[str, ec.EllipticCurvePublicKey]:
        key = next(each for each in self.keys if each["use"] == "seal" and each["alg"] == SUITE)
        return key["kid"], key_of(key["jwk"])

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(CHINA) + self.offset

    def plain(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.http.request(method, self.base + path, content=body, headers=named)
        self.nonce = answer.headers.get("dpop-nonce", self.nonce)
        return Reply(answer.status_code, dict(answer.headers), answer.content)

    def call(
        self, method: str, path: str, body: Any = None, media: str = "application/json", **headers: str
    ) -> Any:
        own = {"Authorization": f"DPoP {self.token}", "DPoP": self.proof(method, path)}
        if body is not None:
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            own |= {"Content_Type": media, "Content_Digest": f"sha-256=:{digest}:"}
        return self.plain(method, path, body, **{**own, **headers})

    def proof(self, method: str, path: str) -> str:
        return self._proof(method, path, b64(hashlib.sha256(self.token.encode()).digest()))

    def _proof(self, method: str, path: str, ath: str | None) -> str:
        url = self.base + path.partition("?")[0]
        claims = {"jti": str(uuid.uuid4()), "htm": method, "htu": url, "iat": int(self.now().timestamp())}
        claims |= ({"nonce": self.nonce} if self.nonce else {}) | ({"ath": ath} if ath else {})
        return jws(dump(claims), self.sig, {"typ": "dpop+jwt", "jwk": public_jwk(self.sig.public_key())})

    def hello(self, nonce: str) -> dict[str, Any]:
        token = self.plain("GET", f"/v1/hello?nonce={nonce}").body.decode()
        said = self._verify(token, "jibao-hello", "hello", "now")
        if said["nonce"] != nonce:
            raise ValueError("a replayed hello")
        self.offset = datetime.datetime.fromisoformat(said["now"]) - datetime.datetime.now(CHINA)
        return said

    def enrolment(self, code: str) -> bytes:
        if code not in self.sealed:
            keys = {"sig": public_jwk(self.sig.public_key()), "kem": public_jwk(self.kem.public_key())}
            proof = {"kind": "code", "code": code}
            content = {"firm": self.firm, "proof": proof, "device_name": "second client", "keys": keys}
            kid, key = self._seal_key()
            self.sealed[code] = self._box(kid, seal(dump(content), key, "jibao/v1|enrol"))
        sealed = self.sealed[code]
        claims = {"sealed_sha256": sha(unb64(sealed["data"])), "server_nonce": self.nonce}
        claims["htu"] = self.base + "/v1/enrolments"
        own = jws(dump(claims), self.sig, {"typ": "jibao-enrol", "jwk": public_jwk(self.sig.public_key())})
        return dump({"sealed": sealed, "self": own})

    def log_in(self) -> Reply:
        url, now = self.base + "/v1/token", int(self.now().timestamp())
        claims = {"iss": self.device_id, "sub": self.device_id, "aud": url, "iat": now, "exp": now + 60}
        claims["jti"] = str(uuid.uuid4())
        assertion = jws(dump(claims), self.sig, {"typ": "jibao-client+jwt", "kid": self.device_id})
        form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION}
        body = urlencode(form | {"client_assertion": assertion}).encode()
        media = "application/x-www-form-urlencoded"
        proof = self._proof("POST", "/v1/token", None)
        reply = self.plain("POST", "/v1/token", body, Content_Type=media, DPoP=proof)
        self.token = reply.json()["access_token"] if reply.status == 200 else self.token
        return reply

    def freeze(self, draft: Any, *, spoilt: bool = False) -> Frozen:
        return_key, pack = draft.return_key, draft.pack
        version_id = draft.version_id or str(uuid.uuid4())
        document = dump({"cells": dict(draft.cells), "reason": draft.reason})
        salt = hashlib.sha256(uuid.uuid4().bytes).digest()
        squeezed = gzip.compress(document)
        plain = b"JBS1" + salt + len(squeezed).to_bytes(4, "big") + squeezed
        plain += bytes(-len(plain) % 4096)
        kid, key = self._seal_key()
        key = ec.generate_private_key(ec.SECP256R1()).public_key() if spoilt else key
        sealed = seal(plain, key, f"jibao/v1|{self.env}|{return_key}|{version_id}|{pack[1]}")
        manifest = {"v": 1, "env": self.env, "return_key": return_key, "version_id": version_id}
        manifest |= {"base_version_id": draft.base, "kind": draft.kind, "pack_sha256": pack[1]}
        manifest |= {"form": return_key.split(".")[1], "pack": pack[0], "sealed_sha256": sha(sealed)}
        manifest["attachments"] = list(draft.attachments)
        manifest["commitment"] = hmac.new(salt, document, "sha256").hexdigest()
        manifest |= {"made_at": self.now().isoformat(timespec="milliseconds"), "device_id": self.device_id}
        manifest |= {"app": "second", "audit_head": None}
        token = self._by_device("jibao-manifest", manifest)
        body = dump({"manifest": token, "sealed": self._box(kid, sealed)})
        return Frozen(return_key, version_id, body, token, sha(sealed), len(sealed))

    def seal_attachment(self, data: bytes, return_key: str, version_id: str, name: str) -> bytes:
        return seal(data, self._seal_key()[1], f"jibao/v1|attachment|{return_key}|{version_id}|{name}")

    def commit(self, frozen: Frozen) -> bytes:
        names = ("return_key", "version_id", "sealed_sha256", "size")
        return self._by_device("jibao-commit", {name: getattr(frozen, name) for name in names}).encode()

    def approve(self, device_id: str, thumbprint: str) -> bytes:
        said = {"device_id": device_id, "thumbprint": thumbprint}
        return dump({"approval": self._by_device("jibao-approve", said)})

    def carry(self, versions: list[Frozen]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for each in versions:
                archive.writestr(f"submissions/{each.return_key}/{each.version_id}.json", each.body)
        return buffer.getvalue()

    def _by_device(self, typ: str, payload: dict[str, Any]) -> str:
        return jws(dump(payload), self.sig, {"typ": typ, "kid": self.device_id})

    def _box(self, kid: str, data: bytes) -> dict[str, str]:
        return {"suite": SUITE, "kid": kid, "data": b64(data)}

    def check_receipt(self, token: str, frozen: Frozen) -> dict[str, Any]:
        return self._about(self._verify(token, "jibao-receipt", "receipt", "received_at"), frozen)

    def check_decision(self, token: str, frozen: Frozen) -> dict[str, Any]:
        return self._about(self._verify(token, "jibao-decision", "decision", "decided_at"), frozen)

    def _about(self, said: dict[str, Any], frozen: Frozen) -> dict[str, Any]:
        own = json.loads(unb64(frozen.manifest.split(".")[1])) | {"manifest_sha256": sha(frozen.manifest.encode())}
        names = {"return_key", "version_id", "manifest_sha256", "sealed_sha256", "commitment", "base_version_id"}
        if any(said[name] != own[name] for name in names & said.keys()):
            raise ValueError("it speaks of something else")
        return said

    def open_content(self, answer: dict[str, Any], frozen: Frozen) -> dict[str, Any]:
        info = f"jibao/v1|content|{frozen.version_id}|{self.device_id}"
        plain = unseal(unb64(answer["data"]), self.kem, info)
        length = int.from_bytes(plain[36:40], "big")
        document = gzip.decompress(plain[40 : 40 + length])
        stated = json.loads(unb64(frozen.manifest.split(".")[1]))["commitment"]
        made = hmac.new(plain[4:36], document, "sha256").hexdigest()
        if (answer["manifest"], made) != (frozen.manifest, stated):
            raise ValueError("not what was filed")
        return dict(json.loads(document))
