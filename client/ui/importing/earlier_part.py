"""What was imported before, and the way to take it back as one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.language import told
from client.ui.ground.tasks import Report
from client.ui.ground.words import Word, listed, moment_word, period_word, said
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, framed, set_shown
from client.ui.parts.empty import Empty
from client.ui.parts.frame import PageFrame
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.usecases.books import imported
from client.usecases.books.imported import Imported
from client.usecases.home.session import Session
from forms.problems import CodedError
from forms.returns import Change
from forms.words import Count


class EarlierPart(QWidget):
    """``left`` when the person goes back."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.banner = Banner(theme)
        self.table: Table[Imported] = Table(theme, self._columns(), lines=2.6, name="earlierImports")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("以前的导入"))
        self.table.picked.connect(self._ask)
        self.nothing = Empty(theme, "import", self.tr("还没有导入过"), self.tr("导入的每个工作簿都会列在这里。"))
        self.back = button(self.tr("返回"), self.left, name="leaveEarlier")
        words = self.tr("每次导入可以整体撤销，隔多久都行；写入之后又改过的报表，要先撤销后来的改动。")
        frame = PageFrame(theme, self.tr("以前的导入"), words, back=self.back)
        self._framed = framed(theme, self.table)
        for part in (self.banner, self._framed, self.nothing):
            frame.inside.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def refresh(self) -> None:
        """Show the imports of the enterprise in hand."""
        session, firm = self._context.session, self._context.firm
        self.banner.hide()
        self._context.tasks.query(partial(imported.all_of, session, firm), self._show)

    def _show(self, found: tuple[Imported, ...]) -> None:
        self.table.put(found)
        set_shown(self._framed, bool(found))
        set_shown(self.nothing, not found)

    def _ask(self, each: Imported) -> None:
        """It may be long ago: what would be taken back is said before it is."""
        if not each.undone:
            words = self.tr("撤销导入“{}”：{}。这些报表恢复到导入前的样子。").format(each.file, self._places(each))
            self.banner.tell("query", words, self.tr("撤销"), partial(self._undo, each))

    def _undo(self, each: Imported) -> None:
        session, firm = self._context.session, self._context.firm
        work = partial(_taken_back, session, firm, each)
        self._context.tasks.long(self.tr("撤销导入"), work, self._done, self._failed, whole=True)

    def _done(self, came: tuple[tuple[Change, ...], tuple[Imported, ...]]) -> None:
        changes, found = came
        self._show(found)
        cells = sum(len(change.edits) for change in changes)
        self.banner.tell("good", self.tr("已撤销，{} 项恢复原样").format(Count(cells)))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Stopped):
            self.banner.tell("query", self.tr("已停止，没有撤销。"))
        elif isinstance(error, CodedError):
            self.banner.tell("error", said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _places(self, each: Imported) -> str:
        forms = self._context.session.forms
        named = (
            f"{told(forms[form].name, forms[form].name_en) if form in forms else form} · {period_word(period)}"
            for form, period in each.places
        )
        return listed(named)

    def _returns(self, each: Imported) -> Shown:
        """Forms above, periods below: both once, however many returns were written."""
        forms = self._context.session.forms
        codes = dict.fromkeys(form for form, _ in each.places)
        names = (told(forms[code].name, forms[code].name_en) if code in forms else code for code in codes)
        periods = dict.fromkeys(period_word(period) for _, period in each.places)
        return Shown(listed(names), below=listed(periods))

    def _columns(self) -> tuple[TableColumn[Imported], ...]:
        translate = QCoreApplication.translate
        undone = Word(translate("earlier", "已撤销"), "plain")
        return (
            TableColumn(
                translate("earlier", "工作簿"),
                lambda each: Shown(each.file, below=f"{moment_word(each.at)}　{each.actor}"),
                14,
                stretch=3,
            ),
            TableColumn(translate("earlier", "写入的报表"), self._returns, 14, stretch=4),
            TableColumn(
                "",
                lambda each: (
                    Shown(chips=(undone,)) if each.undone else Shown(translate("earlier", "撤销…"), link=True)
                ),
                5,
            ),
        )


def _taken_back(
    session: Session, firm: str, each: Imported, _: Report, stop: Stop
) -> tuple[tuple[Change, ...], tuple[Imported, ...]]:
    return imported.undo(session, firm, each.import_id, stop), imported.all_of(session, firm)
