"""Enrolling this computer with the authority: the endpoint profile it sent, and its code."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy

from client.base.policy import policy
from client.ui.frame.context import Context
from client.ui.ground.words import is_of_the_way, said
from client.ui.parts.asking import ask_which
from client.ui.parts.basics import Card, button, label, row, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.frame import heading
from client.usecases.bureau import connecting
from forms.problems import CodedError


class Enrolling(Card):
    """``enrolled`` is emitted when the enterprise in hand files with the authority from now on."""

    enrolled = Signal()
    diagnose = Signal()
    """The way to the authority is blocked."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, gap=0.4)
        self._context = context
        theme = context.theme
        self.profile, self.code = QLineEdit(), QLineEdit()
        for field, name, hint in (
            (self.profile, "profilePath", self.tr("主管部门发来的报送平台配置文件")),
            (self.code, "enrolmentCode", self.tr("登记码")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(hint)
            field.setPlaceholderText(hint)
            field.returnPressed.connect(self.enrol)
        self.profile.setText(str(policy().path("endpoint") or ""))
        choose = button(self.tr("选择…"), self._ask, name="chooseProfile")
        choose.setAccessibleName(self.tr("选择报送平台配置文件"))
        self._go = button(self.tr("登记"), self.enrol, name="enrol")
        self.problem = Complaint(theme)
        self._why = button(self.tr("诊断"), self.diagnose, role="link", name="enrolDiagnose")
        set_shown(self._why, False)
        self.again = button(self.tr("仍要重新登记"), self._enrol_again, role="link", name="enrolAgain")
        set_shown(self.again, False)
        told = self.tr("拿到登记码之前先练习；登记后，报送的才是正式报表。登记的是页眉上的当前单位。")
        self.words = label(theme, told, role="soft", wrap=True)
        fields = QGridLayout()
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.space(0.5))
        for number, line in enumerate(((self.profile, choose), (self.code, self._go))):
            for place, part in enumerate(line):
                fields.addWidget(part, number, place)
            line[1].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # as wide as each other
        fields.setColumnStretch(0, 1)
        inside = self.inside
        inside.addWidget(heading(theme, self.tr("向主管部门登记")))
        inside.addWidget(self.words)
        inside.addLayout(fields)
        inside.addLayout(row(theme, self.problem, self._why, self.again, gap=0.5))

    def save_state(self) -> tuple[str, str]:
        """What is typed so far: where the profile lies, and the code."""
        return self.profile.text(), self.code.text()

    def restore_state(self, texts: tuple[str, str]) -> None:
        """Put back what was typed."""
        for field, text in zip((self.profile, self.code), texts, strict=True):
            field.setText(text)

    def enrol(self) -> None:
        """Enrol the enterprise in hand."""
        self._enrol(again=False)

    def _enrol_again(self) -> None:
        self._enrol(again=True)

    def _enrol(self, *, again: bool) -> None:
        self._complain("")
        path, code = self.profile.text().strip(), self.code.text().strip()
        if not path or not code:
            self._complain(self.tr("请选择报送平台配置文件，并填写登记码。"))
            return
        self._go.setEnabled(False)
        self._go.setText(self.tr("正在登记…"))
        session, firm = self._context.session, self._context.firm
        work = partial(connecting.enrol, session, firm, Path(path), code, again=again)
        self._context.tasks.change(lambda _: work(), self._done, self._failed)

    def _done(self, _: object) -> None:
        self._ready()
        self.profile.clear()
        self.code.clear()
        self.enrolled.emit()

    def _failed(self, error: BaseException) -> None:
        self._ready()
        if isinstance(error, CodedError):
            self._complain(said(error))
            set_shown(self._why, is_of_the_way(error.code))
            set_shown(self.again, error.code == "enrol.already")
        else:
            self._context.tasks.trouble.emit(error)

    def _ready(self) -> None:
        self._go.setEnabled(True)
        self._go.setText(self.tr("登记"))

    def _complain(self, text: str) -> None:
        for each in (self._why, self.again):
            set_shown(each, False)
        self.problem.say(text)

    def _ask(self) -> None:
        title = self.tr("选择报送平台配置文件")
        ask_which(self, title, self.profile.setText, name="profileDialog", kinds="JSON (*.json)")
