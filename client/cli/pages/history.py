"""The history of a cell and the audit for a person."""

from __future__ import annotations

from typing import Literal

from rich.console import Console
from rich.table import Table

from client.cli.results.history import AuditResult, EventResult
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
