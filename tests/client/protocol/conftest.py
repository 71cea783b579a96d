"""A bureau with keys and a device, for messages that never leave the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from client.base.clock import CHINA, rfc3339
from client.protocol import jws, strict_json
from client.protocol.keys import KeySet, PrivateKey, Use, generate, to_jwk
from client.protocol.messages import SUITE, CollectKey, Decision, Document, Receipt
from client.protocol.submission import Frozen, Lineage, PackRef, Parties, Signer, freeze

FIRM = "91440101MA5XXXXX0A"
RETURN = f"{FIRM}.JY.2025-09"
NOW = datetime(2025, 10, 9, 16, 2, 11, tzinfo=CHINA)
USES: tuple[Use, ...] = ("seal", "hello", "receipt", "decision", "log")


@dataclass
class Bureau:
    """Keys of every use under the kid ``b1``, and what is signed with them."""

    private: dict[Use, PrivateKey] = field(default_factory=lambda: {use: generate() for use in USES})

    def listed(self, use: Use, kid: str = "b1", **changed: str) -> CollectKey:
        jwk = to_jwk(self.private[use].public_key())
        told = {"alg": SUITE if use == "seal" else "ES256", "not_before": "2025-01-01T00:00:00+08:00"}
        told |= {"not_after": "2027-01-01T00:00:00+08:00"} | changed
        return CollectKey(kid=kid, use=use, jwk={"kty": jwk.kty, "crv": jwk.crv, "x": jwk.x, "y": jwk.y}, **told)

    @property
    def keys(self) -> KeySet:
        return KeySet(self.listed(use) for use in USES)

    def receipt(self, frozen: Frozen, **changed: object) -> str:
        told = {
            "v": 1,
            "env": "prod",
            "receipt_no": "GD-1",
            "log_id": "gd-1",
            "seq": 7,
            "prev": None,
            "return_key": frozen.return_key,
            "version_id": frozen.version_id,
            "base_version_id": frozen.base_version_id,
            "manifest_sha256": frozen.manifest_sha256,
            "sealed_sha256": frozen.sealed_sha256,
            "commitment": frozen.commitment,
            "received_at": rfc3339(NOW),
            "deadline_at": "2025-10-10T18:00:00.000+08:00",
            "timeliness": "on_time",
            "device_id": frozen.device_id,
        }
        receipt = Receipt(**(told | changed))  # type: ignore[arg-type]
        return jws.sign(strict_json.encode(receipt), self.private["receipt"], "jibao-receipt", kid="b1")

    def decision(self, frozen: Frozen, **changed: object) -> str:
        told = {
            "v": 1,
            "env": "prod",
            "decision_no": 1,
            "prev_decision": None,
            "return_key": frozen.return_key,
            "version_id": frozen.version_id,
            "manifest_sha256": frozen.manifest_sha256,
            "state": "accepted",
            "decided_at": rfc3339(NOW),
        }
        decision = Decision(**(told | changed))  # type: ignore[arg-type]
        return jws.sign(strict_json.encode(decision), self.private["decision"], "jibao-decision", kid="b1")


@pytest.fixture(scope="session")
def bureau() -> Bureau:
    return Bureau()


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer("d7000000-0000-4000-8000-000000000001", generate())


@pytest.fixture(scope="session")
def document() -> Document:
    return Document(cells={"JY001": "1234", "JY001@ly": "1198"}, people={"填表人": "王芳"})


@pytest.fixture(scope="session")
def frozen(bureau: Bureau, signer: Signer, document: Document) -> Frozen:
    """One version of JY 2025-09, sealed to the bureau."""
    return freeze(
        document,
        Lineage(RETURN, "3b1e0000-0000-4000-8000-000000000001"),
        PackRef("2026.1", "ab" * 32),
        Parties("prod", bureau.keys.current("seal", NOW), signer),
        NOW,
    )
