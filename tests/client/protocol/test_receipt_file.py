"""The ``.jbreceipt`` file: whole, small, and exact about what is wrong with it."""

from __future__ import annotations

import contextlib
import io
import zipfile

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.protocol import receipt_file
from client.protocol.encoding import b64u, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.receipt_file import ReceiptFile
from client.protocol.submission import Frozen

from .conftest import Bureau

CHAIN = {"metadata/1.root.json": b"{}", "metadata/timestamp.json": b"{}", "targets/keys/collect.json": b"[]"}


@pytest.fixture
def parts(bureau: Bureau, frozen: Frozen) -> ReceiptFile:
    return ReceiptFile(bureau.receipt(frozen), frozen.manifest_jws, bureau.decision(frozen), CHAIN)


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def refused(data: bytes) -> tuple[str, object]:
    with pytest.raises(ProtocolFault) as caught:
        receipt_file.read(data)
    return caught.value.code, caught.value.params.get("part")


def test_what_is_written_is_read_back_and_always_the_same(parts: ReceiptFile) -> None:
    data = receipt_file.write(parts)
    assert receipt_file.read(data) == parts
    assert receipt_file.write(parts) == data
    undecided = msgspec.structs.replace(parts, decision=None)
    assert receipt_file.read(receipt_file.write(undecided)) == undecided


def test_a_whole_file_proves_receipt_and_decision(parts: ReceiptFile, bureau: Bureau) -> None:
    proven = receipt_file.check(parts, bureau.keys)
    assert proven.receipt.receipt_no == "GD-1"
    assert proven.decision is not None
    assert proven.decision.state == "accepted"


def test_a_receipt_beside_another_manifest_proves_nothing(parts: ReceiptFile, bureau: Bureau) -> None:
    mixed = msgspec.structs.replace(parts, manifest=parts.manifest[:-4] + "AAAA")
    with pytest.raises(ProtocolFault, match="receipt-manifest"):
        receipt_file.check(mixed, bureau.keys)
    with pytest.raises(ProtocolFault, match="jws-signature"):
        receipt_file.check(parts, Bureau().keys)


@pytest.mark.parametrize("part", ["receipt", "decision"])
def test_every_altered_field_is_told_with_the_part_it_stands_in(
    parts: ReceiptFile, bureau: Bureau, part: str
) -> None:
    """No field can be altered unnoticed; what the manifest repeats is named by its name."""
    head, payload, signature = getattr(parts, part).split(".")
    stated = msgspec.json.decode(unb64u(payload))
    named = []
    for field, value in stated.items():
        other = _other(field, value)
        lie = f"{head}.{b64u(msgspec.json.encode(stated | {field: other}))}.{signature}"
        with pytest.raises(ProtocolFault) as caught:
            receipt_file.check(msgspec.structs.replace(parts, **{part: lie}), bureau.keys)
        assert caught.value.params["part"] == f"{part}.jws", field
        if caught.value.code == "protocol.receipt-altered":
            assert str(caught.value.params["fields"]) == field
            named.append(field)
        assert "{" not in caught.value.what("zh"), field
    repeated = [
        "env",
        "return_key",
        "version_id",
        "base_version_id",
        "manifest_sha256",
        "sealed_sha256",
        "commitment",
    ]
    assert sorted(named) == sorted(set(repeated) & stated.keys())


def _other(field: str, value: object) -> object:
    """Another value of the same shape."""
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [{"rule": "C001", "severity": "error", "cells": ["JY001"], "message": "x"}]
    if value is None:
        return "sha256:" + "0" * 64 if field.startswith("prev") else None if field == "note_sealed" else "1" * 36
    if field.endswith("_at"):
        return "2031-01-01T00:00:00.000+08:00"
    if field == "timeliness":
        return "late" if value == "on_time" else "on_time"
    if field == "state":
        return "rejected" if value == "accepted" else "accepted"
    text = str(value)
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def test_a_decision_on_something_else_is_named(parts: ReceiptFile, bureau: Bureau, frozen: Frozen) -> None:
    mixed = msgspec.structs.replace(parts, decision=bureau.decision(frozen, manifest_sha256="00" * 32))
    with pytest.raises(ProtocolFault, match="decision-manifest"):
        receipt_file.check(mixed, bureau.keys)


def test_missing_and_strange_members_are_named(parts: ReceiptFile) -> None:
    receipt, manifest = ("receipt.jws", b"a.b.c"), ("manifest.jws", b"a.b.c")
    assert refused(zipped([manifest])) == ("protocol.receipt-file-malformed", "receipt.jws")
    assert refused(zipped([receipt])) == ("protocol.receipt-file-malformed", "manifest.jws")
    for name in ("notes.txt", "../receipt.jws", "tuf/../../x", "/tuf/x", "tuf/", "TUF/x", "tuf\\x"):
        assert refused(zipped([receipt, manifest, (name, b"x")])) == ("protocol.receipt-file-malformed", name)
    assert refused(zipped([("receipt.jws", "回执".encode()), manifest]))[1] == "receipt.jws"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_is_refused() -> None:
    members = [("receipt.jws", b"a.b.c"), ("manifest.jws", b"a.b.c"), ("receipt.jws", b"x.y.z")]
    assert refused(zipped(members)) == ("protocol.receipt-file-malformed", "receipt.jws")


def test_bombs_are_refused() -> None:
    large = zipped([("receipt.jws", b"a"), ("manifest.jws", b"a"), ("tuf/x", bytes(20_000_000))])
    assert len(large) < 100_000
    assert refused(large)[0] == "protocol.receipt-file-too-large"
    together = zipped([(f"tuf/{n}", bytes(1_000_000)) for n in range(40)])
    assert refused(together)[0] == "protocol.receipt-file-too-large"
    many = zipped([(f"tuf/{n}", b"") for n in range(65)])
    assert refused(many)[0] == "protocol.receipt-file-too-large"
    assert refused(bytes(receipt_file.MAX_FILE + 1))[0] == "protocol.receipt-file-too-large"


def test_damaged_zips_are_refused(parts: ReceiptFile) -> None:
    data = receipt_file.write(parts)
    for cut in range(0, len(data), 97):
        assert refused(data[:cut]) == ("protocol.receipt-file-malformed", "zip")


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 2**16), flip=st.integers(1, 255))
def test_a_changed_byte_is_never_a_crash(whole: bytes, place: int, flip: int) -> None:
    changed = bytearray(whole)
    changed[place % len(changed)] ^= flip
    with contextlib.suppress(ProtocolFault):
        receipt_file.read(bytes(changed))


@pytest.fixture(scope="module")
def whole(bureau: Bureau, frozen: Frozen) -> bytes:
    return receipt_file.write(ReceiptFile(bureau.receipt(frozen), frozen.manifest_jws, None, CHAIN))


def test_a_zip_compressed_as_none_of_ours_is_refused_damaged_or_not() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("receipt.jws", "a.b.c" * 2000)
    for at in range(0, len(whole.getvalue()), 7):
        spoilt = bytearray(whole.getvalue())
        spoilt[at] ^= 0xFF
        assert refused(bytes(spoilt))[0] == "protocol.receipt-file-malformed"
