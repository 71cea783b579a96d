"""填报: which form and period, the grid, the definition beside it, the findings below it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.base.errors import UserError
from client.ui.entry.acts import Acts
from client.ui.entry.bar import EntryBar
from client.ui.entry.beside.definition import DefinitionPanel
from client.ui.entry.beside.past import PastFinder
from client.ui.entry.blocks.sums import Sums
from client.ui.entry.blocks.work import Work
from client.ui.entry.carry_over import CarryOver
from client.ui.entry.cells.records import NEW_ROW
from client.ui.entry.cells.viewing import View
from client.ui.entry.destination import Destination, Goal
from client.ui.entry.finder import Finder
from client.ui.entry.findings.aloud import Aloud
from client.ui.entry.findings.explanation import Unsaved
from client.ui.entry.findings.panel import FindingsPanel
from client.ui.entry.findings.repairs import RepairFinder
from client.ui.entry.findings.rounds import Rounds
from client.ui.entry.findings.verdict import verdict_on
from client.ui.entry.foresight import Foresight
from client.ui.entry.grid.filtering import Filtering
from client.ui.entry.grid.gridbox import GridBox
from client.ui.entry.menu import GridMenu
from client.ui.entry.notice import Notice
from client.ui.entry.room import Room
from client.ui.entry.unfinished import OpenText, Unfinished
from client.ui.frame.context import Context
from client.ui.ground.words import Word, period_word, said
from client.ui.parts.still import Still
from client.usecases.home import panes
from client.usecases.home.panes import Panes
from client.usecases.returns.attending import remarked
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from client.usecases.returns.remarked import Remarked
from forms.findings import CellRef
from forms.periods import Period


class PageState(NamedTuple):
    """What outlasts the page: the return, the unit of amounts, what of a list is seen, explanations not saved."""

    goal: Goal | None
    unit: str
    view: View
    explaining: Unsaved


class EntryPage(QWidget):
    """Opens drafts through query tasks and composes the parts; ``opened`` tells which return is shown."""

    opened = Signal(str, object)
    export = Signal(object)
    """The return shown, and what was found in it, is to be written to a file."""
    left = Signal()
    """There is nothing to show: what was being opened is not wanted any more."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.work: Work | None = None
        self._resumed: tuple[str, Period] | None = None
        """The return that was open in the page before this one: it goes on being looked at so."""
        self._later = QTimer(self)
        """What follows once grid and findings are painted, once for several keys."""
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._define)
        self._later.timeout.connect(self._say_aloud)
        theme, pack = context.theme, context.session.pack
        self.bar = EntryBar(theme, context.session.shelf)
        self.grid = GridBox(theme, pack)
        self.sums = Sums(self.grid.sheet, self)
        self.definition = DefinitionPanel(theme)
        self.findings = FindingsPanel(theme, pack)
        self.aloud = Aloud(self.grid.sheet)
        self.foresight = Foresight(self.grid.sheet)
        self.open_text = OpenText(context.session, context.saver, self.grid.sheet)
        self.unfinished = Unfinished(context, self.grid.sheet)
        self.notice = Notice(theme)
        self.acts = Acts(self.grid, self)
        self.filtering = Filtering(self.grid, self.grid.filter_bar, self)
        self.menu = GridMenu(self.grid, self.acts, self.filtering, self)
        self.carry_over = CarryOver(context, self.acts)
        self.rounds = Rounds(self.grid, self.findings, self)
        self.repairs = RepairFinder(context.tasks, self)
        self.past = PastFinder(context, self)
        self.finder = Finder(self.grid, self.bar, self)
        self.destination = Destination(context, self)
        self._room = Room(theme, self.grid, self.definition, self.findings)
        self._lay_out()
        self._connect()
        context.tasks.query(partial(panes.kept, context.session), self._room.take)
        context.tasks.query(partial(panes.kept_columns, context.session), self.grid.widths.take)
        for region in (self.grid.sheet, self.definition, self.findings.list):
            region.setAccessibleDescription(self.tr("F6 到下一区域，Shift+F6 到上一区域"))

    # what the window asks for

    def open(self, form: str, period: Period, address: str = "") -> None:
        """Show a return, with the cursor on ``address`` when it is given.

        The one already open is kept with what can be undone in it, unless something else changed the store.
        """
        self.commit()
        if not self.destination.ask(form, period, address):
            self.grid.come_back_to(address)

    def refresh(self) -> None:
        """Show the open return as it stands, or open what was left while it was opened, else what is due first."""
        goal = self.destination.again(self.grid.sheet.address() if self.work is not None else "")
        if goal is not None:
            self.open(*goal)

    def save_state(self) -> PageState:
        """The return that is open or was being opened, and how it is looked at."""
        goal = self.destination.goal(self.grid.sheet.address() if self.work is not None else "")
        unit = self.bar.unit.currentData()
        return PageState(goal, str(unit or ""), self.grid.filter_bar.asked, self.findings.detail.unsaved)

    def restore_state(self, held: PageState) -> None:
        """Open that return, looked at in that way, when somebody comes here."""
        if held.goal is not None:
            self.destination.put_aside(held.goal)
            self._resumed = held.goal[:2]
        self.bar.unit.choose(held.unit)
        self.grid.filter_bar.asked = held.view
        self.findings.detail.unsaved.update(held.explaining)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes to another page does not wait for a return, nor does the machine work at it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.destination.put_off()
            self.sums.forget()

    def _stop_opening(self) -> None:
        if not self.destination.stop():
            return
        if self.work is None:
            self.left.emit()
        else:
            self.grid.sheet.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """What F6 goes round here: the grid keeps Tab."""
        above = (self.bar, self.notice, self.carry_over, self.unfinished, self.grid.filter_bar)
        return (*above, self.grid.sheet, self.definition, self.findings)

    def commit(self) -> None:
        """Finish what is being typed."""
        self.grid.sheet.commit()

    def undo(self) -> None:
        self.acts.undo()

    def redo(self) -> None:
        self.acts.redo()

    def give(self) -> None:
        """Have the return shown, and what was found in it, written to a file."""
        from client.ui.frame.exporting import of_returns

        self.commit()
        if self.work is not None:
            draft, context = self.work.draft, self._context
            name = f"{context.firm_name or context.firm} {draft.form.name} {period_word(draft.period)}"
            of = (context.session, (context.firm,), draft.period, draft.form.code)
            self.export.emit(of_returns(self.tr("导出报表和问题"), name, *of))

    def start_search(self) -> None:
        """Put the cursor into the search field."""
        self.finder.start()

    def next_finding(self, *, back: bool = False) -> None:
        """Go to the cell of the next finding after the cursor, or ``back`` to the one before."""
        self.commit()
        if self.work is not None:
            self.rounds.next(back=back)

    def _put_today(self) -> None:
        self.acts.put_day(self._context.session.clock.now().date())

    def _last_finding(self) -> None:
        self.next_finding(back=True)

    # composing

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Still(self.bar))
        for banner in (self.notice, self.carry_over, self.unfinished, self.grid.filter_bar):
            column.addWidget(banner)
        column.addWidget(self._room, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.share(self.width(), self.height())

    def _keep_panes(self, drawn: Panes) -> None:
        self._context.tasks.query(partial(panes.keep, self._context.session, drawn), self._kept)

    def _keep_columns(self, form: str, drawn: dict[str, float]) -> None:
        self._context.tasks.query(partial(panes.keep_columns, self._context.session, form, drawn), self._kept)

    def _kept(self, _: None) -> None:
        """Nothing is to be shown of it."""

    def _connect(self) -> None:
        self._room.drawn.connect(self._keep_panes)
        self.grid.widths.drawn.connect(self._keep_columns)
        self.destination.turned.connect(self.bar.show_choice)
        self.destination.opened.connect(self._show_draft)
        self.destination.due.connect(self.open)
        self.destination.opening.said.connect(self.grid.hold)
        self.grid.stopped.connect(self._stop_opening)
        self.foresight.found.connect(self.findings.expect)
        self.bar.chosen.connect(self.open)
        self.bar.searched.connect(self.finder.look_for)
        self.bar.entered.connect(self.finder.go_there)
        self.bar.unit_chosen.connect(self._show_unit)
        self.bar.search.left.connect(self.grid.sheet.setFocus)
        acts = self.acts
        self.bar.undo.clicked.connect(acts.undo)
        self.bar.redo.clicked.connect(acts.redo)
        self.bar.export.clicked.connect(self.give)
        self.bar.next.clicked.connect(self.next_finding)
        here = {
            "F3": partial(self.finder.go_on, 1),
            "Shift+F3": partial(self.finder.go_on, -1),
            "Shift+F8": self._last_finding,
            "Ctrl+F8": self.findings.detail.take_keyboard,
            "Ctrl+PgUp": partial(self.bar.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.bar.tabs.turn, 1),
            "Ctrl++": acts.insert_rows_here,
            "Ctrl+=": acts.insert_rows_here,
            "Ctrl+Shift++": acts.insert_rows_here,
            "Ctrl+-": acts.remove_rows_here,
            "Ctrl+Shift+L": self.filtering.toggle,
            "Ctrl+;": self._put_today,
        }
        for spelled, act in here.items():
            of = Qt.ShortcutContext.WidgetWithChildrenShortcut
            made = QShortcut(QKeySequence(spelled), self, context=of)
            made.activated.connect(act)
            made.activatedAmbiguously.connect(act)  # one key press may be both Ctrl++ and Ctrl+Shift++
        self.bar.filter.clicked.connect(self.filtering.toggle)
        self.bar.add_row.clicked.connect(acts.add_row_here)
        self.bar.remove_row.clicked.connect(acts.remove_rows_here)
        self.notice.back.clicked.connect(acts.undo)
        self.findings.visit.connect(self._visit)
        self.findings.explained.connect(acts.explain)
        self.findings.repair.connect(acts.repair)
        self.past.found.connect(self.definition.show_past)
        self.repairs.found.connect(self.findings.show_location)
        self.rounds.visit.connect(self._visit)
        self.rounds.told.connect(self._say)
        acts.told.connect(self._say)
        self.unfinished.taken.connect(self.grid.settle_on)
        self.grid.sheet.moved.connect(self._moved)
        self._later.timeout.connect(self.sums.look)
        self.grid.sheet.reselected.connect(self.sums.look)

    def _show_draft(self, draft: Draft) -> None:
        context = self._context
        before = self.work.draft.current.key if self.work is not None else ""
        if self.work is not None:
            self.work.draft.close()
            self.work.deleteLater()
        self.work = Work(context.session, draft, context.saver, self)
        self.work.done.connect(self._absorb)
        self.work.refused.connect(self._refuse)
        self.acts.work = self.work
        self.grid.show_draft(draft, self.work, str(self.bar.unit.currentData()))
        resumed, self._resumed = self._resumed == (draft.form.code, draft.period), None
        self.filtering.begin(again=resumed or draft.current.key == before)
        self.open_text.follow(draft)
        self.foresight.follow(draft)
        self.unfinished.ask(self.work)
        self.findings.show_draft(draft)
        self.aloud.begin(draft, self._show_verdict().text)
        self._say("")
        self.repairs.ask(self.work)
        self.carry_over.ask(self.work)
        looking = self.bar.search.hasFocus()
        self.grid.settle_on(self.destination.address)
        if looking:  # whoever has begun to look for an indicator meanwhile goes on with that
            self.bar.search.setFocus()
            self.finder.look_for(self.bar.search.text().strip())
        self.opened.emit(draft.form.code, draft.period)

    def _absorb(self, outcome: Outcome) -> None:
        assert self.work is not None
        draft = self.work.draft
        if outcome.wide:
            self.destination.grow_stale()
        self._say(self.acts.told_of_others(outcome))
        if self.grid.model.absorb(outcome):
            self.findings.forget_location()
        if outcome.kind != "do" and not outcome.wide:
            self.grid.go_to_done(outcome.change.edits)
        self.filtering.absorbed()
        self.findings.show_draft(draft)
        self._show_verdict()
        self.aloud.hear(outcome)
        self._later.start()
        self.carry_over.forget()
        self.repairs.ask(self.work)

    def attend(self) -> None:
        """The authority answered meanwhile: show what it remarked on the open return; the keyboard stays."""
        if self.work is not None:
            draft, session = self.work.draft, self._context.session
            self._context.tasks.query(lambda: (draft, remarked(session, draft)), self._show_remarks)

    def _show_remarks(self, found: tuple[Draft, tuple[Remarked, ...]]) -> None:
        draft, remarks = found
        if self.work is None or self.work.draft is not draft or draft.remarked == remarks:
            return
        draft.remarked = remarks
        self.grid.model.mark_anew()
        self.findings.show_draft(draft)
        self._show_verdict()
        self._later.start()

    def _show_verdict(self) -> Word:
        assert self.work is not None
        word = verdict_on(self.work.draft)
        self.bar.show_verdict(word)
        return word

    def _moved(self, address: str) -> None:
        self.bar.show_table(*self.grid.table_here())
        if self.work is not None and address:
            self._later.start()
            self.findings.show_for(address)

    def _define(self) -> None:
        """Show what the indicator under the cursor means and what its cell holds."""
        if self.work is None:
            return
        address = self.grid.sheet.address()
        self.definition.show_address(self.work.draft, address)
        if address and f"[{NEW_ROW}]" not in address:
            self.past.ask(self.work.draft, address)

    def _say_aloud(self) -> None:
        if self.work is not None:
            self.aloud.rest(self.work.draft)

    def at_finding(self) -> bool:
        """Whether the cell that has the keyboard is spoken of by a finding."""
        address = self.grid.sheet.address()
        found = self.work.draft.findings if self.work is not None and address else ()
        return any(ref.address == address for finding in found for ref in finding.cells)

    # what the person does

    def _visit(self, ref: CellRef) -> None:
        assert self.work is not None
        draft = self.work.draft
        if (ref.form, ref.period) == (draft.form.code, str(draft.period)):
            self.grid.settle_on(ref.address)
        else:
            self.open(ref.form, Period.parse(ref.period), ref.address)

    def _show_unit(self, unit: str) -> None:
        self.commit()
        if self.work is not None:
            self.grid.model.show_unit(unit)
            self.grid.sheet.setFocus()

    def _refuse(self, error: UserError) -> None:
        if error.code == "edit.empty-explanation":
            self.findings.detail.complain(said(error))
        else:
            self._say(said(error))

    def _say(self, text: str, undoable: bool = False) -> None:
        self.notice.say(text, undoable=undoable)
