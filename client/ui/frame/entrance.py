"""The way into the home: opening it, by whatever opens it, and locking it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from client.ui.frame.shell import Shell
from client.ui.frame.surroundings import own_put_back, recovered, unlock_again
from client.ui.ground.garbage import look_through_all
from client.ui.ground.tasks import Tasks
from client.ui.parts.basics import label
from client.ui.theme.theme import Theme
from forms.problems import CodedError

if TYPE_CHECKING:
    from client.ui.frame.locked import LockedPage

    # Loaded by the worker that opens the home, while the window is being painted.
    from client.usecases.home.session import Session
    from client.usecases.safekeeping.restoring_home_store import PutBack

OpenSession = Callable[[str], "Session"]
"""Opens the home with a passphrase; blank means the keyring or the environment."""


class Entrance(QObject):
    """``opened`` carries the session, ``fault`` an error that nobody at the window can mend."""

    opened = Signal(object)
    fault = Signal(object)
    support = Signal()
    """The support bundle is wanted."""
    put_back = Signal(object)
    """The home's own store is, as it was backed up then; None for a new one. ``opened`` follows."""

    def __init__(self, shell: Shell, theme: Theme, tasks: Tasks, open_session: OpenSession, home: Path) -> None:
        super().__init__(shell)
        self._shell = shell
        self._theme = theme
        self._tasks = tasks
        self._open_session = open_session
        self._home = home
        self._made: LockedPage | None = None

    def forget(self) -> None:
        """Have the page made in the look now in force; the former one goes with the window it was part of."""
        self._made = None

    @property
    def _page(self) -> LockedPage:
        """Made when it is first wanted: a home that opens by itself never asks for anything."""
        if self._made is None:
            from client.ui.frame.locked import LockedPage
            from client.ui.frame.rescue import Rescue

            page = self._made = LockedPage(self._theme)
            page.opened_with.connect(self.start)
            page.recovered_with.connect(self.recover)
            page.support.connect(self.support)
            page.mending_wanted.connect(self.mend)
            Rescue(page, self._tasks, self._home)
        return self._made

    def show(self) -> None:
        """Show the page in place of any other."""
        self._shell.show_page(self._page)

    def start(self, passphrase: str = "") -> None:
        """Open the home; the window shows that it is being opened."""
        self._shell.rail.setEnabled(False)
        if self._made is None:
            self._shell.show_page(self._opening())
        else:
            self._made.show_opening()
            self.show()
        self._tasks.query(lambda: self._open_session(passphrase), self.enter, self._not_opened)

    def _opening(self) -> QWidget:
        """What is seen the first time, for a moment: with all that may be asked, it would take a second page."""
        made = label(self._theme, self.tr("正在打开资料库…"), role="soft")
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return made

    def recover(self, code: str, passphrase: str) -> None:
        """Open the home by the code on its recovery card."""
        home = self._home
        self._page.show_opening()
        self._tasks.query(partial(recovered, home, code, passphrase), self.enter, self._not_opened)

    def mend(self, passphrase: str) -> None:
        """Put the home's own store back from a backup, and open the home."""
        self._page.show_busy(self.tr("正在从备份取回总目录…"))
        self._tasks.query(partial(own_put_back, self._home, passphrase), self._mended, self._not_opened)

    def lock(self, session: Session) -> None:
        """Close the home until whoever comes back shows who they are."""
        self._open_session = partial(unlock_again, session.home, session.clock)
        self._shell.rail.setEnabled(False)
        self._page.show_locked()
        self.show()
        self._tasks.query(session.close, self._closed)

    def show_busy(self, doing: str) -> None:
        """Show that something is done with the whole home, during which no page can be used."""
        self._page.show_busy(doing)
        self._shell.rail.setEnabled(False)
        self.show()

    def enter(self, session: Session) -> None:
        """The home is open, or its own again."""
        self._shell.rail.setEnabled(True)
        self.opened.emit(session)

    def _mended(self, back: PutBack) -> None:
        self.put_back.emit(back.made_at)
        self.enter(back.session)

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.show()
            self._page.show_error(error)
        else:
            self.fault.emit(error)

    def _closed(self, _: None) -> None:
        self._shell.status.doing("")
        look_through_all()  # what the pages held leaves the memory with them
