"""Sealing: exact layout, padding, commitments, bombs, and what happens under another ``info``."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from client.protocol import sealing
from client.protocol.faults import ProtocolFault
from client.protocol.keys import generate

KEY = generate()
INFO = sealing.submission_info("prod", "91440101MA5XXXXX0A.JY.2025-09", "v1", "ab" * 32)


def pack(body: bytes, *, magic: bytes = b"JBS1", length: int | None = None, tail: bytes = b"") -> bytes:
    """A plaintext made by hand, padded right."""
    plain = struct.pack(">4s32sI", magic, bytes(32), len(body) if length is None else length) + body + tail
    return plain + bytes(-len(plain) % 4096)


def refused(plain: bytes) -> str:
    with pytest.raises(ProtocolFault) as caught:
        sealing.unpack_plain(plain)
    return caught.value.code


def test_layout_is_the_uncompressed_point_then_the_ciphertext() -> None:
    sealed = sealing.seal(b"x" * 100, KEY.public_key(), INFO)
    assert len(sealed) == 65 + 100 + 16
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sealed[:65])
    assert point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint) == sealed[:65]


def test_the_library_speaks_rfc_9180() -> None:
    """Unsealed by hand from the RFC: DHKEM(P-256), HKDF-SHA256, AES-256-GCM, base mode, first message."""
    sealed = sealing.seal(b"figures", KEY.public_key(), INFO)
    assert by_hand(sealed, INFO.encode()) == b"figures"


def by_hand(sealed: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    enc, ct = sealed[:65], sealed[65:]
    own = KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = KEY.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), enc))
    kem = b"KEM" + struct.pack(">H", 0x0010)
    secret = expand(kem, extract(kem, b"", b"eae_prk", shared), b"shared_secret", enc + own, 32)
    hpke = b"HPKE" + struct.pack(">HHH", 0x0010, 0x0001, 0x0002)
    context = b"\x00" + extract(hpke, b"", b"psk_id_hash", b"") + extract(hpke, b"", b"info_hash", info)
    schedule = extract(hpke, secret, b"secret", b"")
    key = expand(hpke, schedule, b"key", context, 32)
    nonce = expand(hpke, schedule, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, ct, b"")


def extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256).digest()


def expand(suite: bytes, key: bytes, label: bytes, info: bytes, size: int) -> bytes:
    text = struct.pack(">H", size) + b"HPKE-v1" + suite + label + info
    return hmac.new(key, text + b"\x01", hashlib.sha256).digest()[:size]


@settings(max_examples=40)
@given(st.binary(max_size=20_000))
def test_documents_round_trip_in_steps_of_4_kib(document: bytes) -> None:
    plain = sealing.pack_plain(document)
    assert len(plain) % 4096 == 0
    unsealed = sealing.unpack_plain(sealing.unseal(sealing.seal(plain, KEY.public_key(), INFO), KEY, INFO))
    assert unsealed.document == document
    assert unsealed.commitment == hmac.new(unsealed.salt, document, hashlib.sha256).hexdigest()


def test_short_returns_cannot_be_told_apart_by_size() -> None:
    sizes = {len(sealing.pack_plain(b'{"JY001":"' + b"7" * n + b'"}')) for n in range(1, 2000, 37)}
    assert sizes == {4096}


def test_the_same_document_is_committed_to_differently_each_time() -> None:
    first, second = (sealing.unpack_plain(sealing.pack_plain(b"0")) for _ in range(2))
    assert first.salt != second.salt
    assert first.commitment != second.commitment


@pytest.mark.parametrize(
    "info",
    [
        sealing.submission_info("practice", "91440101MA5XXXXX0A.JY.2025-09", "v1", "ab" * 32),
        sealing.submission_info("prod", "91440101MA5XXXXX0B.JY.2025-09", "v1", "ab" * 32),
        sealing.submission_info("prod", "91440101MA5XXXXX0A.YF.2025-09", "v1", "ab" * 32),
        sealing.submission_info("prod", "91440101MA5XXXXX0A.JY.2025-08", "v1", "ab" * 32),
        sealing.submission_info("prod", "91440101MA5XXXXX0A.JY.2025-09", "v2", "ab" * 32),
        sealing.submission_info("prod", "91440101MA5XXXXX0A.JY.2025-09", "v1", "cd" * 32),
        sealing.ENROL_INFO,
        sealing.content_info("v1", "d1"),
        sealing.note_info("v1", "d1"),
        sealing.attachment_info("91440101MA5XXXXX0A.JY.2025-09", "v1", "a1"),
        "",
    ],
)
def test_a_sealed_body_opens_under_its_own_info_alone(info: str) -> None:
    sealed = sealing.seal(b"figures", KEY.public_key(), INFO)
    with pytest.raises(ProtocolFault, match="unsealable"):
        sealing.unseal(sealed, KEY, info)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(ProtocolFault, match="unsealable"):
        sealing.unseal(sealing.seal(b"figures", KEY.public_key(), INFO), generate(), INFO)


@settings(max_examples=60)
@given(st.integers(0, 65 + 7 + 16 - 1), st.integers(1, 255))
def test_no_byte_of_a_sealed_body_can_be_changed(place: int, flip: int) -> None:
    sealed = bytearray(sealing.seal(b"figures", KEY.public_key(), INFO))
    sealed[place] ^= flip
    with pytest.raises(ProtocolFault, match="unsealable"):
        sealing.unseal(bytes(sealed), KEY, INFO)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_junk_is_unsealable(junk: bytes) -> None:
    with pytest.raises(ProtocolFault, match="unsealable"):
        sealing.unseal(junk, KEY, INFO)


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    squeezed = gzip.compress(bytes(sealing.MAX_PLAIN + 1))
    assert len(squeezed) < 100_000
    assert refused(pack(squeezed)) == "protocol.plain-too-large"
    assert len(sealing.unpack_plain(pack(gzip.compress(bytes(sealing.MAX_PLAIN)))).document) == sealing.MAX_PLAIN


def test_a_plaintext_has_one_shape() -> None:
    good = gzip.compress(b"{}")
    assert sealing.unpack_plain(pack(good)).document == b"{}"
    wrong = {
        "other magic": pack(good, magic=b"JBS2"),
        "not padded": pack(good)[:-1],
        "a block too many": pack(good) + bytes(4096),
        "something in the padding": pack(good, tail=b"\x01"),
        "length beyond the end": pack(good, length=5000),
        "huge length": pack(good, length=2**32 - 1),
        "length too short": pack(good, length=len(good) - 1),
        "two members": pack(good + good),
        "zlib, not gzip": pack(__import__("zlib").compress(b"{}")),
        "not compressed": pack(b"{}"),
        "crc wrong": pack(good[:-8] + bytes(4) + good[-4:]),
        "empty": b"",
        "head only": bytes(40),
    }
    assert {name: refused(plain) for name, plain in wrong.items()} == dict.fromkeys(
        wrong, "protocol.plain-malformed"
    )
