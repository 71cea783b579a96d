"""Receiving a version: the checks of C6 in their order, then seq, receipt and row in one durable transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from msgspec import Struct

from client.base.clock import rfc3339
from client.practice.bureau import calendar
from client.practice.database import deposits, records
from client.practice.database.ledger import Connection
from client.practice.database.own_keys import OwnKeys
from client.practice.database.records import Device, Version
from client.practice.problems import Refusal, refusal_of
from client.protocol import jws, strict_json
from client.protocol.encoding import chain_digest, sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import check_id, parse_return_key
from client.protocol.keys import read_jwk
from client.protocol.messages import Manifest, ProblemHead, Receipt, Submission
from client.protocol.submission import Unfrozen, read_manifest, read_submission
from client.protocol.times import parse_time
from forms.pack.model import Pack
from forms.returns import ReturnKey

ENV = "practice"
LOG_ID = "practice-1"
CONTACT = "练习平台没有统计员；在正式的报送平台请联系所在地统计机构。"
SKEW = timedelta(seconds=120)


class Arrived(Struct, frozen=True):
    """A complete, digest-checked body and when it was all there."""

    return_key: str
    version_id: str
    body: bytes
    received_at: datetime


class Received(Struct, frozen=True):
    """What came of it: the stored version, and whether it is new."""

    version: Version
    created: bool


def outline(arrived: Arrived) -> tuple[ReturnKey, Submission]:
    """The address and the outer shape of what arrived; raises ``Refusal``: ``malformed``, ``schema``."""
    try:
        check_id(arrived.version_id)
        return parse_return_key(arrived.return_key), read_submission(arrived.body)
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault


def signer_id(submission: Submission) -> str:
    """The device that the manifest says signed it; raises ``Refusal('manifest-invalid')``."""
    try:
        return jws.kid(submission.manifest, "jibao-manifest")
    except ProtocolFault as fault:
        raise refusal_of(fault, "manifest-invalid") from fault


def verify(submission: Submission, arrived: Arrived, signer: Device | None, firm: str) -> Unfrozen:
    """Check 4: signature of a device of the firm that was active when it signed, ids, env."""
    if signer is None or signer.firm != firm:
        raise Refusal("manifest-invalid", "清单不是本单位的设备签署的")
    key = read_jwk(signer.sig)
    try:
        read = read_manifest(submission, key)
        made_at = parse_time(read.manifest.made_at)
    except ProtocolFault as fault:
        raise refusal_of(fault, "manifest-invalid") from fault
    manifest = read.manifest
    if (manifest.return_key, manifest.version_id) != (arrived.return_key, arrived.version_id):
        raise Refusal("manifest-invalid", "清单与地址不符")
    if manifest.env != ENV:
        raise Refusal("manifest-invalid", "清单属于另一个环境")
    if not _active(signer, made_at, arrived.received_at):
        raise Refusal("manifest-invalid", "签署时设备不在使用中")
    return read


def receive(
    connection: Connection,
    read: Unfrozen,
    arrived: Arrived,
    firm: str,
    pack: Pack,
    keys: OwnKeys,
    carried: Mapping[str, bytes] = MappingProxyType({}),
) -> Received:
    """Checks 5 to 10, within one transaction; raises ``Refusal``. ``carried`` are attachments that came along.

    Without attachments it asks once and writes once, with its last statement.
    """
    standing = records.standing(connection, firm, arrived.return_key, arrived.version_id)
    if standing.known is not None:
        return Received(_same(standing.known, read), created=False)
    due = _open_return(parse_return_key(arrived.return_key), arrived, firm, pack)
    if read.manifest.pack_sha256 != pack.sha256:
        raise Refusal("definition-retired", f"现行制度版本为 {pack.version}")
    place = (arrived.return_key, arrived.version_id)
    deposits.take_attachments(connection, firm, place, read.manifest.attachments, carried)
    _build_on_head(standing.head, read)
    on_time = _in_time(connection, arrived, firm, read.manifest, due.deadline_at)
    receipt = _receipt(read, arrived, standing.last, due.deadline_at, on_time=on_time)
    version = _signed(receipt, read, firm, keys)
    records.put_version(connection, version, read.sealed)
    return Received(version, created=True)


def _active(signer: Device, made_at: datetime, now: datetime) -> bool:
    if signer.active_from is None:
        return False
    since = parse_time(signer.active_from)
    # A calendar moved back by --today leaves activations in its future; they bound nothing then.
    if since <= now and made_at < since - SKEW:
        return False
    return signer.revoked_at is None or made_at <= parse_time(signer.revoked_at)


def _same(known: Version, read: Unfrozen) -> Version:
    """Check 5: exactly what is here already gets its receipt again; anything else under its id is refused."""
    digest = sha256_hex(read.manifest_jws.encode("ascii"))
    if (known.sealed_sha256, known.manifest_sha256) != (read.manifest.sealed_sha256, digest):
        raise Refusal("version-id-reused")
    return known


def _open_return(key: ReturnKey, arrived: Arrived, firm: str, pack: Pack) -> calendar.Due:
    """Check 6."""
    if key.firm != firm:
        raise Refusal("not-your-return")
    due = calendar.find(pack, key.form, key.period)
    if due is None:
        raise Refusal("unknown-return")
    if due.opens_at > arrived.received_at:
        raise Refusal("period-not-open", f"自 {rfc3339(due.opens_at)} 起可以报送")
    if not calendar.is_open(due, arrived.received_at) or due.correctable_until < arrived.received_at:
        raise Refusal("period-closed", CONTACT)
    return due


def _build_on_head(head: Version | None, read: Unfrozen) -> None:
    """Check 9, and that what is withdrawn was not accepted yet."""
    if read.manifest.base_version_id != (head.version_id if head else None):
        now_head = ProblemHead(head.version_id, head.received_at) if head else None
        raise Refusal("base-moved", head=now_head)
    if read.manifest.kind == "withdrawal" and head is not None and head.state == "accepted":
        raise Refusal("too-late-to-withdraw", CONTACT)


def _in_time(connection: Connection, arrived: Arrived, firm: str, manifest: Manifest, deadline: datetime) -> bool:
    """Whether it arrived by its deadline, or was committed to by then and arrived as that promised (C9)."""
    if arrived.received_at <= deadline:
        return True
    made = deposits.commitment_to(connection, firm, arrived.version_id, manifest.sealed_sha256)
    if made is None or arrived.received_at > parse_time(made.upload_by):
        return False
    return parse_time(made.committed_at) <= deadline


def _receipt(
    read: Unfrozen, arrived: Arrived, last: Version | None, deadline_at: datetime, *, on_time: bool
) -> Receipt:
    """What the receipt after ``last`` says."""
    manifest, seq = read.manifest, last.seq + 1 if last else 1
    return Receipt(
        v=1,
        env=ENV,
        receipt_no=f"LX-{arrived.received_at.year}-{seq:08d}",
        log_id=LOG_ID,
        seq=seq,
        prev=chain_digest(last.receipt) if last else None,
        return_key=manifest.return_key,
        version_id=manifest.version_id,
        base_version_id=manifest.base_version_id,
        manifest_sha256=sha256_hex(read.manifest_jws.encode("ascii")),
        sealed_sha256=manifest.sealed_sha256,
        commitment=manifest.commitment,
        received_at=rfc3339(arrived.received_at),
        deadline_at=rfc3339(deadline_at),
        timeliness="on_time" if on_time else "late",
        device_id=manifest.device_id,
    )


def _signed(receipt: Receipt, read: Unfrozen, firm: str, keys: OwnKeys) -> Version:
    """Check 10: the version with its receipt, signed."""
    token = jws.sign(
        strict_json.encode(receipt), keys.private("receipt"), "jibao-receipt", kid=keys.kid("receipt")
    )
    return Version(
        seq=receipt.seq,
        firm=firm,
        return_key=receipt.return_key,
        version_id=receipt.version_id,
        base_version_id=receipt.base_version_id,
        kind=read.manifest.kind,
        manifest=read.manifest_jws,
        manifest_sha256=receipt.manifest_sha256,
        kid=read.kid,
        sealed_sha256=receipt.sealed_sha256,
        receipt=token,
        received_at=receipt.received_at,
        device_id=receipt.device_id,
    )
