"""Two sides of a return for a person."""

from __future__ import annotations

from rich.console import Console

from client.cli.results.merging import MergeCellResult, MergeResult
from client.cli.spoken import in_force, said, told

CHOSEN = {"mine": "用本机", "theirs": "用已报送", None: "待选定"}


def show_merge(console: Console, merge: MergeResult) -> None:
    """Who filed it when, then each cell with its sides and the one that is taken."""
    head = told("已报送：{device} {at}", device=merge.device, at=merge.received_at[:16].replace("T", " "))
    for line in (head, *map(_line, merge.cells)):
        console.print(line, highlight=False, markup=False)


def _line(cell: MergeCellResult) -> str:
    base, mine, theirs = (said("空") if text is None else text for text in (cell.base, cell.mine, cell.theirs))
    sides = told("原为 {base}，本机 {mine}，已报送 {theirs}", base=base, mine=mine, theirs=theirs)
    name, chosen = f"{cell.address} {in_force(cell.name)}", said(CHOSEN[cell.chosen])
    return told("{name}：{sides}：{chosen}", name=name, sides=sides, chosen=chosen)
