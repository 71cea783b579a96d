"""A marked copy of the workbook in hand: what it will hold and what it cannot keep, then where it is to lie."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from client.base.stopping import Stop
from client.ui.frame.context import Context
from client.ui.frame.exporting import Export, Heard, Written
from client.ui.ground.language import spoken
from client.ui.ground.words import said
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button, card, column, label, plain, row, set_shown
from client.usecases.books import marking
from client.usecases.books.importing import ImportPlan
from client.usecases.books.reviewing import Reviewed
from client.workbook import Note
from forms.problems import CodedError
from forms.words import Count, Language


class MarkedPart(QWidget):
    """Hidden until asked for. ``export`` carries the copy that is to be written."""

    export = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reviewed: Reviewed | None = None
        self._plan: ImportPlan | None = None
        theme = context.theme
        self.title = label(theme, bold=True, wrap=True)
        self.title.setObjectName("markedTitle")
        self.losses = label(theme, wrap=True)
        self.losses.setObjectName("markedLosses")
        self.save = button(self.tr("另存标注副本…"), self._save, name="saveMarked")
        self.leave = button(self.tr("不用了"), self.close_part, name="leaveMarked")
        frame, inside = card(theme, 0.6)
        inside.addLayout(
            row(theme, plain(column(theme, self.title, self.losses, gap=0.25)), self.leave, self.save)
        )
        outer = column(theme, frame)
        outer.setContentsMargins(0, theme.space(0.6), 0, 0)
        self.setLayout(outer)
        set_shown(self, False)

    def ask(self, reviewed: Reviewed, plan: ImportPlan) -> None:
        """Say what a copy of this workbook will hold, and look for what it cannot keep."""
        self._reviewed, self._plan = reviewed, plan
        found = sum(len(check.findings) for check in plan.checks)
        words = self.tr("原件不动；副本里有问题的格子涂色并加批注：{} 处问题，{} 处没有取用。")
        self.title.setText(words.format(Count(found), Count(len(plan.left))))
        self.losses.setText(self.tr("正在看副本保留不了什么…"))
        self.save.setEnabled(False)
        set_shown(self, True)
        self._context.tasks.query(partial(marking.will_lose, reviewed.path), self._know, self._refused)

    def close_part(self) -> None:
        """Put it away."""
        self._reviewed = self._plan = None
        set_shown(self, False)

    def _know(self, lost: Sequence[Note]) -> None:
        kept = self.tr("格式、公式和其余内容都照原样保留。")
        each = "\n".join(f"· {note.what(spoken())}" for note in lost)
        self.losses.setText(self.tr("与原件不同的地方：") + "\n" + each if lost else kept)
        self.save.setEnabled(self._reviewed is not None)
        self.save.setFocus()
        announce(self, f"{self.title.text()} {self.losses.text()}")

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.losses.setText(said(error))
            announce(self, said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _save(self) -> None:
        reviewed, plan = self._reviewed, self._plan
        if reviewed is None or plan is None:
            return
        path = reviewed.path
        words = _Words(
            spoken(),
            self.tr("标注副本已保存到 {}，标了 {} 个单元格。"),
            self.tr("另有 {} 处问题不在这本工作簿的数上，见“写入后的问题”。"),
        )
        ending = marking.ending_of(path).removeprefix(".")
        write = partial(_write, reviewed, plan, words)
        name = self.tr("{} 标注").format(path.stem)
        self.export.emit(Export(self.tr("另存标注副本"), name, write, ending=ending, folder=str(path.parent)))


class _Words(msgspec.Struct, frozen=True):
    """What is said afterwards, in the language of the window."""

    language: Language
    saved: str
    elsewhere: str


def _write(reviewed: Reviewed, plan: ImportPlan, words: _Words, path: Path, _heard: Heard, _stop: Stop) -> Written:
    done = marking.mark(reviewed.path, plan, reviewed.extracted.book, path, over=True, language=words.language)
    elsewhere = words.elsewhere.format(Count(len(done.unplaced))) if done.unplaced else ""
    return Written([path], words.saved.format(path, Count(done.cells)) + elsewhere)
