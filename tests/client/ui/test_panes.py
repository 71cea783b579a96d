"""How a person draws the hairlines of the entry page lasts: other pages, sizes, languages and starts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from client.ui.entry.room import Room
from client.usecases.home import panes, settings
from client.usecases.home.panes import Panes
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot, fly


def room(pilot: Pilot) -> Room:
    return pilot.entry.findChild(Room)


def shares(pilot: Pilot) -> tuple[float, float]:
    """Of the definition's width and the findings' height."""
    whole = room(pilot)
    upper = whole.widget(0)
    assert isinstance(upper, QSplitter)
    page = pilot.entry
    return upper.sizes()[1] / page.width(), whole.sizes()[1] / page.height()


def draw(splitter: QSplitter, by: QPoint) -> None:
    """Take the hairline with the mouse and let go of it elsewhere."""
    handle = splitter.handle(1)
    at = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(handle, at + by)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at)


def test_what_is_drawn_stays_drawn(
    pilot: Pilot, imported: Session, qtbot: QtBot, qapp: QApplication, firm: str
) -> None:
    pilot.shell.resize(1500, 900)
    pilot.open("JY", "2025-09")
    before = shares(pilot)
    upper = room(pilot).widget(0)
    with qtbot.waitSignal(room(pilot).drawn):
        draw(upper, QPoint(-120, 0))
        draw(room(pilot), QPoint(0, -100))
    chosen = shares(pilot)
    assert chosen[0] > before[0] + 0.05
    assert chosen[1] > before[1] + 0.05
    pilot.shell.resize(1300, 820)
    assert shares(pilot) == pytest.approx(chosen, abs=0.011)
    pilot.window.conductor.go("desk")
    pilot.settle()
    pilot.window.conductor.go("entry")
    pilot.settle()
    assert shares(pilot) == pytest.approx(chosen, abs=0.011)
    conductor = pilot.window.conductor
    settings.put(imported, "display.language", "en")
    conductor.routes.settings_changed.emit(settings.everything(imported))
    pilot.settle()
    pilot.until(lambda: shares(pilot) == pytest.approx(chosen, abs=0.011))
    kept = panes.kept(imported)
    assert (kept.beside, kept.below) == pytest.approx(chosen, abs=0.011)


def test_another_start_shares_the_room_as_it_was_left(
    qtbot: QtBot, qapp: QApplication, imported: Session, firm: str
) -> None:
    panes.keep(imported, Panes(beside=0.4, below=0.5))
    for pilot in fly(qtbot, qapp, lambda _: imported, firm, imported.home):
        pilot.shell.resize(1500, 900)
        pilot.open("JY", "2025-09")
        pilot.until(lambda pilot=pilot: shares(pilot) == pytest.approx((0.4, 0.5), abs=0.011))


def test_what_another_version_kept_is_left_alone(imported: Session) -> None:
    imported.own.run(lambda books: books.settings.put("panes/entry", b'{"beside": "wide"}'))
    assert panes.kept(imported) == Panes()
    assert settings.everything(imported)["display.language"] == "zh"
