"""Two computers filed the same return: cell by cell what it was, what stands here, what was filed there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.ui.frame.context import Context
from client.ui.ground.language import told
from client.ui.ground.words import Word, period_word, said
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, column, framed, label, row
from client.ui.parts.flow import flow
from client.ui.parts.frame import page_title
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.usecases.bureau import merging
from client.usecases.bureau.merging import MergeCell, Side, ThreeWay
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import Cell, ReturnKey
from forms.words import Count


class MergeView(QWidget):
    """``done`` follows when the person decided or left; nothing is changed before 合并 is pressed."""

    done = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._key = ReturnKey("", "", Period(2000, "year", 1))
        self._chosen: dict[str, Side] = {}
        self.view: ThreeWay | None = None
        theme = context.theme
        self.title = page_title(theme)
        self.words = label(theme, role="soft", wrap=True)
        self.words.setObjectName("mergeWords")
        self.problem = Banner(theme)
        self.table: Table[MergeCell] = Table(theme, self._columns(), lines=2.6, name="mergeCells")
        self.table.stand_whole(shrinks=True)
        self.table.setAccessibleName(self.tr("两边不一样的数"))
        self.table.picked.connect(self._turn)
        self.mine = button(self.tr("都用本机的"), self._all_mine, name="allMine")
        self.theirs = button(self.tr("都用已报送的"), self._all_theirs, name="allTheirs")
        self.go = button(self.tr("合并"), self._merge, role="primary", name="merge")
        back = button(self.tr("以后再说"), self.done, name="leaveMerge")
        self.count = label(theme, role="soft")
        inside = column(
            theme,
            column(theme, self.title, self.words, gap=0.15),
            self.problem,
            flow(theme, self.mine, self.theirs, self.count),
            framed(theme, self.table),
            row(theme, self.go, back, None),
            None,
            gap=0.8,
        )
        pad = theme.margin
        inside.setContentsMargins(pad, pad, pad, pad)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(inside)

    def open(self, form: str, period: Period) -> None:
        """Show where the return here and the one filed elsewhere differ."""
        self._key, self._chosen, self.view = ReturnKey(self._context.firm, form, period), {}, None
        self.problem.hide()
        self.table.put(())
        work = partial(merging.three_way, self._context.session, self._key)
        self._context.tasks.query(work, self._show, self._refused)

    def _show(self, view: ThreeWay) -> None:
        self.view = view
        form = self._context.session.forms[self._key.form]
        self.title.setText(f"{told(form.name, form.name_en)} · {period_word(self._key.period)}")
        when = view.theirs.received_at[:16].replace("T", " ")
        words = self.tr(
            "“{}”已在 {} 报送过这张表。两个版本都留着；点一行换一边，定下来后重新检查，再作为更正报送。"
        )
        self.words.setText(words.format(view.theirs.device_name, when))
        self.table.put(view.cells)
        self._tell()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def side_of(self, cell: MergeCell) -> Side | None:
        """Which side counts as it stands; None while nobody has decided."""
        return self._chosen.get(cell.address, cell.choice)

    def _turn(self, cell: MergeCell) -> None:
        self._chosen[cell.address] = "mine" if self.side_of(cell) == "theirs" else "theirs"
        self._tell()

    def _all_mine(self) -> None:
        self._all("mine")

    def _all_theirs(self) -> None:
        self._all("theirs")

    def _all(self, side: Side) -> None:
        self._chosen = {cell.address: side for cell in self.view.cells} if self.view is not None else {}
        self._tell()

    def _tell(self) -> None:
        cells = self.view.cells if self.view is not None else ()
        waiting = sum(self.side_of(cell) is None for cell in cells)
        both = self.tr("{} 处不一样").format(Count(len(cells)))
        self.count.setText(both + (self.tr("，{} 处两边都改过，请您选定").format(waiting) if waiting else ""))
        self.go.setEnabled(self.view is not None and not waiting)
        self.table.viewport().update()

    def _merge(self) -> None:
        work = partial(merging.merge, self._context.session, self._key, dict(self._chosen))
        self._context.tasks.change(lambda _: work(), self._merged, self._refused)

    def _merged(self, _: ThreeWay) -> None:
        self.done.emit()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.problem.tell("error", said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _columns(self) -> tuple[TableColumn[MergeCell], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn(translate("merge", "指标"), _name, 8, stretch=3),
            TableColumn(translate("merge", "原来"), lambda cell: _text(cell.base), 6, stretch=2),
            TableColumn(translate("merge", "本机"), lambda cell: self._side(cell, "mine"), 6, stretch=2),
            TableColumn(translate("merge", "已报送"), lambda cell: self._side(cell, "theirs"), 6, stretch=2),
            TableColumn(translate("merge", "取哪边"), self._choice, 4),
            TableColumn("", lambda _: Shown(translate("merge", "换一边"), link=True), 4.6),
        )

    def _side(self, cell: MergeCell, side: Side) -> Shown:
        shown = _text(cell.mine if side == "mine" else cell.theirs)
        chosen = self.side_of(cell) == side
        return Shown(shown.text, bold=chosen, faint=not chosen)

    def _choice(self, cell: MergeCell) -> Shown:
        words = {
            "mine": Word(self.tr("本机"), "accent"),
            "theirs": Word(self.tr("已报送"), "accent"),
            None: Word(self.tr("待定"), "error"),
        }
        return Shown(chips=(words[self.side_of(cell)],))


def _name(cell: MergeCell) -> Shown:
    return Shown(told(cell.words.zh, cell.words.en), below=cell.address)


def _text(cell: Cell | None) -> Shown:
    return Shown(cell.text if cell is not None else "—", faint=True)
