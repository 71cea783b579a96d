"""What of many workbooks is looked at: the books or every change, of which enterprise, form, period, indicator."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QToolButton, QWidget

from client.ui.ground.language import told
from client.ui.ground.words import period_word
from client.ui.importing.book_rows import BookRow
from client.ui.importing.every_change import Sought
from client.ui.parts.basics import set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.flow import flow
from client.ui.theme.theme import Theme
from client.usecases.books.batches.firm_plan import FirmPlan
from client.usecases.books.batches.importing_many import ManyPlan
from forms.pack import Pack

BOOKS, CHANGES = range(2)
_KINDS: dict[str, Callable[[BookRow], object]] = {
    "changed": lambda each: each.changed,
    "refused": lambda each: each.problem,
    "left": lambda each: each.left,
    "errors": lambda each: each.firm and each.firm.errors,
}


class ManyFilter(QWidget):
    """``changed`` whenever something else is to be looked at."""

    changed = Signal()

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self.views = QButtonGroup(self)
        titles = (self.tr("按工作簿"), self.tr("逐项改动"))
        self.firm = Choice(theme, "manyFirm", self.tr("只看哪家单位"))
        self.form = Choice(theme, "manyForm", self.tr("只看哪张报表"))
        self.period = Choice(theme, "manyPeriod", self.tr("只看哪一期"))
        self.kind = Choice(theme, "manyKind", self.tr("只看哪些工作簿"))
        self.search = QLineEdit()
        self.search.setObjectName("manySearch")
        self.search.setAccessibleName(self.tr("找单位、指标或单元格"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.space(13))
        choices = (self.firm, self.form, self.period, self.kind)
        for each in choices:
            each.currentIndexChanged.connect(self.changed)
        views = [self._view(title, number) for number, title in enumerate(titles)]
        self.search.textChanged.connect(self.changed)
        self.views.idClicked.connect(self._turned)
        self.setLayout(flow(theme, *views, *choices, self.search, gap=0.4))

    def show_plan(self, plan: ManyPlan) -> None:
        """Offer what the plan holds; what is there but once needs no choosing."""
        firms = {firm.firm: firm.name for file in plan.files for firm in file.firms}
        self.firm.offer([(self.tr("所有单位"), ""), *((name or code, code) for code, name in firms.items())])
        places = [place for file in plan.files for firm in file.firms for place in firm.places]
        forms = [self._pack.forms[form] for form in dict.fromkeys(form for form, _ in places)]
        named: list[tuple[str, object]] = [(told(form.name, form.name_en), form.code) for form in forms]
        self.form.offer([(self.tr("所有报表"), ""), *named])
        periods = sorted({period for _, period in places}, reverse=True)
        offered: list[tuple[str, object]] = [(period_word(period), period) for period in periods]
        self.period.offer([(self.tr("所有报告期"), None), *offered])
        self.kind.offer(self._kinds())
        self.search.clear()
        set_shown(self.firm, len(firms) > 1)
        set_shown(self.form, len(forms) > 1)
        set_shown(self.period, len(periods) > 1)
        self._turned(self.view)

    @property
    def view(self) -> int:
        """``BOOKS`` or ``CHANGES``."""
        return self.views.checkedId()

    @property
    def sought(self) -> Sought:
        """What of the changes is looked at."""
        return Sought(
            str(self.firm.currentData() or ""),
            str(self.form.currentData() or ""),
            self.period.currentData(),
            self.search.text(),
        )

    def takes(self, shown: BookRow) -> bool:
        """Whether a workbook, or an enterprise's part of it, is looked at."""
        sort = _KINDS.get(str(self.kind.currentData()))
        text, firm = self.search.text().strip().casefold(), shown.firm
        words = f"{shown.file.path.name} {firm.name} {firm.firm}" if firm is not None else shown.file.path.name
        return self._of_place(firm) and (sort is None or bool(sort(shown))) and text in words.casefold()

    def _of_place(self, firm: FirmPlan | None) -> bool:
        """As far as enterprise, form and period go."""
        sought = self.sought
        if firm is None:
            return not (sought.firm or sought.form or sought.period)
        if sought.firm not in ("", firm.firm):
            return False
        return not (sought.form or sought.period) or any(
            sought.form in ("", form) and sought.period in (None, period) for form, period in firm.places
        )

    def _kinds(self) -> list[tuple[str, object]]:
        return [
            (self.tr("全部工作簿"), "all"),
            (self.tr("会写入的"), "changed"),
            (self.tr("取不了的"), "refused"),
            (self.tr("有没取用的"), "left"),
            (self.tr("写入后有错误的"), "errors"),
        ]

    def _turned(self, view: int) -> None:
        set_shown(self.kind, view == BOOKS)
        sought = self.tr("找单位或工作簿") if view == BOOKS else self.tr("找单位、指标或单元格")
        self.search.setPlaceholderText(sought)
        self.changed.emit()

    def _view(self, title: str, number: int) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"manyView{number}")
        made.setProperty("role", "tab")
        made.setText(title)
        made.setCheckable(True)
        made.setChecked(number == BOOKS)
        self.views.addButton(made, number)
        return made
