"""The list of findings under keys and pointer: over headings, in sight, as a list to screen readers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QPaintEvent, QRegion
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QToolTip, QWidget
from pytestqt.qtbot import QtBot

from client.ui.entry.findings.finding_list import FindingList
from client.ui.entry.findings.listing import FindingLines
from client.ui.entry.findings.model import FindingsModel, Item
from client.ui.theme.theme import Theme
from tests.client.ui.drafts import drafted

Key = Qt.Key
KINDS = ("group", "finding", "finding", "finding", "group", "finding", "finding", "missing")
"""What eight lines are: two can be chosen by nobody."""


class Lines(FindingsModel):
    """Given lines."""

    def show(self, items: list[Item]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()


@pytest.fixture
def model() -> Lines:
    return Lines()


@pytest.fixture
def listed(shown, model: Lines) -> FindingList:
    """The eight lines, three of them in sight."""
    made = shown(lambda theme: FindingList(theme, model))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, made)
    model.show([Item(kind, "error", f"{kind} {n}") for n, kind in enumerate(KINDS)])
    made.resize(300, made._lines.step * 3)
    return made


def rows(listed: FindingList, *keys: Key) -> list[int]:
    """Where each key leads."""
    found = []
    for key in keys:
        QTest.keyClick(listed, key)
        found.append(listed.currentIndex().row())
    return found


def in_sight(listed: FindingList) -> bool:
    return listed.viewport().rect().contains(listed.visualRect(listed.currentIndex()))


def test_what_a_line_has_no_room_for_is_read_whole_under_the_mouse(
    listed: FindingList, model: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda at, words, *rest: told.append(words))
    long = "Total profit is operating profit plus non-operating income less expense"
    model.show([Item("finding", "error", "short"), Item("finding", "error", long, "84,192 < 84,912")])
    for row in range(2):
        point = listed.visualRect(model.index(row)).center()
        QCoreApplication.sendEvent(listed.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, point))
    assert told == ["", f"<p>{long}</p><p>84,192 &lt; 84,912</p>"]


def test_arrows_pass_over_headings_and_stop_at_the_ends(listed: FindingList) -> None:
    listed.setCurrentIndex(listed.model().index(1))
    assert rows(listed, Key.Key_Up, Key.Key_Down, Key.Key_Down, Key.Key_Down) == [1, 2, 3, 5]
    assert rows(listed, Key.Key_Up, Key.Key_End, Key.Key_Down, Key.Key_Home) == [3, 7, 7, 1]


def test_pages_go_as_far_as_is_in_sight(listed: FindingList) -> None:
    listed.setCurrentIndex(listed.model().index(1))
    down = rows(listed, Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageDown)
    assert down == sorted(down)
    assert down[-1] == 7
    assert rows(listed, Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageUp)[-1] == 1


def test_what_a_key_chose_is_in_sight_and_chosen(listed: FindingList) -> None:
    for key in [Key.Key_Down] * 6 + [Key.Key_Up] * 6:
        rows(listed, key)
        assert in_sight(listed)
        assert listed.selectedIndexes() == [listed.currentIndex()]


def test_what_is_scrolled_is_on_the_screen(listed: FindingList, qtbot: QtBot) -> None:
    """As the window holds it: ``grab`` alone has everything painted anew."""
    window, viewport = listed.window(), listed.viewport()
    for value in (7, 60, 3, listed.verticalScrollBar().maximum(), 0):
        listed.verticalScrollBar().setValue(value)
        at = QRect(viewport.mapTo(window, QPoint()), viewport.size())

        def shown(at: QRect = at) -> bool:
            seen = window.screen().grabWindow(window.winId(), *at.getRect()).toImage()
            wanted = viewport.grab().toImage()
            return seen.convertToFormat(wanted.format()) == wanted

        qtbot.waitUntil(shown)


def test_each_line_is_found_where_it_stands(listed: FindingList) -> None:
    bar = listed.verticalScrollBar()
    for value in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        for row in range(len(KINDS)):
            assert listed.indexAt(listed.visualRect(listed.model().index(row)).center()).row() == row
    last = listed.visualRect(listed.model().index(len(KINDS) - 1))
    assert last.bottom() + 1 == listed.viewport().height(), "the last line is seen whole, and nothing below it"
    assert not listed.indexAt(QPoint(3, last.bottom() + 1)).isValid()


def test_a_press_chooses_a_line_and_never_a_heading(listed: FindingList) -> None:
    for row, wanted in ((2, 2), (0, 2)):
        where = listed.visualRect(listed.model().index(row)).center()
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert listed.currentIndex().row() == wanted


def test_the_bar_is_there_when_lines_are_out_of_sight(listed: FindingList, model: Lines) -> None:
    assert listed.verticalScrollBar().isVisible()
    listed.resize(300, listed._lines.step * 12)
    assert not listed.verticalScrollBar().isVisible()
    model.show(model.items * 9)
    assert listed.verticalScrollBar().isVisible()
    model.show([])
    assert not listed.verticalScrollBar().isVisible()
    assert rows(listed, Key.Key_Down) == [-1]


def test_a_screen_reader_finds_a_list_with_its_lines(listed: FindingList) -> None:
    told = QAccessible.queryAccessibleInterface(listed)
    assert told.role() == QAccessible.Role.List
    assert [told.child(n).text(QAccessible.Text.Name) for n in (0, 7)] == ["group 0", "missing 7"]
    assert told.child(1).rect().height() == listed._lines.step


def test_findings_of_a_draft_are_painted(listed: FindingList, model: Lines) -> None:
    blank = listed.grab().toImage()
    draft = drafted("JY", "2025-09", JY001="1000", JY002="1200")
    model.show_findings(draft.findings, draft.current)
    assert listed.grab().toImage() != blank


class Painted(QObject):
    """Keeps where a widget is painted."""

    def __init__(self, of: QWidget) -> None:
        super().__init__(of)
        self.region = QRegion()
        of.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_other_lines_are_all_painted(listed: FindingList, model: Lines, before: int) -> None:
    """A picture taken of the list would show them anyhow: what matters is what gets to the screen by itself."""
    model.show([Item(kind, "error", f"{kind} {n}") for n, kind in enumerate(KINDS[:before])])
    QCoreApplication.processEvents()
    painted = Painted(listed.viewport())
    model.show([Item(kind, "query", f"{kind} {n}") for n, kind in enumerate(KINDS[:2])])
    QCoreApplication.processEvents()
    assert painted.region.boundingRect() == listed.viewport().rect()


# lines drawn before they are wanted


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """From now on, each line that is drawn."""
    seen: list[Item] = []
    draw = FindingLines.draw
    monkeypatch.setattr(FindingLines, "draw", lambda *of, **how: (seen.append(of[-1]), draw(*of, **how))[1])
    return seen


@pytest.mark.parametrize("many", [2, 8])
def test_lines_that_were_foreseen_are_shown_dot_for_dot_without_being_drawn(
    listed: FindingList, model: Lines, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    items = model.items[:many]
    model.show(items)
    listed.setCurrentIndex(model.index(1))
    wanted = listed.viewport().grab().toImage()
    model.show([])
    listed.rehearse(items, 1)
    model.show(list(items))
    listed.setCurrentIndex(model.index(1))
    seen = drawn(monkeypatch)
    assert listed.viewport().grab().toImage() == wanted
    assert not seen


def test_what_came_otherwise_than_foreseen_is_drawn(
    listed: FindingList, model: Lines, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed.setCurrentIndex(model.index(1))
    listed.rehearse(model.items, 1)
    seen = drawn(monkeypatch)
    listed.viewport().grab()
    assert not seen
    listed.setCurrentIndex(model.index(2))
    listed.viewport().grab()
    assert seen, "another is chosen"
    listed.rehearse(model.items, 2)
    theme.changed.emit()
    seen.clear()
    listed.viewport().grab()
    assert seen, "in other colours"
    listed.rehearse(model.items, 2)
    listed.resize(400, listed.height())
    seen.clear()
    listed.viewport().grab()
    assert seen, "there is more room"
    listed.rehearse(model.items, 2)
    listed.verticalScrollBar().setValue(3)
    seen.clear()
    listed.viewport().grab()
    assert seen, "scrolled"
