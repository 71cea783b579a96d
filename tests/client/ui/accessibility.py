"""What a screen reader would hear of a widget, and what the keyboard does not reach."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

QUIET_ROLES = {
    QAccessible.Role.Cell,
    QAccessible.Role.ListItem,
    QAccessible.Role.ColumnHeader,
    QAccessible.Role.StaticText,
}
"""Words, and parts of tables and lists: what they say is their own, and there may be thousands."""


def walk(found: QAccessibleInterface, depth: int = 0) -> Iterator[QAccessibleInterface]:
    """Everything visible below, parts of tables left out."""
    yield found
    if depth > 40 or found.role() in (QAccessible.Role.Table, QAccessible.Role.List):
        return
    for number in range(found.childCount()):
        child = found.child(number)
        if (
            child is not None
            and child.isValid()
            and not child.state().invisible
            and child.role() not in QUIET_ROLES
        ):
            yield from walk(child, depth + 1)


def nameless(page: QWidget) -> list[str]:
    """Controls that take the keyboard and say nothing."""
    top = QAccessible.queryAccessibleInterface(page)
    assert top is not None
    silent = [each for each in walk(top) if each.state().focusable and each.object() and not spoken_by(each)]
    return [f"{each.role().name} {type(each.object()).__name__} {each.object().objectName()}" for each in silent]


def spoken_by(each: QAccessibleInterface) -> str:
    """A name, else the hint a blank field shows."""
    name = each.text(QAccessible.Text.Name)
    return name or each.text(QAccessible.Text.Description) or getattr(each.object(), "placeholderText", str)()


def unreached(pilot, start: str) -> set[str]:
    """Controls in sight that the Tab key does not come to, with F6 where a grid keeps it for itself."""
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    pilot.child(start).setFocus(Qt.FocusReason.TabFocusReason)
    wanted = {
        each
        for each in pilot.shell.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
    }
    reached = set()
    for _ in range(200):
        at = QApplication.focusWidget()
        if at is None or at in reached:
            break
        reached.add(at)
        QTest.keyClick(at, Qt.Key.Key_F6 if at.objectName() == "sheet" else Qt.Key.Key_Tab)
    assert len(reached) > 1
    return {each.objectName() or type(each).__name__ for each in wanted - reached}
