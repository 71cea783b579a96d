"""Backing up at once: the newest backup, one more, and what came of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from client.ui.context import Context
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button, label, row, rule
from client.ui.words import said
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
        inside = row(context.theme, self.go, self.state, gap=0.7)
        inside.setStretch(1, 1)
        self.setLayout(inside)
        if told:
            work = partial(listed, context.session.home)
            context.tasks.query(work, self._show)

    def back_up(self) -> None:
        """Copy every store and prove the copies; the window goes on meanwhile."""
        self.go.setEnabled(False)
        self.state.setText(self.tr("正在备份…"))
        self._context.tasks.query(partial(back_up, self._context.session), self._made, self._failed)

    def _show(self, found: tuple[Backup, ...]) -> None:
        if not self.go.isEnabled():
            return
        if found:
            self.state.setText(self.tr("最近一次：{}").format(f"{found[0].made_at:%Y-%m-%d %H:%M}"))
        else:
            self.state.setText(self.tr("还没有备份；退出程序时会自动备份。"))

    def _made(self, made: BackedUp) -> None:
        self.go.setEnabled(True)
        told = self.tr("已备份并核对，在 {}").format(made.backup.folder)
        if made.second_problem is not None:
            told = self.tr("本机已备份；另存的那份没有写成：{}").format(said(made.second_problem))
        self.state.setText(told)
        announce(self, told)
        self.done.emit(made)

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, CodedError):
            self.state.setText(said(error))
            announce(self, said(error))
        else:
            self._context.tasks.trouble.emit(error)


def backup_line(context: Context) -> QFrame:
    """The button below the settings of backups."""
    frame = QFrame()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(context.theme.space(0.4))
    inside.addWidget(rule(context.theme))
    inside.addWidget(BackUpNow(context))
    return frame
