"""Proofs, assertions, enrolment and hello: who is who."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec
import pytest

from client.base.clock import rfc3339
from client.protocol import jws, sealing, strict_json
from client.protocol.dpop import client_assertion, proof, read_assertion, read_proof, target, token_hash
from client.protocol.encoding import b64u
from client.protocol.enrolment import (
    DevicePair,
    enrolment_body,
    open_enrolment,
    read_enrolment,
    seal_enrolment,
)
from client.protocol.faults import ProtocolFault
from client.protocol.hello import check_checkpoint, check_hello
from client.protocol.keys import generate, thumbprint, to_jwk
from client.protocol.messages import Checkpoint, Hello, Load, LogHead

from .conftest import FIRM, NOW, Bureau

URL = "https://collect.example/v1/token"
KEY = generate()


def test_a_proof_names_its_request_and_its_key() -> None:
    read = read_proof(proof(KEY, "POST", URL + "?a=1#b", NOW, nonce="n1", token="t1"), "POST", URL)
    assert read.jkt == thumbprint(to_jwk(KEY.public_key()))
    assert (read.nonce, read.iat) == ("n1", int(NOW.timestamp()))
    assert read.ath == token_hash("t1") == b64u(hashlib.sha256(b"t1").digest())


def test_a_proof_without_nonce_or_token_says_so() -> None:
    read = read_proof(proof(KEY, "GET", URL, NOW), "GET", URL)
    assert (read.nonce, read.ath) == (None, None)


def test_no_two_proofs_share_a_jti() -> None:
    seen = {read_proof(proof(KEY, "GET", URL, NOW), "GET", URL).jti for _ in range(20)}
    assert len(seen) == 20


@pytest.mark.parametrize(("method", "url"), [("GET", URL), ("POST", URL + "/x"), ("POST", "http" + URL[5:])])
def test_a_proof_for_another_request_is_refused(method: str, url: str) -> None:
    with pytest.raises(ProtocolFault, match="proof-other-request"):
        read_proof(proof(KEY, "POST", URL, NOW), method, url)


def test_target_drops_query_and_fragment() -> None:
    assert target("https://h:1/v1/x?y=1#z") == "https://h:1/v1/x"


def test_an_assertion_logs_one_device_in_at_one_place() -> None:
    claims = read_assertion(client_assertion(KEY, "d1", URL, NOW), KEY.public_key(), URL)
    assert claims.iss == claims.sub == "d1"
    assert claims.exp - claims.iat == 60
    with pytest.raises(ProtocolFault, match="assertion-other"):
        read_assertion(client_assertion(KEY, "d1", URL, NOW), KEY.public_key(), URL + "/")
    with pytest.raises(ProtocolFault, match="jws-signature"):
        read_assertion(client_assertion(KEY, "d1", URL, NOW), generate().public_key(), URL)


def test_an_assertion_lives_a_minute_and_names_its_signer() -> None:
    claims = read_assertion(client_assertion(KEY, "d1", URL, NOW), KEY.public_key(), URL)
    for changed, code in (
        ({"exp": claims.iat + 61}, "assertion-life"),
        ({"exp": claims.iat}, "assertion-life"),
        ({"sub": "d2"}, "assertion-other"),
        ({"iss": "d2", "sub": "d2"}, "assertion-other"),
    ):
        other = strict_json.encode(msgspec.structs.replace(claims, **changed))
        with pytest.raises(ProtocolFault, match=code):
            read_assertion(jws.sign(other, KEY, "jibao-client+jwt", kid="d1"), KEY.public_key(), URL)


@pytest.fixture(scope="module")
def pair() -> DevicePair:
    return DevicePair(generate(), generate())


def test_an_enrolment_is_readable_by_the_bureau_alone(bureau: Bureau, pair: DevicePair) -> None:
    sealed = seal_enrolment(FIRM, "7K2M-Q9XD-4T", "财务室-PC2", pair, bureau.keys.current("seal", NOW))
    body = enrolment_body(sealed, pair.sig, "n1", URL)
    for secret in (b"7K2M-Q9XD-4T", FIRM.encode(), "财务室".encode()):
        assert secret not in body
    signed = read_enrolment(body, URL)
    assert signed.server_nonce == "n1"
    content = open_enrolment(signed, bureau.private["seal"])
    assert (content.firm, content.proof.code, content.device_name) == (FIRM, "7K2M-Q9XD-4T", "财务室-PC2")
    assert content.keys.kem == to_jwk(pair.kem.public_key())
    with pytest.raises(ProtocolFault, match="unsealable"):
        open_enrolment(signed, generate())


def test_an_enrolment_cannot_be_put_to_other_use(bureau: Bureau, pair: DevicePair) -> None:
    sealed = seal_enrolment(FIRM, "c", "PC", pair, bureau.keys.current("seal", NOW))
    with pytest.raises(ProtocolFault, match="enrolment-other"):
        read_enrolment(enrolment_body(sealed, pair.sig, "n1", URL), URL + "x")
    thief = generate()
    stolen = read_enrolment(enrolment_body(sealed, thief, "n1", URL), URL)
    with pytest.raises(ProtocolFault, match="enrolment-other"):
        open_enrolment(stolen, bureau.private["seal"])
    other = seal_enrolment(FIRM, "c", "PC", pair, bureau.keys.current("seal", NOW))
    body = enrolment_body(sealed, pair.sig, "n1", URL).replace(sealed.data.encode(), other.data.encode())
    with pytest.raises(ProtocolFault, match="enrolment-other"):
        read_enrolment(body, URL)


def test_a_submission_is_no_enrolment(bureau: Bureau, pair: DevicePair) -> None:
    kid, key = bureau.keys.current("seal", NOW)
    content = strict_json.encode({"cells": {}})
    sealed = msgspec.structs.replace(
        seal_enrolment(FIRM, "c", "PC", pair, (kid, key)),
        data=b64u(sealing.seal(content, key, sealing.ENROL_INFO)),
    )
    with pytest.raises(ProtocolFault, match="wrong-shape"):
        open_enrolment(read_enrolment(enrolment_body(sealed, pair.sig, "n", URL), URL), bureau.private["seal"])


def hello(bureau: Bureau, **changed: object) -> str:
    told = {"iss": "gd", "env": "prod", "nonce": "n1", "now": rfc3339(NOW), "min_app": "0.1.0"}
    told |= {"read_only_until": None, "load": Load(0, 60), "log": LogHead(0, None)}
    statement = Hello(**(told | changed))  # type: ignore[arg-type]
    return jws.sign(strict_json.encode(statement), bureau.private["hello"], "jibao-hello", kid="b1")


def test_hello_is_the_server_s_answer_to_this_question(bureau: Bureau) -> None:
    assert check_hello(hello(bureau), "n1", bureau.keys, "prod").now == rfc3339(NOW)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"nonce": "n2"}, "hello-nonce"),
        ({"env": "practice"}, "hello-env"),
        ({"now": rfc3339(NOW + timedelta(days=900))}, "key-not-valid-then"),
        ({"now": "?"}, "bad-time"),
    ],
)
def test_another_hello_is_refused(bureau: Bureau, changed: dict[str, object], code: str) -> None:
    with pytest.raises(ProtocolFault, match=code):
        check_hello(hello(bureau, **changed), "n1", bureau.keys, "prod")


def test_an_impostor_s_hello_is_refused(bureau: Bureau) -> None:
    with pytest.raises(ProtocolFault, match="jws-signature"):
        check_hello(hello(Bureau()), "n1", bureau.keys, "prod")


def test_the_log_s_checkpoint_is_signed_for_its_environment(bureau: Bureau) -> None:
    head = Checkpoint("prod", "gd-1", 7, "sha256:" + "ab" * 32, rfc3339(NOW))
    token = jws.sign(strict_json.encode(head), bureau.private["log"], "jibao-checkpoint", kid="b1")
    assert check_checkpoint(token, bureau.keys, "prod") == head
    with pytest.raises(ProtocolFault, match="hello-env"):
        check_checkpoint(token, bureau.keys, "practice")
