"""Histories and audits as results."""

from __future__ import annotations

from client.base.errors import WorldError
from client.cli.results.history import AuditResult, EventResult, LossResult
from client.cli.results.texts import Text
from client.store import CellEvent, HeadReport
from client.usecases.safekeeping.auditing import Audited, told
from forms.problems import CodedError
from forms.returns import Cell

BROKEN = {
    "gap": "audit.gap",
    "hash": "audit.hash",
    "link": "audit.link",
    "payload": "audit.payload",
    "payload-missing": "audit.payload-missing",
}
"""The words for each way in which an entry is not as it was written."""


def event_result(address: str, event: CellEvent) -> EventResult:
    """One thing that happened to a cell."""
    origin = event.new.origin if event.new is not None else None
    return EventResult(
        seq=event.seq,
        at=event.at,
        who=event.actor,
        kind=event.kind,
        source=event.source,
        address=address,
        old=_text(event.old),
        new=_text(event.new),
        place=origin.place if origin else "",
        raw=origin.raw if origin else "",
        raw_unit=origin.unit if origin else "",
    )


def audit_result(found: Audited, firm: str) -> AuditResult:
    """The outcome of an audit; ``firm`` is blank for the home's own store."""
    report = found.report
    return AuditResult(
        enterprise=firm,
        whole=found.whole,
        entries=report.entries,
        head=report.head,
        broken_at=report.broken_at,
        reason=report.reason,
        action=report.action,
        ref=report.ref,
        what=_verdict(found),
        losses=[_loss(each) for each in found.lost],
        doubts=[{"return": str(each.key), "address": each.address} for each in found.doubts],
        anchors=found.anchors,
        astray=list(found.astray),
    )


def _verdict(found: Audited) -> Text:
    report = found.report
    error: CodedError
    if not report.whole:
        words = {"seq": report.broken_at, "action": report.action or "?", "ref": report.ref or "?"}
        error = WorldError(BROKEN[report.reason], **words)
    elif found.whole:
        error = WorldError("audit.whole", count=report.entries)
    else:
        error = WorldError("audit.chain-whole", count=report.entries)
    return Text(zh=error.what("zh"), en=error.what("en"))


def _loss(loss: HeadReport) -> LossResult:
    error = told(loss)
    what = Text(zh=error.what("zh"), en=error.what("en"))
    return LossResult(kind=loss.state, first=loss.first, last=loss.last, what=what)


def _text(cell: Cell | None) -> str | None:
    return None if cell is None else cell.text
