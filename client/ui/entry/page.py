"""填报: which form and period, the grid, the definition beside it, the findings below it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from client.base.errors import UserError
from client.store import ScratchText
from client.ui.entry.acts import Acts
from client.ui.entry.bar import EntryBar
from client.ui.entry.beside.definition import DefinitionPanel
from client.ui.entry.beside.past import PastFinder
from client.ui.entry.blocks.work import Work
from client.ui.entry.carry_over import CarryOver
from client.ui.entry.cells.records import NEW_ROW
from client.ui.entry.findings.aloud import Aloud
from client.ui.entry.findings.panel import FindingsPanel
from client.ui.entry.findings.repairs import RepairFinder
from client.ui.entry.findings.verdict import verdict
from client.ui.entry.foresight import Foresight
from client.ui.entry.grid.filtering import Filtering
from client.ui.entry.grid.gridbox import GridBox
from client.ui.entry.menu import GridMenu
from client.ui.entry.notice import Notice
from client.ui.entry.opening import Opening
from client.ui.entry.unfinished import OpenText, Unfinished
from client.ui.frame.context import Context
from client.ui.ground.words import Word, period_word, said
from client.ui.parts.announcing import announce
from client.ui.parts.still import Still
from client.usecases.home.unfinished import left_behind
from client.usecases.returns.editing import Draft, Outcome
from client.usecases.views.desk import overview
from client.usecases.views.desk_rows import Desk
from forms.findings import CellRef
from forms.periods import Period

SIDE_SHARE, BELOW_SHARE = 0.22, 0.3
"""How much of a small window the definition and the findings may take."""


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
        self._goal = ""
        self._wanted: tuple[str, Period] | None = None
        self._stale = False
        """Whether something else than typing here changed the store: an import, an answer of the endpoint."""
        self._later = QTimer(self)
        """What follows once grid and findings are painted, once for several keys."""
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._define)
        self._later.timeout.connect(self._say_aloud)
        theme, pack = context.theme, context.session.pack
        self.bar = EntryBar(theme, context.session.shelf)
        self.grid = GridBox(theme, pack)
        self.definition = DefinitionPanel(theme)
        self.findings = FindingsPanel(theme, pack)
        self.aloud = Aloud(self.grid.sheet)
        self.foresight = Foresight(self.grid.sheet)
        self.open_text = OpenText(context.session, context.saver, self.grid.sheet)
        self.unfinished = Unfinished(theme, context.session, context.saver)
        self.notice = Notice(theme)
        self.acts = Acts(self.grid, self)
        self.filtering = Filtering(self.grid, self.grid.filter_bar, self)
        self.menu = GridMenu(self.grid, self.acts, self.filtering, self)
        self.carry_over = CarryOver(context, self.acts)
        self.repairs = RepairFinder(context.tasks, self)
        self.past = PastFinder(context, self)
        self.opening = Opening(context, self)
        self._lay_out()
        self._connect()
        for region in (self.grid.sheet, self.definition, self.findings.list):
            region.setAccessibleDescription(self.tr("F6 到下一区域，Shift+F6 到上一区域"))

    # what the window asks for

    def open(self, form: str, period: Period, address: str = "") -> None:
        """Show a return, with the cursor on ``address`` when it is given.

        The one already open is kept with what can be undone in it, unless something else changed the store.
        """
        self.commit()
        definition = self._context.session.forms[form]
        period = period if definition.asked(period) else definition.period_of(period)
        if self._is_open(form, period):
            self.grid.settle_on(address or self.grid.sheet.address())
            return
        self._wanted, self._goal = (form, period), address
        self.bar.show_choice(form, period)
        self.opening.ask(form, period)

    def refresh(self) -> None:
        """Show the open return as it stands, or open the one that is due first."""
        if self.work is not None:
            self.open(self.work.draft.form.code, self.work.draft.period, self.grid.sheet.address())
        else:
            session, firm = self._context.session, self._context.firm
            self._context.tasks.query(lambda: overview(session, firm), self._open_first)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes to another page does not wait for a return any more, nor does the machine work at it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._abandon()

    def _stop_opening(self) -> None:
        if self._abandon() and self.work is None:
            self.left.emit()

    def _abandon(self) -> bool:
        """What is being opened is not wanted: the return open before it stays. Whether anything was."""
        if not self.opening.stop():
            return False
        self._wanted = None
        if self.work is not None:
            draft = self.work.draft
            self._wanted = (draft.form.code, draft.period)
            self.bar.show_choice(*self._wanted)
            self.grid.sheet.setFocus()
        return True

    def _is_open(self, form: str, period: Period) -> bool:
        if self.work is None or self._stale:
            return False
        draft = self.work.draft
        return self._wanted == (form, period) == (draft.form.code, draft.period)

    def _grow_stale(self) -> None:
        self._stale = True

    def _open_first(self, desk: Desk) -> None:
        first = next((row for row in desk.rows if row.open), None)
        if first is not None and self.work is None and self._wanted is None:
            self.open(first.form, first.period)

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
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def next_finding(self, *, back: bool = False) -> None:
        """Go to the cell of the next finding after the cursor, gravest level first, then to what is missing.

        ``back`` goes to the one before.
        """
        self.commit()
        if self.work is None:
            return
        items = [item for item in self.findings.model.items if item.cells and not item.done]
        stops = [
            (item, ref) for item in items for ref in (item.cells if item.kind == "missing" else item.cells[:1])
        ]
        if not stops:
            self.grid.sheet.setFocus()
            self._say(self.tr("没有待处理的问题"))
            return
        here, chosen = self.grid.sheet.address(), self.findings.current()
        at = next((n for n, (item, ref) in enumerate(stops) if item == chosen and ref.address == here), None)
        step = -1 if back else 1
        item, ref = stops[(at + step) % len(stops) if at is not None else min(step, 0)]
        self.findings.choose(item)
        self._visit(ref)
        announce(self.findings.list, f"{item.title}\n{item.text}")

    def _last_finding(self) -> None:
        self.next_finding(back=True)

    # composing

    def _lay_out(self) -> None:
        theme = self._context.theme
        upper, whole = QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Vertical)
        self._upper, self._whole = upper, whole
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Still(self.bar))
        column.addWidget(self.notice)
        column.addWidget(self.carry_over)
        column.addWidget(self.unfinished)
        column.addWidget(self.grid.filter_bar)
        column.addWidget(whole, 1)
        whole.addWidget(upper)
        upper.addWidget(self.grid)
        upper.addWidget(self.definition)
        whole.addWidget(self.findings)
        for splitter in (upper, whole):
            splitter.setStretchFactor(0, 1)
            splitter.setHandleWidth(theme.space(0.08))
            splitter.setChildrenCollapsible(False)
        self.definition.setMinimumWidth(theme.space(11))
        self.findings.setMinimumHeight(theme.space(6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew: the grid comes first, the others take no more than they need."""
        super().resizeEvent(event)
        space = self._context.theme.space
        side = min(space(16), round(self.width() * SIDE_SHARE))
        below = min(space(11), round(self.height() * BELOW_SHARE))
        self._upper.setSizes([self.width() - side, side])
        self._whole.setSizes([self.height() - below, below])

    def _connect(self) -> None:
        self._context.tasks.changed.connect(self._grow_stale)
        self.opening.opened.connect(self._show_draft)
        self.opening.said.connect(self.grid.hold)
        self.grid.stopped.connect(self._stop_opening)
        self.foresight.found.connect(self.findings.expect)
        self.bar.chosen.connect(self.open)
        self.bar.searched.connect(self._search)
        self.bar.unit_chosen.connect(self._show_unit)
        self.bar.search.left.connect(self.grid.sheet.setFocus)
        acts = self.acts
        self.bar.undo.clicked.connect(acts.undo)
        self.bar.redo.clicked.connect(acts.redo)
        self.bar.export.clicked.connect(self.give)
        self.bar.next.clicked.connect(self.next_finding)
        here = {
            "Shift+F8": self._last_finding,
            "Ctrl+F8": self.findings.detail.take_keyboard,
            "Ctrl+PgUp": partial(self.bar.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.bar.tabs.turn, 1),
            "Ctrl++": acts.insert_rows_here,
            "Ctrl+=": acts.insert_rows_here,
            "Ctrl+Shift++": acts.insert_rows_here,
            "Ctrl+-": acts.remove_rows_here,
            "Ctrl+Shift+L": self.filtering.toggle,
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
        acts.told.connect(self._say)
        self.unfinished.taken.connect(self.grid.settle_on)
        self.grid.sheet.moved.connect(self._moved)

    def _show_draft(self, draft: Draft) -> None:
        context = self._context
        self._stale = False
        before = self.work.draft.current.key if self.work is not None else ""
        if self.work is not None:
            self.work.draft.close()
            self.work.deleteLater()
        self.work = Work(context.session, draft, context.saver, self)
        self.work.done.connect(self._absorb)
        self.work.refused.connect(self._refuse)
        self.acts.work = self.work
        self.grid.show_draft(draft, self.work, str(self.bar.unit.currentData()))
        self.filtering.begin(again=draft.current.key == before)
        self.open_text.follow(draft)
        self.foresight.follow(draft)
        self._ask_unfinished()
        self.findings.show_draft(draft)
        self.aloud.begin(draft, self._show_verdict().text)
        self._say("")
        self.repairs.ask(self.work)
        self.carry_over.ask(self.work)
        looking = self.bar.search.hasFocus()
        self.grid.settle_on(self._goal)
        if looking:  # whoever has begun to look for an indicator meanwhile goes on with that
            self.bar.search.setFocus()
            self._search(self.bar.search.text(), again=False)
        self.opened.emit(draft.form.code, draft.period)

    def _ask_unfinished(self) -> None:
        session, firm = self._context.session, self._context.firm
        self._context.tasks.query(lambda: left_behind(session, firm), self._offer_unfinished)

    def _offer_unfinished(self, left: tuple[ScratchText, ...]) -> None:
        if self.work is not None and self.grid.sheet.painter_of_cells.editor is None:
            self.unfinished.offer(self.work, left)

    def _absorb(self, outcome: Outcome) -> None:
        assert self.work is not None
        draft = self.work.draft
        self._stale = self._stale or outcome.wide
        self._say(self.acts.told_of_others(outcome))
        if self.grid.model.absorb(outcome):
            self.findings.forget_location()
        self.filtering.absorbed()
        self.findings.show_draft(draft)
        self._show_verdict()
        self.aloud.hear(outcome)
        self._later.start()
        self.carry_over.forget()
        self.repairs.ask(self.work)

    def _show_verdict(self) -> Word:
        assert self.work is not None
        draft = self.work.draft
        word = verdict(draft.findings, draft.current)
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

    def _search(self, text: str, again: bool) -> None:
        if self.grid.open_model is None:
            return  # once a return is open it is looked for there
        found = self.grid.search(text, again=again)
        self.bar.show_found(found=found or not text)

    def _refuse(self, error: UserError) -> None:
        if error.code == "edit.empty-explanation":
            self.findings.detail.complain(said(error))
        else:
            self._say(said(error))

    def _say(self, text: str, undoable: bool = False) -> None:
        self.notice.say(text, undoable=undoable)
