"""Two sides of a return as a result."""

from __future__ import annotations

from collections.abc import Mapping

from client.cli.results.merging import MergeCellResult, MergeResult
from client.cli.results.texts import text_of
from client.usecases.bureau.merging import MergeCell, Side, ThreeWay
from forms.returns import Cell


def merge_result(view: ThreeWay, chosen: Mapping[str, Side]) -> MergeResult:
    """Every cell in which they differ, with what was chosen by address, or is preselected."""
    cells = [_cell(cell, chosen.get(cell.address) or cell.choice) for cell in view.cells]
    return MergeResult(device=view.theirs.device_name, received_at=view.theirs.received_at, cells=cells)


def _cell(cell: MergeCell, chosen: Side | None) -> MergeCellResult:
    return MergeCellResult(
        address=cell.address,
        name=text_of(cell.words),
        base=_text(cell.base),
        mine=_text(cell.mine),
        theirs=_text(cell.theirs),
        chosen=chosen,
    )


def _text(cell: Cell | None) -> str | None:
    return None if cell is None else cell.text
