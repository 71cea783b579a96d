"""What the store keeps beside returns: enterprises, frozen versions, receipts, endpoints, log entries."""

from __future__ import annotations

from typing import Literal

import msgspec

from forms.periods import Period
from forms.returns import Cell, Change, ReturnKey, Source

VersionState = Literal[
    "queued",
    "sent",
    "received",
    "accepted",
    "rejected",
    "superseded",
    "withdrawn",
    "conflict",
    "rejected-at-door",
]
"""The states of the filing protocol from ``queued`` on; before that there is only the draft."""


class Enterprise(msgspec.Struct, frozen=True):
    """One reporting legal entity: unified social credit code and name."""

    code: str
    name: str


class ReturnHead(msgspec.Struct, frozen=True):
    """A return without its cells, for lists. ``changed_at`` is RFC 3339 (+08:00)."""

    firm: str
    form: str
    period: Period
    pack: str
    changed_at: str

    @property
    def key(self) -> ReturnKey:
        return ReturnKey(self.firm, self.form, self.period)


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen submission in the outbox. Everything above ``state`` never changes once it is put.

    ``manifest`` is the signed manifest (compact JWS), ``sealed`` the sealed bytes as they go out;
    digests are 64 lower-case hex digits; times are RFC 3339.
    """

    version_id: str
    return_key: str
    firm: str
    form: str
    period: Period
    base_version_id: str | None
    kind: str
    pack: str
    endpoint: str
    """``EndpointProfile.root_id`` of the endpoint it was made for; another endpoint knows nothing of it."""
    manifest: str
    sealed: bytes
    sealed_sha256: str
    manifest_sha256: str
    commitment: str
    seal_kid: str = ""
    seal_suite: str = ""
    change_seq: int = 0
    """Number of the last change that went into it: a higher one in the log means a newer draft."""
    created_at: str
    state: VersionState = "queued"
    attempts: int = 0
    next_attempt_at: str | None = None
    error_code: str | None = None

    @property
    def key(self) -> ReturnKey:
        return ReturnKey(self.firm, self.form, self.period)


class StoredReceipt(msgspec.Struct, frozen=True):
    """The endpoint's signed answers to one version, word for word.

    ``chain`` is the TUF chain that led to the verifying keys when the receipt came; ``decisions`` are in
    the order they came, so the last one holds.
    """

    version_id: str
    receipt: str
    chain: bytes
    stored_at: str
    number: str = ""
    decisions: tuple[str, ...] = ()


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where a firm files and as which device. ``profile`` is the endpoint profile's JSON; keys are PKCS #8.

    ``state`` is the enrolment's: ``new``, ``pending``, ``active``, ``refused``, ``expired``, ``revoked``.
    """

    firm: str
    profile: bytes
    device_id: str = ""
    device_name: str = ""
    signing_key: bytes = b""
    kem_key: bytes = b""
    enrolment_id: str = ""
    state: str = "new"


class LogEntry(msgspec.Struct, frozen=True):
    """One act in the log of a return. ``state`` says whether undo or redo can take it."""

    seq: int
    at: str
    actor: str
    kind: Literal["do", "undo", "redo"]
    state: Literal["done", "undone", "dropped", "passed"]
    change: Change
    summary: str
    set_id: int | None = None

    @property
    def kept(self) -> bool:
        """Whether it stands for acts that were compacted: the state they led to."""
        return self.kind == "do" and self.state == "passed"


class StandingAct(msgspec.Struct, frozen=True):
    """An act that undo or redo can take: rows ``seqs`` of the log, those of one import together.

    ``change`` is None when it is too large to be read before it is asked for. ``wide``: the import did something
    to other returns too; ``blocked`` is one of them that was changed since.
    """

    seqs: tuple[int, ...]
    change: Change | None
    wide: bool = False
    blocked: ReturnKey | None = None


class CellEvent(msgspec.Struct, frozen=True):
    """One thing that happened to one cell: who, when, from what, to what, and by which act."""

    seq: int
    at: str
    actor: str
    kind: Literal["do", "undo", "redo", "kept"]
    """``kept``: what acts long past led to, the acts themselves being compacted."""
    source: Source
    old: Cell | None
    new: Cell | None


class ChangeSet(msgspec.Struct, frozen=True):
    """The changes of a whole import, stored and undone as one. ``source_sha256`` is the workbook's digest."""

    title: str
    changes: tuple[Change, ...]
    source_sha256: str = ""


class StoredSet(msgspec.Struct, frozen=True):
    """A change set as it lies in the store; ``digest`` is that of its packed changes."""

    set_id: int
    at: str
    actor: str
    title: str
    source_sha256: str
    digest: str
    returns: tuple[ReturnKey, ...]
    undone: bool


class ScratchText(msgspec.Struct, frozen=True):
    """Text of an editor that was still open: not committed, offered again after a crash."""

    key: ReturnKey
    address: str
    text: str
    at: str
