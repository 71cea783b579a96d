"""Takes pictures of the real window, also where there is no screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from client.base.errors import OurFault
from client.ui.app import Window, application
from client.ui.conducting.conductor import Conductor
from client.ui.conducting.pages import Pages
from client.usecases.home.session import Session
from client.usecases.home.settings_table import Value
from forms.periods import Period

PATIENCE_MS = 20_000
SETTLING_MS = 60
LOOKS = 12
"""So often it is looked again until nothing moves any more; a caret goes on blinking."""
POLL_MS = 10
SIZE = (1360, 860)
"""Width and height of a picture in device-independent units."""


PICTURED: dict[str, Value] = {"display.language": "zh", "display.theme": "light"}


def without_screen() -> None:
    """Have Qt paint where there is no screen, unless a platform was named; before the first window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_heard)


def _heard(_kind: QtMsgType, _place: QMessageLogContext, said: str) -> None:
    """What Qt says, to stderr; not that a window nobody sees has no frame to be sized, which it says of each."""
    if not said.startswith("This plugin does not support"):
        sys.stderr.write(f"{said}\n")


class Camera:
    """A window that is never shown to anybody. Pictures go to ``folder`` as ``<name>.png``.

    ``size`` is its width and height; ``seen`` is told of every picture's name and window.
    """

    def __init__(
        self,
        session: Session,
        firm: str,
        folder: Path,
        *,
        held: Mapping[str, Value] | None = None,
        size: tuple[int, int] = SIZE,
        seen: Callable[[str, QWidget], object] | None = None,
    ) -> None:
        self._app = application()
        self._folder = folder
        self._size = size
        self._seen = seen
        self._window = Window(self._app, lambda _: session, home=session.home, firm=firm, held=held or PICTURED)
        self._at_desk = False
        self._window.conductor.ready.connect(self._desk_shown)
        self._faults: list[BaseException] = []
        self._window.faults.fault.connect(self._faults.append)
        self.taken: list[Path] = []

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._window.shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._window.shell.resize(*self._size)
        self._window.open()
        self._until(lambda: self._at_desk)
        return self

    def __exit__(self, *raised: object) -> None:
        self._window.close(keep_session=True)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def desk(self, name: str = "desk") -> Path:
        """The desk as the store stands now."""
        self._at_desk = False
        self._conductor.go("desk")
        self._until(lambda: self._at_desk)
        return self._shoot(name)

    def page(self, page: str, name: str = "") -> Path:
        """Any page of the rail."""
        self._conductor.go(page)
        self._turn()
        return self._shoot(name or page)

    def entry(self, form: str, period: Period, address: str, name: str = "entry") -> Path:
        """A return with the cursor on a cell."""
        self._conductor.open_return(form, period, address)
        self._until(lambda: self._shows(form, period))
        return self._shoot(name)

    def review(self, book: Path, name: str = "import") -> Path:
        """A workbook being reviewed before it is taken."""
        self._conductor.import_book(book)
        self._until(lambda: self._pages.importing.state == "review")
        return self._shoot(name)

    def send(self, period: Period, name: str = "send") -> Path:
        """The filing page with what was received."""
        self._pages.sending.choose(period)
        self._conductor.go("send")
        self._turn()
        return self._shoot(name)

    def hand(self, path: Path, name: str = "handed") -> Path:
        """A file of ours that was opened by a double click."""
        self._window.opened_files.open(path)
        self._until(self._window.shell.banner.isVisible)
        return self._shoot(name)

    def staged(
        self, name: str, act: Callable[[Conductor, Pages], object], ready: Callable[[], bool] | None = None
    ) -> Path:
        """Whatever ``act`` does to the window, once ``ready`` says that it came of it."""
        act(self._conductor, self._pages)
        if ready is not None:
            self._until(ready)
        return self._shoot(name)

    def at_work(self, name: str, act: Callable[[Conductor, Pages], object], ready: Callable[[], bool]) -> Path:
        """Whatever ``act`` begins, while it is still being done."""
        act(self._conductor, self._pages)
        self._until(ready)
        return self._shoot(name, idle=False)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something a further act builds on."""
        self._until(condition)

    @property
    def pages(self) -> Pages:
        """The pages of the window."""
        return self._pages

    @property
    def _conductor(self) -> Conductor:
        return self._window.conductor

    @property
    def _pages(self) -> Pages:
        pages = self._conductor.pages
        if pages is None:
            raise OurFault("ui.no-picture")
        return pages

    def _shows(self, form: str, period: Period) -> bool:
        work = self._pages.entry.work
        return work is not None and work.draft.form.code == form and work.draft.period == period

    def _desk_shown(self) -> None:
        self._at_desk = True

    def _shoot(self, name: str, *, idle: bool = True) -> Path:
        """Grab the window once all is laid out, and ``idle``; raises what went wrong in it."""
        self._until(lambda: not (idle and self._conductor.tasks.busy) and self._conductor.saver.pending == 0)
        looks = self._look(), self._look()
        for _ in range(LOOKS):
            if looks[0] == looks[1]:
                break
            looks = looks[1], self._look()
        if self._faults:
            raise self._faults[0]
        path = self._folder / f"{name}.png"
        looks[1].save(str(path))
        self.taken.append(path)
        if self._seen is not None:
            self._lay_out()
            self._seen(name, self._window.shell)
        return path

    def _lay_out(self) -> None:
        """What arrived last out of sight, and made no other picture, is laid out too: a panel scrolled away."""
        for _ in range(LOOKS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _look(self) -> QImage:
        self._turn()
        shell = self._window.shell
        seen, popup = shell.grab(), QApplication.activePopupWidget()
        if popup is not None:
            with QPainter(seen) as painter:
                painter.drawPixmap(shell.mapFromGlobal(popup.pos()), popup.grab())
        return seen.toImage()

    def _turn(self) -> None:
        """Let new widgets be shown and laid out: one thing leads to the next, each in a turn of its own."""
        loop = QEventLoop()
        QTimer.singleShot(SETTLING_MS, loop.quit)
        loop.exec()

    def _until(self, condition: Callable[[], bool]) -> None:
        """Let the window work until the condition holds; ``OurFault('ui.no-picture')`` when it never does."""
        patience = QDeadlineTimer(PATIENCE_MS)
        while not condition():
            if patience.hasExpired():
                raise OurFault("ui.no-picture")
            # A window that was closed before asks every event loop to end: one turn at a time.
            loop = QEventLoop()
            QTimer.singleShot(POLL_MS, loop.quit)
            loop.exec()
