"""One proposal as a person judges it: what it looks like, old and new figure, the evidence, one button."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from client.ui.ground.language import told
from client.ui.ground.words import number_word
from client.ui.parts.basics import button, label, row, set_shown
from client.ui.theme.theme import SMALL, Theme
from client.usecases.returns.rounding import Rounding
from forms.locating import CellChange, Proposal
from forms.words import Count

LONGEST_FIGURE = 15


class RepairCard(QFrame):
    """``taken`` carries the ``Proposal`` or ``Rounding``; a card without one is hidden."""

    taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._offered: Proposal | Rounding | None = None
        self.setProperty("role", "repair")
        self._title = label(theme, bold=True, wrap=True, selectable=True)
        self._why = label(theme, role="soft", wrap=True, scale=SMALL, selectable=True)
        self.take = button(self.tr("按此修改"), self._taken, name="repair")
        heading = row(theme, self._title, self.take, gap=0.5)
        heading.setStretch(0, 1)
        inside = QVBoxLayout(self)
        pad = theme.space(0.45)
        inside.setContentsMargins(pad, theme.space(0.3), theme.space(0.35), theme.space(0.35))
        inside.setSpacing(theme.space(0.15))
        inside.addLayout(heading)
        inside.addWidget(self._why)
        self.hide()

    def show_proposal(self, offered: Proposal | Rounding | None) -> None:
        """Show a proposal, or nothing."""
        self._offered = offered
        set_shown(self, offered is not None)
        if isinstance(offered, Proposal):
            self._show_proposal(offered)
        elif offered is not None:
            self._show_rounding(offered)

    def _show_rounding(self, rounding: Rounding) -> None:
        count, scale = len(rounding.addresses), rounding.scale
        to = self.tr("四舍五入到 {} 位小数").format(Count(scale)) if scale else self.tr("四舍五入到整数")
        words = self.tr("{}：{} → {}").format(to, figure(rounding.old), figure(rounding.new))
        if count > 1:
            where = self.tr("本表小数过多的 {} 格") if rounding.whole else self.tr("本栏小数过多的 {} 格")
            words = self.tr("{}都四舍五入").format(where.format(Count(count)))
        self._title.setText(words)
        set_shown(self._why, False)
        set_shown(self.take, True)
        self.take.setAccessibleName(self.tr("按此修改：{}").format(words))

    def _show_proposal(self, proposal: Proposal) -> None:
        changes = self.tr("；").join(_change(cell) for cell in proposal.cells)
        rest = [told(words.zh, words.en) for words in proposal.evidence]
        named = len(proposal.cells) == 1 or proposal.kind == "swapped"  # else no one slip explains it
        kind = rest.pop(0) if rest and named else ""
        self._title.setText(kind + told("：", ": ") + changes if kind else changes)
        self._why.setText("\n".join(rest))
        set_shown(self._why, bool(rest))
        set_shown(self.take, proposal.complete)
        self.take.setAccessibleName(self.tr("按此修改：{}").format(changes))

    def _taken(self) -> None:
        if self._offered is not None:
            self.taken.emit(self._offered)


def _change(cell: CellChange) -> str:
    """``利润总额 84,192 → 84,912``, the two figures on one line."""
    name = told(cell.name_zh, cell.name_en)
    return f"{name}  {figure(cell.old) or '—'}\xa0→\xa0{figure(cell.new) or '？'}"


def figure(text: str) -> str:
    """A figure with thousands separators; a code of digits stays as it is."""
    try:
        return number_word(Decimal(text)) if len(text) <= LONGEST_FIGURE else text
    except InvalidOperation:
        return text
