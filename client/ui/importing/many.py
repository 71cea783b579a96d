"""Several workbooks at once: each read and shown in a line, stored as one batch, taken back as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from client.base.stopping import Stop
from client.ui.context import Context
from client.ui.importing.months import last_ended
from client.ui.parts.basics import button, column, label, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.table import Shown, Table, TableColumn
from client.ui.tasks import Doing, LongWork, Report
from client.ui.words import Word, period_word, said
from client.usecases import batching, importing_many, profiles
from client.usecases.batching import Batch, Part
from client.usecases.importing_many import FilePlan, FirmPlan, ManyPlan, Step, Wishes
from client.usecases.session import Session
from forms.pack import Pack
from forms.problems import CodedError


@dataclass(frozen=True)
class BookRow:
    """One workbook, or one enterprise's part of it, and what became of it."""

    file: FilePlan
    firm: FirmPlan | None = None
    part: Part | None = None
    """Once the batch is begun."""

    @property
    def problem(self) -> CodedError | None:
        return self.file.problem or (self.firm.problem if self.firm is not None else None)


class ManyBooks(QWidget):
    """``looked`` carries the path of a workbook that is to be looked at alone."""

    looked = Signal(object)

    def __init__(self, context: Context, *, several: bool = True) -> None:
        """``several`` offers to take each enterprise's figures for itself."""
        super().__init__()
        self._context = context
        self._several = several
        self._work: LongWork | None = None
        self._paths: tuple[Path, ...] = ()
        self.plan: ManyPlan | None = None
        self.batch: Batch | None = None
        theme = context.theme
        self.summary = label(theme, role="soft", wrap=True)
        self.summary.setObjectName("manySummary")
        self.table: Table[BookRow] = Table(theme, book_columns(context.session.pack), lines=2.6, name="manyBooks")
        self.table.setAccessibleName(self.tr("工作簿"))
        self.table.picked.connect(self._look)
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
        self.whose.currentIndexChanged.connect(self._read_again)
        buttons = row(theme, self.store, self.back, self.halt, self.files, self.folder, self.whose, None)
        self.setLayout(column(theme, buttons, self.summary, self.table, self.detail, gap=0.6))
        self._show()

    def read(self, paths: Sequence[Path]) -> None:
        """Read these workbooks, and those of these folders; nothing is stored."""
        self._paths, self.plan, self.batch = tuple(paths), None, None
        firm = self._context.firm if self.whose.currentData() else ""
        work = partial(_plan, self._context.session, self._paths, firm)
        self._begin(self._context.tasks.long(self.tr("读取工作簿"), work, self._planned, self._failed))

    def apply(self) -> None:
        """Store what waits; a batch that was stopped is gone on with."""
        session, plan, batch = self._context.session, self.plan, self.batch
        if batch is not None:
            work = partial(_carry_on, session, batch.batch_id)
        elif plan is not None:
            work = partial(_store, session, plan)
        else:
            return
        self._begin(self._context.tasks.long(self.tr("写入工作簿"), work, self._stored, self._failed))

    def undo(self) -> None:
        """Take everything back that was stored here."""
        if self.batch is not None:
            work = partial(_undo, self._context.session, self.batch.batch_id)
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

    def _begin(self, work: LongWork) -> None:
        self._work = work
        self._show()

    def _planned(self, plan: ManyPlan) -> None:
        self._work, self.plan = None, plan
        self._show()

    def _stored(self, batch: Batch | None) -> None:
        self._work, self.batch = None, batch
        self._show()

    def _failed(self, error: BaseException) -> None:
        stopped = self._work is not None and self._work.stop.asked
        self._work = None
        self._show()
        if stopped:
            return
        if isinstance(error, CodedError):
            self.summary.setText(said(error))
            set_shown(self.summary, True)
        else:
            self._context.tasks.trouble.emit(error)

    def _show(self) -> None:
        busy = self._work is not None
        self.table.put(_rows(self.plan, self.batch))
        self.table.setFixedHeight(min(self.table.height_of_all(), self._context.theme.space(24)))
        set_shown(self.table, self.plan is not None)
        self._explain()
        waits = self.batch.unfinished and not self.batch.undoing if self.batch else bool(self._changed())
        set_shown(self.store, waits)
        going_on = self.tr("接着写入") if self.batch else self.tr("写入 {} 项").format(self._changed())
        self.store.setText(going_on)
        self.store.setEnabled(not busy)
        stored = self.batch is not None and any(part.state == "done" for part in self.batch.parts)
        set_shown(self.back, stored and not busy)
        set_shown(self.halt, busy)
        self.halt.setEnabled(True)
        for each in (self.files, self.folder):
            set_shown(each, not busy)
        set_shown(self.whose, self._several and not busy)
        self.summary.setText("　·　".join(self._told()))
        set_shown(self.summary, self.plan is not None)

    def _changed(self) -> int:
        return self.plan.changed if self.plan is not None else 0

    def _told(self) -> list[str]:
        if self.plan is None:
            return []
        refused = sum(each.problem is not None for each in self.rows)
        others = len(self.plan.passed_over)
        told = [self.tr("{} 个工作簿").format(len(self.plan.files))]
        if refused:
            told.append(self.tr("{} 个取不了，原因见表").format(refused))
        if others:
            told.append(self.tr("文件夹里另有 {} 个文件不是工作簿").format(others))
        if self.batch is not None:
            done = sum(part.state == "done" for part in self.batch.parts)
            told.append(self.tr("{} / {} 家单位已写入").format(done, len(self.batch.parts)))
        return told

    def _explain(self) -> None:
        """Why the chosen workbook is not taken, in full."""
        at = self.table.currentIndex().row()
        problem = self.rows[at].problem if 0 <= at < len(self.rows) else None
        self.detail.setText(said(problem) if problem is not None else "")
        set_shown(self.detail, problem is not None)

    def _look(self, shown: BookRow) -> None:
        self.looked.emit(shown.file.path)

    def _read_again(self) -> None:
        if self._paths and self.batch is None:
            self.read(self._paths)

    def _ask_files(self) -> None:
        self._ask(self.tr("选择工作簿"), "manyDialog", QFileDialog.FileMode.ExistingFiles)

    def _ask_folder(self) -> None:
        self._ask(self.tr("选择文件夹"), "folderDialog", QFileDialog.FileMode.Directory)

    def _ask(self, title: str, name: str, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, title)
        dialog.setObjectName(name)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, paths: list[str]) -> None:
        self.read([Path(path) for path in paths])


def _rows(plan: ManyPlan | None, batch: Batch | None) -> list[BookRow]:
    """A line for each workbook, or for each enterprise in it."""
    parts = {part.firm: part for part in batch.parts} if batch is not None else {}
    rows = []
    for file in plan.files if plan is not None else ():
        rows += [BookRow(file, firm, parts.get(firm.firm)) for firm in file.firms] or [BookRow(file)]
    return rows


def _heard(report: Report) -> importing_many.Heard:
    def heard(step: Step) -> None:
        report(Doing(step.what, step.done, step.total))

    return heard


def _plan(session: Session, paths: Sequence[Path], firm: str, report: Report, stop: Stop) -> ManyPlan:
    now = session.clock.now()
    wishes = Wishes(profiles=profiles.all_of(session), follow=True)
    month = last_ended(now.year, now.month)
    return importing_many.plan(session, paths, month, firm, wishes, _heard(report), lambda: stop.asked)


def _store(session: Session, plan: ManyPlan, report: Report, stop: Stop) -> Batch | None:
    return importing_many.store(session, plan, _heard(report), lambda: stop.asked)


def _carry_on(session: Session, batch_id: str, report: Report, stop: Stop) -> Batch | None:
    return batching.carry_on(session, batch_id, _part_told(report), lambda: stop.asked)


def _undo(session: Session, batch_id: str, report: Report, stop: Stop) -> Batch | None:
    return batching.undo(session, batch_id, _part_told(report), lambda: stop.asked)


def _part_told(report: Report) -> batching.Heard:
    def heard(part: Part) -> None:
        report(Doing(part.name or part.firm))

    return heard


def book_columns(pack: Pack) -> tuple[TableColumn[BookRow], ...]:
    """What each workbook holds and what became of it."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("many", "工作簿"), _book, 12, stretch=3),
        TableColumn(translate("many", "时期 · 报表"), partial(_forms, pack), 12, stretch=4),
        TableColumn(translate("many", "会写入"), _changed, 5, right=True),
        TableColumn(translate("many", "没有取用"), _left, 5, right=True, drop=1),
        TableColumn("", _state, 5.4),
        TableColumn("", _look_at, 4),
    )


def _book(shown: BookRow) -> Shown:
    return Shown(shown.file.path.name, below=shown.firm.name if shown.firm else "", bold=True)


def _forms(pack: Pack, shown: BookRow) -> Shown:
    if shown.problem is not None:
        return Shown(said(shown.problem), tone="error")
    places = shown.firm.places if shown.firm else ()
    periods = "、".join(dict.fromkeys(period_word(period) for _, period in places))
    return Shown(periods, below="、".join(dict.fromkeys(pack.forms[form].name for form, _ in places)))


def _changed(shown: BookRow) -> Shown:
    return Shown(str(shown.firm.changed) if shown.firm and not shown.problem else "", right=True)


def _left(shown: BookRow) -> Shown:
    left = len(shown.file.left) + (len(shown.firm.left) if shown.firm else 0)
    return Shown(str(left) if left else "", right=True, faint=True)


def _state(shown: BookRow) -> Shown:
    return Shown(chips=(_state_word(shown),))


def _state_word(shown: BookRow) -> Word:
    translate = QCoreApplication.translate
    if shown.problem is not None or (shown.part is not None and shown.part.state == "refused"):
        return Word(translate("many", "没有写入"), "error")
    if shown.part is not None and shown.part.state == "done":
        return Word(translate("many", "已写入"), "good")
    if shown.part is not None and shown.part.state == "undone":
        return Word(translate("many", "已撤销"), "plain")
    if shown.firm is None or not shown.firm.changed:
        return Word(translate("many", "与现有相同"), "plain")
    return Word(translate("many", "待写入"), "accent")


def _look_at(_: BookRow) -> Shown:
    return Shown(QCoreApplication.translate("many", "细看"), link=True)
