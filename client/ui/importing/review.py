"""The review of a workbook: what would change, what is left out, how it was understood, what checks will say."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QTableView, QToolButton, QVBoxLayout, QWidget

from client.ui.importing.columns import (
    FindingRow,
    finding_columns,
    finding_rows,
    left_columns,
    line_columns,
    sheet_columns,
)
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, column, label, plain, row, rule
from client.ui.parts.choice import Choice
from client.ui.parts.table import Table
from client.ui.theme.theme import Theme
from client.ui.words import period_word
from client.usecases.importing import ImportPlan
from client.usecases.lines import ImportLine
from client.workbook import NotTaken, SheetPlan
from forms.pack import Pack
from forms.periods import Period


class Review(QWidget):
    """``accepted`` and ``discarded`` say what the person decided; ``period_chosen`` asks for another period."""

    accepted = Signal()
    discarded = Signal()
    period_chosen = Signal(object)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self.file = label(theme, scale=1.25, bold=True)
        self.summary = label(theme, role="soft", wrap=True)
        self.summary.setObjectName("importSummary")
        self.period = Choice(theme, "importPeriod", self.tr("数据所属期"))
        self.period.currentIndexChanged.connect(self._period_chosen)
        self.discard = button(self.tr("放弃"), self.discarded, name="discard")
        self.accept = button(self.tr("写入"), self.accepted, role="primary", name="accept")
        self.warning = Banner(theme, closable=False)
        self.lines: Table[ImportLine] = Table(theme, line_columns(pack), lines=2.6, name="importLines")
        self.left: Table[NotTaken] = Table(theme, left_columns(), lines=2.0, name="importLeft")
        self.sheets: Table[SheetPlan] = Table(theme, sheet_columns(pack), lines=2.6, name="importSheets")
        self.findings: Table[FindingRow] = Table(theme, finding_columns(), lines=2.6, name="importFindings")
        self._tabs = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._lay_out()

    def show_plan(self, plan: ImportPlan, periods: list[Period]) -> None:
        """Show what the workbook holds."""
        self.file.setText(plan.file)
        self.period.offer([(period_word(period), period) for period in periods], plan.period)
        taken = [sheet for sheet in plan.sheets if sheet.taken]
        parts = [
            self.tr("新填 {} 项").format(plan.fresh) if plan.fresh else "",
            self.tr("覆盖 {} 项").format(plan.replaced) if plan.replaced else "",
            self.tr("{} 项与现有相同").format(same) if (same := len(plan.lines) - plan.changed) else "",
        ]
        recognised = self.tr("认出 {} 张工作表、{} 个数：").format(len(taken), len(plan.lines))
        self.summary.setText(recognised + "，".join(part for part in parts if part))
        found = finding_rows(plan.checks)
        self.lines.put(plan.lines)
        self.left.put(plan.left)
        self.sheets.put(plan.sheets)
        self.findings.put(found)
        counts = [len(plan.lines), len(plan.left), len(plan.sheets), len(found)]
        for tab, title, count in zip(self._tabs.buttons(), self._titles(), counts, strict=True):
            tab.setText(f"{title}　{count}")
        self.accept.setText(self.tr("写入 {} 项").format(plan.changed))
        self.accept.setEnabled(bool(plan.changed))
        self._warn(plan)
        self._tabs.buttons()[0].click()

    def _titles(self) -> list[str]:
        return [self.tr("将写入"), self.tr("没有取用"), self.tr("工作表"), self.tr("写入后的问题")]

    def _warn(self, plan: ImportPlan) -> None:
        texts = [warning.what() for warning in plan.warnings]
        if texts:
            self.warning.tell("query", "　".join(texts))
        else:
            self.warning.hide()

    def _lay_out(self) -> None:
        theme = self._theme
        heading = column(theme, self.file, self.summary, gap=0.15)
        top = row(theme, plain(heading), None, label(theme, self.tr("所属期"), role="soft"), self.period, gap=0.6)
        top.addWidget(self.discard)
        top.addWidget(self.accept)
        top.setStretch(0, 1)
        tables: list[QTableView] = [self.lines, self.left, self.sheets, self.findings]
        tabs = row(theme, gap=0.1)
        for number, (title, table) in enumerate(zip(self._titles(), tables, strict=True)):
            tabs.addWidget(self._tab(title, number))
            self._stack.addWidget(table)
        tabs.addStretch(1)
        self._tabs.idClicked.connect(self._stack.setCurrentIndex)
        upper = column(theme, top, self.warning, gap=0.6)
        pad = theme.space(1.2)
        upper.setContentsMargins(pad, theme.space(0.9), pad, theme.space(0.5))
        tabs.setContentsMargins(theme.space(0.7), 0, 0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper)
        whole.addLayout(tabs)
        whole.addWidget(rule(theme))
        whole.addWidget(self._stack, 1)

    def _tab(self, title: str, number: int) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "tab")
        made.setText(title)
        made.setCheckable(True)
        made.setChecked(number == 0)
        self._tabs.addButton(made, number)
        return made

    def _period_chosen(self) -> None:
        self.period_chosen.emit(self.period.currentData())
