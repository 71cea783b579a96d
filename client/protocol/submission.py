"""Freezing a return into the bytes that are filed, and the endpoint's reading of such bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from client.base.clock import rfc3339
from client.base.errors import UserError
from client.base.version import VERSION
from client.protocol import jws, sealing, strict_json
from client.protocol.encoding import b64u, sha256_hex, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import check_id, parse_return_key
from client.protocol.keys import PrivateKey, PublicKey
from client.protocol.messages import SUITE, Attachment, Document, Kind, Manifest, Sealed, Submission
from client.protocol.times import parse_time

MAX_BODY = 4 * 1024 * 1024
MAX_SEALED = 3 * 1024 * 1024


class PackRef(Struct, frozen=True):
    """The pack a version was made with."""

    version: str
    sha256: str


class Lineage(Struct, frozen=True):
    """Which version of which return it is, and what it builds on."""

    return_key: str
    version_id: str
    base_version_id: str | None = None
    kind: Kind = "original"


class Frozen(Struct, frozen=True):
    """One version as it is filed. None of it ever changes; every retry sends ``body``."""

    return_key: str
    version_id: str
    base_version_id: str | None
    kind: Kind
    env: str
    device_id: str
    pack: str
    pack_sha256: str
    kid: str
    """The bureau key it is sealed to."""
    manifest_jws: str
    manifest_sha256: str
    sealed: bytes
    sealed_sha256: str
    commitment: str
    made_at: str
    body: bytes


class Signer(Struct, frozen=True):
    """The device that signs: its id and its signing key."""

    device_id: str
    key: PrivateKey


class Parties(Struct, frozen=True):
    """Between whom a version goes: the bureau it is sealed to, the device that signs it, in which environment."""

    env: str
    seal_key: tuple[str, PublicKey]
    """Kid and key, as of ``KeySet.current("seal", …)``."""
    signer: Signer


def freeze(
    document: Document,
    lineage: Lineage,
    pack: PackRef,
    parties: Parties,
    made_at: datetime,
    *,
    audit_head: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> Frozen:
    """Seal and sign one version; ``made_at`` in server time.

    Raises ``UserError('protocol.too-large-to-file')`` when the sealed bytes pass 3 MiB, and ``ProtocolFault`` for
    a malformed return key, version id, or a kind that does not fit its base or reason.
    """
    check_id(lineage.version_id)
    check_kind(lineage.kind, lineage.base_version_id, document)
    padded = sealing.pack_plain(strict_json.encode(document))
    sealed = _sealed(padded, lineage, pack, parties)
    manifest = Manifest(
        v=1,
        env=parties.env,
        return_key=lineage.return_key,
        version_id=lineage.version_id,
        base_version_id=lineage.base_version_id,
        kind=lineage.kind,
        form=parse_return_key(lineage.return_key).form,
        pack=pack.version,
        pack_sha256=pack.sha256,
        sealed_sha256=sha256_hex(sealed),
        commitment=sealing.unpack_plain(padded).commitment,
        attachments=list(attachments),
        made_at=rfc3339(made_at),
        device_id=parties.signer.device_id,
        app=VERSION,
        audit_head=audit_head,
    )
    token = jws.sign(
        strict_json.encode(manifest), parties.signer.key, "jibao-manifest", kid=parties.signer.device_id
    )
    return _frozen(manifest, token, parties.seal_key[0], sealed)


def _sealed(padded: bytes, lineage: Lineage, pack: PackRef, parties: Parties) -> bytes:
    info = sealing.submission_info(parties.env, lineage.return_key, lineage.version_id, pack.sha256)
    sealed = sealing.seal(padded, parties.seal_key[1], info)
    if len(sealed) > MAX_SEALED:
        raise UserError("protocol.too-large-to-file", size=len(sealed), limit=MAX_SEALED)
    return sealed


def _frozen(manifest: Manifest, token: str, kid: str, sealed: bytes) -> Frozen:
    return Frozen(
        return_key=manifest.return_key,
        version_id=manifest.version_id,
        base_version_id=manifest.base_version_id,
        kind=manifest.kind,
        env=manifest.env,
        device_id=manifest.device_id,
        pack=manifest.pack,
        pack_sha256=manifest.pack_sha256,
        kid=kid,
        manifest_jws=token,
        manifest_sha256=sha256_hex(token.encode("ascii")),
        sealed=sealed,
        sealed_sha256=manifest.sealed_sha256,
        commitment=manifest.commitment,
        made_at=manifest.made_at,
        body=submission_body(token, kid, sealed),
    )


def submission_body(manifest_jws: str, kid: str, sealed: bytes) -> bytes:
    """The body of PUT. The same parts give the same bytes, so that only the parts need keeping."""
    return strict_json.encode(Submission(manifest_jws, Sealed(SUITE, kid, b64u(sealed))))


class Unfrozen(Struct, frozen=True):
    """A submission as read: well formed, the manifest *not yet verified*."""

    manifest: Manifest
    manifest_jws: str
    kid: str
    sealed: bytes


def read_submission(body: bytes) -> Submission:
    """The outer shape of a body; raises ``ProtocolFault``."""
    return strict_json.decode(body, Submission)


def read_manifest(submission: Submission, device_key: PublicKey) -> Unfrozen:
    """The verified manifest over the sealed bytes that came with it.

    Raises ``ProtocolFault``: those of ``jws.verify``, ``protocol.manifest-other-body``,
    ``protocol.unknown-suite``, and for ids, times or a form that do not hold together.
    """
    manifest = strict_json.decode(jws.verify(submission.manifest, device_key, "jibao-manifest"), Manifest)
    if submission.sealed.suite != SUITE:
        raise ProtocolFault("protocol.unknown-suite")
    sealed = unb64u(submission.sealed.data)
    named = jws.kid(submission.manifest, "jibao-manifest")
    if sha256_hex(sealed) != manifest.sealed_sha256 or named != manifest.device_id:
        raise ProtocolFault("protocol.manifest-other-body")
    if len(sealed) > MAX_SEALED:
        raise ProtocolFault("protocol.too-large", limit=MAX_SEALED)
    check_id(manifest.version_id)
    parse_time(manifest.made_at)
    if parse_return_key(manifest.return_key).form != manifest.form:
        raise ProtocolFault("protocol.manifest-form")
    if manifest.base_version_id is not None:
        check_id(manifest.base_version_id)
    return Unfrozen(manifest, submission.manifest, submission.sealed.kid, sealed)


def open_document(read: Unfrozen, key: PrivateKey) -> Document:
    """The figures of a submission: unsealed, its commitment checked.

    Raises ``ProtocolFault``: ``protocol.unsealable``, ``protocol.plain-…``, ``protocol.commitment-other``.
    """
    manifest = read.manifest
    info = sealing.submission_info(manifest.env, manifest.return_key, manifest.version_id, manifest.pack_sha256)
    unsealed = sealing.unpack_plain(sealing.unseal(read.sealed, key, info))
    if unsealed.commitment != manifest.commitment:
        raise ProtocolFault("protocol.commitment-other")
    document = strict_json.decode(unsealed.document, Document)
    check_kind(manifest.kind, manifest.base_version_id, document)
    return document


def check_kind(kind: Kind, base_version_id: str | None, document: Document) -> None:
    """Whether kind, base and content fit together; raises ``ProtocolFault('protocol.kind-…')``.

    A correction and a withdrawal build on a version; a correction, a nil return and a withdrawal carry a reason;
    the last two carry no cell. An original may build on a version that was rejected.
    """
    if kind in ("correction", "withdrawal") and base_version_id is None:
        raise ProtocolFault("protocol.kind-needs-base", kind=kind)
    if kind != "original" and not document.reason:
        raise ProtocolFault("protocol.kind-needs-reason", kind=kind)
    if kind in ("nil", "withdrawal") and document.cells:
        raise ProtocolFault("protocol.kind-without-cells", kind=kind)
