"""The way into the home: opening it, by whatever opens it, and locking it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from client.ui.frame.locked import LockedPage
from client.ui.frame.rescue import Rescue
from client.ui.frame.shell import Shell
from client.ui.frame.surroundings import own_put_back, recovered, unlock_again
from client.ui.ground.garbage import look_through_all
from client.ui.ground.tasks import Tasks
from client.ui.theme.theme import Theme
from forms.problems import CodedError

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.usecases.home.session import Session
    from client.usecases.safekeeping.own_back import PutBack

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
        self.build()

    def build(self) -> None:
        """Make the page in the look now in force; a former one goes with the window it was part of."""
        self._page = LockedPage(self._theme)
        self._page.opened_with.connect(self.start)
        self._page.recovered_with.connect(self.recover)
        self._page.support.connect(self.support)
        self._page.mending_wanted.connect(self.mend)
        Rescue(self._page, self._tasks, self._home)

    def show(self) -> None:
        """Show the page in place of any other."""
        self._shell.show_page(self._page)

    def start(self, passphrase: str = "") -> None:
        """Open the home; the window shows that it is being opened."""
        self._page.show_opening()
        self._shell.rail.setEnabled(False)
        self.show()
        self._tasks.query(lambda: self._open_session(passphrase), self.enter, self._not_opened)

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
        """Something is done with the whole home; nothing else can be meanwhile."""
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
            self._page.show_error(error)
        else:
            self.fault.emit(error)

    def _closed(self, _: None) -> None:
        self._shell.status.doing("")
        look_through_all()  # what the pages held leaves the memory with them
