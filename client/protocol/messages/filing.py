"""What is due, what is filed, and what the bureau says about it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from client.protocol.messages.base import (
    Answered,
    Asked,
    Chain,
    Hex64,
    Kind,
    Problem,
    Sealed,
    Short,
    State,
    Verdict,
)


class PackUse(Answered, frozen=True):
    """A pack an obligation may be answered with."""

    version: str
    sha256: Hex64
    use: Literal["current", "accepted-until"]
    until: str | None = None


class HeadInfo(Answered, frozen=True):
    """The newest version of a return, in an obligation."""

    version_id: str
    state: State


class Obligation(Answered, frozen=True):
    """One return that is due."""

    return_key: str
    form: str
    title: str
    opens_at: str
    deadline_at: str
    grace_until: str | None
    correctable_until: str
    packs: list[PackUse]
    head: HeadInfo | None
    commitments: bool = False


class Obligations(Answered, frozen=True):
    """What is due; ``period`` repeats the question's, if it named one."""

    period: str | None
    server_now: str
    items: list[Obligation]


class Attachment(Asked, frozen=True):
    """A file uploaded before the manifest that names it."""

    id: Short
    upload: Short
    size: int
    sha256: Hex64


class Enclosed(Asked, frozen=True):
    """What an attachment is, inside the sealed document: digest and size are those of the file before sealing."""

    id: Short
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    media: Short
    size: int
    sha256: Hex64


class Manifest(Asked, frozen=True):
    """Payload of ``jibao-manifest``: all about a version except its figures."""

    v: Literal[1]
    env: Short
    return_key: Short
    version_id: Short
    base_version_id: Short | None
    kind: Kind
    form: Short
    pack: Short
    pack_sha256: Hex64
    sealed_sha256: Hex64
    commitment: Hex64
    attachments: Annotated[list[Attachment], Meta(max_length=100)]
    made_at: Short
    device_id: Short
    app: Short
    audit_head: Chain | None


class NotApplicable(Asked, frozen=True):
    """Stands in a cell that the person declared not applicable."""

    na: str


CellValue = str | list[str] | NotApplicable


class DocumentExplanation(Asked, frozen=True):
    """Why a query is right as filed: the rule, the cells it is about, a reason code and a text."""

    rule: str
    at: list[str]
    code: str
    text: str


class Document(Asked, frozen=True):
    """What is sealed: every figure of one version. A blank cell is absent."""

    cells: dict[str, CellValue]
    rows: dict[str, list[str]] = msgspec.field(default_factory=dict)
    reason: str | None = None
    people: dict[str, str] = msgspec.field(default_factory=dict)
    explanations: list[DocumentExplanation] = msgspec.field(default_factory=list)
    rounded: list[str] = msgspec.field(default_factory=list)
    """Addresses of figures that were rounded from a finer unit: sums of them are allowed half a unit each."""
    attachments: Annotated[list[Enclosed], Meta(max_length=100)] = msgspec.field(default_factory=list)


class Submission(Asked, frozen=True):
    """Body of ``PUT …/versions/{vid}``."""

    manifest: str
    sealed: Sealed


class Receipt(Answered, frozen=True):
    """Payload of ``jibao-receipt``: the bureau has these bytes, since then."""

    v: Literal[1]
    env: str
    receipt_no: str
    log_id: str
    seq: int
    prev: Chain | None
    return_key: str
    version_id: str
    base_version_id: str | None
    manifest_sha256: Hex64
    sealed_sha256: Hex64
    commitment: Hex64
    received_at: str
    deadline_at: str
    timeliness: Literal["on_time", "late"]
    device_id: str


class DecisionFinding(Answered, frozen=True):
    """A rule and its cells, never their values. A cell of another return is spelled ``JY.2025-08/JY001``."""

    rule: str
    severity: Literal["error", "query", "hint"]
    cells: list[str]
    message: str


class SealedNote(Answered, frozen=True):
    """A free text of the officer, sealed to one device."""

    to: str
    data: str


class Decision(Answered, frozen=True):
    """Payload of ``jibao-decision``. ``decision_no`` counts the decisions on one version from 1."""

    v: Literal[1]
    env: str
    decision_no: int
    prev_decision: Chain | None
    return_key: str
    version_id: str
    manifest_sha256: Hex64
    state: Verdict
    decided_at: str
    findings: list[DecisionFinding] = msgspec.field(default_factory=list)
    note_sealed: list[SealedNote] = msgspec.field(default_factory=list)


class VersionState(Answered, frozen=True):
    """Answer to PUT and GET of a version: ``receipt`` and ``decision`` are compact JWS."""

    state: State
    receipt: str
    decision: str | None = None
    decide_after_s: float | None = None


class Content(Answered, frozen=True):
    """Answer to GET …/content: the JBS1 plaintext sealed to one device, and the manifest it was filed under."""

    suite: str
    to: str
    data: str
    manifest: str


class Prechecked(Answered, frozen=True):
    """Answer to a precheck: what a decision would name. It never counts."""

    findings: list[DecisionFinding]
    counts: Literal[False] = False


class CommitRequest(Asked, frozen=True):
    """Payload of ``jibao-commit``, signed by the device: these bytes are ready and will follow."""

    return_key: str
    version_id: Short
    sealed_sha256: Hex64
    size: Annotated[int, Meta(gt=0, le=4 * 1024 * 1024)]


class CommitAck(Answered, frozen=True):
    """Payload of ``jibao-commit-ack``: on time if exactly these bytes arrive by ``upload_by``."""

    v: Literal[1]
    env: str
    return_key: str
    version_id: str
    sealed_sha256: Hex64
    size: int
    committed_at: str
    upload_by: str


class BundleItem(Answered, frozen=True):
    """What became of one submission of a carry file: ``state`` as PUT answers, or ``problem``."""

    return_key: str
    version_id: str
    status: int
    state: VersionState | None = None
    problem: Problem | None = None


class BundleAnswer(Answered, frozen=True):
    """Answer to a carry file, one item a submission; it is what the browser saves to be taken back."""

    items: list[BundleItem]


class VersionInfo(Answered, frozen=True):
    """One line of a return's history."""

    version_id: str
    base_version_id: str | None
    kind: Kind
    state: State
    received_at: str
    device_name: str


class ReturnState(Answered, frozen=True):
    """Head and history of one return."""

    return_key: str
    head: str | None
    versions: list[VersionInfo]


class StatusQuery(Asked, frozen=True):
    """Up to 1,000 version ids asked at once."""

    version_ids: Annotated[list[Short], Meta(max_length=1000)]


class StatusItem(Answered, frozen=True):
    """How one version stands; ``unknown`` also for versions of other firms."""

    version_id: str
    state: Literal["received", "accepted", "rejected", "superseded", "withdrawn", "unknown"]
    receipt: str | None = None
    decision: str | None = None


class StatusAnswer(Answered, frozen=True):
    """How the versions asked for together stand."""

    items: list[StatusItem]


class Notice(Answered, frozen=True):
    """A hint that something happened; what happened is asked elsewhere."""

    id: str
    kind: Literal["rejected", "pack-recalled", "deadline-moved", "message"]
    at: str
    return_key: str | None = None
    version_id: str | None = None
    text: str = ""


class Notices(Answered, frozen=True):
    """Notices since the place asked from, oldest first; ``next`` is where to go on."""

    next: str
    items: list[Notice]
