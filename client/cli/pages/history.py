"""The history of a cell and the audit for a person."""

from __future__ import annotations

from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from client.cli.results.history import AuditResult, EventResult
from client.cli.spoken import in_force, said, told
from client.usecases.returns.outcome import ActKind
from forms.returns import Source

KINDS: dict[ActKind | Literal["kept"], str] = {"do": "", "undo": "撤销", "redo": "重做", "kept": "归并"}
SOURCES: dict[Source, str] = {
    "keyboard": "键盘",
    "paste": "粘贴",
    "workbook": "工作簿",
    "carried": "结转",
    "computed": "计算",
    "repair": "一键修正",
    "returned": "取回",
    "migrated": "换制度版本",
}


def show_events(console: Console, events: list[EventResult]) -> None:
    """A table, oldest first."""
    table = Table(*map(said, ("时间", "谁", "原值", "新值", "来源")))
    blank = said("空")
    for event in events:
        kind, by = said(KINDS[event.kind]), said(SOURCES[event.source])  # type: ignore[index]
        source = " ".join(part for part in (kind, by, event.place) if part)
        at = event.at[:19].replace("T", " ")
        table.add_row(*map(escape, (at, event.who, event.old or blank, event.new or blank, source)))
    console.print(table)


def show_audit(console: Console, audit: AuditResult) -> None:
    """The verdict, then everything that is lost or in doubt."""
    console.print(audit.enterprise or said("单位名录"), style="bold", highlight=False)
    console.print(
        in_force(audit.what), style="green" if audit.whole else "bold red", highlight=False, markup=False
    )
    for loss in audit.losses:
        console.print(f"  {in_force(loss.what)}", highlight=False, markup=False)
    for doubt in audit.doubts:
        address = doubt["address"] or said("行或说明")
        line = told("{key} 的 {address} 与记录不符", key=doubt["return"], address=address)
        console.print(f"  {line}", highlight=False, markup=False)
    for version in audit.astray:
        line = told("报送版本 {version} 的清单写着另一条审计记录", version=version)
        console.print(f"  {line}", highlight=False, markup=False)
    line = told("{head}  已报送清单印证 {count} 处", head=audit.head, count=audit.anchors)
    console.print(f"  {line}", style="dim", highlight=False, markup=False)
