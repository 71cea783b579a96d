"""What every command answers with under ``--json``; published as ``resources/schemas/result.schema.json``."""

from __future__ import annotations

from typing import Any

import msgspec

from client.cli.results.batch import BatchResult, FileImportResult
from client.cli.results.beside import AttachmentResult, DeviceResult, NoticeResult, PrecheckResult
from client.cli.results.checking import FindingResult, ReturnResult
from client.cli.results.filing import EndpointResult, FetchedResult, FiledResult, PromiseResult, VerdictResult
from client.cli.results.history import AuditResult, EventResult
from client.cli.results.importing import WorkbookResult
from client.cli.results.keeping import RestoredResult, SalvagedResult
from client.cli.results.merging import MergeResult
from client.cli.results.pack import PackResult
from client.cli.results.profiles import ProfileResult
from client.cli.results.publishing import RepositoryResult
from client.cli.results.records import RecordsResult
from client.cli.results.rollup import LeftOutResult, TotalResult
from client.cli.results.texts import Problem, Text

SCHEMA = "jibao-result/1"
Detail = str | list[str] | Text


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
    lacking: list[FindingResult] = []
    """Of ``check`` for a period: what keeps all of it from being complete; the status is that of the returns."""
    records: RecordsResult | None = None
    pack: PackResult | None = None
    endpoint: EndpointResult | None = None
    filed: list[FiledResult] = []
    fetched: list[FetchedResult] = []
    """Of ``sync``: what other computers of the enterprise filed."""
    attachments: list[AttachmentResult] = []
    notices: list[NoticeResult] = []
    devices: list[DeviceResult] = []
    prechecked: list[PrecheckResult] = []
    receipt: VerdictResult | None = None
    promises: list[PromiseResult] = []
    history: list[EventResult] = []
    audits: list[AuditResult] = []
    restored: list[RestoredResult] = []
    salvaged: SalvagedResult | None = None
    merge: MergeResult | None = None
    profiles: list[ProfileResult] = []
    repository: RepositoryResult | None = None
    totals: list[TotalResult] = []
    not_added: list[LeftOutResult] = []
    files: list[str] = []
    details: dict[str, Detail] = {}
    """What else is to be said, by keys that are the same in every language: of a setting, a cell, a card."""
    problems: list[Problem] = []


def schema() -> dict[str, Any]:
    """The JSON schema of ``Result``; the published file is held to it by a test."""
    return msgspec.json.schema(Result)
