"""From one finding to the next, gravest level first, wherever in the return the cursor is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from client.ui.entry.findings.model import Item
from client.ui.entry.findings.panel import FindingsPanel
from client.ui.entry.grid.gridbox import GridBox
from client.ui.parts.announcing import announce
from forms.findings import CellRef


class Rounds(QObject):
    """``visit`` carries the ``CellRef`` gone to, ``told`` that there is none."""

    visit = Signal(object)
    told = Signal(str)

    def __init__(self, grid: GridBox, findings: FindingsPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._grid = grid
        self._findings = findings

    def next(self, *, back: bool = False) -> None:
        """Go to the cell of the next finding after the cursor, then to what is missing; or ``back``."""
        stops = list(self._stops())
        if not stops:
            self._grid.sheet.setFocus()
            self.told.emit(self.tr("没有待处理的问题"))
            return
        here, chosen = self._grid.sheet.address(), self._findings.current()
        at = next((n for n, (item, ref) in enumerate(stops) if item == chosen and ref.address == here), None)
        step = -1 if back else 1
        item, ref = stops[(at + step) % len(stops) if at is not None else min(step, 0)]
        self._findings.choose(item)
        self.visit.emit(ref)
        announce(self._findings.list, f"{item.title}\n{item.text}")

    def _stops(self) -> Iterator[tuple[Item, CellRef]]:
        """Where it stops: each finding's first cell, and every cell that is missing."""
        for item in self._findings.model.items:
            if not item.done:
                yield from ((item, ref) for ref in (item.cells if item.kind == "missing" else item.cells[:1]))
