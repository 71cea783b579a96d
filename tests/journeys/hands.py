"""Two hands on the keyboard of the real window: what they press goes where the keyboard is, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QLineEdit, QWidget

from tests.client.ui.conftest import Pilot, write

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
MOST_TABS = 12
"""More presses of Tab than this nobody takes to be a way."""
SitDown = Callable[..., AbstractContextManager["Hands"]]
"""``sit_down(session, firm="")``: sits down at the window on an opened home, and gets up again."""


class Hands:
    """No mouse, and no widget reached but by the keys that lead to it."""

    def __init__(self, pilot: Pilot) -> None:
        self.pilot = pilot
        pilot.shell.activateWindow()
        pilot.until(pilot.shell.isActiveWindow)

    @property
    def held(self) -> QWidget:
        """What has the keyboard."""
        self.pilot.until(QApplication.focusWidget)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    @property
    def at(self) -> str:
        """Its name."""
        return self.held.objectName()

    def wait_at(self, name: str) -> None:
        """Wait until the keyboard has come to something by itself."""
        self.pilot.settle()
        self.wait_at_once(name)

    def wait_at_once(self, name: str) -> None:
        """The same, while something is still being done."""
        if QApplication.activeWindow() is None:
            self.pilot.shell.activateWindow()

        def there() -> None:
            held = QApplication.focusWidget()
            assert held is not None
            assert held.objectName() == name, f"the keyboard is at {held.objectName() or held}, not at {name}"

        self.pilot.qtbot.waitUntil(there)

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(self.held, key, modifiers)

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, modifiers=CTRL)

    def type(self, text: str) -> None:
        write(self.held, text)

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Press Tab until the keyboard is at something; fails where that takes longer than anybody would try."""
        passed = [self.at]
        while self.at != name:
            assert len(passed) <= MOST_TABS, f"no way to {name}: {passed}"
            self.press(Key.Key_Backtab if back else Key.Key_Tab)
            passed.append(self.at)

    def answer(self, path: Path) -> None:
        """Name a file in the dialog that asks for one."""
        self.pilot.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.activateWindow()
        self.pilot.until(lambda: QApplication.focusWidget() is not None and self.held.window() is dialog)
        field = self.held
        assert isinstance(field, QLineEdit), "what is typed is the file's name"
        field.selectAll()
        self.type(str(path))
        self.press(Key.Key_Return)
        self.pilot.until(lambda: QApplication.activeModalWidget() is None)
        self.pilot.shell.activateWindow()

    def go_to_line(self, *words: str) -> None:
        """Go down a list to the line that shows these words."""
        view = self.held
        assert isinstance(view, QAbstractItemView), self.at
        self.press(Key.Key_Home)
        passed = []
        for _ in range(view.model().rowCount()):
            passed.append(self.line(view))
            if all(word in passed[-1] for word in words):
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"no line with {words}: {passed}")

    def line(self, view: QAbstractItemView) -> str:
        """What the chosen line of a list shows."""
        at, model = view.currentIndex(), view.model()
        return " ".join(str(model.index(at.row(), n).data()) for n in range(model.columnCount()))
