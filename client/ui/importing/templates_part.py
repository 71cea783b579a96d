"""A workbook to be filled in: which forms of which period, then where it is to lie."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from client.base.stopping import Stop
from client.ui.frame.context import Context
from client.ui.frame.exporting import Export, Heard, Written
from client.ui.ground.language import told
from client.ui.ground.periods import last_ended, months_back
from client.ui.ground.words import Word, period_word
from client.ui.parts.basics import button, column, framed, label, row
from client.ui.parts.choice import Choice
from client.ui.parts.frame import PageFrame
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.usecases.books import templates
from client.usecases.home.session import Session
from forms.pack import Form
from forms.periods import Period
from forms.words import Count


class FormRow(msgspec.Struct, frozen=True):
    """A form with the period of its own that the chosen month lies in."""

    form: Form
    period: Period
    due: bool


class TemplatesPart(QWidget):
    """``export`` carries what is to be written, ``left`` that the person goes back."""

    export = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ticked: set[str] = set()
        theme = context.theme
        self.period = Choice(theme, "templatePeriod", self.tr("报告期"))
        self.period.currentIndexChanged.connect(self._turned)
        self.table: Table[FormRow] = Table(theme, self._columns(), lines=2.6, name="templateForms")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("模板里放哪几张报表"))
        self.table.ticked.connect(self._toggle)
        self.count = label(theme, role="soft")
        self.save = button(self.tr("保存模板…"), self._save, role="primary", name="saveTemplate")
        self.back = button(self.tr("返回"), self.left, name="leaveTemplate")
        self._lay_out()
        self._offer()

    @property
    def rows(self) -> list[FormRow]:
        """Every form that is asked of the month, or of the quarter or year around it; those due first."""
        month = self.period.currentData()
        if not isinstance(month, Period):
            return []
        pack = self._context.session.pack_for(month)
        due = templates.due(pack, month)
        forms = [FormRow(form, form.period_of(month), form.code in due) for form in pack.forms.values()]
        return sorted((each for each in forms if each.form.asked(each.period)), key=lambda each: not each.due)

    def _offer(self) -> None:
        pack, today = self._context.session.pack, self._context.session.clock.now().date()
        months = months_back(pack, today)
        self.period.offer([(period_word(month), month) for month in months], last_ended(pack, today))
        self._turned()

    def _turned(self) -> None:
        """Another month: what is due then is ticked."""
        self._ticked = {each.form.code for each in self.rows if each.due}
        self._show()

    def _toggle(self, each: FormRow) -> None:
        self._ticked ^= {each.form.code}
        self._show()

    def _show(self) -> None:
        rows = self.rows
        self.table.put(rows)
        chosen = sum(each.form.code in self._ticked for each in rows)
        self.count.setText(self.tr("已选 {} / {} 张").format(chosen, len(rows)))
        self.save.setEnabled(bool(chosen))

    def _save(self) -> None:
        context, month = self._context, self.period.currentData()
        chosen = [each for each in self.rows if each.form.code in self._ticked]
        what = told(chosen[0].form.name, chosen[0].form.name_en) if len(chosen) == 1 else self.tr("报表")
        of = period_word(chosen[0].period if len(chosen) == 1 else month)
        name = self.tr("{} {} {}模板").format(context.firm_name or context.firm, of, what)
        codes = [each.form.code for each in chosen]
        words = self.tr("模板已保存到 {}，共 {} 张报表。填好后拖回窗口即可导入。")
        write = partial(_write, context.session, context.firm, codes, month, words)
        self.export.emit(Export(self.tr("保存模板"), name, write, ending="xlsx"))

    def _columns(self) -> tuple[TableColumn[FormRow], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn(translate("import", "取"), self._tick, 2.2),
            TableColumn(translate("import", "报表"), _form, 12, stretch=4),
            TableColumn(translate("import", "报告期"), lambda each: Shown(period_word(each.period)), 7, stretch=1),
            TableColumn(translate("import", "截止"), _deadline, 7, stretch=1),
            TableColumn("", _due, 6),
        )

    def _tick(self, each: FormRow) -> Shown:
        return Shown(tick=each.form.code in self._ticked)

    def _lay_out(self) -> None:
        theme = self._context.theme
        words = self.tr(
            "写好表头、代码和单位的工作簿：已填的数、上期和上年同期都在里面，指标解释写在批注里。"
            "可以交给财务或车间去填，填好拖回窗口，每个数都回到自己的格子。"
        )
        frame = PageFrame(theme, self.tr("从模板开始"), words, widest=60, back=self.back)
        period = label(theme, self.tr("报告期"), role="soft")
        asked = row(theme, period, self.period, self.count, None, self.save)
        frame.inside.addLayout(asked)
        frame.inside.addWidget(framed(theme, self.table))
        self.setLayout(column(theme, frame))
        for before, after in pairwise((self.period, self.table, self.save, self.back)):
            QWidget.setTabOrder(before, after)  # what is chosen comes before what is done with it


def _write(
    session: Session,
    firm: str,
    codes: list[str],
    period: Period,
    words: str,
    path: Path,
    _heard: Heard,
    _stop: Stop,
) -> Written:
    """The dialog has asked before a file is replaced."""
    templates.write_for(session, firm, codes, path, period, over=True)
    return Written([path], words.format(path, Count(len(codes))))


def _form(each: FormRow) -> Shown:
    return Shown(told(each.form.name, each.form.name_en), below=each.form.code)


def _deadline(each: FormRow) -> Shown:
    return Shown(each.form.deadline(each.period).isoformat(), faint=True)


def _due(each: FormRow) -> Shown:
    return Shown(chips=(Word(QCoreApplication.translate("import", "本期应报"), "accent"),) if each.due else ())
