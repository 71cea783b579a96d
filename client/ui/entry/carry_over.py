"""The line above a blank return that offers what the report before already knows."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout

from client.ui.entry.acts import Acts
from client.ui.entry.blocks.work import Work
from client.ui.frame.context import Context
from client.ui.ground.words import listed, period_word
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button, label, set_look, set_shown
from client.usecases.returns.carrying import Carried, offer


class CarryOver(QFrame):
    """Hidden unless the return is blank and there is something to carry over."""

    def __init__(self, context: Context, acts: Acts) -> None:
        super().__init__()
        self._context = context
        self._acts = acts
        self._work: Work | None = None
        self._offered = Carried()
        theme = context.theme
        self.setObjectName("carryOver")
        self._text = label(theme, wrap=True)
        self._text.setObjectName("carryOverText")
        self.take = button(self.tr("带入"), self._take, name="carryOverTake")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.margin, theme.space(0.3), theme.margin, theme.space(0.3))
        inside.addWidget(self._text, 1)
        inside.addWidget(self.take)
        set_look(self, "banner", "hint")
        set_shown(self, False)

    @property
    def text(self) -> str:
        return self._text.text()

    def ask(self, work: Work) -> None:
        """See whether a return that was just opened could take something over."""
        self._work, self._offered = work, Carried()
        set_shown(self, False)
        if is_blank(work):
            self._context.tasks.query(partial(_looked, self._context, work), self._show)

    def forget(self) -> None:
        """Once something is entered the offer is not pressed upon the person; taken back, it is there again."""
        if self._work is not None:
            set_shown(self, not self._offered.empty and is_blank(self._work))

    def _show(self, answer: tuple[Work, Carried]) -> None:
        work, self._offered = answer
        if work is not self._work or self._offered.empty or not is_blank(work):
            return
        parts = []
        if self._offered.report is not None:
            parts.append(self.tr("{} 的代码和清单").format(period_word(self._offered.report)))
        if self._offered.last_year is not None:
            filed = self.tr("已报送") if self._offered.filed else self.tr("本机所存，未经本机报送")
            parts.append(self.tr("上年同期数（{}，{}）").format(period_word(self._offered.last_year), filed))
        self._text.setText(self.tr("可以带入：{}。只填空白，可以撤销。").format(listed(parts)))
        set_shown(self, True)
        announce(self, self.text)

    def _take(self) -> None:
        self._acts.carry(self._offered)


def is_blank(work: Work) -> bool:
    """Whether nothing was entered yet; what is computed does not count."""
    return all(cell.origin.source == "computed" for cell in work.draft.current.cells.values())


def _looked(context: Context, work: Work) -> tuple[Work, Carried]:
    return work, offer(context.session, work.draft)
