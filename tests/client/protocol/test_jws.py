"""Signed statements, and the tokens of attackers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any, get_args

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from client.protocol import jws
from client.protocol.encoding import b64u, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.keys import PrivateKey, generate, to_jwk

KEY = generate()
OTHER = generate()
PAYLOAD = b'{"state":"accepted"}'


def jwk_dict(key: PrivateKey) -> dict[str, str]:
    jwk = to_jwk(key.public_key())
    return {"kty": jwk.kty, "crv": jwk.crv, "x": jwk.x, "y": jwk.y}


def forge(header: dict[str, Any] | bytes, key: PrivateKey = KEY, payload: bytes = PAYLOAD) -> str:
    """A token with any header at all and a true ES256 signature over it."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    signed = f"{b64u(raw)}.{b64u(payload)}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{b64u(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def refused(token: str, key: PrivateKey = KEY, typ: jws.Typ = "jibao-receipt") -> str:
    with pytest.raises(ProtocolFault) as caught:
        jws.verify(token, key.public_key(), typ)
    return caught.value.code


@settings(max_examples=20)
@given(st.binary(max_size=300), st.sampled_from(get_args(jws.Typ)))
def test_what_is_signed_is_read_back_to_the_byte(payload: bytes, typ: jws.Typ) -> None:
    if typ in jws.EMBEDDED_KEY:
        token = jws.sign(payload, KEY, typ, jwk=to_jwk(KEY.public_key()))
        assert jws.verify_embedded(token, typ) == (payload, to_jwk(KEY.public_key()))
    else:
        token = jws.sign(payload, KEY, typ, kid="k1")
        assert jws.verify(token, KEY.public_key(), typ) == payload
        assert jws.kid(token, typ) == "k1"
    assert jws.unverified(token) == payload


def test_the_forge_itself_makes_good_tokens() -> None:
    good = forge({"alg": "ES256", "typ": "jibao-receipt", "kid": "k1"})
    assert jws.verify(good, KEY.public_key(), "jibao-receipt") == PAYLOAD


def test_alg_none_is_refused() -> None:
    header = b64u(json.dumps({"alg": "none", "typ": "jibao-receipt", "kid": "k1"}).encode())
    assert refused(f"{header}.{b64u(PAYLOAD)}.") == "protocol.jws-algorithm"


@pytest.mark.parametrize("spelling", [serialization.PublicFormat.SubjectPublicKeyInfo])
def test_the_public_key_is_no_hmac_secret(spelling: serialization.PublicFormat) -> None:
    secret = KEY.public_key().public_bytes(serialization.Encoding.PEM, spelling)
    header = b64u(json.dumps({"alg": "HS256", "typ": "jibao-receipt", "kid": "k1"}).encode())
    signed = f"{header}.{b64u(PAYLOAD)}"
    mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    assert refused(f"{signed}.{b64u(mac)}") == "protocol.jws-algorithm"


@pytest.mark.parametrize(
    "extra",
    [
        {"jwk": jwk_dict(OTHER)},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"x5c": ["MIIB"]},
        {"crit": ["exp"], "exp": 1},
        {"crit": ["b64"], "b64": False},
        {"crit": []},
        {"b64": False},
        {"cty": "x"},
        {"zip": "DEF"},
    ],
)
def test_a_header_holds_nothing_but_what_its_type_may(extra: dict[str, Any]) -> None:
    token = forge({"alg": "ES256", "typ": "jibao-receipt", "kid": "k1"} | extra, OTHER)
    assert refused(token, OTHER) == "protocol.jws-header"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"alg":"none","alg":"ES256","typ":"jibao-receipt","kid":"k1"}',
        b'{"alg":"ES256","typ":"jibao-receipt","kid":"k1","kid":"k2"}',
        b'{"alg":"ES256","typ":"jibao-receipt"}',
        b'{"alg":"ES256","kid":"k1"}',
        b'{"typ":"jibao-receipt","kid":"k1"}',
        b'{"alg":"ES256","typ":"jibao-receipt","kid":null}',
        b'{"alg":["ES256"],"typ":"jibao-receipt","kid":"k1"}',
        b"[]",
        b"",
        b'"ES256"',
    ],
)
def test_a_broken_header_is_refused(raw: bytes) -> None:
    assert refused(forge(raw)) == "protocol.jws-header"


@pytest.mark.parametrize("alg", ["ES384", "ES512", "ES256K", "RS256", "EdDSA", "es256", "NONE", ""])
def test_other_algorithms_are_refused(alg: str) -> None:
    assert refused(forge({"alg": alg, "typ": "jibao-receipt", "kid": "k1"})) == "protocol.jws-algorithm"


def test_a_statement_of_one_kind_is_not_one_of_another() -> None:
    decision = jws.sign(PAYLOAD, KEY, "jibao-decision", kid="k1")
    assert refused(decision) == "protocol.jws-type"
    assert refused(forge({"alg": "ES256", "typ": "JIBAO-RECEIPT", "kid": "k1"})) == "protocol.jws-type"


def test_a_foreign_key_is_refused() -> None:
    assert refused(jws.sign(PAYLOAD, OTHER, "jibao-receipt", kid="k1")) == "protocol.jws-signature"


def test_an_embedded_key_must_be_the_one_that_signed() -> None:
    token = forge({"alg": "ES256", "typ": "dpop+jwt", "jwk": jwk_dict(OTHER)}, KEY)
    with pytest.raises(ProtocolFault, match="jws-signature"):
        jws.verify_embedded(token, "dpop+jwt")
    private = jwk_dict(KEY) | {"d": "A" * 43}
    with pytest.raises(ProtocolFault, match="jws-header"):
        jws.verify_embedded(forge({"alg": "ES256", "typ": "dpop+jwt", "jwk": private}), "dpop+jwt")
    symmetric = {"kty": "oct", "k": "AAAA"}
    with pytest.raises(ProtocolFault, match="jws-header"):
        jws.verify_embedded(forge({"alg": "ES256", "typ": "dpop+jwt", "jwk": symmetric}), "dpop+jwt")


TOKEN = jws.sign(PAYLOAD, KEY, "jibao-receipt", kid="k1")


@settings(max_examples=150)
@given(place=st.integers(0, 2**12), letter=st.sampled_from("AZaz09-_.=+/ é"))
def test_no_byte_of_a_token_can_be_changed(place: int, letter: str) -> None:
    place %= len(TOKEN)
    assume(TOKEN[place] != letter)
    assert refused(TOKEN[:place] + letter + TOKEN[place + 1 :]).startswith("protocol.")


def test_a_signature_has_one_spelling() -> None:
    token = jws.sign(PAYLOAD, KEY, "jibao-receipt", kid="k1")
    head, payload, signature = token.split(".")
    for other in (signature + "=", signature + "A", signature[:-1], "", b64u(unb64u(signature)[:63])):
        assert refused(f"{head}.{payload}.{other}").startswith("protocol.")
    zeros = b64u(bytes(64))
    assert refused(f"{head}.{payload}.{zeros}") == "protocol.jws-signature"
    der = KEY.sign(f"{head}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    assert refused(f"{head}.{payload}.{b64u(der)}") == "protocol.jws-signature"


@pytest.mark.parametrize("token", ["", "a", "a.b", "..", "a.b.c.d", "é.é.é", "A" * 200_000, "....."])
def test_what_is_not_a_token_is_refused(token: str) -> None:
    assert refused(token) in {"protocol.jws-malformed", "protocol.jws-header"}


def test_flattened_json_is_not_compact() -> None:
    token = jws.sign(PAYLOAD, KEY, "jibao-receipt", kid="k1").split(".")
    flat = json.dumps({"protected": token[0], "payload": token[1], "signature": token[2]})
    assert refused(flat).startswith("protocol.")


def test_signing_asks_for_the_right_way_to_name_the_key() -> None:
    jwk = to_jwk(KEY.public_key())
    for typ, words in (
        ("jibao-receipt", {}),
        ("jibao-receipt", {"jwk": jwk}),
        ("dpop+jwt", {"kid": "k1"}),
        ("dpop+jwt", {"kid": "k1", "jwk": jwk}),
    ):
        with pytest.raises(ValueError, match=typ.partition("+")[0]):
            jws.sign(PAYLOAD, KEY, typ, **words)  # type: ignore[arg-type]


def test_payloads_with_padding_are_refused() -> None:
    token = forge({"alg": "ES256", "typ": "jibao-receipt", "kid": "k1"}, payload=b"a")
    head, _, signature = token.split(".")
    padded = base64.urlsafe_b64encode(b"a").decode()
    assert refused(f"{head}.{padded}.{signature}") == "protocol.not-base64url"
