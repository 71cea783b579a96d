"""How wide the columns of a form are: as a person drew them, by form and column; the others share what is left."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.single import SingleModel
from client.ui.entry.grid.sheet import Sheet
from client.ui.ground.language import spoken
from client.ui.parts.widths import Width, spread
from client.ui.theme.theme import Theme
from forms.pack import Indicator

RESTS_AFTER_MS = 200
"""An edge that has not moved for so long was drawn to where it is."""
Drawn = dict[str, float]
"""Widths in lines of text, by the name of the column."""


class ColumnWidths(QObject):
    """``drawn`` carries a form and what was ``Drawn`` in it, to be kept; none where all is back to normal."""

    drawn = Signal(str, object)

    def __init__(self, theme: Theme, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._theme, self._sheet = theme, sheet
        self._by_form: dict[str, Drawn] = {}
        self._giving = False
        self._moved = ""
        """The form in which an edge is being drawn."""
        self._rest = QTimer(self, singleShot=True, interval=RESTS_AFTER_MS)
        self._rest.timeout.connect(self._tell)
        sheet.horizontalHeader().sectionResized.connect(self._draw)

    def take(self, kept: Mapping[str, Drawn]) -> None:
        """As they were left the last time; what was drawn since goes before."""
        self._by_form = {**kept, **self._by_form}
        self.give()

    @property
    def any_drawn(self) -> bool:
        """Whether a person drew one of the form that is shown."""
        return bool(self._of_form)

    def forget(self) -> None:
        """Back to normal."""
        form = self._form
        self._by_form[form] = {}
        self.give()
        self.drawn.emit(form, {})

    def give(self) -> None:
        """Give the columns of the form that is shown their widths."""
        model = self._sheet.model()
        if isinstance(model, RecordsModel):
            self._giving, of_form = True, self._of_form
            for number, (name, each) in enumerate(zip(_names(model), model.indicators, strict=True)):
                width = of_form.get(name, _usual(each, first=not number))
                self._sheet.setColumnWidth(number, self._theme.space(width))
            self._giving = False
        self.fit()

    def fit(self) -> None:
        """The room is another: what is left over goes to the columns that stretch. A list is scrolled sideways."""
        model = self._sheet.model()
        if not isinstance(model, SingleModel):
            return
        space, of_form = self._theme.space, self._of_form
        wanted = [
            Width(space(of_form[c.key]), space(of_form[c.key]))
            if c.key in of_form
            else Width(space(c.least), space(c.width), int(c.stretch), c.drop)
            for c in model.columns
        ]
        self._giving = True
        for number, width in enumerate(spread(self._sheet.viewport().width(), wanted)):
            self._sheet.setColumnHidden(number, width == 0)
            if width:
                self._sheet.setColumnWidth(number, width)
        self._giving = False

    @property
    def _form(self) -> str:
        model = self._sheet.model()
        return model.draft.form.code if isinstance(model, SingleModel | RecordsModel) else ""

    @property
    def _of_form(self) -> Drawn:
        return self._by_form.get(self._form, {})

    def _draw(self, section: int, _: int, width: int) -> None:
        """By the mouse, that is: the window gives columns other widths, too."""
        model = self._sheet.model()
        by_hand = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton and not self._giving
        if by_hand and width and isinstance(model, SingleModel | RecordsModel):
            self._moved = self._form
            self._by_form.setdefault(self._moved, {})[_names(model)[section]] = width / self._theme.em
            self._rest.start()

    def _tell(self) -> None:
        self.drawn.emit(self._moved, self._by_form.get(self._moved, {}))


def _names(model: SingleModel | RecordsModel) -> list[str]:
    return [c.key for c in model.columns] if isinstance(model, SingleModel) else [f.name for f in model.fields]


def _usual(indicator: Indicator, *, first: bool) -> float:
    if first:
        return 14
    if indicator.numeric:
        return 9
    if indicator.type in ("code", "codes") and spoken() == "en":
        return 15
    return 12 if indicator.type in ("text", "text-list", "code", "codes") else 8
