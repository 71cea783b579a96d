"""Freezing a version, and reading it at the other end."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import UserError
from client.protocol import jws, strict_json
from client.protocol.encoding import b64u, sha256_hex, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.keys import generate
from client.protocol.messages import (
    Document,
    DocumentExplanation,
    Kind,
    Manifest,
    NotApplicable,
    Sealed,
    Submission,
)
from client.protocol.statements import unproven
from client.protocol.submission import (
    Frozen,
    Lineage,
    PackRef,
    Parties,
    Signer,
    check_kind,
    freeze,
    open_document,
    read_manifest,
    read_submission,
    submission_body,
)

from .conftest import FIRM, NOW, RETURN, Bureau

TEXTS = st.text(max_size=20)
CELLS = st.dictionaries(
    TEXTS, st.one_of(TEXTS, st.lists(TEXTS, max_size=3), st.builds(NotApplicable, na=TEXTS)), max_size=5
)
DOCUMENTS = st.builds(
    Document,
    cells=CELLS,
    rows=st.dictionaries(TEXTS, st.lists(TEXTS, max_size=3), max_size=2),
    reason=st.none() | TEXTS,
    people=st.dictionaries(TEXTS, TEXTS, max_size=3),
    explanations=st.lists(
        st.builds(DocumentExplanation, rule=TEXTS, at=st.lists(TEXTS, max_size=2), code=TEXTS, text=TEXTS),
        max_size=2,
    ),
)


def make(
    bureau: Bureau, signer: Signer, document: Document, version_id: str = "3b1e0000-0000-4000-8000-000000000002"
) -> Frozen:
    parties = Parties("prod", bureau.keys.current("seal", NOW), signer)
    return freeze(document, Lineage(RETURN, version_id), PackRef("2026.1", "ab" * 32), parties, NOW)


def resigned(frozen: Frozen, signer: Signer, **changed: object) -> Submission:
    """The same sealed bytes under a manifest that says something else."""
    manifest = unproven(frozen.manifest_jws, Manifest)
    other = msgspec.structs.replace(manifest, **changed)
    token = jws.sign(strict_json.encode(other), signer.key, "jibao-manifest", kid=signer.device_id)
    return read_submission(submission_body(token, frozen.kid, frozen.sealed))


@settings(max_examples=30, deadline=None)
@given(document=DOCUMENTS)
def test_every_document_arrives_as_it_left(bureau: Bureau, signer: Signer, document: Document) -> None:
    frozen = make(bureau, signer, document)
    read = read_manifest(read_submission(frozen.body), signer.key.public_key())
    assert open_document(read, bureau.private["seal"]) == document


def test_the_facts_are_digests_of_what_is_sent(frozen: Frozen, signer: Signer) -> None:
    sent = read_submission(frozen.body)
    assert frozen.manifest_sha256 == sha256_hex(sent.manifest.encode())
    assert frozen.sealed_sha256 == sha256_hex(unb64u(sent.sealed.data))
    assert unb64u(sent.sealed.data) == frozen.sealed
    header = jws.header(sent.manifest, "jibao-manifest")
    assert (header.alg, header.typ, header.kid) == ("ES256", "jibao-manifest", signer.device_id)
    manifest = unproven(sent.manifest, Manifest)
    assert manifest.made_at == "2025-10-09T16:02:11.000+08:00"
    assert manifest.form == "JY"
    assert (manifest.commitment, manifest.sealed_sha256) == (frozen.commitment, frozen.sealed_sha256)


def test_the_body_can_be_made_again_from_its_parts(frozen: Frozen) -> None:
    assert submission_body(frozen.manifest_jws, frozen.kid, frozen.sealed) == frozen.body


def test_neither_manifest_nor_body_shows_a_figure_or_a_name(bureau: Bureau, signer: Signer) -> None:
    document = Document(cells={"JY001": "918273645"}, people={"填表人": "欧阳丹青"})
    body = make(bureau, signer, document).body
    payload = jws.unverified(read_submission(body).manifest)
    for canary in ("918273645", "欧阳丹青"):
        assert canary.encode() not in body
        assert canary.encode() not in payload


def test_sealed_bytes_of_one_return_do_not_open_as_another(frozen: Frozen, signer: Signer, bureau: Bureau) -> None:
    swaps: list[dict[str, object]] = [
        {"return_key": f"{FIRM}.JY.2025-08"},
        {"return_key": f"{FIRM}.YF.2025-09", "form": "YF"},
        {"return_key": "91440101MA5XXXXX1A.JY.2025-09"},
        {"version_id": "3b1e0000-0000-4000-8000-00000000000f"},
        {"pack_sha256": "cd" * 32},
        {"env": "practice"},
    ]
    for swap in swaps:
        read = read_manifest(resigned(frozen, signer, **swap), signer.key.public_key())
        with pytest.raises(ProtocolFault, match="unsealable"):
            open_document(read, bureau.private["seal"])


def test_a_commitment_to_other_figures_is_found_out(frozen: Frozen, signer: Signer, bureau: Bureau) -> None:
    read = read_manifest(resigned(frozen, signer, commitment="00" * 32), signer.key.public_key())
    with pytest.raises(ProtocolFault, match="commitment-other"):
        open_document(read, bureau.private["seal"])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sealed_sha256": "00" * 32}, "manifest-other-body"),
        ({"device_id": "d7000000-0000-4000-8000-00000000000f"}, "manifest-other-body"),
        ({"form": "YF"}, "manifest-form"),
        ({"return_key": "x"}, "bad-return-key"),
        ({"version_id": "x"}, "bad-id"),
        ({"base_version_id": "x"}, "bad-id"),
        ({"made_at": "yesterday"}, "bad-time"),
        ({"v": 2}, "wrong-shape"),
        ({"kind": "draft"}, "wrong-shape"),
        ({"pack_sha256": "AB" * 32}, "wrong-shape"),
        ({"audit_head": "ab" * 32}, "wrong-shape"),
    ],
)
def test_a_manifest_must_hold_together(
    frozen: Frozen, signer: Signer, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(ProtocolFault, match=code):
        read_manifest(resigned(frozen, signer, **changed), signer.key.public_key())


def test_another_device_s_signature_is_refused(frozen: Frozen) -> None:
    with pytest.raises(ProtocolFault, match="jws-signature"):
        read_manifest(read_submission(frozen.body), generate().public_key())


def test_an_unknown_suite_is_refused(frozen: Frozen, signer: Signer) -> None:
    odd = Submission(frozen.manifest_jws, Sealed("SM2-SM4-GCM", "k", b64u(frozen.sealed)))
    with pytest.raises(ProtocolFault, match="unknown-suite"):
        read_manifest(odd, signer.key.public_key())


@pytest.mark.parametrize(
    ("kind", "base", "cells", "reason", "code"),
    [
        ("original", None, {"JY001": "1"}, None, None),
        ("original", "v1", {"JY001": "1"}, None, None),
        ("correction", "v1", {"JY001": "1"}, "漏记一笔", None),
        ("correction", None, {"JY001": "1"}, "漏记一笔", "protocol.kind-needs-base"),
        ("correction", "v1", {"JY001": "1"}, None, "protocol.kind-needs-reason"),
        ("nil", None, {}, "停产", None),
        ("nil", None, {}, "", "protocol.kind-needs-reason"),
        ("nil", None, {"JY001": "0"}, "停产", "protocol.kind-without-cells"),
        ("withdrawal", "v1", {}, "报错单位", None),
        ("withdrawal", None, {}, "报错单位", "protocol.kind-needs-base"),
        ("withdrawal", "v1", {"JY001": "1"}, "报错单位", "protocol.kind-without-cells"),
    ],
)
def test_kind_base_and_content_fit_together(
    kind: Kind, base: str | None, cells: dict[str, str], reason: str | None, code: str | None
) -> None:
    document = Document(cells=dict(cells), reason=reason)
    if code is None:
        check_kind(kind, base, document)
        return
    with pytest.raises(ProtocolFault) as caught:
        check_kind(kind, base, document)
    assert caught.value.code == code


def test_a_return_too_large_to_file_is_refused_before_it_is_queued(bureau: Bureau, signer: Signer) -> None:
    noise = random.Random(7).randbytes(2_500_000).hex()
    with pytest.raises(UserError, match="too-large-to-file"):
        make(bureau, signer, Document(cells={"JB001": noise + noise[::-1]}))


def test_a_malformed_version_id_is_refused(bureau: Bureau, signer: Signer, document: Document) -> None:
    with pytest.raises(ProtocolFault, match="bad-id"):
        make(bureau, signer, document, version_id="1")


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_junk_is_no_submission(junk: bytes) -> None:
    with pytest.raises(ProtocolFault):
        read_submission(junk)
