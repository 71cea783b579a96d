"""数据文件夹: where this window's data lies, and others, each opened in a window of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from client.ui.frame.context import Context
from client.ui.ground.newest import Newest
from client.ui.ground.words import said
from client.ui.parts.announcing import announce
from client.ui.parts.asking import ask_which_folder
from client.ui.parts.basics import Card, button, label, row, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.frame import heading
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.usecases.home import other_folders
from client.usecases.home.session import Session
from forms.problems import CodedError


class FoldersPart(Card):
    """A card of the settings page."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme)
        self.title = self.tr("数据文件夹")
        self._context = context
        theme = context.theme
        here = label(theme, str(context.session.home), wrap=True, selectable=True)
        here.setObjectName("homeFolder")
        why = self.tr("要填另一套报表制度、或者分开保管另一些单位，就另用一个数据文件夹：各开各的窗口，互不相干。")
        self.other = button(self.tr("打开另一个数据文件夹…"), self._ask, name="otherFolder")
        self.problem = Complaint(theme, name="otherFolderProblem")
        self._told = label(theme, role="soft", wrap=True)
        self.known: Table[Path] = Table(theme, self._columns(), lines=2.6, name="knownFolders")
        self.known.stand_whole()
        self.known.setAccessibleName(self.tr("打开过的数据文件夹"))
        self.known.picked.connect(self._open_known)
        self._looking = Newest(self, context.tasks, self._show)
        inside = self.inside
        inside.addWidget(heading(theme, self.title))
        inside.addWidget(here)
        inside.addWidget(label(theme, why, role="soft", wrap=True))
        line = row(theme, self.other, self._told, gap=0.7)
        line.setStretch(1, 1)
        inside.addLayout(line)
        inside.addWidget(self.problem)
        inside.addWidget(self.known)
        set_shown(self.known, False)

    def refresh(self) -> None:
        """Look anew which ones there are."""
        self._looking.ask(partial(other_folders.known, self._context.session))

    def open(self, folder: str) -> None:
        """Open it, or a new one in it, in a window of its own."""
        work = partial(_opened, self._context.session, Path(folder))
        self._context.tasks.query(work, self._is_open, self._refused)

    def _columns(self) -> tuple[TableColumn[Path], ...]:
        def place(folder: Path) -> Shown:
            return Shown(folder.name or str(folder), str(folder.parent), link=True)

        return (TableColumn(self.tr("打开过的数据文件夹"), place, 16, stretch=1),)

    def _open_known(self, folder: Path) -> None:
        self.open(str(folder))

    def _show(self, found: tuple[Path, ...]) -> None:
        self.known.put(found)
        set_shown(self.known, bool(found))

    def _ask(self) -> None:
        ask_which_folder(self, self.tr("另一个数据文件夹"), self.open, name="otherFolderDialog")

    def _is_open(self, home: Path) -> None:
        self.problem.say("")
        told = self.tr("正在另一个窗口里打开 {}").format(home)
        self._told.setText(told)
        announce(self, told)
        self.refresh()

    def _refused(self, error: BaseException) -> None:
        self._told.setText("")
        if isinstance(error, CodedError):
            self.problem.say(said(error))
        else:
            self._context.tasks.trouble.emit(error)


def _opened(session: Session, folder: Path) -> Path:
    home = other_folders.place_in(session, folder)
    other_folders.open_window(home)
    return home
