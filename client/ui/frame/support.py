"""The support bundle, saved from wherever the window says that something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from client.ui.frame.shell import Shell
from client.ui.ground.tasks import Tasks
from client.ui.ground.words import said
from client.ui.parts.asking import ask_where
from forms.problems import CodedError

if TYPE_CHECKING:
    from client.usecases.home.session import Session
    from client.usecases.support.supporting import Bundle


class SupportSaver(QObject):
    """``session`` answers the open home's session, None while it is not open: the bundle is made all the same."""

    def __init__(self, shell: Shell, tasks: Tasks, home: Path, session: Callable[[], Session | None]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._tasks = tasks
        self._home = home
        self._session = session

    def ask(self) -> None:
        """Ask where the bundle is to be saved; what is in it can be looked through before it is sent."""
        from client.usecases.support.supporting import default_name

        ask_where(
            self._shell,
            self.tr("保存诊断文件"),
            self.write,
            name="supportDialog",
            kinds="ZIP (*.zip)",
            suggested=default_name(),
        )

    def write(self, path: str) -> None:
        """Make it; every store is read, which takes a moment."""
        self._shell.status.doing(self.tr("正在准备诊断文件…"))
        self._tasks.query(partial(_write, self._home, Path(path), self._session()), self._written, self._refused)

    def _written(self, made: Bundle) -> None:
        self._shell.status.doing("")
        text = self.tr("诊断文件已保存到 {}。里面没有填报数字和单位名称，可以先打开看再发给技术支持。")
        self._shell.banner.tell_written(text.format(made.path), made.path)

    def _refused(self, error: BaseException) -> None:
        self._shell.status.doing("")
        if isinstance(error, CodedError):
            self._shell.banner.tell("error", said(error))
        else:
            self._tasks.trouble.emit(error)


def _write(home: Path, target: Path, session: Session | None) -> Bundle:
    from client.usecases.support.supporting import write_bundle

    return write_bundle(home, target, session)
