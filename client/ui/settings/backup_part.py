"""Backing up at once: the newest backup, one more, and what came of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.tasks import Doing, LongWork, Report
from client.ui.ground.words import said
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button, label, row, rule, set_shown
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.usecases.safekeeping.backing_up import BackedUp, back_up
from client.usecases.safekeeping.backup_folders import Backup, listed
from forms.problems import CodedError


class BackUpNow(QWidget):
    """The button and a line of words; ``done`` carries the ``BackedUp``."""

    done = Signal(object)

    def __init__(self, context: Context, *, told: bool = True) -> None:
        """``told`` shows the newest backup from the beginning."""
        super().__init__()
        self._context = context
        self.state = label(context.theme, role="soft", wrap=True, selectable=True)
        self.state.setObjectName("backupState")
        self.go = button(self.tr("现在备份"), self.back_up, name="backUpNow")
        self.halt = button(self.tr("停止"), self._stop, name="stopBackUp")
        self.halt.setAccessibleName(self.tr("停止备份"))
        set_shown(self.halt, False)
        self._work: LongWork | None = None
        inside = row(context.theme, self.go, self.halt, self.state, gap=0.7)
        inside.setStretch(2, 1)
        self.setLayout(inside)
        if told:
            work = partial(listed, context.session.home)
            context.tasks.query(work, self._show)

    def back_up(self) -> None:
        """Copy every store and prove the copies; the window goes on meanwhile."""
        self._turn(self.go, self.halt)
        self.state.setText(self.tr("正在备份…"))
        work = partial(_back_up, self._context.session)
        self._work = self._context.tasks.long(
            self.tr("备份"), work, self._made, self._failed, self._heard, changes=False, fell_short=_fell_short
        )

    def _stop(self) -> None:
        if self._work is not None:
            self.state.setText(self.tr("正在停止…"))
            self._work.stop.ask()

    def _heard(self, doing: Doing) -> None:
        if self._work is not None and not self._work.stop.asked:
            told = self.tr("正在备份 {} / {}　{}").format(doing.at, doing.of, doing.text)
            self.state.setText(told.rstrip())

    def _turn(self, off: QPushButton, on: QPushButton) -> None:
        """Exchange going and stopping; who pressed the one by keyboard has it on the other."""
        keyboard = off.hasFocus()
        set_shown(on, True)
        if keyboard:
            on.setFocus()
        set_shown(off, False)

    def _ended(self) -> None:
        self._work = None
        self._turn(self.halt, self.go)

    def _show(self, found: tuple[Backup, ...]) -> None:
        if self._work is not None:
            return
        if found:
            self.state.setText(self.tr("最近一次：{}").format(f"{found[0].made_at:%Y-%m-%d %H:%M}"))
        else:
            self.state.setText(self.tr("还没有备份；退出程序时会自动备份。"))

    def _made(self, made: BackedUp) -> None:
        self._ended()
        told = "\n".join(self._wanting(made)) or self.tr("已备份并核对，在 {}").format(made.backup.folder)
        self.state.setText(told)
        announce(self, told)
        self.done.emit(made)

    def _wanting(self, made: BackedUp) -> list[str]:
        """What is not as it should be: enterprises whose data could not be copied, the second folder."""
        wanting = [said(each) for each in made.not_new]
        if made.second_problem is not None:
            wanting.append(self.tr("本机已备份；另存的那份没有写成：{}").format(said(made.second_problem)))
        elif made.second_stopped:
            wanting.append(self.tr("本机已备份；另存的那份按要求停了，没有写。"))
        return wanting

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if isinstance(error, Stopped):
            told = self.tr("已停止，没有留下半份备份；以前的备份都在。")
            self.state.setText(told)
            announce(self, told)
        elif isinstance(error, CodedError):
            self.state.setText(said(error))
            announce(self, said(error))
        else:
            self._context.tasks.trouble.emit(error)


def _fell_short(made: BackedUp) -> bool:
    return made.problem is not None


def _back_up(session: Session, tell: Report, stop: Stop) -> BackedUp:
    names = {each.code: each.name or each.code for each in all_of(session)}
    return back_up(session, stop=stop, told=lambda at, of, name: tell(Doing(names.get(name, ""), at, of)))


def _restore_button(restore: SignalInstance) -> QPushButton:
    return button(QCoreApplication.translate("backups", "从备份恢复…"), restore, name="restoreFrom")


def backup_line(context: Context, restore: SignalInstance) -> QFrame:
    """The buttons below the settings of backups; ``restore`` leads to the backups there are."""
    frame = QFrame()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(context.theme.space(0.4))
    inside.addWidget(rule(context.theme))
    line = row(context.theme, BackUpNow(context), _restore_button(restore), gap=0.7)
    line.setStretch(0, 1)
    inside.addLayout(line)
    return frame
