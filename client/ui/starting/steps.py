"""What stands in each step of the first run."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from client.ui.firms.enrolling import Enrolling
from client.ui.frame.context import Context
from client.ui.ground.language import spoken
from client.ui.importing.many_books import ManyBooks
from client.ui.parts.basics import button, flush, row, set_look
from client.ui.parts.complaint import Complaint
from client.ui.settings.recovery import RecoveryPart
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.home.settings_table import BY_KEY, Value
from forms.words import Count

LANGUAGE = "display.language"


class StepPart(QWidget):
    """One step: its words, its widgets, what 继续 does. ``turned``: what leads on has changed; True: to 继续."""

    done = Signal()
    turned = Signal(bool)
    title = ""
    text = ""
    onward = ""
    leads = True
    """Whether going on is the first thing to do; else something within the step is."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("plain")
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(context.theme.space(0.6))
        self.onward = QCoreApplication.translate("starting", "继续")

    @property
    def first(self) -> QWidget:
        """What takes the keyboard when the step is shown."""
        return self

    def finish(self) -> None:
        """The person goes on."""
        self.done.emit()


class LanguageStep(StepPart):
    """``chosen`` carries all settings once another language is kept."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = self.tr("语言 · Language")
        self.text = self.tr("界面、报表名称和审核说明用哪种语言？以后在“设置”里随时可换。")
        self._buttons: list[QPushButton] = []
        for value, words in BY_KEY[LANGUAGE].choices:
            made = button(words.what(spoken()), self._pick, name=f"language_{value}")
            made.setCheckable(True)
            made.setProperty("value", value)
            made.setProperty("role", "option")
            made.setMinimumWidth(context.theme.space(8))
            made.setChecked(value == spoken())
            self._buttons.append(made)
        self._inside.addLayout(row(context.theme, *self._buttons, None))

    @property
    def first(self) -> QWidget:
        return next(each for each in self._buttons if each.isChecked())

    def _pick(self) -> None:
        value = str(self.sender().property("value"))
        for each in self._buttons:
            each.setChecked(each.property("value") == value)
        self._context.tasks.query(partial(_keep_language, self._context.session, value), self._kept)

    def _kept(self, values: dict[str, Value]) -> None:
        self.chosen.emit(values)


class FirmStep(StepPart):
    """Which enterprise this is for. ``entered`` carries code and name, ``backups`` leads to former ones."""

    entered = Signal(str, str)
    backups = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self.title = self.tr("先填写是哪家单位")
        self.text = self.tr("填写营业执照上的统一社会信用代码和名称。一家一份资料，以后还可以再加。")
        self.code, self.name = QLineEdit(), QLineEdit()
        for field, name, hint in (
            (self.code, "firmCode", self.tr("统一社会信用代码（18 位）")),
            (self.name, "firmNameEntry", self.tr("单位详细名称")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(hint)
            field.setPlaceholderText(hint)
            field.setMinimumWidth(theme.space(14))
            field.setMaximumWidth(theme.space(24))
            self._inside.addWidget(field)
        self.code.returnPressed.connect(self._to_name)
        self.name.returnPressed.connect(self.finish)
        self.problem = Complaint(theme, name="firmProblem")
        self._inside.addWidget(self.problem)
        restore = button(self.tr("我有以前电脑上的备份…"), self.backups, role="link", name="firstBackups")
        self._inside.addLayout(row(theme, flush(restore), None))

    @property
    def first(self) -> QWidget:
        return self.code

    def save_state(self) -> tuple[str, str]:
        """Code and name as far as they are typed."""
        return self.code.text(), self.name.text()

    def restore_state(self, typed: tuple[str, str]) -> None:
        """Put back what was typed."""
        for field, text in zip((self.code, self.name), typed, strict=True):
            field.setText(text)

    def complain(self, text: str) -> None:
        """Say what is wrong or missing."""
        self.problem.say(text)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        self.problem.say("")
        self.entered.emit(self.code.text(), self.name.text().strip())

    def _to_name(self) -> None:
        """Enter goes on to the name while there is none: whoever skips it looks at a code for good."""
        if self.name.text().strip():
            self.finish()
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)


class EndpointStep(StepPart):
    """``enrolled``: the enterprise files with the authority from now on; ``questionnaire``: it gave a file."""

    enrolled = Signal()
    questionnaire = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = self.tr("报送到哪里")
        self.text = self.tr(
            "配置文件和登记码由主管部门发放。还没有就先练习：报送只到本机的练习平台，什么都不会送出去，以后随时可以登记。"
        )
        self.onward = self.tr("先练习")
        self.enrolling = unframed(Enrolling(context))
        self.enrolling.words.hide()  # the step has said it
        self.enrolling.enrolled.connect(self.enrolled)
        self._inside.addWidget(self.enrolling)
        words = self.tr("主管部门另外给了制度文件…")
        other = button(words, self.questionnaire, role="link", name="firstDefinitions")
        self._inside.addLayout(row(context.theme, flush(other), None))

    @property
    def first(self) -> QWidget:
        return self.enrolling.profile


class CardStep(StepPart):
    """The recovery card, made and printed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = self.tr("打印应急卡")
        self.text = self.tr("资料是加密的，钥匙在这台电脑里。换电脑、重装系统或忘记口令时，只有应急卡打得开。")
        self.onward = self.tr("以后再做")
        self.leads = False
        self.card = unframed(RecoveryPart(context, alone=False))
        self.card.there.connect(self._there)
        set_look(self.card.make, "role", "primary")
        self._inside.addWidget(self.card)

    @property
    def first(self) -> QWidget:
        return self.card.make

    def _there(self, kept: bool) -> None:
        """There is a card: nothing is put off any more; once it is ``kept`` as a sheet the step is done."""
        self.onward = QCoreApplication.translate("starting", "继续")
        self.leads = kept
        set_look(self.card.make, "role", "")
        set_look(self.card.print, "role", "" if kept else "primary")
        self.turned.emit(kept)


class PastStep(StepPart):
    """Past periods from workbooks."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = self.tr("载入往期数据")
        self.text = self.tr(
            "选几本往期的财务工作簿，或一个文件夹：上期、上年同期和累计检查马上就有依据。先看认出什么，再写入，也能全部撤销。"
        )
        self.onward = self.tr("完成")
        self.many = ManyBooks(context, several=False)
        self.many.turned.connect(self._read)
        self._inside.addWidget(self.many)
        self._said_of = 0
        """Of so many figures it was said that they are not stored."""
        self.unstored = Complaint(context.theme, name="pastUnstored")
        self._inside.addWidget(self.unstored)

    @property
    def first(self) -> QWidget:
        return self.many.files

    def _read(self) -> None:
        """What was read is to be stored first; once it is, the step is done."""
        self.leads = not self.many.waiting
        self.turned.emit(self.many.stored)

    def finish(self) -> None:
        """Whoever has not stored what was read is told once, and then believed."""
        waiting = self.many.waiting
        if waiting in (0, self._said_of):
            super().finish()
            return
        self._said_of = waiting
        told = self.tr("这 {} 项还没有写入：要用就先按“写入”；不要了，再按一次“完成”。")
        self.unstored.say(told.format(Count(waiting)))
        self.many.store.setFocus()


F = TypeVar("F", bound=QFrame)


def unframed(part: F) -> F:
    """A part that is a card of its own elsewhere; within a card it needs no second frame."""
    part.setProperty("role", "")
    layout = part.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, 0, 0)
    return part


def _keep_language(session: Session, value: str) -> dict[str, Value]:
    settings.put(session, LANGUAGE, value)
    return settings.everything(session)
