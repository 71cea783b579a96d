"""The return being filled in: passes what the person does to the draft, and the draft's answer to the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from client.base.errors import UserError
from client.ui.entry.clipboard import parse_block
from client.ui.entry.model import DraftModel
from client.ui.entry.records import NEW_ROW
from client.ui.tasks import Saver
from client.usecases.editing import Draft, Outcome, save
from client.usecases.session import Session
from forms.findings import Finding
from forms.returns import Source


class Work(QObject):
    """One open draft. ``done`` carries every ``Outcome``, ``refused`` a ``UserError`` to show beside the field."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, draft: Draft, saver: Saver, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = draft
        self._session = session
        self._saver = saver

    def type(self, texts: Mapping[str, str], source: Source = "keyboard") -> None:
        """Enter texts; those of the line that waits for a new record make the record first."""
        waiting = f"{self.draft.form.code}[{NEW_ROW}]"
        if any(address.startswith(waiting) for address in texts):
            row = str(uuid4())
            self._perform(self.draft.add_row(self.draft.form.code, row))
            made = f"{self.draft.form.code}[{row}]"
            texts = {address.replace(waiting, made): text for address, text in texts.items()}
        try:
            self._perform(self.draft.type(texts, source))
        except UserError as error:
            self.refused.emit(error)

    def clear(self, addresses: Sequence[str]) -> None:
        """Blank the cells."""
        filled = {address: "" for address in addresses if self.draft.cell(address) is not None}
        if filled:
            self.type(filled)

    def paste(self, grid: DraftModel, text: str, row: int, column: int) -> tuple[int, int, int, int] | None:
        """Put a block in, its corner at a cell; answers the rectangle it covers (top, left, bottom, right).

        Headings are stepped over, cells that cannot be typed into are left as they are; a rows form grows
        as far as the block reaches.
        """
        block = parse_block(text)
        if not text or not grid.address_at(row, column):
            return None
        self._grow(row + len(block) - grid.rowCount() + 1)
        texts: dict[str, str] = {}
        at = row
        for line in block:
            while at < grid.rowCount() and not _fillable(grid, at):
                at += 1
            if at >= grid.rowCount():
                break
            for offset, value in enumerate(line[: grid.columnCount() - column]):
                if grid.editable_at(at, column + offset):
                    texts[grid.address_at(at, column + offset)] = value
            at += 1
        if texts:
            self.type(texts, "paste")
        width = max(len(line) for line in block)
        return row, column, max(at - 1, row), min(column + width, grid.columnCount()) - 1

    def add_row(self, table: str) -> str:
        """Add a row to a table; answers its id."""
        row = str(uuid4())
        self._perform(self.draft.add_row(table, row))
        return row

    def remove_row(self, table: str, row: str) -> None:
        self._perform(self.draft.remove_row(table, row))

    def explain(self, finding: Finding, code: str, text: str) -> None:
        """Keep the explanation of a query."""
        try:
            self._perform(self.draft.explain(finding, code, text))
        except UserError as error:
            self.refused.emit(error)

    def undo(self) -> bool:
        """Take the last act back; False when there is none."""
        return self._perform(self.draft.undo())

    def redo(self) -> bool:
        return self._perform(self.draft.redo())

    def _grow(self, by: int) -> None:
        """Add records until a pasted block fits."""
        if self.draft.form.shape == "rows":
            for _ in range(by):
                self._perform(self.draft.add_row(self.draft.form.code, str(uuid4())))

    def _perform(self, outcome: Outcome | None) -> bool:
        if outcome is None:
            return False
        self._saver.watch(save(self._session, outcome.change))
        self.done.emit(outcome)
        return True


def _fillable(grid: DraftModel, row: int) -> bool:
    """Whether a line holds cells at all: headings are stepped over when a block is pasted."""
    return any(grid.address_at(row, column) for column in range(grid.columnCount()))
