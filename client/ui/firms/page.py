"""单位: the enterprises of this home; found by code or name, added, turned to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from client.store import Enterprise
from client.ui.firms.devices import Devices
from client.ui.firms.enrolling import Enrolling
from client.ui.frame.context import Context
from client.ui.ground.owing_words import owed_word
from client.ui.ground.words import Word, said
from client.ui.parts.basics import button, framed, label, plain, row
from client.ui.parts.complaint import Complaint
from client.ui.parts.frame import PageFrame, heading
from client.ui.parts.hinted import HintedEdit
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from forms.problems import CodedError

if TYPE_CHECKING:
    from client.usecases.views.owing import Owing


class PageState(NamedTuple):
    """What outlasts the page: what is looked for; an enrolment and another enterprise as far as typed."""

    wanted: str
    enrolment: tuple[str, str]
    other: tuple[str, str]


class FirmsPage(QWidget):
    """``chosen`` carries the code of the enterprise to turn to."""

    chosen = Signal(str)
    diagnose = Signal()
    enrolled = Signal()
    """The enterprise in hand files with the authority from now on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._all: tuple[Enterprise, ...] = ()
        self._owing: dict[str, Owing] = {}
        theme = context.theme
        self.search = HintedEdit("findFirm", self.tr("按名称或代码查找"), self.tr("查找单位"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(theme.space(20))
        self.search.textEdited.connect(self._filter)
        self._count = label(theme, role="soft")
        self.table: Table[Enterprise] = Table(theme, self._columns(), lines=3.1, name="firmsTable")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("单位"))
        self.table.picked.connect(self._pick)
        frame = PageFrame(theme, self.tr("单位"), self.tr("每家单位一份独立加密的资料，互不相通。"), widest=66)
        self._finding = plain(row(theme, self.search, self._count, None))
        frame.inside.addWidget(self._finding)
        frame.inside.addWidget(framed(theme, self.table))
        self.enrolling = Enrolling(context)
        self.enrolling.enrolled.connect(self.enrolled)
        self.enrolling.diagnose.connect(self.diagnose)
        frame.inside.addWidget(self.enrolling)
        self.devices = Devices(context)
        frame.inside.addWidget(self.devices)
        self._make_adding(frame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def save_state(self) -> PageState:
        """What is typed so far."""
        return PageState(self.search.text(), self.enrolling.save_state(), (self.code.text(), self.name.text()))

    def restore_state(self, held: PageState) -> None:
        """Put back what was typed."""
        self.search.setText(held.wanted)
        self.enrolling.restore_state(held.enrolment)
        for field, text in zip((self.code, self.name), held.other, strict=True):
            field.setText(text)

    def refresh(self) -> None:
        """Read which enterprises there are."""
        session = self._context.session
        self._context.tasks.query(lambda: enterprises.all_of(session), self._show)
        self.devices.refresh()

    def _make_adding(self, frame: PageFrame) -> None:
        theme = self._context.theme
        inside = frame.add_card()
        inside.addWidget(heading(theme, self.tr("增加一家单位")))
        self.code, self.name = QLineEdit(), QLineEdit()
        for field, name, hint in (
            (self.code, "newFirmCode", self.tr("统一社会信用代码（18 位）")),
            (self.name, "newFirmName", self.tr("单位详细名称")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(hint)
            field.setPlaceholderText(hint)
        self.code.returnPressed.connect(self._to_name)
        self.name.returnPressed.connect(self._add)
        add = button(self.tr("增加"), self._add, name="addAnotherFirm")
        self.code.setMinimumWidth(theme.space(13))
        line = row(theme, self.code, self.name, add, gap=0.6)
        line.setStretch(0, 2)
        line.setStretch(1, 3)
        inside.addLayout(line)
        self.problem = Complaint(theme)
        inside.addWidget(self.problem)

    def _columns(self) -> tuple[TableColumn[Enterprise], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn(
                translate("firms", "名称"), lambda each: Shown(each.name or "—", below=each.code), 16, stretch=3
            ),
            TableColumn("", self._way, 12),
        )

    def _way(self, firm: Enterprise) -> Shown:
        """The way to it, with what is waiting there."""
        owed = self._owing.get(firm.code)
        below = self.tr("待报 {}").format(owed_word(owed)) if owed is not None else ""
        if firm.code == self._context.firm:
            words = self.tr("当前单位")
            return Shown(words, below=below, tone="accent") if below else Shown(chips=(Word(words, "accent"),))
        return Shown(self.tr("切换到这家"), below=below, link=True)

    def _show(self, found: tuple[Enterprise, ...]) -> None:
        self._all = found
        self._finding.setVisible(len(found) > 1 or bool(self.search.text()))
        self._filter()
        work = partial(_look_what_is_owed, self._context.session, self._context.firm)
        self._context.tasks.query(work, self._show_owing)

    def _show_owing(self, found: tuple[Owing, ...]) -> None:
        self._owing = {each.firm: each for each in found}
        self.table.viewport().update()

    def _filter(self) -> None:
        wanted = self.search.text().strip().casefold()
        shown = [each for each in self._all if wanted in each.code.casefold() or wanted in each.name.casefold()]
        self.table.put(shown)
        of = self.tr("{} 家").format(len(self._all))
        self._count.setText(of if len(shown) == len(self._all) else f"{len(shown)} / {of}")

    def _pick(self, firm: Enterprise) -> None:
        if firm.code != self._context.firm:
            self.chosen.emit(firm.code)

    def _to_name(self) -> None:
        """Enter goes on to the name while there is none: whoever skips it looks at a code for good."""
        if self.name.text().strip():
            self._add()
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        self.problem.say("")
        session, code, name = self._context.session, self.code.text(), self.name.text().strip()
        self._context.tasks.change(lambda _: enterprises.add(session, code, name), self._added, self._refused)

    def _added(self, firm: Enterprise) -> None:
        self.code.clear()
        self.name.clear()
        self.chosen.emit(firm.code)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.problem.say(said(error))
        else:
            self._context.tasks.trouble.emit(error)


def _look_what_is_owed(session: Session, firm: str) -> tuple[Owing, ...]:
    """What all enterprises owe; of the one in hand what its desk says."""
    from client.usecases.views.desk import overview
    from client.usecases.views.desk_rows import SOON_DAYS
    from client.usecases.views.owing import of_desk, owing

    own = of_desk(overview(session, firm), SOON_DAYS) if firm else None
    others = owing(session, SOON_DAYS, leave_out=firm)
    return others if own is None else (own, *others)
