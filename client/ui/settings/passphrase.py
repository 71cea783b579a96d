"""口令: whether there is one, a new one typed twice, and doing without it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit

from client.ui.frame.context import Context
from client.ui.ground.words import said
from client.ui.parts.announcing import announce
from client.ui.parts.basics import Card, button, label, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.flow import flow
from client.ui.parts.frame import heading
from client.ui.parts.hinted import HintedEdit
from client.usecases.home import securing
from client.usecases.home.securing import Ways
from client.usecases.home.session import Session
from forms.problems import CodedError


class PassphrasePart(Card):
    """A card of the settings page; what was typed stays in its fields no longer than it takes to count."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme)
        self.title = self.tr("口令")
        self._context = context
        theme = context.theme
        self.state = label(theme, role="soft", wrap=True)
        self.state.setObjectName("passphraseState")
        self.first = self._field("newPassphrase", self.tr("新口令（至少 8 个字符）"))
        self.second = self._field("newPassphraseAgain", self.tr("再输入一次口令"))
        self.keep = button("", self._keep, name="keepPassphrase")
        self.drop = button(self.tr("不再用口令"), self._drop, name="dropPassphrase")
        self.problem = Complaint(theme, name="passphraseProblem")
        set_shown(self.drop, False)
        inside = self.inside
        inside.addWidget(heading(theme, self.title))
        inside.addWidget(self.state)
        inside.addLayout(flow(theme, self.first, self.second, self.keep, self.drop, gap=0.5))
        inside.addWidget(self.problem)
        session = context.session
        self._context.tasks.query(lambda: securing.ways_of(session), self._show)

    def _field(self, name: str, hint: str) -> QLineEdit:
        made = HintedEdit(name, hint)
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.returnPressed.connect(self._keep)
        return made

    def _show(self, ways: Ways) -> None:
        if not ways.passphrase:
            told = self.tr(
                "还没有口令，资料由系统密码库打开。设了口令，锁定以后凭它继续，系统密码库坏了也打得开。"
            )
        elif ways.keyring:
            told = self.tr("已设口令：锁定以后凭它继续；平时由系统密码库打开，不必输入。")
        else:
            told = self.tr("已设口令，每次打开都要输入。")
        self.state.setText(told)
        self.keep.setText(self.tr("换口令") if ways.passphrase else self.tr("设口令"))
        set_shown(self.drop, ways.passphrase)

    def _keep(self) -> None:
        """Let the passphrase count that was typed twice alike; else say what is missing."""
        first, second = self.first.text(), self.second.text()
        if not first or not second:
            self.problem.say(self.tr("请把口令输入两遍，以免打错。"))
            (self.second if first else self.first).setFocus()
        elif first != second:
            self.problem.say(self.tr("两次输入的口令不一样，请再输一遍。"))
            self.second.setFocus()
            self.second.selectAll()
        else:
            self._change(partial(securing.set_passphrase, self._context.session, first))

    def _drop(self) -> None:
        self._change(partial(_by_keyring_alone, self._context.session))

    def _change(self, act: Callable[[], None]) -> None:
        self.problem.say("")
        self._context.tasks.query(partial(_changed, self._context.session, act), self._done, self._refused)

    def _done(self, ways: Ways) -> None:
        self.first.clear()
        self.second.clear()
        self._show(ways)
        self.first.setFocus()
        announce(self, self.state.text())

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.problem.say(said(error))
        else:
            self._context.tasks.trouble.emit(error)


def _changed(session: Session, act: Callable[[], None]) -> Ways:
    act()
    return securing.ways_of(session)


def _by_keyring_alone(session: Session) -> None:
    """The keyring first: there is never a moment without a way in."""
    securing.use_keyring(session, use=True)
    securing.drop_passphrase(session)
