"""Batches of many enterprises for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from client.cli.results.batch import BatchResult, FileImportResult, FirmImportResult

STATES = {
    "planned": "将写入",
    "unchanged": "没有变化",
    "done": "已写入",
    "refused": "未写入",
    "waiting": "等待写入",
    "undone": "已撤销",
}
SHOWN_LEFT = 8
"""So many things that were not taken are listed for a person; ``--json`` has them all."""


def show_files(console: Console, files: Iterable[FileImportResult]) -> None:
    """A line for every enterprise of every workbook, then what was not taken."""
    for file in files:
        console.print(f"工作簿 {file.file}", style="bold", highlight=False, markup=False)
        if file.firms:
            console.print(_table(file.firms))
        if file.problem is not None:
            told = f"  未取用：{file.problem.what.zh}  {file.problem.remedy.zh}"
            console.print(told, highlight=False, markup=False)
        left = [("", each) for each in file.left] + [
            (f.name or f.enterprise, e) for f in file.firms for e in f.left
        ]
        for whose, each in left[:SHOWN_LEFT]:
            row = f"第 {each.row} 行" if each.row else ""
            place = " ".join(part for part in (whose, each.sheet, row, each.label) if part)
            console.print(f"  没有取用 {place}：{each.why.zh}", highlight=False, markup=False)
        if len(left) > SHOWN_LEFT:
            console.print(f"  …… 共 {len(left)} 处没有取用", highlight=False, markup=False)


def _table(firms: Iterable[FirmImportResult]) -> Table:
    table = Table()
    for heading in ("单位", "取数", "写入", "没有取用", "强制", "核实", "结果"):
        table.add_column(heading)
    for firm in firms:
        why = f"：{firm.problem.what.zh}" if firm.problem else ""
        counts = (firm.taken, firm.changed, len(firm.left), firm.errors, firm.queries)
        called = f"{firm.name} {firm.enterprise}".strip() + ("" if firm.known else "（新）")
        table.add_row(escape(called), *map(str, counts), escape(STATES[firm.state] + why))
    return table


def show_batch(console: Console, batch: BatchResult) -> None:
    """A line for the batch, and one for every enterprise that did not get its part."""
    counts = Counter(part.state for part in batch.parts)
    told = " · ".join(f"{STATES[state]} {count}" for state, count in counts.items())
    mark = "（没有做完）" if batch.unfinished else ""
    head = f"批次 {batch.id[:8]}  {batch.at[:16]}  {batch.title}：{told} 家{mark}"
    console.print(head, highlight=False, markup=False)
    for part in batch.parts:
        if part.state == "refused":
            console.print(f"  未写入 {part.name} {part.enterprise}  [{part.code}]", highlight=False, markup=False)
