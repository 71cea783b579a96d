"""Enrolling a device by code: sealed to the bureau, signed by the new key itself."""

from __future__ import annotations

from typing import NamedTuple

from client.protocol import jws, sealing, strict_json
from client.protocol.encoding import b64u, sha256_hex, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.keys import PrivateKey, PublicKey, from_jwk, thumbprint, to_jwk
from client.protocol.messages import (
    SUITE,
    CodeProof,
    DeviceKeys,
    Enrolment,
    EnrolmentContent,
    EnrolmentProof,
    Jwk,
    Sealed,
)


class DevicePair(NamedTuple):
    """A device's two keys: ``sig`` signs, ``kem`` unseals what the bureau sends back."""

    sig: PrivateKey
    kem: PrivateKey


def seal_enrolment(
    firm: str, code: str, device_name: str, keys: DevicePair, seal_key: tuple[str, PublicKey]
) -> Sealed:
    """The sealed part of an enrolment. Sealing twice gives other bytes: a retry sends the same ``Sealed``."""
    kid, key = seal_key
    public = DeviceKeys(sig=to_jwk(keys.sig.public_key()), kem=to_jwk(keys.kem.public_key()))
    content = EnrolmentContent(firm, CodeProof("code", code), device_name, public)
    return Sealed(SUITE, kid, b64u(sealing.seal(strict_json.encode(content), key, sealing.ENROL_INFO)))


def enrolment_body(sealed: Sealed, sig: PrivateKey, server_nonce: str, url: str) -> bytes:
    """The body of ``POST /v1/enrolments``; ``server_nonce`` is the newest ``DPoP-Nonce`` the endpoint gave."""
    claims = EnrolmentProof(sha256_hex(unb64u(sealed.data)), server_nonce, url)
    own = jws.sign(strict_json.encode(claims), sig, "jibao-enrol", jwk=to_jwk(sig.public_key()))
    return strict_json.encode(Enrolment(sealed, own))


def approval_body(device_id: str, thumbprint: str, by: str, sig: PrivateKey) -> bytes:
    """The body of ``POST /v1/devices/{id}:approve``, signed by the administrator's device ``by``."""
    approved = strict_json.encode({"device_id": device_id, "thumbprint": thumbprint})
    return strict_json.encode({"approval": jws.sign(approved, sig, "jibao-approve", kid=by)})


class SignedEnrolment(NamedTuple):
    """An enrolment whose self-signature holds; its content is not opened yet."""

    sealed: Sealed
    sealed_sha256: str
    server_nonce: str
    jwk: Jwk


def read_enrolment(body: bytes, url: str) -> SignedEnrolment:
    """The endpoint's first look at an enrolment sent to ``url``; raises ``ProtocolFault``."""
    enrolment = strict_json.decode(body, Enrolment)
    payload, jwk = jws.verify_embedded(enrolment.self_signed, "jibao-enrol")
    claims = strict_json.decode(payload, EnrolmentProof)
    digest = sha256_hex(unb64u(enrolment.sealed.data))
    if claims.sealed_sha256 != digest or claims.htu != url:
        raise ProtocolFault("protocol.enrolment-other")
    return SignedEnrolment(enrolment.sealed, digest, claims.server_nonce, jwk)


def open_enrolment(signed: SignedEnrolment, key: PrivateKey) -> EnrolmentContent:
    """The sealed content; raises ``ProtocolFault``, also when its key is not the one that signed."""
    plain = sealing.unseal(unb64u(signed.sealed.data), key, sealing.ENROL_INFO)
    content = strict_json.decode(plain, EnrolmentContent)
    from_jwk(content.keys.kem)
    if thumbprint(content.keys.sig) != thumbprint(signed.jwk):
        raise ProtocolFault("protocol.enrolment-other")
    return content
