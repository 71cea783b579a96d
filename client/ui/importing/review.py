"""The review of a workbook: what would change, what is left out, how it was understood, what checks will say."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QToolButton, QWidget

from client.ui.ground.language import spoken
from client.ui.ground.words import period_word
from client.ui.importing.columns import FindingRow, finding_columns, finding_rows, left_columns
from client.ui.importing.guesses import Guesses
from client.ui.importing.line_fix import LineFix
from client.ui.importing.lines_part import LinesPart
from client.ui.importing.months_part import MonthsPart
from client.ui.importing.profiles_part import ProfilesPart
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, column, inset, label, plain, row, rule, set_shown
from client.ui.parts.board import Board
from client.ui.parts.choice import Choice
from client.ui.parts.eliding import Eliding
from client.ui.parts.flow import flow
from client.ui.parts.still import Bounded
from client.ui.parts.table import Table
from client.ui.theme.theme import Theme
from client.usecases.books.importing import ImportPlan
from client.usecases.books.preview.lines import ImportLine
from client.workbook import NONE, Choices, NotTaken
from client.workbook.finding.taken.choices import Line, key_of
from forms.pack import Pack
from forms.periods import Period
from forms.words import Count

LINES, LEFT, SHEETS, FINDINGS, PROFILES = range(5)
ROWS = 4
"""So many of each list are seen whatever else there is; where the window is too low for it, it scrolls."""
BESIDE = 50
"""Lines of text there must be for what can be done to stand beside the name of the workbook."""


class Review(QWidget):
    """``accepted`` and ``discarded`` say what the person decided; ``period_chosen`` asks for another period.

    ``marked`` asks for the person's own workbook with everything marked that was found.

    ``corrected`` carries the ``Choices`` the workbook is to be understood by; ``selected`` what of it is taken.
    """

    accepted = Signal()
    discarded = Signal()
    marked = Signal()
    period_chosen = Signal(object)
    months_chosen = Signal(object)
    """Which of the workbook's months are to be taken."""
    corrected = Signal(object)
    selected = Signal(object)
    profile_turned = Signal(bool)
    """Whether the profile that fits is to be followed."""

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._pack = pack
        self._own: Choices = NONE
        self._label_at: Callable[[str], str] = lambda _: ""
        self.file = Eliding(least=18)
        self.file.setFont(theme.font(1.25, bold=True))
        self.summary = label(theme, role="soft", wrap=True)
        self.summary.setObjectName("importSummary")
        self.period = Choice(theme, "importPeriod", self.tr("报告期"))
        self.period.currentIndexChanged.connect(self._period_chosen)
        self.months = MonthsPart(theme)
        self.months.chosen.connect(self.months_chosen)
        self.discard = button(self.tr("放弃"), self.discarded, name="discard")
        self.accept = button(self.tr("写入"), self.accepted, role="primary", name="accept")
        self.mark = button(self.tr("标注副本…"), self.marked, name="markCopy")
        self.mark.setToolTip(self.tr("在这本工作簿的副本里给有问题的格子涂色、加批注，还给填数的人"))
        self.followed = label(theme, role="soft")
        self.followed.setObjectName("importProfile")
        self.turn = button("", self._turn_profile, role="link", name="turnProfile")
        self._following = False
        self.warning = Banner(theme, closable=False)
        self.lines_part = LinesPart(theme, pack)
        self.lines = self.lines_part.table
        self.left: Table[NotTaken] = Table(theme, left_columns(), lines=2.0, name="importLeft")
        self.left.setAccessibleName(self.tr("没有取用的"))
        self.guesses = Guesses(theme, pack)
        self.sheets = self.guesses.sheets
        self.findings: Table[FindingRow] = Table(theme, finding_columns(), lines=2.6, name="importFindings")
        self.findings.setAccessibleName(self.tr("写入后的问题"))
        self.profiles = ProfilesPart(theme)
        self.fix = LineFix(theme, pack)
        self._tabs = QButtonGroup(self)
        self._stack = QStackedWidget()
        for table in (self.lines, self.left, self.findings):
            table.keep(ROWS)
        self._lay_out()
        self._connect()

    def show_plan(
        self,
        plan: ImportPlan,
        periods: list[Period],
        own: Choices = NONE,
        label_at: Callable[[str], str] = lambda _: "",
        *,
        anew: bool = True,
        whose: str = "",
    ) -> None:
        """Show what the workbook holds. ``anew``: another workbook; else the same one, understood otherwise.

        ``label_at`` tells the words beside a place of the workbook; ``whose`` names the enterprise where it is
        one of many.
        """
        self._own, self._label_at = own, label_at
        self.file.setText(f"{whose} · {plan.file}" if whose else plan.file)
        self.period.offer([(period_word(period), period) for period in periods], plan.period)
        self.period.setMinimumWidth(self.period.sizeHint().width())
        self.lines_part.show_plan(plan, anew=anew)
        self.guesses.show_plan(plan, own, periods)
        self.show_chosen(plan)
        self._warn(plan)
        if anew:
            self._tabs.buttons()[LINES].click()
        self._turned_to(self._stack.currentIndex())

    def show_chosen(self, plan: ImportPlan) -> None:
        """Show what the chosen part would change, what is left out of it and what the checks would say then."""
        taken = [sheet for sheet in plan.sheets if sheet.taken]
        parts = [
            self.tr("新填 {} 项").format(plan.fresh) if plan.fresh else "",
            self.tr("覆盖 {} 项").format(plan.replaced) if plan.replaced else "",
            self.tr("{} 项与现有相同").format(same) if (same := len(plan.lines) - plan.changed) else "",
        ]
        if not plan.changed:
            parts = [self.tr("都与现有相同，没有变化")] if plan.lines else []
        recognised = self.tr("认出 {} 张工作表、{} 个数：").format(Count(len(taken)), Count(len(plan.lines)))
        if not taken:
            recognised = self.tr("还没有取用的数：请在“工作表”页指定哪一张表、哪一栏、什么单位，马上重新读。")
        self.summary.setText(recognised + self.tr("，").join(part for part in parts if part))
        found = finding_rows(plan.checks, self._pack)
        self.left.put(plan.left)
        self.findings.put(found)
        counts = [str(plan.changed or ""), str(len(plan.left)), str(len(plan.sheets)), str(len(found)), ""]
        titles = self._titles()
        if not plan.changed:
            titles[LINES] = self.tr("没有变化")
        for tab, title, count in zip(self._tabs.buttons(), titles, counts, strict=True):
            tab.setText(f"{title}　{count}".strip())
        self.accept.setText(
            self.tr("写入 {} 项").format(Count(plan.changed)) if plan.changed else self.tr("没有变化")
        )
        self.accept.setEnabled(bool(plan.changed))

    def show_months(self, months: tuple[Period, ...], taken: tuple[Period, ...]) -> None:
        """Show which months the workbook holds; of several that are taken none is the period."""
        self.months.show_months(months, taken)
        for each in (self.period, self._of):
            set_shown(each, len(taken) == 1)

    def show_profile(self, in_force: str, declined: str) -> None:
        """Say which remembered profile the workbook is understood by, or which one is not followed this once."""
        self._following = bool(in_force)
        said = self.tr("按记住的“{}”识别").format(in_force) if in_force else ""
        self.followed.setText(said or self.tr("这次没有按记住的“{}”识别").format(declined))
        self.turn.setText(self.tr("这次不按它") if in_force else self.tr("还是按它"))
        for each in (self.followed, self.turn):
            set_shown(each, bool(in_force or declined))

    def _turn_profile(self) -> None:
        self.profile_turned.emit(not self._following)

    def _titles(self) -> list[str]:
        titles = [self.tr("将写入"), self.tr("没有取用"), self.tr("工作表"), self.tr("写入后的问题")]
        return [*titles, self.tr("对应关系")]

    def _warn(self, plan: ImportPlan) -> None:
        texts = [warning.what(spoken()) for warning in plan.warnings]
        if texts:
            self.warning.tell("query", "　".join(texts))
        else:
            self.warning.hide()

    def _connect(self) -> None:
        self.lines_part.selected.connect(self.selected)
        self.lines_part.turned.connect(self._turned_to_line)
        self.left.selectionModel().currentRowChanged.connect(self._turned_to_left)
        self.guesses.chosen.connect(self.corrected)
        self.fix.chosen.connect(self._fixed)
        self._tabs.idClicked.connect(self._turned_to)

    def show_tab(self, tab: int) -> None:
        """Turn to one of the lists."""
        self._tabs.buttons()[tab].click()

    def _turned_to(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        set_shown(self.fix, tab in (LINES, LEFT))
        if tab == LEFT:
            self._turned_to_left()
        elif tab == LINES:
            at = self.lines.currentIndex()
            if at.isValid():
                self._turned_to_line(self.lines.rows_model.rows[at.row()])

    def _turned_to_line(self, line: ImportLine) -> None:
        if self._stack.currentIndex() == LINES:
            self.fix.show_line(self._label_at(line.found.place), line)

    def _turned_to_left(self) -> None:
        at = self.left.currentIndex()
        if self._stack.currentIndex() != LEFT:
            return
        if at.isValid():
            self.fix.show_left(self.left.rows_model.rows[at.row()])
        else:
            self.fix.show_nothing()

    def _fixed(self, text: str, line: Line) -> None:
        lines = {**self._own.lines, key_of(text): line}
        self.corrected.emit(msgspec.structs.replace(self._own, lines=lines))

    def _lay_out(self) -> None:
        theme = self._theme
        followed = row(theme, self.followed, self.turn, None, gap=0.3)
        heading = column(theme, self.file, self.summary, followed, gap=0.15)
        self._of = label(theme, self.tr("报告期"), role="soft")
        acts = row(theme, self._of, self.period, self.mark, self.discard, self.accept, None, gap=0.6)
        top = row(theme, plain(heading), plain(acts), gap=0.6)
        top.setStretch(0, 1)
        board = Board(theme, top, BESIDE)
        upper = column(theme, top, self.months, self.warning, gap=0.6)
        pad = theme.margin
        upper.setContentsMargins(pad, pad, pad, theme.space(0.5))
        tabs = flow(theme, gap=0.1)
        head = row(theme, tabs)
        head.setContentsMargins(pad - theme.space(0.92), 0, 0, 0)  # their words stand at the margin
        whole = column(theme, upper, head, rule(theme), gap=0)
        whole.addWidget(Bounded(self._stack), 1)
        whole.addWidget(self.fix)
        self.setLayout(column(theme, board))
        board.hold(whole)
        parts: list[QWidget] = [self.lines_part, inset(theme, self.left), self.guesses]
        parts += [inset(theme, self.findings), self.profiles]
        for number, (title, part) in enumerate(zip(self._titles(), parts, strict=True)):
            tabs.addWidget(self._tab(title, number))
            self._stack.addWidget(part)

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
