"""Several workbooks at once: each read and shown in a line, stored as one batch, taken back as one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QScrollArea, QWidget

from client.ui.frame.context import Context
from client.ui.ground.tasks import LongWork
from client.ui.ground.words import said
from client.ui.importing import many_work
from client.ui.importing.asking import kinds_of_books
from client.ui.importing.book_rows import BookRow, book_columns, book_rows, summary
from client.ui.importing.every_change import ChangeRow, change_columns, change_rows
from client.ui.importing.many_filter import BOOKS, CHANGES, ManyFilter
from client.ui.importing.many_work import Planning
from client.ui.parts.asking import begin_in_documents
from client.ui.parts.basics import button, column, framed, label, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.flow import flow
from client.ui.parts.table import Table
from client.usecases.books.batches.importing_many import ManyPlan, Wishes
from client.usecases.books.batches.journals import Batch
from forms.problems import CodedError
from forms.words import Count

_LEAST = 14
"""Lines of text a table is high at least where it has that many rows; the page scrolls then."""


class BatchState(NamedTuple):
    """Workbooks as they were read, what is left out of them, and the batch that was made of them."""

    paths: tuple[Path, ...]
    whose: bool
    follow: bool
    months: bool
    plan: ManyPlan | None
    out: frozenset[tuple[str, str]]
    batch: Batch | None


class ManyBooks(QWidget):
    """``looked`` carries the ``BookRow`` that is to be looked at alone; ``turned``: something began or ended."""

    looked = Signal(object)
    turned = Signal()

    def __init__(self, context: Context, *, several: bool = True) -> None:
        """``several`` offers to take each enterprise's figures for itself; else these are past months of one."""
        super().__init__()
        self._context = context
        self._several = several
        self._work: LongWork | None = None
        self._asked = 0
        """Which reading is the last: one that was asked before it and ends after it is of no interest."""
        self._paths: tuple[Path, ...] = ()
        self._every: Sequence[BookRow] = ()
        self._out: set[tuple[str, str]] = set()
        self.plan: ManyPlan | None = None
        self.batch: Batch | None = None
        theme = context.theme
        self.summary = label(theme, role="soft", wrap=True)
        self.summary.setObjectName("manySummary")
        pack = context.session.pack
        self.filter = ManyFilter(theme, pack)
        self.filter.changed.connect(self._filter)
        columns = book_columns(pack, self._takes)
        self.table: Table[BookRow] = Table(theme, columns, lines=2.6, name="manyBooks")
        self.table.setAccessibleName(self.tr("工作簿"))
        self.table.picked.connect(self._look)
        self.table.ticked.connect(self._toggle)
        self.changes: Table[ChangeRow] = Table(theme, change_columns(pack), lines=2.6, name="manyChanges")
        self.changes.setAccessibleName(self.tr("逐项改动"))
        self.table.selectionModel().currentRowChanged.connect(self._explain)
        self.detail = label(theme, wrap=True, selectable=True)
        self.detail.setProperty("tone", "error")
        self.store = button(self.tr("写入"), self.apply, role="primary", name="storeMany")
        self.back = button(self.tr("全部撤销"), self.undo, name="undoMany")
        self.halt = button(self.tr("停止"), self.stop, name="stopMany")
        self.files = button(self.tr("选择工作簿…"), self._ask_files, name="chooseMany")
        self.folder = button(self.tr("选择文件夹…"), self._ask_folder, name="chooseFolder")
        self.whose = Choice(theme, "manyWhose", self.tr("取哪家单位的数"))
        self.whose.offer([(self.tr("都算当前单位的"), True), (self.tr("按表上写的单位分开"), False)])
        self.whose.currentIndexChanged.connect(self.read_again)
        self.follow = Choice(theme, "manyFollow", self.tr("照不照记住的对应关系"))
        self.follow.offer([(self.tr("照记住的对应关系"), True), (self.tr("这次不照记住的"), False)])
        self.follow.currentIndexChanged.connect(self.read_again)
        self.months = Choice(theme, "manyMonths", self.tr("取工作簿里哪些月份的数"))
        self.months.offer([(self.tr("每本只取一期"), False), (self.tr("工作簿里的各个月"), True)])
        self.months.currentIndexChanged.connect(self.read_again)
        choose = (self.files, self.folder, self.whose, self.follow, self.months)
        buttons = flow(theme, self.store, self.back, self.halt, *choose)
        self._tables = framed(theme, self.table), framed(theme, self.changes)
        self.setLayout(column(theme, buttons, self.summary, self.filter, *self._tables, self.detail, gap=0.6))
        self._show()

    def save_state(self) -> BatchState:
        """What another in this one's place takes over."""
        whose, follow, months = (bool(each.currentData()) for each in (self.whose, self.follow, self.months))
        return BatchState(self._paths, whose, follow, months, self.plan, frozenset(self._out), self.batch)

    def restore_state(self, held: BatchState) -> None:
        """Go on with what was read."""
        self.whose.turn_to(held.whose)
        self.follow.turn_to(held.follow)
        self.months.turn_to(held.months)
        self._paths, self._out, self.plan, self.batch = held.paths, set(held.out), held.plan, held.batch
        if held.plan is not None:
            self.filter.show_plan(held.plan)
        self._show()

    def read(self, paths: Sequence[Path]) -> None:
        """Read these workbooks, and those of these folders; nothing is stored."""
        self._paths, self.plan, self.batch = tuple(paths), None, None
        self._out.clear()
        self._asked += 1
        work = partial(many_work.read, self._asked, self._planning(frozenset()))
        self._begin(self._context.tasks.long(self.tr("读取工作簿"), work, self._planned, self._failed))

    def read_divided(self, paths: Sequence[Path]) -> None:
        """Read them for whoever they name."""
        self.whose.turn_to(data=False)
        self.read(paths)

    def apply(self) -> None:
        """Store what waits; a batch that was stopped is gone on with."""
        session, plan, batch = self._context.session, self.plan, self.batch
        if batch is not None:
            work = partial(many_work.carry_on, session, batch.batch_id)
        elif plan is not None:
            out = frozenset(
                (each.file.path, each.firm.firm) for each in self._every if each.firm and not self._takes(each)
            )
            planning: Planning = self._planning(out) if out else lambda *_: plan
            work = partial(many_work.store, session, planning)
        else:
            return
        self._begin(self._context.tasks.long(self.tr("写入工作簿"), work, self._stored, self._failed))

    def undo(self) -> None:
        """Take everything back that was stored here."""
        if self.batch is not None:
            work = partial(many_work.undo, self._context.session, self.batch.batch_id)
            self._begin(self._context.tasks.long(self.tr("撤销导入"), work, self._stored, self._failed))

    def stop(self) -> None:
        """End what is being done; what is stored stays, the rest still waits."""
        if self._work is not None:
            self.halt.setEnabled(False)
            self._work.stop.ask()

    @property
    def rows(self) -> Sequence[BookRow]:
        """What the table shows."""
        return self.table.rows_model.rows

    @property
    def waiting(self) -> int:
        """Figures that were read and are not stored; none while something is being done."""
        return self._changed() if self.batch is None and self._work is None else 0

    @property
    def stored(self) -> bool:
        """Whether all is done that was to be done."""
        return self.batch is not None and self._work is None and self.store.isHidden()

    def _planning(self, without: frozenset[tuple[Path, str]]) -> Planning:
        whose = self._context.firm if self.whose.currentData() else ""
        follow = bool(self.follow.currentData())
        every = not self._several or bool(self.months.currentData())
        wishes = Wishes(follow=True, without=without, every_month=every)
        return partial(many_work.plan, self._context.session, self._paths, whose, wishes, follow)

    def _begin(self, work: LongWork) -> None:
        self._work = work
        self._show()

    def _planned(self, answer: tuple[int, ManyPlan | CodedError]) -> None:
        number, found = answer
        if number != self._asked:
            return
        if isinstance(found, CodedError):
            self._failed(found)
            return
        self._work, self.plan = None, found
        self.filter.show_plan(found)
        self._show()

    def _stored(self, batch: Batch | None) -> None:
        self._work, self.batch = None, batch
        self._show()

    def _failed(self, error: BaseException) -> None:
        self._work = None
        self._show()
        if isinstance(error, CodedError) and error.code == "batch.cancelled":
            self._tell(self._told_of_stop())
        elif isinstance(error, CodedError):
            self._tell(said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _told_of_stop(self) -> str:
        """Only reading fails when it is stopped; storing answers with the batch that was begun."""
        if self.plan is None:
            return self.tr("已停止读取，什么都没有写入。要导入，请重新选择工作簿或文件夹。")
        return self.tr("已停止，什么都没有写入。要导入，请再点“写入”。")

    def _tell(self, text: str) -> None:
        self.summary.setText(text)
        set_shown(self.summary, True)

    def _show(self) -> None:
        busy = self._work is not None
        held = self.window().focusWidget()
        self._every = book_rows(self.plan, self.batch)
        self._filter()
        waits = self.batch.unfinished and not self.batch.undoing if self.batch else bool(self._changed())
        set_shown(self.store, waits)
        going_on = self.tr("接着写入") if self.batch else self.tr("写入 {} 项").format(Count(self._changed()))
        self.store.setText(going_on)
        self.store.setEnabled(not busy)
        stored = self.batch is not None and any(part.state == "done" for part in self.batch.parts)
        set_shown(self.back, stored and not busy)
        set_shown(self.halt, busy)
        self.halt.setEnabled(True)
        for each in (self.files, self.folder):
            set_shown(each, not busy)
        for choice in (self.whose, self.follow, self.months):
            set_shown(choice, self._several and not busy)
        self.summary.setText("　·　".join(summary(self.plan, self.batch, self._every)))
        set_shown(self.summary, self.plan is not None)
        self._pass_on(held)
        self.turned.emit()

    def _pass_on(self, held: QWidget | None) -> None:
        """A button that had the keyboard and cannot be pressed any more leaves it to what can be done now."""
        ways = (self.store, self.halt, self.files)
        if held in (*ways, self.back, self.folder) and (held.isHidden() or not held.isEnabled()):
            next(each for each in ways if not each.isHidden() and each.isEnabled()).setFocus()

    def _filter(self) -> None:
        """Show what is looked for of the books, or of every change."""
        view = self.filter.view
        self.table.put([each for each in self._every if self.filter.takes(each)])
        if self.plan is not None and view == CHANGES:
            self.changes.put(change_rows(self.plan, self._context.session.pack, self.filter.sought))
        books, changes = self._tables
        for number, frame in ((BOOKS, books), (CHANGES, changes)):
            set_shown(frame, self.plan is not None and view == number)
        set_shown(self.filter, self.plan is not None)
        self._explain()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands above the tables may take another line."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The tables end where the page does, with a whole row; where that is too low the page scrolls."""
        theme, view = self._context.theme, self.filter.view
        table: Table[Any] = self.changes if view == CHANGES else self.table
        area = self._area()
        page = area.widget() if area is not None else None
        if area is None or page is None:
            return
        port = area.viewport().height() - 2 * theme.margin
        above = self._tables[view].mapTo(page, table.pos()).y()
        room = max(min(theme.space(_LEAST), port), port + theme.margin - above - table.pos().y())
        table.setFixedHeight(table.height_within(room))

    def _area(self) -> QScrollArea | None:
        """The page, which scrolls; none before this is put there."""
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        return around

    def _takes(self, shown: BookRow) -> bool:
        return shown.key not in self._out

    def _toggle(self, shown: BookRow) -> None:
        """Take an enterprise's part of a workbook, or leave it."""
        if self.batch is None and self._work is None:
            self._out ^= {shown.key}
            self._show()

    def _changed(self) -> int:
        return sum(each.changed for each in self._every if self._takes(each))

    def _explain(self) -> None:
        """Why the chosen workbook is not taken, in full."""
        at = self.table.currentIndex().row()
        problem = self.rows[at].problem if 0 <= at < len(self.rows) else None
        self.detail.setText(said(problem) if problem is not None else "")
        set_shown(self.detail, problem is not None)

    def _look(self, shown: BookRow) -> None:
        if shown.firm is not None and shown.problem is None:
            self.looked.emit(shown)

    def read_again(self) -> None:
        """Read the same workbooks anew: something was written meanwhile, or they are to be divided otherwise."""
        if self._paths and self.batch is None:
            self.read(self._paths)

    def _ask_files(self) -> None:
        self._ask(self.tr("选择工作簿"), "manyDialog", QFileDialog.FileMode.ExistingFiles, kinds_of_books())

    def _ask_folder(self) -> None:
        self._ask(self.tr("选择文件夹"), "folderDialog", QFileDialog.FileMode.Directory)

    def _ask(self, title: str, name: str, mode: QFileDialog.FileMode, kinds: str = "") -> None:
        dialog = QFileDialog(self, title, filter=kinds)
        dialog.setObjectName(name)
        begin_in_documents(dialog)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, paths: list[str]) -> None:
        self.read([Path(path) for path in paths])
