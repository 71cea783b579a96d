"""Looking for an indicator by name or code: typed, gone to, and gone on from."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from client.ui.entry.bar import EntryBar
from client.ui.entry.grid.gridbox import GridBox


class Finder(QObject):
    """The first hit is shown while somebody types; Enter goes there, and from there Enter or F3 to the next."""

    def __init__(self, grid: GridBox, bar: EntryBar, parent: QObject) -> None:
        super().__init__(parent)
        self._grid, self._bar = grid, bar
        self._typed = False
        """Whether what is looked for was typed since the keyboard went to a hit."""

    def start(self) -> None:
        """Put the cursor into the search field."""
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.selectAll()

    def look_for(self, text: str) -> None:
        """Show the first hit; the keyboard stays."""
        self._typed = True
        self._look(text)

    def go_there(self, text: str) -> None:
        """Go to the hit that is shown, with the keyboard; where it was gone to before, to the next."""
        if self._grid.open_model is None:
            return  # once a return is open it is looked for there
        shown = self._typed and self._grid.at_hit(text)
        if not text or shown or self._look(text, 1):
            self._typed = False
            self._grid.sheet.setFocus()

    def go_on(self, by: int) -> None:
        """Go to the next hit, or with -1 to the one before; where nothing is looked for yet, ask what is."""
        text = self._bar.search.text().strip()
        self._grid.sheet.commit()
        if text:
            self._look(text, by)
        else:
            self.start()

    def _look(self, text: str, by: int = 0) -> bool:
        if self._grid.open_model is None:
            return False
        found = self._grid.search(text, by)
        self._bar.show_found(found=found or not text)
        return found
