"""What came of an import: how much was written, what is to be looked at next, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.ui.frame.context import Context
from client.ui.ground.language import told
from client.ui.ground.words import bracketed, listed, period_word
from client.ui.parts.basics import button, set_shown
from client.ui.parts.empty import Empty
from client.usecases.books.importing import ImportPlan
from forms.periods import Period
from forms.returns import Change
from forms.words import Count


class DonePart(QWidget):
    """``to_entry``, ``mark``, ``undo`` and ``more`` are what the person may want next."""

    to_entry = Signal()
    mark = Signal()
    undo = Signal()
    more = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._entry = button(self.tr("去填报"), self.to_entry, role="primary", name="toEntry")
        self._undo = button(self.tr("撤销这次导入"), self.undo, name="undoImport")
        self._more = button(self.tr("再导入一个"), self.more, name="importMore")
        mark = button(self.tr("标注副本…"), self.mark, name="markStored")
        ways = self._entry, mark, self._undo, self._more
        self.told = Empty(context.theme, "check", "", "", *ways, tone="good")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.told)

    def show_applied(self, planned: ImportPlan, *, own: bool, of_many: bool) -> None:
        """A plan was stored; ``own`` where it is of the enterprise in hand."""
        names = self._returns(planned)
        errors = sum(check.count("error") for check in planned.checks)
        after = self.tr("还有 {} 处需要处理。").format(Count(errors)) if errors else self.tr("没有强制性错误。")
        title = self.tr("已写入 {} 项").format(Count(planned.changed))
        self.told.say(title, told(f"{names}。{after}", f"{names}. {after}"))
        self._undo.setEnabled(True)
        self._entry.setEnabled(True)
        set_shown(self._entry, own)
        self._more.setText(self.tr("回到各工作簿") if of_many else self.tr("再导入一个"))

    def _returns(self, planned: ImportPlan) -> str:
        """Every form with its period; of many months the first and the last."""
        forms, found = self._context.session.forms, dict[str, list[Period]]()
        for change in planned.changes:
            found.setdefault(change.form, []).append(change.period)
        named = []
        for code, periods in found.items():
            first, last = period_word(min(periods)), period_word(max(periods))
            when = first if first == last else f"{first} … {last}"
            form = forms[code]
            named.append(bracketed(told(form.name, form.name_en), when))
        return listed(named)

    def show_taken_back(self, changes: tuple[Change, ...]) -> None:
        """The import was undone."""
        cells = sum(len(change.edits) for change in changes)
        self.told.say(self.tr("已撤销，{} 项恢复原样").format(Count(cells)), "")
        self._undo.setEnabled(False)
        self._entry.setEnabled(False)
