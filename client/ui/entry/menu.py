"""What can be done with the cells under the pointer, as a menu: all of it has keys or buttons of its own, too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from client.ui.entry.acts import Acts
from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.single import SingleModel
from client.ui.entry.cells.viewing import Order
from client.ui.entry.grid.filtering import Filtering
from client.ui.entry.grid.gridbox import GridBox
from client.ui.parts.basics import literal
from forms.words import Count

_LONGEST = 16


class GridMenu(QObject):
    """Opens at the right mouse button and at the menu key."""

    def __init__(self, grid: GridBox, acts: Acts, filtering: Filtering, parent: QObject) -> None:
        super().__init__(parent)
        self._grid, self._acts, self._filtering = grid, acts, filtering
        self._menu: QMenu | None = None
        grid.sheet.menu_wanted.connect(self.open)

    def open(self, at: QPoint) -> None:
        """Show the menu at a place of the screen."""
        if self._grid.open_model is None:
            return
        self._grid.sheet.commit()
        self._menu = menu = QMenu(self._grid)
        menu.setObjectName("gridMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet = self._grid.sheet
        self._add("cut", self.tr("剪切"), "Ctrl+X", sheet.cut)
        self._add("copy", self.tr("复制"), "Ctrl+C", sheet.copy)
        self._add("paste", self.tr("粘贴"), "Ctrl+V", sheet.paste)
        self._add("clear", self.tr("清除"), "Delete", sheet.clear_chosen)
        self._add_rows()
        if isinstance(self._grid.model, RecordsModel):
            menu.addSeparator()
            self._add_views(self._grid.model)
        elif isinstance(self._grid.model, SingleModel):
            menu.addSeparator()
            self._add("foldAll", self.tr("折叠所有分组"), "", lambda: self._grid.fold_all(folded=True))
            self._add("unfoldAll", self.tr("展开所有分组"), "", lambda: self._grid.fold_all(folded=False))
        widths = self._grid.widths
        self._add("usualWidths", self.tr("列宽恢复原样"), "", widths.forget, enabled=widths.any_drawn)
        menu.popup(at)

    def _add_rows(self) -> None:
        table, rows = self._grid.rows_here()
        if not table or self._menu is None:
            return
        self._menu.addSeparator()
        several = len(rows) > 1
        above = self.tr("在上方插入 {} 项").format(Count(len(rows))) if several else self.tr("在上方插入一项")
        out = self.tr("移除选中的 {} 项").format(len(rows)) if several else self.tr("移除这一项")
        self._add("insert", above, "Ctrl++", self._acts.insert_rows_here, enabled=bool(rows))
        self._add("append", self.tr("在末尾增加一项"), "", self._acts.add_row_here)
        self._add("remove", out, "Ctrl+-", self._acts.remove_rows_here, enabled=bool(rows))

    def _add_views(self, model: RecordsModel) -> None:
        here = self._grid.sheet.currentIndex()
        if not here.isValid():
            return
        field, views = model.fields[here.column()], self._filtering
        text = " ".join(model.look(here.row(), here.column()).text.split()) if here.row() < len(model.rows) else ""
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        like = self.tr("只看“{}”的").format(literal(short)) if short else self.tr("只看这一栏空白的")
        self._add("like", like, "", views.show_like, enabled=here.row() < len(model.rows))
        self._add("up", self.tr("按这一栏升序"), "", lambda: views.sort(Order(field.name)))
        self._add("down", self.tr("按这一栏降序"), "", lambda: views.sort(Order(field.name, down=True)))
        self._add("whole", self.tr("全部显示，原来的次序"), "", views.clear, enabled=not model.in_order)

    def _add(self, name: str, text: str, keys: str, act: Callable[[], object], *, enabled: bool = True) -> None:
        assert self._menu is not None
        made = self._menu.addAction(f"{text}\t{keys}" if keys else text)
        made.setObjectName(name)
        made.setEnabled(enabled)
        made.triggered.connect(act)
