"""The real window on a real store, driven as a person would: keys, clicks, drops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QInputMethodEvent, QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QScrollArea, QWidget
from pytestqt.plugin import QtBot

from client.ui.app import Window
from client.ui.entry.grid.sheet import Sheet
from client.ui.entry.page import EntryPage
from client.ui.frame.shell import Shell
from client.ui.theme.theme import Theme
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from forms.periods import Period

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Callable[[Callable[[Theme], W]], W]:
    """A widget that needs nothing but the theme, by itself on the screen."""

    def make(kind: Callable[[Theme], W]) -> W:
        made = kind(theme)
        theme.dress(made)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def words(widget: QWidget) -> str:
    """All the texts a widget shows."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "light")
    yield made
    made.deleteLater()


class Pilot:
    """A person at the window."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot = qtbot
        self.window = window
        self.faults: list[BaseException] = []
        window.faults.fault.connect(self.faults.append)

    @property
    def shell(self) -> QWidget:
        return self.window.shell

    @property
    def entry(self) -> EntryPage:
        assert self.window.conductor.pages is not None
        return self.window.conductor.pages.entry

    @property
    def pages(self):
        assert self.window.conductor.pages is not None
        return self.window.conductor.pages

    @property
    def sheet(self) -> Sheet:
        return self.entry.grid.sheet

    @property
    def draft(self) -> Draft:
        assert self.entry.work is not None
        return self.entry.work.draft

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition, letting the window work."""
        self.qtbot.waitUntil(lambda: bool(condition()))

    def settle(self) -> None:
        """Wait until nothing is under way and all is on disk."""
        conductor = self.window.conductor
        self.until(lambda: not conductor.tasks.busy and conductor.saver.pending == 0)

    def open(self, form: str, period: str, address: str = "") -> None:
        """Go to a return."""
        self.window.conductor.open_return(form, Period.parse(period), address)
        self.until(
            lambda: (
                not self.window.conductor.tasks.busy
                and self.entry.work is not None
                and (self.draft.form.code, str(self.draft.period)) == (form, period)
            )
        )

    def keys(self, text: str = "", *, key: Qt.Key | None = None, ctrl: bool = False, shift: bool = False) -> None:
        """Press keys where the keyboard is: the open editor, else the sheet."""
        target = self.sheet.painter_of_cells.editor or self.sheet
        modifiers = Qt.KeyboardModifier.NoModifier
        if ctrl:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        if key is not None:
            QTest.keyClick(target, key, modifiers)
        for letter in text:
            target = self.sheet.painter_of_cells.editor or self.sheet
            if letter.isascii():
                QTest.keyClick(target, letter, modifiers)
            else:
                write(target, letter)

    def write(self, widget: QWidget, text: str) -> None:
        """Enter text into any field."""
        write(widget, text)

    def type(self, address: str, text: str) -> None:
        """Type a value into a cell and press Enter."""
        assert self.entry.grid.sheet.go_to(address), address
        self.keys(text)
        self.keys(key=Qt.Key.Key_Return)

    def rules(self) -> set[str]:
        """Rules with a finding in the open return."""
        return {finding.rule for finding in self.draft.findings}

    def text(self, address: str) -> str:
        """What a cell shows."""
        model = self.entry.grid.model
        place = model.place_of(address)
        assert place is not None, address
        return model.look(*place).text

    def child(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """The widget of that name on the page shown."""
        found = self.shell.findChildren(kind, name)
        assert found, name
        return next((widget for widget in found if widget.isVisible()), found[0])

    def seen(self, name: str) -> bool:
        """Whether a widget of that name can be seen; it may not be made yet."""
        return any(widget.isVisible() for widget in self.shell.findChildren(QWidget, name))

    def click(self, name: str) -> None:
        """Click a widget by its name."""
        widget = self.child(name)
        assert widget.isEnabled(), name
        assert widget.isVisible(), name
        self.until(lambda: scrolled_to(widget))
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def drop(self, path: Path) -> None:
        """Drop a file on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, none)
        QCoreApplication.sendEvent(self.shell, enter)
        assert enter.isAccepted()
        drop = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, none)
        QCoreApplication.sendEvent(self.shell, drop)


def scrolled_to(widget: QWidget) -> bool:
    """Scroll a widget into view, as a person would; whether it can be clicked in the middle."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget)
    return widget.visibleRegion().contains(widget.rect().center())


def write(widget: QWidget, text: str) -> None:
    """Enter text the way an input method does; Chinese has no keys of its own."""
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QCoreApplication.sendEvent(widget, commit)


@pytest.fixture
def pilot(qtbot: QtBot, qapp: QApplication, session: Session, firm: str) -> Iterator[Pilot]:
    """The window on the sample enterprise, its desk shown. Fails when anything reached the crash page."""
    yield from fly(qtbot, qapp, lambda _: session, firm, session.home)


@pytest.fixture
def bare_pilot(qtbot: QtBot, qapp: QApplication, session: Session) -> Iterator[Pilot]:
    """The window on a home without any enterprise."""
    yield from fly(qtbot, qapp, lambda _: session)


def fly(
    qtbot: QtBot, qapp: QApplication, opener: Callable[[str], Session], firm: str = "", home: Path | None = None
) -> Iterator[Pilot]:
    """Open a window, hand it out, close it as a person would."""
    window = Window(qapp, opener, home=home, firm=firm, held={"display.theme": "light"})
    pilot = Pilot(qtbot, window)
    strays = Strays(window)
    qapp.installEventFilter(strays)
    try:
        with qtbot.waitSignal(window.conductor.ready):
            window.open()
        yield pilot
        pilot.settle()
        qapp.removeEventFilter(strays)
        window.shell.close()
        pilot.until(lambda: not window.shell.isVisible())
    finally:  # a window left open would go on working in the tests that follow
        qapp.removeEventFilter(strays)
        window.close(keep_session=True)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not pilot.faults, pilot.faults
    assert not strays.seen, "a part of the window was shown as a window of its own"


class Strays(QObject):
    """Sees widgets that are shown before they have a parent: each flashes up as a window, taking the keyboard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Asked of half a million events; their type as an enumeration takes ten times as long to make.
        if type(event) is QShowEvent and isinstance(watched, QWidget) and watched.isWindow():
            of_its_own = watched.windowType() != Qt.WindowType.Window or isinstance(watched, Shell | QDialog)
            if not of_its_own:
                self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def said_aloud(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is given to say, in order; it counts as running."""
    said: list[str] = []

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    return said
