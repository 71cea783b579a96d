"""The line above a list that says which of its records are shown and in which order, and changes that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from client.ui.entry.cells.viewing import ANY, MISSING, Filter, Order
from client.ui.parts.basics import Tool, button, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.eliding import Eliding
from client.ui.parts.flow import flow
from client.ui.parts.frame import BUTTON
from client.ui.theme.theme import Theme

QUIET_MS = 200
"""How long the keyboard rests before a long list is gone through."""


class FilterField(QLineEdit):
    """``left`` when Escape or Enter gives the keyboard back to the grid."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QFrame):
    """``wanted`` carries a ``Filter``; ``renew``, ``cleared`` and ``closed`` are what links and cross ask for."""

    wanted = Signal(object)
    renew = Signal()
    cleared = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._coded: frozenset[str] = frozenset()
        self.asked = Filter(), Order()
        """What the list is looked at by now."""
        self._answers: Callable[[str], Sequence[tuple[str, str, int]]] = _none
        self.setObjectName("filterBar")
        self.text = FilterField()
        self.text.setObjectName("filterText")
        self.text.setAccessibleName(self.tr("筛选：含有的文字"))
        self.text.setPlaceholderText(self.tr("只看含有…的"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(theme.space(7))
        self.text.setMaximumWidth(theme.space(13))
        self.field = Choice(theme, "filterField", self.tr("在哪一栏里找"))
        self.value = Choice(theme, "filterValue", self.tr("这一栏是什么"))
        self.level = Choice(theme, "filterLevel", self.tr("有没有问题"))
        for each, least in ((self.field, 6), (self.value, 6), (self.level, 7.5)):
            each.setMaximumWidth(theme.space(8))
            each.setMinimumWidth(theme.space(least))
        self.told = Eliding(least=14)
        self.told.setProperty("role", "soft")
        self.told.setObjectName("filterTold")
        self.again = button(self.tr("重新筛选"), self.renew, role="link", name="filterAgain")
        self.again.setToolTip(self.tr("筛选之后改过：按现在的内容重新筛选、排序"))
        self.clear = button(self.tr("全部显示"), self.cleared, role="link", name="filterClear")
        self.shut = Tool(
            theme, "close", self.tr("关闭筛选，全部显示（Ctrl+Shift+L）"), self.closed, name="filterClose"
        )
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QUIET_MS)
        self._rest.timeout.connect(self._ask)
        self._lay_out()
        set_shown(self, False)

    def _lay_out(self) -> None:
        theme = self._theme
        inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.margin, theme.space(0.25), theme.space(0.8), theme.space(0.3))
        inside.setSpacing(theme.space(0.4))
        words = (self.text, self.field, self.value, self.level, self.told, self.again, self.clear)
        inside.addLayout(flow(theme, *words, gap=0.4), 1)
        self.shut.setFixedHeight(theme.space(BUTTON))  # in one line with the first of those beside it
        inside.addWidget(self.shut)
        inside.setAlignment(self.shut, Qt.AlignmentFlag.AlignTop)
        self.text.textEdited.connect(self._rest.start)
        self.text.left.connect(self._hurry)
        self.field.currentIndexChanged.connect(self._field_chosen)
        self.value.currentIndexChanged.connect(self._ask)
        self.level.currentIndexChanged.connect(self._ask)

    def offer(
        self,
        fields: Sequence[tuple[str, str]],
        coded: frozenset[str],
        answers: Callable[[str], Sequence[tuple[str, str, int]]],
    ) -> None:
        """Begin with a list: its columns, those with few different answers, and what stands in one of them."""
        self._coded, self._answers = coded, answers
        self.text.clear()
        self.field.offer([(self.tr("所有栏"), ""), *((title, name) for name, title in fields)])
        self.level.offer(
            [
                (self.tr("不论问题"), ""),
                (self.tr("有问题的"), ANY),
                (self.tr("有强制错误的"), "error"),
                (self.tr("要核实的"), "query"),
                (self.tr("有提示的"), "hint"),
                (self.tr("有必填未填的"), MISSING),
            ]
        )
        self._offer_values(None)

    def show_filter(self, wanted: Filter) -> None:
        """Show what is filtered by, without telling anyone."""
        for choice, data in ((self.field, wanted.field), (self.level, wanted.level)):
            entries = [(choice.itemText(n), choice.itemData(n)) for n in range(choice.count())]
            choice.offer(entries, data)
        if self.text.text().strip() != wanted.text:
            self.text.setText(wanted.text)
        self._offer_values(wanted.value)

    def say(self, words: str, *, stale: bool, whole: bool) -> None:
        """Say what is shown; ``stale`` when something changed since, ``whole`` when there is nothing to clear."""
        self.told.setText(words)
        set_shown(self.again, stale)
        set_shown(self.clear, not whole)

    def _offer_values(self, value: str | None) -> None:
        field = str(self.field.currentData() or "")
        set_shown(self.value, field in self._coded)
        if field not in self._coded:
            self.value.offer([])
            return
        found = list(self._answers(field))
        if value is not None and value not in {answer for answer, _, _ in found}:
            found.append((value, value, 0))  # what is filtered by was changed everywhere since
        named = [(self._named(reads, count), answer) for answer, reads, count in found]
        self.value.offer([(self.tr("任何内容"), None), *named], value)

    def _named(self, reads: str, count: int) -> str:
        return self.tr("{}（{} 项）").format(reads or self.tr("空白"), f"{count:,}")

    def _field_chosen(self) -> None:
        self._offer_values(None)
        self._ask()

    def _hurry(self) -> None:
        if self._rest.isActive():
            self._ask()

    def _ask(self) -> None:
        self._rest.stop()
        value = self.value.currentData() if self.value.count() else None
        self.wanted.emit(
            Filter(
                self.text.text().strip(),
                str(self.field.currentData() or ""),
                None if value is None else str(value),
                str(self.level.currentData() or ""),
            )
        )


def _none(_: str) -> Sequence[tuple[str, str, int]]:
    return ()
