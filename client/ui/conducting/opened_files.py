"""A file of ours opened by a double click or dropped: a preview, a word about it, definitions, an answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from client.protocol.identifiers import parse_return_key
from client.ui.conducting.conductor import Conductor
from client.ui.frame.shell import Shell, is_book, is_definitions
from client.ui.ground.language import told
from client.ui.ground.words import listed, said
from client.usecases.returns.naming import words_of_key
from forms.problems import CodedError
from forms.words import Count

if TYPE_CHECKING:
    from client.ui.settings.definitions import DefinitionsPage
    from client.usecases.home.session import Session
    from client.usecases.renewal.carry_files import CarryFile
    from forms.pack import Pack


_NAMED = 3
"""Files that are named one by one."""


class OpenedFiles(QObject):
    """One file at a time: a second one while the home is still being opened takes the place of the first."""

    def __init__(self, shell: Shell, conductor: Conductor) -> None:
        super().__init__(shell)
        self._shell = shell
        self._conductor = conductor
        self._waiting: Path | None = None
        self._books: Sequence[Path] = ()
        conductor.ready.connect(self._ready)
        shell.handed.connect(self.open)
        shell.dropped.connect(self.review)
        shell.unfit.connect(self._name_unfit)
        conductor.routes.questionnaire.connect(self._ask_for_definitions)
        conductor.routes.definitions_taken.connect(self._learned)

    def open(self, path: Path) -> None:
        """Open a file of ours now, or as soon as the desk can be used."""
        self._waiting = path
        if self._conductor.context is not None and self._conductor.pages is not None:
            self._ready()

    def review(self, books: Sequence[Path]) -> None:
        """Review workbooks now, or as soon as the desk can be used."""
        self._books = books
        if self._conductor.context is not None and self._conductor.pages is not None:
            self._ready()

    def _name_unfit(self, paths: Sequence[Path]) -> None:
        """What was dropped and is nothing to be imported."""
        words = self.tr(
            "没有读取{}：可以拖入财务工作簿（.xlsx、.xls、.csv 等）或存放它们的文件夹；扫描件在“报送”页添加。"
        )
        names = listed([self.tr("“{}”").format(path.name) for path in paths[:_NAMED]])
        more = self.tr("等 {} 个文件").format(Count(len(paths))) if len(paths) > _NAMED else ""
        self._shell.banner.tell("hint", words.format(names + more))

    def _ready(self) -> None:
        books, self._books = self._books, ()
        if books:
            self._conductor.import_books(books)
        path, self._waiting = self._waiting, None
        context = self._conductor.context
        if path is None or context is None:
            return
        if is_definitions(path):
            self._show_definitions(path)
        elif is_book(path):
            self._conductor.import_book(path)
        elif path.suffix.lower() == ".json":
            self._take_answer(path)
        else:
            self._conductor.tasks.query(partial(_look_into, context.session, path), self._carried, self._refused)

    def _take_answer(self, path: Path) -> None:
        """What the authority answered to a carry file; the filing page tells what came of it."""
        self._conductor.go("send")
        pages = self._conductor.pages
        if pages is None or self._conductor.shell.at != "send":
            return
        if pages.sending.filing.busy:
            self._shell.banner.tell("hint", self.tr("正在报送，报送完以后再拖入“{}”。").format(path.name))
        else:
            pages.sending.filing.take_back(path)

    def _show_definitions(self, path: Path) -> None:
        """What they would change is seen before they are taken."""
        self._conductor.go("definitions")
        if self._conductor.pages is not None:
            cast("DefinitionsPage", self._conductor.pages.page("definitions")).look_into(path)

    def _ask_for_definitions(self) -> None:
        self._conductor.go("definitions")

    def _learned(self, pack: Pack) -> None:
        """Every page is drawn for the former ones. What it changes in drafts stands beside the versions."""
        conductor = self._conductor
        if conductor.pages is not None:
            conductor.pages.renew(keep="")
        if pack.supersedes:
            conductor.show_versions()
        else:
            conductor.go("desk")
        name = told(pack.title, pack.title_en)
        self._shell.banner.tell("good", self.tr("现在用的是“{}”第 {} 版。").format(name, pack.version))

    def _carried(self, found: CarryFile) -> None:
        self._shell.banner.tell("good", self._words(found))

    def _words(self, found: CarryFile) -> str:
        name = found.path.name
        if not found.ours:
            return self.tr("“{}”不是在这里导出的，请交给导出它的单位上传。").format(name)
        if not found.waiting:
            return self.tr("“{}”里的报表都已有回执，不必再上传。").format(name)
        forms = listed(sorted({self._called(version.return_key) for version in found.waiting}))
        return self.tr("“{}”里有待上传的报表：{}。请在有网络的电脑上传，再把答复带回来，在“报送”页导入。").format(
            name, forms
        )

    def _called(self, return_key: str) -> str:
        """A return's form and period, in words."""
        context = self._conductor.context
        assert context is not None
        words = words_of_key(context.session, parse_return_key(return_key))
        return told(words.zh, words.en)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self._shell.banner.tell("error", said(error))
        else:
            self._conductor.tasks.trouble.emit(error)


def _look_into(session: Session, path: Path) -> CarryFile:
    from client.usecases.renewal.carry_files import take

    return take(session, path)
