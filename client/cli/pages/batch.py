"""Batches of many enterprises for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from client.cli.results.batch import BatchResult, FileImportResult, FirmImportResult
from client.cli.results.texts import LeftResult
from client.cli.spoken import in_force, said, told

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
        console.print(told("工作簿 {file}", file=file.file), style="bold", highlight=False, markup=False)
        if file.firms:
            console.print(_table(file.firms))
        if file.problem is not None:
            what, remedy = in_force(file.problem.what), in_force(file.problem.remedy)
            line = told("未取用：{what}  {remedy}", what=what, remedy=remedy)
            console.print(f"  {line}", highlight=False, markup=False)
        left = [("", each) for each in file.left] + [
            (f.name or f.enterprise, e) for f in file.firms for e in f.left
        ]
        for whose, each in left[:SHOWN_LEFT]:
            console.print(f"  {left_line(each, whose)}", highlight=False, markup=False)
        if len(left) > SHOWN_LEFT:
            line = told("…… 共 {count} 处没有取用", count=len(left))
            console.print(f"  {line}", highlight=False, markup=False)


def left_line(left: LeftResult, whose: str = "") -> str:
    """What was not taken of a file, where it stands there and why."""
    return told("没有取用 {place}：{why}", place=place_of(left, whose), why=in_force(left.why))


def place_of(left: LeftResult, whose: str = "") -> str:
    """Where something that was not taken stands in its file."""
    row = told("第 {row} 行", row=left.row) if left.row else ""
    column = told("{column} 列", column=left.column) if left.column else ""
    return " ".join(part for part in (whose, left.sheet, row, column, left.label) if part)


def _table(firms: Iterable[FirmImportResult]) -> Table:
    table = Table()
    for heading in ("单位名称", "取数", "写入", "没有取用", "强制", "核实", "结果"):
        table.add_column(said(heading))
    for firm in firms:
        state = said(STATES[firm.state])
        if firm.problem:
            state = told("{name}：{value}", name=state, value=in_force(firm.problem.what))
        counts = (firm.taken, firm.changed, len(firm.left), firm.errors, firm.queries)
        called = f"{firm.name} {firm.enterprise}".strip() + ("" if firm.known else said("（新）"))
        table.add_row(escape(called), *map(str, counts), escape(state))
    return table


def show_batch(console: Console, batch: BatchResult) -> None:
    """A line for the batch, and one for every enterprise that did not get its part."""
    counts = Counter(part.state for part in batch.parts)
    states = " · ".join(f"{said(STATES[state])} {count}" for state, count in counts.items())
    at = batch.at[:16].replace("T", " ")
    head = told("批次 {id}  {at}  {title}：{states} 家", id=batch.id[:8], at=at, title=batch.title, states=states)
    mark = said("（没有做完）") if batch.unfinished else ""
    console.print(f"{head}{mark}", highlight=False, markup=False)
    for part in batch.parts:
        if part.state == "refused":
            line = f"  {said(STATES[part.state])} {part.name} {part.enterprise}  [{part.code}]"
            console.print(line, highlight=False, markup=False)
