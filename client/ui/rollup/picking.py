"""Enterprises picked one by one: found by name or code, each with a box that is ticked or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame

from client.store import Enterprise
from client.ui.parts.basics import button, card, column, label
from client.ui.parts.flow import flow
from client.ui.parts.hinted import HintedEdit
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.theme.theme import Theme


class Picking(QFrame):
    """``picked`` carries the codes in the order of the home, when the person is done."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._all: Sequence[Enterprise] = ()
        self._ticked: set[str] = set()
        self.search = HintedEdit("pickSearch", self.tr("按名称或代码查找"), self.tr("查找单位"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(theme.space(16))
        self.search.textEdited.connect(self._filter)
        self._count = label(theme, role="soft")
        self.all = button(self.tr("都选"), self._tick_all, role="link", name="pickAll")
        self.none = button(self.tr("都不选"), self._tick_none, role="link", name="pickNone")
        self.go = button(self.tr("汇总所选"), self._go, role="primary", name="pickGo")
        self.table: Table[Enterprise] = Table(theme, self._columns(), lines=2.0, name="pickTable")
        self.table.setAccessibleName(self.tr("挑选单位"))
        self.table.ticked.connect(self._turn)
        frame, inside = card(theme, 0.6)
        inside.addLayout(flow(theme, self.search, self.all, self.none, self._count, self.go))
        inside.addWidget(self.table)
        self.setLayout(column(theme, frame))

    def show_firms(self, firms: Sequence[Enterprise]) -> None:
        """The enterprises of the home."""
        self._all = firms
        self._filter()

    def tick(self, firms: Sequence[str]) -> None:
        """These, by their codes, are picked."""
        self._ticked = set(firms)
        self._filter()

    def _columns(self) -> tuple[TableColumn[Enterprise], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn("", self._tick, 2.2),
            TableColumn(translate("firms", "名称"), lambda each: Shown(each.name or "—"), 10, stretch=1),
            TableColumn(translate("firms", "统一社会信用代码"), lambda each: Shown(each.code), 11),
        )

    def _tick(self, firm: Enterprise) -> Shown:
        return Shown(firm.name or firm.code, tick=firm.code in self._ticked)

    def _shown(self) -> list[Enterprise]:
        wanted = self.search.text().strip().casefold()
        return [each for each in self._all if wanted in each.code.casefold() or wanted in each.name.casefold()]

    def _filter(self) -> None:
        self.table.put(self._shown())
        self._tell()

    def _turn(self, firm: Enterprise) -> None:
        self._ticked ^= {firm.code}
        self._filter()

    def _tick_all(self) -> None:
        self._ticked |= {each.code for each in self._shown()}
        self._filter()

    def _tick_none(self) -> None:
        self._ticked -= {each.code for each in self._shown()}
        self._filter()

    def _tell(self) -> None:
        count = len(self._ticked)
        self._count.setText(self.tr("已选 {} / {} 家").format(count, len(self._all)))
        self.go.setEnabled(bool(count))

    def _go(self) -> None:
        self.picked.emit(tuple(each.code for each in self._all if each.code in self._ticked))
