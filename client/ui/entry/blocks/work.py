"""The return being filled in: passes what the person does to the draft, and the draft's answer to the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from client.base.errors import UserError
from client.ui.entry.blocks.clipboard import Block
from client.ui.entry.blocks.pasting import Pasting, lay_in
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.cells.records import NEW_ROW
from client.ui.ground.saver import Saver
from client.usecases.home.session import Session
from client.usecases.returns.carrying import Carried, take
from client.usecases.returns.editing import Draft
from client.usecases.returns.explaining import explain
from client.usecases.returns.keeping import save
from client.usecases.returns.outcome import Outcome
from client.usecases.returns.repairing import apply
from client.usecases.returns.rounding import Rounding
from client.usecases.returns.rounding import apply as rounded
from forms.findings import Finding
from forms.locating import Proposal
from forms.returns import Source


class Work(QObject):
    """One open draft. ``done`` carries every ``Outcome``, ``refused`` a ``UserError`` to show beside the field."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, draft: Draft, saver: Saver, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = draft
        self.acts = 0
        """How many acts there were: what was asked of an earlier draft is out of date."""
        self._session = session
        self._saver = saver

    def type(self, texts: Mapping[str, str], source: Source = "keyboard") -> None:
        """Enter texts; those of the line that waits for a new record make the record first."""
        waiting = f"{self.draft.form.code}[{NEW_ROW}]"
        rows: list[str] = []
        if any(address.startswith(waiting) for address in texts):
            rows = [str(uuid4())]
            made = f"{self.draft.form.code}[{rows[0]}]"
            texts = {address.replace(waiting, made): text for address, text in texts.items()}
        self._enter(texts, source, rows)

    def _enter(self, texts: Mapping[str, str], source: Source, rows: Sequence[str]) -> bool:
        try:
            return self._perform(self.draft.type(texts, source, {self.draft.form.code: rows}))
        except UserError as error:
            self.refused.emit(error)
            return False

    def clear(self, addresses: Sequence[str]) -> None:
        """Blank the cells."""
        filled = {address: "" for address in addresses if self.draft.cell(address) is not None}
        if filled:
            self.type(filled)

    def paste(self, grid: DraftModel, block: Block, row: int, column: int) -> Pasting | None:
        """Put a block in, its corner at a cell, as one act; None where there is nothing or no cell."""
        if not block or not grid.address_at(row, column):
            return None
        made = lay_in(grid, block, row, column)
        if made.texts or made.rows:
            made.done = self._enter(made.texts, "paste", made.rows)
        return made

    def add_row(self, table: str, before: str = "", count: int = 1) -> str:
        """Add rows to a table, above one of its rows or at its end, as one act; answers the id of the first."""
        rows = [str(uuid4()) for _ in range(count)]
        self._perform(self.draft.add_row(table, *rows, before=before))
        return rows[0]

    def remove_rows(self, table: str, rows: Sequence[str]) -> None:
        """Take rows of a table out as one act."""
        self._perform(self.draft.remove_rows(table, rows))

    def explain(self, finding: Finding, code: str, text: str) -> None:
        """Keep the explanation of a query."""
        try:
            self._perform(explain(self.draft, finding, code, text))
        except UserError as error:
            self.refused.emit(error)

    def repair(self, proposal: Proposal) -> bool:
        """Take a proposal up; False when it no longer fits."""
        try:
            return self._perform(apply(self.draft, proposal))
        except UserError as error:
            self.refused.emit(error)
            return False

    def round(self, rounding: Rounding) -> bool:
        """Round figures with too many decimals; False when there is none left."""
        return self._perform(rounded(self.draft, rounding))

    def carry(self, carried: Carried) -> bool:
        """Take over what the report before knows; False when there is nothing left to fill."""
        return self._perform(take(self.draft, carried))

    def undo(self) -> bool:
        """Take the last act back; False when there is none."""
        return self._attempt(self.draft.undo)

    def redo(self) -> bool:
        return self._attempt(self.draft.redo)

    def _attempt(self, act: Callable[[], Outcome | None]) -> bool:
        try:
            return self._perform(act())
        except UserError as error:
            self.refused.emit(error)
            return True

    def _perform(self, outcome: Outcome | None) -> bool:
        if outcome is None:
            return False
        self.acts += 1
        self._saver.keep(lambda: save(self._session, outcome))
        self.done.emit(outcome)
        return True
