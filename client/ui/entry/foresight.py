"""Finds out what a figure would bring to light while it is being typed: pressing Enter does not wait for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from client.ui.entry.cells.records import NEW_ROW
from client.ui.entry.grid.editors import CellEdit
from client.ui.entry.grid.painting import rehearse
from client.ui.entry.grid.sheet import Sheet
from client.usecases.returns.editing import Draft


class Foresight(QObject):
    """Looks at the open editor once each letter is painted; what is entered there is found out by then.

    ``found`` carries the findings that entering it would lead to.
    """

    found = Signal(tuple)

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._draft: Draft | None = None
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._look)
        sheet.editing.connect(self._turn)

    def follow(self, draft: Draft) -> None:
        """Another return is shown."""
        self._draft = draft

    def _turn(self, column: int) -> None:
        """An editor was opened, or closed (-1). What is written in lines, no rule works with."""
        self._soon.stop()
        editor = self._sheet.painter_of_cells.editor
        if column >= 0 and isinstance(editor, CellEdit):
            editor.textEdited.connect(self._soon.start)

    def _look(self) -> None:
        editor, here, address = (
            self._sheet.painter_of_cells.editor,
            self._sheet.currentIndex(),
            self._sheet.address(),
        )
        if self._draft is None or not isinstance(editor, CellEdit) or not address:
            return
        if editor.composing or editor.choosing or f"[{NEW_ROW}]" in address:  # more is to come
            return
        entered = self._sheet.grid.entered(here.row(), here.column(), editor.entered())
        lay_out = partial(rehearse, self._sheet, self._sheet.painter_of_cells.cells)
        findings = self._draft.foresee({address: entered}, lay_out)
        if findings is not None:
            self.found.emit(findings)
