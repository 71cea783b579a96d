"""Errors by who can mend them: the world (try again), the person (say what to do), we (the crash page)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from client.base.errors import OurFault, WorldError
from client.base.stopping import Stopped
from client.ui.frame.faults import FaultPage
from client.ui.frame.shell import Shell
from client.ui.ground.tasks import Failure
from client.ui.ground.words import is_of_the_way, said
from client.ui.theme.theme import Theme
from forms.problems import CodedError


class Trouble(QObject):
    """``back`` asks to leave the crash page, ``support`` for the support bundle.

    ``diagnose`` asks where the way to the endpoint is blocked.
    """

    back = Signal()
    diagnose = Signal()
    support = Signal()

    def __init__(self, shell: Shell, theme: Theme) -> None:
        super().__init__(shell)
        self._shell = shell
        self._theme = theme
        self._page: FaultPage | None = None

    def take(self, failure: Failure) -> None:
        """Show what became of work whose errors nobody wanted to hear of; 重试 does that work once more."""
        self.tell(failure.error, failure.again)

    def tell(self, error: BaseException, again: Callable[[], object] | None = None) -> None:
        """Show an error nobody closer to it took; ``again`` does once more what failed, where that can be done."""
        if isinstance(error, Stopped):  # somebody asked for it
            return
        if not isinstance(error, CodedError) or isinstance(error, OurFault):
            self.show_fault(error)
            return
        words = said(error)
        if isinstance(error, WorldError):
            why = self.diagnose.emit if is_of_the_way(error.code) else None
            self._shell.banner.tell("query", words, self.tr("重试") if again else "", again, diagnose=why)
        else:
            self._shell.banner.tell("error", words)

    def forget(self) -> None:
        """The window was built anew, and its pages are gone."""
        self._page = None

    def show_fault(self, error: BaseException) -> None:
        """The page of last resort."""
        if self._page is None:
            self._page = FaultPage(self._theme)
            self._page.back.connect(self.back)
            self._page.support.connect(self.support)
        self._page.show_fault(error)
        self._shell.banner.hide()
        self._shell.show_page(self._page)
