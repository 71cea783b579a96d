"""A home that a newer Jibao wrote cannot be worked on, but its figures can be exported from the locked page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from client.base.stopping import Stop, Stopped
from client.ui.frame.locked import LockedPage
from client.ui.ground.tasks import Doing, Report, Tasks
from client.ui.parts.asking import ask_where
from forms.problems import CodedError


class Rescue(QObject):
    """Asks for a file and writes there what can be read; lives with the page."""

    def __init__(self, page: LockedPage, tasks: Tasks, home: Path) -> None:
        super().__init__(page)
        self._page = page
        self._tasks = tasks
        self._home = home
        self._passphrase = ""
        page.export_wanted.connect(self.ask)

    def ask(self, passphrase: str) -> None:
        """Ask where to export to; ``passphrase`` is the one with which opening the home was tried."""
        self._passphrase = passphrase
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        ask_where(
            self._page,
            self.tr("导出到"),
            self.write,
            name="rescueDialog",
            kinds=self.tr("工作簿 (*.xlsx)"),
            ending="xlsx",
            folder=folder,
        )

    def write(self, file: str) -> None:
        """Write the workbook in the background."""
        home, passphrase, target = self._home, self._passphrase or None, Path(file)

        def work(report: Report, stop: Stop) -> list[Path]:
            from client.usecases.views.rescuing import rescue

            def heard(at: int, of: int, name: str) -> None:
                report(Doing(name, at, of))

            return rescue(home, target, passphrase=passphrase, heard=heard, stop=stop, over=True)

        self._page.show_busy(self.tr("正在导出…"))
        title = self.tr("导出")
        self._tasks.long(title, work, self._written, self._refused, changes=False, whole=True)

    def _written(self, files: list[Path]) -> None:
        self._page.say(self.tr("已导出到 {}").format(files[0]))

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Stopped):
            self._page.say(self.tr("导出已停止，没有写出文件。"))
        elif isinstance(error, CodedError):
            self._page.show_error(error)
        else:
            self._tasks.trouble.emit(error)
