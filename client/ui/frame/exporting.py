"""Tables for other programs, written from wherever the window shows figures: where to, how far, where it lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from client.base.stopping import Stop
from client.ui.frame.shell import Shell
from client.ui.ground.tasks import Doing, Report, Tasks
from client.ui.ground.words import said
from client.ui.parts.asking import ask_where
from client.usecases.home.session import Session
from client.usecases.views import exporting
from forms.periods import Period
from forms.problems import CodedError
from forms.words import Count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\s]+')
Heard = Callable[[int, int, str], None]


class Written(msgspec.Struct, frozen=True):
    """The files, and what is to be said of them; nothing stands for where they lie."""

    files: list[Path]
    words: str = ""


Write = Callable[[Path, Heard, Stop], list[Path] | Written]
"""Writes by the ending of the path, and answers the files."""


class Export(msgspec.Struct, frozen=True):
    """What is to be written; ``title`` says it as something that is being done, ``name`` is suggested.

    ``ending`` is the only one there may be, or nothing for a workbook or csv as the person likes; the dialog
    begins in ``folder``.
    """

    title: str
    name: str
    write: Write
    ending: str = ""
    folder: str = ""


def of_returns(
    title: str, name: str, session: Session, firms: Sequence[str], period: Period | None = None, form: str = ""
) -> Export:
    """What some enterprises entered, and what was found in it; of one period and form, or of all."""

    def write(path: Path, heard: Heard, stop: Stop) -> list[Path]:
        wanted = exporting.Wanted(firms, period, form or None)
        return exporting.export(session, path, wanted, heard=heard, stop=stop, over=True)

    return Export(title, name, write)


class Exporter(QObject):
    """Asks where to, writes in the background, tells where it lies."""

    def __init__(self, shell: Shell, tasks: Tasks) -> None:
        super().__init__(shell)
        self._shell = shell
        self._tasks = tasks
        self._wanted: Export | None = None
        self._dialog: QFileDialog | None = None

    def ask(self, wanted: Export) -> None:
        """Ask where to, and write there."""
        self._wanted = wanted
        ending = wanted.ending or "xlsx"
        book = self.tr("Excel 工作簿 (*.{})").format(ending)
        either = self.tr("Excel 工作簿 (*.xlsx);;CSV 文本，Excel 可直接打开 (*.csv)")
        self._dialog = ask_where(
            self._shell,
            wanted.title,
            self.write,
            name="exportDialog",
            kinds=book if wanted.ending else either,
            suggested=f"{_NO_FILE_NAME.sub(' ', wanted.name).strip()}.{ending}",
            folder=wanted.folder,
        )
        if not wanted.ending:
            self._dialog.filterSelected.connect(self._kind_chosen)

    def write(self, path: str) -> None:
        """Write to ``path``; whoever chose a file that exists has been asked about it."""
        wanted = self._wanted
        if wanted is not None:
            work = partial(_write, wanted.write, Path(path))
            self._tasks.long(wanted.title, work, self._written, self._refused, changes=False, whole=True)

    def _kind_chosen(self, kind: str) -> None:
        ending = "csv" if "*.csv" in kind else "xlsx"
        if self._dialog is not None:
            self._dialog.setDefaultSuffix(ending)
            named = next(iter(self._dialog.selectedFiles()), "")
            self._dialog.selectFile(PurePath(named).with_suffix(f".{ending}").name if named else "")

    def _written(self, written: list[Path] | Written) -> None:
        made = written if isinstance(written, Written) else Written(written)
        files = made.files
        more = self.tr("（共 {} 个文件）").format(Count(len(files))) if len(files) > 1 else ""
        text = made.words or self.tr("已导出到 {}{}").format(files[0], more)
        self._shell.banner.tell_written(text, files[0])

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self._shell.banner.tell("error", said(error))
        else:
            self._tasks.trouble.emit(error)


def _write(write: Write, path: Path, report: Report, stop: Stop) -> list[Path] | Written:
    return write(path, lambda at, of, name: report(Doing(name, at, of)), stop)
