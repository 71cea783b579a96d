"""What every command answers with under ``--json``; published as ``resources/schemas/result.schema.json``."""

from __future__ import annotations

from typing import Any

import msgspec

from client.cli.results_batch import BatchResult, FileImportResult
from client.cli.results_filing import AttachmentResult, NoticeResult, PrecheckResult
from client.cli.results_history import AuditResult, EventResult
from client.cli.results_keeping import RestoredResult, SalvagedResult
from client.cli.results_pack import PackResult
from client.cli.results_records import RecordsResult
from client.cli.results_rollup import TotalResult
from client.cli.results_texts import LeftResult, Problem, Text
from forms.findings import Finding

SCHEMA = "jibao-result/1"


class FindingResult(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as published; ``cells`` name form, period, address, indicator name and text."""

    rule: str
    level: str
    outcome: str
    form: str
    period: str
    row: str | None
    cells: list[dict[str, str]]
    title: Text
    expected: Text
    actual: Text
    reason: Text
    remedy: Text
    difference: str | None
    unit: str
    explained: bool


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Findings by level; ``unexplained`` are the queries that still block filing."""

    error: int
    query: int
    hint: int
    unexplained: int


class ProposalResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was probably meant: a slip whose repair settles the named rules. Nobody applies it but the person."""

    kind: str
    cells: list[dict[str, str]]
    """Address, name, old and new text of each cell."""
    settles: list[str]
    evidence: list[Text]


class ReturnResult(msgspec.Struct, frozen=True, kw_only=True):
    """One return: where it stands and what was found."""

    key: str
    form: str
    form_name: str
    period: str
    state: str
    cells: int
    counts: Counts
    findings: list[FindingResult]
    proposals: list[ProposalResult] = []
    """Likeliest first; only ``check`` looks for them."""


class GuessResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the reading of a sheet rests on: form, orientation, heading, unit, period or enterprise, and why."""

    what: str
    value: str
    why: Text
    chosen: bool


class SheetResult(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet of a workbook and what was recognised in it; ``forms`` is empty when nothing was taken."""

    name: str
    rows: int
    forms: list[str]
    period: str | None
    unit: str | None
    taken: int
    notes: list[Text]
    guesses: list[GuessResult] = []


class LineResult(msgspec.Struct, frozen=True, kw_only=True):
    """One value taken from a workbook: where it goes, old and new text, and the workbook's address."""

    form: str
    period: str
    address: str
    name: str
    row: str
    old: str | None
    new: str
    unit: str
    raw: str
    raw_unit: str
    place: str
    how: str
    confidence: float
    doubts: list[Text] = []
    """What is worth a second look: a jump by a unit, another sign, what would be written over."""


class MarkedResult(msgspec.Struct, frozen=True, kw_only=True):
    """A marked copy: cells that carry a mark, findings that lie in no cell of it, and what it does not keep."""

    file: str
    cells: int
    unplaced: int
    lost: list[Text]


class WorkbookResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, what would change, what was not taken. ``stored`` is false for a dry run."""

    file: str
    stored: bool
    import_id: str | None
    sheets: list[SheetResult]
    lines: list[LineResult]
    left: list[LeftResult]
    warnings: list[Text]
    marked: MarkedResult | None = None
    profile: str | None = None
    """The profile whose earlier choices were followed."""


class FiledResult(msgspec.Struct, frozen=True, kw_only=True):
    """One filed version; ``verified`` says that the bureau's signature on the receipt holds."""

    key: str
    form: str
    period: str
    state: str
    version_id: str | None = None
    receipt_no: str | None = None
    received_at: str | None = None
    timeliness: str | None = None
    verified: bool = False
    receipt_file: str | None = None
    promised_until: str | None = None
    """The endpoint has acknowledged a commitment: on time if the bytes arrive by then, RFC 3339."""
    returned: list[dict[str, Any]] = []
    problem: Problem | None = None


class EndpointResult(msgspec.Struct, frozen=True, kw_only=True):
    """Who the figures go to; ``env`` is ``prod`` or ``practice``."""

    name: str
    env: str
    base_url: str


class VerdictResult(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``receipt verify``: ``trusted``, ``root-unknown``, ``other-root`` or ``mismatch`` and where."""

    verdict: str
    what: Text
    remedy: Text
    where: str
    receipt_no: str | None
    return_key: str | None
    received_at: str | None
    env: str | None
    decision: str | None


class PromiseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One promise of the protocol: ``kept``, ``broken`` or ``not asked``; ``said`` tells what came instead."""

    name: str
    section: str
    promise: str
    verdict: str
    said: str


class Result(msgspec.Struct, kw_only=True):
    """The one answer of every command."""

    schema: str = SCHEMA
    command: str
    status: int
    enterprise: str | None = None
    period: str | None = None
    workbooks: list[WorkbookResult] = []
    imported: list[FileImportResult] = []
    """Of ``import`` over many enterprises: file by file."""
    batches: list[BatchResult] = []
    returns: list[ReturnResult] = []
    records: RecordsResult | None = None
    pack: PackResult | None = None
    endpoint: EndpointResult | None = None
    filed: list[FiledResult] = []
    attachments: list[AttachmentResult] = []
    notices: list[NoticeResult] = []
    prechecked: list[PrecheckResult] = []
    receipt: VerdictResult | None = None
    promises: list[PromiseResult] = []
    history: list[EventResult] = []
    audits: list[AuditResult] = []
    restored: list[RestoredResult] = []
    salvaged: SalvagedResult | None = None
    totals: list[TotalResult] = []
    files: list[str] = []
    details: dict[str, str] = {}
    problems: list[Problem] = []


def finding_result(finding: Finding, *, explained: bool) -> FindingResult:
    """The published shape of a finding."""
    return FindingResult(
        rule=finding.rule,
        level=finding.level,
        outcome=finding.outcome,
        form=finding.form,
        period=finding.period,
        row=finding.row,
        cells=[msgspec.to_builtins(ref) for ref in finding.cells],
        title=Text(zh=finding.title_zh, en=finding.title_en),
        expected=Text(zh=finding.expected_zh, en=finding.expected_en),
        actual=Text(zh=finding.actual_zh, en=finding.actual_en),
        reason=Text(zh=finding.reason_zh, en=finding.reason_en),
        remedy=Text(zh=finding.remedy_zh, en=finding.remedy_en),
        difference=None if finding.difference is None else format(finding.difference, "f"),
        unit=finding.unit,
        explained=explained,
    )


def schema() -> dict[str, Any]:
    """The JSON schema of ``Result``; the published file is held to it by a test."""
    return msgspec.json.schema(Result)
