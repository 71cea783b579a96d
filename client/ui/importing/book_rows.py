"""A line for each workbook, or each enterprise's part of one, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.words import Word, listed, period_word, said
from client.ui.parts.shown import Shown
from client.ui.parts.table import TableColumn
from client.usecases.books.batches.firm_plan import FirmPlan
from client.usecases.books.batches.importing_many import FilePlan, ManyPlan
from client.usecases.books.batches.journals import Batch, Part
from forms.pack import Pack
from forms.problems import CodedError
from forms.words import Count


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

    @property
    def key(self) -> tuple[str, str]:
        """What is taken or left: a file, and an enterprise's part of it."""
        return str(self.file.path), self.firm.firm if self.firm is not None else ""

    @property
    def changed(self) -> int:
        """How many cells it would write."""
        return self.firm.changed if self.firm is not None and self.problem is None else 0

    @property
    def left(self) -> int:
        """How much of it is not taken."""
        return len(self.file.left) + (len(self.firm.left) if self.firm is not None else 0)


def book_rows(plan: ManyPlan | None, batch: Batch | None) -> list[BookRow]:
    """A line for each workbook, or for each enterprise in it."""
    parts = {part.firm: part for part in batch.parts} if batch is not None else {}
    rows = []
    for file in plan.files if plan is not None else ():
        rows += [BookRow(file, firm, parts.get(firm.firm)) for firm in file.firms] or [BookRow(file)]
    return rows


def summary(plan: ManyPlan | None, batch: Batch | None, rows: Sequence[BookRow]) -> list[str]:
    """How many workbooks there are, how many could not be taken, and how far the batch is."""
    if plan is None:
        return []
    translate = QCoreApplication.translate
    refused, others = sum(each.problem is not None for each in rows), len(plan.passed_over)
    told = [translate("many", "{} 个工作簿").format(Count(len(plan.files)))]
    if refused:
        told.append(translate("many", "{} 个取不了，原因见表").format(refused))
    if others:
        told.append(translate("many", "文件夹里另有 {} 个文件不是工作簿").format(Count(others)))
    if batch is not None:
        states = [part.state for part in batch.parts]
        undone = translate("many", "{} 家单位已撤销").format(Count(states.count("undone")))
        done = translate("many", "{} / {} 家单位已写入").format(states.count("done"), Count(len(states)))
        told.append(undone if batch.undoing and "done" not in states else done)
    return told


def book_columns(pack: Pack, taken: Callable[[BookRow], bool]) -> tuple[TableColumn[BookRow], ...]:
    """What each workbook holds and what became of it; ``taken`` tells whether it is to be written."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("many", "取"), partial(_tick, taken), 2.2),
        TableColumn(translate("many", "工作簿"), _book, 7.6, stretch=3),
        TableColumn(translate("many", "报表 · 报告期"), partial(_forms, pack), 7.6, stretch=4),
        TableColumn(translate("many", "会写入"), _changed, 5, right=True),
        TableColumn(translate("many", "没有取用"), _left, 5, right=True, drop=1),
        TableColumn("", partial(_state, taken), 5.4),
        TableColumn("", _look_at, 4),
    )


def _tick(taken: Callable[[BookRow], bool], shown: BookRow) -> Shown:
    begun = shown.part is not None
    return Shown(tick=taken(shown)) if shown.changed and not begun else Shown()


def _book(shown: BookRow) -> Shown:
    return Shown(shown.file.path.name, below=shown.firm.name if shown.firm else "")


def _forms(pack: Pack, shown: BookRow) -> Shown:
    if shown.problem is not None:
        return Shown(said(shown.problem), tone="error")
    places = shown.firm.places if shown.firm else ()
    words = list(dict.fromkeys(period_word(period) for _, period in places))
    many = QCoreApplication.translate("importing", "{} 至 {}，{} 期")
    periods = listed(words) if len(words) < _MANY else many.format(words[0], words[-1], Count(len(words)))
    forms = (pack.forms[form] for form, _ in places)
    return Shown(listed(dict.fromkeys(told(form.name, form.name_en) for form in forms)), below=periods)


def _changed(shown: BookRow) -> Shown:
    return Shown(f"{shown.firm.changed:,}" if shown.firm and not shown.problem else "", right=True)


def _left(shown: BookRow) -> Shown:
    return Shown(f"{shown.left:,}" if shown.left else "", right=True, faint=True)


def _state(taken: Callable[[BookRow], bool], shown: BookRow) -> Shown:
    return Shown(chips=(_state_word(shown, taken=taken(shown)),))


def _state_word(shown: BookRow, *, taken: bool) -> Word:
    translate = QCoreApplication.translate
    if shown.problem is not None or (taken and shown.part is not None and shown.part.state == "refused"):
        return Word(translate("many", "没有写入"), "error")
    if not shown.changed:
        return Word(translate("many", "与现有相同"), "plain")
    if not taken:
        return Word(translate("many", "不取"), "plain")
    if shown.part is not None and shown.part.state == "done":
        return Word(translate("many", "已写入"), "good")
    if shown.part is not None and shown.part.state == "undone":
        return Word(translate("many", "已撤销"), "plain")
    return Word(translate("many", "待写入"), "accent")


def _look_at(shown: BookRow) -> Shown:
    if shown.firm is None or shown.problem is not None:
        return Shown()
    return Shown(QCoreApplication.translate("many", "细看"), link=True)


_MANY = 3
"""So many periods of one workbook are told by the first and the last."""
