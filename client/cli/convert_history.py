"""From histories and audits to their published shapes, and to what a person reads of them."""

from __future__ import annotations

from typing import Literal

from rich.console import Console
from rich.table import Table

from client.base.errors import WorldError
from client.cli.results_history import AuditResult, EventResult, LossResult
from client.cli.results_texts import Text
from client.store import CellEvent, HeadReport
from client.usecases.auditing import Audited, told
from client.usecases.outcome import ActKind
from forms.problems import CodedError
from forms.returns import Cell, Source

KINDS: dict[ActKind | Literal["kept"], str] = {"do": "", "undo": "撤销", "redo": "重做", "kept": "归并"}
SOURCES: dict[Source, str] = {
    "keyboard": "键盘",
    "paste": "粘贴",
    "workbook": "工作簿",
    "carried": "结转",
    "computed": "计算",
    "repair": "一键修正",
    "returned": "退回",
    "migrated": "换制度版本",
}
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
        doubts=[{"return": each.key, "address": each.address} for each in found.doubts],
        anchors=found.anchors,
        astray=list(found.astray),
    )


def show_events(console: Console, events: list[EventResult]) -> None:
    """A table, oldest first."""
    table = Table(*("时间", "谁", "原值", "新值", "来源"))
    for event in events:
        kind = KINDS[event.kind]  # type: ignore[index]
        source = " ".join(part for part in (kind, SOURCES[event.source], event.place) if part)  # type: ignore[index]
        table.add_row(event.at[:19].replace("T", " "), event.who, event.old or "空", event.new or "空", source)
    console.print(table)


def show_audit(console: Console, audit: AuditResult) -> None:
    """The verdict, then everything that is lost or in doubt."""
    console.print(audit.enterprise or "单位名录", style="bold", highlight=False)
    console.print(audit.what.zh, style="green" if audit.whole else "bold red", highlight=False, markup=False)
    for loss in audit.losses:
        console.print(f"  {loss.what.zh}", highlight=False, markup=False)
    for doubt in audit.doubts:
        console.print(f"  {doubt['return']} 的 {doubt['address'] or '行或说明'} 与记录不符", highlight=False)
    for version in audit.astray:
        console.print(f"  报送版本 {version} 的清单写着另一条审计记录", highlight=False)
    console.print(f"  {audit.head}  已报送清单印证 {audit.anchors} 处", style="dim", highlight=False)


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
