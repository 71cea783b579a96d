"""Keys as JWK and bytes, and the bureau's list with its windows."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

from client.base.clock import CHINA
from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.keys import (
    KeySet,
    fingerprint,
    from_jwk,
    generate,
    load_private,
    private_bytes,
    thumbprint,
    to_jwk,
)
from client.protocol.messages import Jwk

from .conftest import NOW, Bureau


def test_private_keys_round_trip_and_are_small() -> None:
    key = generate()
    data = private_bytes(key)
    assert len(data) == 138
    assert load_private(data).private_numbers() == key.private_numbers()


def test_other_keys_are_refused() -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    for data in (b"", b"junk", other.private_bytes(*form)):
        with pytest.raises(ProtocolFault, match="bad-key"):
            load_private(data)


def test_jwk_and_thumbprint_are_those_of_the_library() -> None:
    key = generate()
    jwk = to_jwk(key.public_key())
    theirs = ECKey.import_key(key)
    assert {"x": jwk.x, "y": jwk.y}.items() <= theirs.as_dict(private=False).items()
    assert thumbprint(jwk) == theirs.thumbprint()
    assert from_jwk(jwk).public_numbers() == key.public_key().public_numbers()


def test_a_point_off_the_curve_is_refused() -> None:
    jwk = to_jwk(generate().public_key())
    with pytest.raises(ProtocolFault, match="bad-key"):
        from_jwk(msgspec.structs.replace(jwk, y=jwk.x))


def test_a_private_part_is_not_a_public_key() -> None:
    jwk = msgspec.to_builtins(to_jwk(generate().public_key())) | {"d": "A" * 43}
    with pytest.raises(ProtocolFault, match="wrong-shape"):
        strict_json.decode(strict_json.encode(jwk), Jwk)


def test_fingerprint_is_eight_letters_that_cannot_be_misread() -> None:
    jwk = Jwk("EC", "P-256", "A" * 43, "A" * 43)
    shown = fingerprint(jwk)
    assert shown == fingerprint(jwk)
    assert len(shown) == 9
    assert shown[4] == "-"
    assert not set(shown) & set("ILOU")


def test_a_key_is_good_for_its_use_in_its_window(bureau: Bureau) -> None:
    keys = bureau.keys
    assert keys.key("receipt", "b1", NOW).public_numbers()
    with pytest.raises(ProtocolFault, match="key-unknown"):
        keys.key("receipt", "b2", NOW)
    with pytest.raises(ProtocolFault, match="key-not-valid-then"):
        keys.key("receipt", "b1", datetime(2027, 6, 1, tzinfo=CHINA))
    with pytest.raises(ProtocolFault, match="key-not-valid-then"):
        keys.key("receipt", "b1", datetime(2024, 6, 1, tzinfo=CHINA))


def test_one_kid_may_have_two_uses_but_not_one_use_twice(bureau: Bureau) -> None:
    KeySet([bureau.listed("hello"), bureau.listed("log")])
    with pytest.raises(ProtocolFault, match="key-twice"):
        KeySet([bureau.listed("hello"), bureau.listed("hello")])


def test_the_newest_valid_key_is_used_and_unknown_suites_are_passed_over(bureau: Bureau) -> None:
    keys = KeySet(
        [
            bureau.listed("seal", "old"),
            bureau.listed("seal", "new", not_before="2025-06-01T00:00:00+08:00"),
            bureau.listed("seal", "next", not_before="2026-06-01T00:00:00+08:00"),
            bureau.listed("seal", "sm", alg="SM2-SM4-GCM", not_before="2025-07-01T00:00:00+08:00"),
        ]
    )
    assert keys.current("seal", NOW)[0] == "new"
    with pytest.raises(ProtocolFault, match="key-unsupported"):
        keys.key("seal", "sm", NOW)
    with pytest.raises(ProtocolFault, match="key-none"):
        keys.current("log", NOW)


def test_the_list_is_read_strictly_but_may_grow(bureau: Bureau) -> None:
    listed = msgspec.to_builtins(bureau.listed("log"))
    assert KeySet.from_bytes(strict_json.encode([listed | {"note": "2026"}])).current("log", NOW)[0] == "b1"
    for broken in (b"{}", b"[{}]", strict_json.encode([listed | {"use": "anything"}])):
        with pytest.raises(ProtocolFault, match="wrong-shape"):
            KeySet.from_bytes(broken)
    no_point = KeySet.from_bytes(strict_json.encode([listed | {"jwk": {"kty": "EC", "crv": "P-384"}}]))
    with pytest.raises(ProtocolFault, match="wrong-shape"):
        no_point.key("log", "b1", NOW)
