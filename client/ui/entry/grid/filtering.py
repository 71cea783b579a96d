"""Looking at a part of a list, or in another order: what the bar, the headings and the keys ask for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.viewing import CODED, Filter, Order, answers
from client.ui.entry.grid.filter_bar import FilterBar
from client.ui.entry.grid.gridbox import GridBox
from client.ui.parts.announcing import announce
from client.ui.parts.basics import set_shown
from forms.words import Count


class Filtering(QObject):
    """Keeps the bar and the grid's model together. Nothing here changes a return."""

    def __init__(self, grid: GridBox, bar: FilterBar, parent: QObject) -> None:
        super().__init__(parent)
        self._grid, self._bar = grid, bar
        self._stale = False
        bar.wanted.connect(self.show_only)
        bar.renew.connect(self.renew)
        bar.cleared.connect(self.clear)
        bar.closed.connect(self.close)
        bar.text.left.connect(grid.sheet.setFocus)
        grid.heading_clicked.connect(self.sort_by)

    @property
    def model(self) -> RecordsModel | None:
        """The list that is open; None where the form is no list."""
        model = self._grid.open_model
        return model if isinstance(model, RecordsModel) else None

    def begin(self, *, again: bool) -> None:
        """A return was opened; ``again`` when it is the one shown before, which goes on being looked at so."""
        model = self.model
        if model is None or not again:
            set_shown(self._bar, False)
            self._bar.asked = Filter(), Order()
        if model is None:
            return
        asked = self._bar.asked
        coded = frozenset(field.name for field in model.fields if field.spec.type in CODED)
        self._bar.offer([(field.name, field.title) for field in model.fields], coded, self._answers)
        self._bar.show_filter(asked[0])
        if asked != (Filter(), Order()):
            model.view(*asked)
            set_shown(self._bar, True)
        model.rowsInserted.connect(self._come)
        self._stale = False
        self._tell()

    def toggle(self) -> None:
        """Show the bar with the keyboard in it; if it is there already, put it away and show everything."""
        if self.model is None:
            return
        if not self._bar.isHidden():
            self.close()
            return
        set_shown(self._bar, True)
        self._tell()
        self._bar.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_only(self, wanted: Filter) -> None:
        """Show the records that are wanted."""
        if self.model is not None and wanted != self.model.filter:
            self._view(wanted, self.model.order)

    def show_like(self) -> None:
        """Show the records that answer in the cursor's column what the cursor's cell answers."""
        model, here = self.model, self._grid.sheet.currentIndex()
        if model is None or not 0 <= here.row() < len(model.rows):
            return
        field = model.fields[here.column()]
        if field.spec.type in CODED:
            found = answers(model.lens, field.name, [model.rows[here.row()]])
            self._view(Filter(field=field.name, value=found[0][0]), model.order)
        else:
            text = model.look(here.row(), here.column()).text
            self._view(Filter(text=text, field=field.name if text else ""), model.order)
        self._bar.show_filter(model.filter)

    def sort_by(self, column: int) -> None:
        """By a column upwards, downwards, and in the list's own order again."""
        model = self.model
        if model is None or QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
            return  # with Shift or Ctrl columns are selected
        field, now = model.fields[column].name, model.order
        if now.field != field:
            self.sort(Order(field))
        else:
            self.sort(Order() if now.down else Order(field, down=True))
        self._grid.select_column(column)

    def sort(self, order: Order) -> None:
        """Put the records in an order."""
        if self.model is not None and order != self.model.order:
            self._view(self.model.filter, order)

    def renew(self) -> None:
        """Filter and sort anew, by what stands in the cells now."""
        if self.model is not None:
            self._bar.show_filter(self.model.filter)
            self._view(self.model.filter, self.model.order)

    def clear(self) -> None:
        """Show everything in its own order."""
        if self.model is not None:
            self._view(Filter(), Order())
            self._bar.show_filter(Filter())
            self._grid.sheet.setFocus()

    def close(self) -> None:
        """Show everything in its own order, and put the bar away."""
        self.clear()
        set_shown(self._bar, False)

    def absorbed(self) -> None:
        """Something was changed: it is shown as it was until it is renewed."""
        model = self.model
        if model is not None and not self._bar.isHidden():
            self._stale = not model.in_order
            self._tell()

    def _come(self) -> None:
        """Records came into sight, as when a finding leads to one."""
        if not self._bar.isHidden():
            self._tell()

    def _view(self, wanted: Filter, order: Order) -> None:
        model = self.model
        assert model is not None
        self._grid.look_at(wanted, order)
        self._stale = False
        set_shown(self._bar, True)
        self._bar.asked = wanted, order
        announce(self._bar, self._tell())

    def _tell(self) -> str:
        model = self.model
        assert model is not None
        every, here = len(model.stored), len(model.rows)
        told = self.tr("{} 项").format(Count(every))
        if model.filter != Filter():
            told = self.tr("显示 {} / {} 项").format(Count(here), Count(every))
        if model.order.field:
            title = next(field.title for field in model.fields if field.name == model.order.field)
            by = self.tr("按“{}”降序") if model.order.down else self.tr("按“{}”升序")
            told = self.tr("{}，{}").format(told, by.format(title))
        self._bar.say(told, stale=self._stale, whole=model.in_order)
        return told

    def _answers(self, field: str) -> Sequence[tuple[str, str, int]]:
        model = self.model
        return answers(model.lens, field, model.stored) if model is not None else ()
