"""汇总: what is asked above, the totals below it, and below those the enterprises behind the one chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from client.store import Enterprise
from client.ui.frame.context import Context
from client.ui.frame.exporting import Export, of_returns
from client.ui.ground.tasks import Doing, LongWork
from client.ui.ground.words import said
from client.ui.parts.basics import button, column, framed, label, row, set_shown
from client.ui.parts.empty import Empty
from client.ui.parts.frame import Scrolled, page_title
from client.ui.parts.table import Table
from client.ui.rollup.asking import OWN, Asked, Asking
from client.ui.rollup.picking import Picking
from client.ui.rollup.rows import FirmRow, LineRow, firm_columns, firm_rows, line_columns, line_rows
from client.ui.rollup.words import line_name, summary_of, total_word
from client.ui.rollup.work import Answer, add_up, write_totals
from client.usecases.home import enterprises
from client.usecases.views.rollup.model import Line, Question, Rollup
from forms.words import Count

BELOW = 0.42
"""How much of the room the enterprises behind a total take."""
ROWS = 4
"""So many totals and enterprises are seen at least; where the window is too low for it, it scrolls."""


class RollupPage(QWidget):
    """Belongs to no enterprise. ``open_elsewhere`` carries enterprise, form, period and address of a figure."""

    open_elsewhere = Signal(str, str, object, str)
    export = Signal(object)
    """What is to be written to a file."""
    shown = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.found: Rollup | None = None
        self._work: LongWork | None = None
        self._asked: Question | None = None
        self._number = 0
        self._stale = True
        theme, session = context.theme, context.session
        self.asking = Asking(theme, session.pack, session.clock.now().date())
        self.picking = Picking(theme)
        set_shown(self.picking, False)
        self.summary = label(theme, role="soft", wrap=True)
        self.summary.setObjectName("rollupSummary")
        self.again = button(self.tr("改选单位…"), self._pick_again, role="link", name="pickAgain")
        set_shown(self.again, False)
        self.halt = button(self.tr("停止"), self.stop, role="link", name="stopRollup")
        set_shown(self.halt, False)
        self.totals = button(self.tr("导出汇总…"), self._export_totals, role="primary", name="exportRollup")
        self.details = button(self.tr("导出各家数据和问题…"), self._export_details, name="exportFirms")
        self.lines: Table[LineRow] = Table(theme, line_columns(), lines=2.6, name="rollupLines")
        self.lines.setAccessibleName(self.tr("各指标的合计"))
        self.firms: Table[FirmRow] = Table(theme, firm_columns(), lines=2.6, name="rollupFirmsTable")
        self.firms.setAccessibleName(self.tr("这个合计由哪些单位组成"))
        self.heading = label(theme, bold=True, wrap=True)
        self.heading.setObjectName("rollupHeading")
        self.nothing = Empty(theme, "rollup", "", "")
        for table in (self.lines, self.firms):
            table.keep(ROWS)
        self._lay_out()
        self._connect()

    def save_state(self) -> Asked:
        """What is asked."""
        return self.asking.asked

    def restore_state(self, held: Asked) -> None:
        """Ask the same: of enterprises that were picked those, else all, if none is picked yet."""
        self.asking.restore_state(held)
        self.picking.tick(held.own)
        if held.scope == OWN:
            self._pick(own=not held.own)
            set_shown(self.again, bool(held.own))

    def refresh(self) -> None:
        """Add up anew, unless nothing has changed since."""
        session = self._context.session
        self._context.tasks.query(lambda: enterprises.all_of(session), self._know)

    def ask(self) -> None:
        """Add up what is asked now; what is being added up for another question is given up."""
        question = self.asking.question
        if question is None:
            return
        self.stop()
        self._number += 1
        self._asked, self._stale = question, False
        set_shown(self.halt, True)
        self.summary.setText(self.tr("正在读取各家的报表…"))
        self._work = self._context.tasks.long(
            self.tr("汇总"),
            partial(add_up, self._context.session, question, self._number),
            self._answered,
            self._failed,
            self._heard,
            changes=False,
        )

    def stop(self) -> None:
        """Give up what is being added up; nothing half added is shown."""
        if self._work is not None:
            self._work.stop.ask()
            self._work = None

    def _know(self, firms: Sequence[Enterprise]) -> None:
        self.picking.show_firms(firms)
        self.asking.show_firms(len(firms))
        if self._stale or self.asking.question != self._asked:
            self.ask()

    def _heard(self, doing: Doing) -> None:
        if self._work is not None and doing.of:
            text = self.tr("正在读取第 {} / {} 家　{}").format(min(doing.at + 1, doing.of), doing.of, doing.text)
            self.summary.setText(text)

    def _answered(self, answer: Answer) -> None:
        number, found = answer
        if number != self._number:
            return  # something else was asked meanwhile
        self._end()
        if isinstance(found, Rollup):
            self.asking.show_groups(found)
            self._show(found)
        elif found is not None:
            self._show_nothing(self.tr("没有可汇总的数"), said(found))
        else:
            self._stale = True
            text = self.tr("没有读完的汇总不显示。换一个条件，或再打开这一页，就重新汇总。")
            self._show_nothing(self.tr("汇总已停止"), text)
        self.shown.emit()

    def _failed(self, error: BaseException) -> None:
        self._stale = True
        self._end()
        self._context.tasks.trouble.emit(error)

    def _end(self) -> None:
        self._work = None
        set_shown(self.halt, False)

    def _show(self, found: Rollup) -> None:
        self.found = found
        self.summary.setText(summary_of(found, self.asking.chosen_form.code))
        set_shown(self._body, True)
        set_shown(self.nothing, False)
        self._show_figures()

    def _show_nothing(self, title: str, text: str) -> None:
        self.found = None
        self.summary.setText("")
        self.nothing.say(title, text)
        set_shown(self._body, False)
        set_shown(self.nothing, True)
        self._enable()

    def _show_figures(self) -> None:
        if self.found is not None:
            self.lines.put(line_rows(self.found, self.asking.shown_unit))
            self._show_firms()
        self._enable()

    def _show_firms(self) -> None:
        """The enterprises behind the line that is chosen."""
        at = self.lines.currentIndex().row()
        chosen = self.lines.rows_model.rows[at] if 0 <= at < len(self.lines.rows_model.rows) else None
        if self.found is None or chosen is None or chosen.line is None:
            self.firms.put([])
            self.heading.setText(chosen.name + self.tr("：") + chosen.below if chosen is not None else "")
            return
        line, unit = chosen.line, self.asking.shown_unit
        counted = self.tr("{}　合计 {}　{} 家").format(
            line_name(line), total_word(line, unit), Count(len(line.parts))
        )
        again = self.tr("　由各家的分子、分母加总后重算，不是各家相加") if line.recomputed else ""
        self.heading.setText(counted + again)
        self.firms.put(firm_rows(self.found, line, unit))

    def _pick(self, own: bool) -> None:
        """The list of enterprises stands in the place of the totals until it is known whose they are."""
        set_shown(self.picking, own)
        set_shown(self.again, False)
        for export in (self.totals, self.details):
            set_shown(export, not own)
        for each in (self._body, self.nothing):
            set_shown(each, not own and (each is self._body) == (self.found is not None))
        if own:
            self.summary.setText(self.tr("勾选要加在一起的单位，再按“汇总所选”"))
            self.picking.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick_again(self) -> None:
        self._pick(own=True)

    def _picked(self, firms: tuple[str, ...]) -> None:
        self._pick(own=False)
        set_shown(self.again, True)
        self.asking.own = firms
        self.ask()

    def _follow(self, chosen: FirmRow) -> None:
        """To the figure, in the enterprise that reported it."""
        line = self._line()
        if line is not None and chosen.firm:
            part = next((each for each in line.parts if each.firm == chosen.firm), None)
            single = self.asking.chosen_form.shape == "single"
            address = part.at if part is not None and part.at else line.address if single else ""
            self.open_elsewhere.emit(chosen.firm, line.form, line.period, address)

    def _line(self) -> Line | None:
        at = self.lines.currentIndex().row()
        return self.lines.rows_model.rows[at].line if 0 <= at < len(self.lines.rows_model.rows) else None

    def _down(self, _: LineRow) -> None:
        self.firms.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, title: str) -> str:
        return f"{title} {self.asking.chosen_form.name} {self.asking.period.currentText()}"

    def _export_totals(self) -> None:
        if self.found is not None:
            write = partial(write_totals, self.found, self.asking.shown_unit)
            self.export.emit(Export(self.tr("导出汇总"), self._name(self.tr("汇总")), write))

    def _export_details(self) -> None:
        if self.found is not None:
            asked, title = self.found.question, self.tr("导出各家数据和问题")
            name, session = self._name(self.tr("数据")), self._context.session
            self.export.emit(of_returns(title, name, session, self.found.firms, asked.period, asked.form or ""))

    def _enable(self) -> None:
        for each in (self.totals, self.details):
            each.setEnabled(self.found is not None)

    def grow_stale(self, *_: object) -> None:
        """What was added up may be out of date."""
        self._stale = True

    def _connect(self) -> None:
        self.asking.changed.connect(self.ask)
        self.asking.unit_chosen.connect(self._show_figures)
        self.asking.own_chosen.connect(self._pick)
        self.picking.picked.connect(self._picked)
        self.lines.selectionModel().currentRowChanged.connect(self._show_firms)
        self.lines.picked.connect(self._down)
        self.firms.picked.connect(self._follow)
        self._context.tasks.changed.connect(self.grow_stale)
        self._context.saver.state.connect(self.grow_stale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Totals first; who is behind one of them has less room."""
        super().resizeEvent(event)
        below = round(self.height() * BELOW)
        self._body.setSizes([self.height() - below, below])

    def _lay_out(self) -> None:
        theme = self._context.theme
        title = page_title(theme, self.tr("汇总"))
        self.heading.setContentsMargins(theme.space(0.5), theme.space(0.45), theme.space(0.5), theme.space(0.3))
        self._body = QSplitter(Qt.Orientation.Vertical)
        self._body.setChildrenCollapsible(False)
        self._body.setProperty("role", "cards")
        self._body.setHandleWidth(theme.space(0.7))
        for each in (framed(theme, self.lines), framed(theme, self.heading, self.firms)):
            self._body.addWidget(each)
        set_shown(self.nothing, False)
        said = row(theme, self.summary, self.again, self.halt, gap=0.6)
        said.setStretch(0, 1)
        pad = theme.margin
        top = row(theme, title, None, self.details, self.totals)
        inside = column(theme, top, column(theme, self.asking, said, gap=0.5), gap=0.6)
        inside.setContentsMargins(pad, pad, pad, theme.space(0.8))
        for each in (self.picking, self._body, self.nothing):
            inside.addWidget(each, 1)
        page = Scrolled()
        self.setLayout(column(theme, page))
        page.hold(inside)
        self._enable()
