"""Opens the window."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from client.base.errors import JibaoError
from client.base.home_choice import default_home
from client.base.logbook import Logbook
from client.base.program import installed
from client.ui.conducting.appearance import Appearance
from client.ui.conducting.conductor import Conductor
from client.ui.conducting.opened_files import OpenedFiles
from client.ui.conducting.renewing import Renewal, put_back
from client.ui.conducting.restoring import Restoring
from client.ui.conducting.rounds import QuietRounds
from client.ui.frame.entrance import OpenSession
from client.ui.frame.faults import Faults
from client.ui.frame.second_start import SecondStarts, brought_forward
from client.ui.frame.shell import Shell
from client.ui.frame.support import SupportSaver
from client.ui.ground.garbage import GarbageCollector
from client.usecases.home.look import read_look
from client.usecases.home.settings_table import Value

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.usecases.home.session import Session


_USAGE = "main.py --window [--home DIR] [--open FILE] [--exit-when-shown]"


def main(arguments: Sequence[str]) -> int:
    """The window from the command line: ``--home DIR``, ``--open FILE`` (a workbook, .jbsub or .jbpack).

    ``--exit-when-shown``, to measure the start, leaves when the first desk is painted.
    """
    named: dict[str, Path] = {}
    leave = False
    words = iter(arguments)
    # By hand: argparse with what it imports is a fiftieth of the start by a double click.
    for word in words:
        name, equals, value = word.partition("=")
        if name in ("--home", "--open") and (value := value if equals else next(words, "")):
            named[name] = Path(value)
        elif word == "--exit-when-shown":
            leave = True
        elif word != "--window":
            raise SystemExit(_USAGE)
    handed = named["--open"].absolute() if "--open" in named else None
    return run(named.get("--home") or default_home(), handed=handed, exit_when_shown=leave)


def run(
    home: Path | None = None,
    *,
    session: Session | None = None,
    firm: str = "",
    handed: Path | None = None,
    exit_when_shown: bool = False,
) -> int:
    """Show the window until it is closed; answers the exit status.

    Either a ``home`` to be opened (and closed again), or a ``session`` that belongs to the caller; ``handed`` is a
    file to be opened in it.
    """
    own = home if session is None else None
    # Before Qt is asked for a screen: a version that comes no further than that counts as one that does not start.
    if own is not None and (
        brought_forward(own, handed) or put_back(own, installed(), ["--window", "--home", str(own)])
    ):
        return 0
    app = application()
    window = Window(app, _opener(home, session), home=session.home if session else home, firm=firm)
    if handed is not None:
        window.opened_files.open(handed)
    if exit_when_shown:
        window.conductor.ready.connect(window.leave_when_painted)
    else:
        window.stay(own)
    window.open()
    status = app.exec()
    window.close(keep_session=session is not None, back_up=not exit_when_shown)
    return status


_SETTLED_MS = 5000
"""By then the desk is there, however slow the machine."""
_LISTEN_AFTER_MS = 200
"""The desk is painted first; a second start looks for its file as long as the first one holds the home."""


def _style() -> str:
    """Windows 11's own look there; elsewhere one that looks the same on every desktop."""
    if sys.platform == "win32" and sys.getwindowsversion().build >= _WINDOWS_11:
        return "windows11"
    return "Fusion"


_WINDOWS_11 = 22000


class Window(QObject):
    """The window with everything that lives as long as it does."""

    def __init__(
        self,
        app: QApplication,
        opener: OpenSession,
        *,
        home: Path | None = None,
        firm: str = "",
        held: Mapping[str, Value] | None = None,
    ) -> None:
        """``held`` are display settings that stay as they are, whatever the home's settings say."""
        super().__init__(app)
        self.garbage = GarbageCollector(self)
        self.appearance = Appearance(app, read_look(home or default_home()), held or {})
        self.theme = self.appearance.theme
        self.shell = Shell(self.theme)
        home = home or default_home()
        self.logbook = Logbook(home)
        self.conductor = Conductor(self.shell, self.appearance, opener, firm=firm, home=home)
        self.conductor.tasks.on_failure = self.logbook.failed
        self.conductor.saver.trouble.connect(self._note)
        self.support = SupportSaver(self.shell, self.conductor.tasks, home, self._session)
        self.conductor.routes.support.connect(self.support.ask)
        self.conductor.trouble.support.connect(self.support.ask)
        self.opened_files = OpenedFiles(self.shell, self.conductor)
        self.second_starts = SecondStarts(self.shell, self.conductor.tasks)
        self.second_starts.handed.connect(self.opened_files.open)
        self.restoring = Restoring(self.conductor)
        self.renewal = Renewal(self.conductor, home)
        self.renewal.missed.connect(self._note)
        self.rounds = QuietRounds(self.conductor)
        self.restoring.restored.connect(self.rounds.hasten)
        self.faults = Faults(self)
        self.faults.fault.connect(self.conductor.trouble.show_fault)
        self.faults.fault.connect(self._note)

    def open(self) -> None:
        """Show the window and begin to open the home."""
        self.faults.install()
        self.logbook.note("window", "opened")
        self.shell.show()
        self.conductor.start()

    def settle(self) -> None:
        """The start is over."""
        self.garbage.start()
        self.renewal.settle()

    def stay(self, own: Path | None) -> None:
        """Somebody will work at it: soon after its ``own`` home is open a second start brings it forward."""
        if own is not None:
            self.conductor.ready.connect(
                lambda: QTimer.singleShot(_LISTEN_AFTER_MS, self, lambda: self.second_starts.open(own))
            )
        QTimer.singleShot(_SETTLED_MS, self, self.settle)

    def leave_when_painted(self) -> None:
        """Close after what is on the way to the screen has got there: laid out first, or it is painted twice."""
        QTimer.singleShot(0, self.shell.repaint)
        QTimer.singleShot(0, self.shell.close)

    def close(self, *, keep_session: bool = False, back_up: bool = True) -> None:
        """End the threads, close the home, let the widgets go."""
        self.faults.uninstall()
        self.second_starts.close()
        self.renewal.close()
        self.rounds.close()
        self.conductor.saver.close()
        self.conductor.tasks.close()
        context = self.conductor.context
        if context is not None and not keep_session:
            _leave(context.session, self.renewal, back_up=back_up)
        self.logbook.note("window", "closed")  # missing in the log after a crash or a power cut
        self.shell.deleteLater()
        self.appearance.close()
        self.garbage.close()
        self.deleteLater()

    def _session(self) -> Session | None:
        context = self.conductor.context
        return None if context is None else context.session

    def _note(self, error: BaseException) -> None:
        self.logbook.failed(error)


def _leave(session: Session, renewal: Renewal, *, back_up: bool) -> None:
    """The window is gone already: what changed is backed up, then the home is closed whatever came of that.

    What is ready is installed once this process has ended.
    """
    if back_up:
        from client.usecases.safekeeping.backing_up import back_up_on_exit

        with suppress(JibaoError):
            back_up_on_exit(session)
        renewal.leave(session)
    session.close()


def application() -> QApplication:
    """The one QApplication of the process, made if there is none."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # As a word of the command line: set later, PySide would wrap it, with 600 names of enumerations.
    app = QApplication([*sys.argv[:1], "-style", _style()])
    app.setApplicationName("jibao")
    return app


def _opener(home: Path | None, session: Session | None) -> OpenSession:
    if session is not None:
        return lambda _: session
    where = home or default_home()

    def open_home(passphrase: str) -> Session:
        from client.usecases.home.opening import open_session

        return open_session(where, passphrase=passphrase or None)

    return open_home
