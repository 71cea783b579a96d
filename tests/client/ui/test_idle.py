"""Locking: a home that nobody sits at is closed, and opened again by whoever can show who they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from client.ui.ground.idle import IdleWatch
from client.usecases.home import enterprises, settings
from client.usecases.home.opening import open_session
from tests.client.ui.conftest import Pilot, fly

FIRM = "91441300MA58H0D25G"


@pytest.fixture
def sealed(qtbot, qapp: QApplication, home: Path) -> Iterator[Pilot]:
    """The window on a home that a passphrase opens."""

    def open_home(_: str):
        session = open_session(home, passphrase="a long enough passphrase")
        enterprises.add(session, FIRM, "测试单位")
        settings.put(session, "security.lock_minutes", 5)
        return session

    flight = fly(qtbot, qapp, open_home)
    pilot = next(flight)
    yield pilot
    context = pilot.window.conductor.context
    list(flight)
    if context is not None:
        context.session.close()


def test_a_home_nobody_sits_at_is_closed_and_opened_by_its_passphrase(sealed: Pilot, qtbot) -> None:
    conductor = sealed.window.conductor
    sealed.settle()
    first = conductor.context.session
    conductor.lock()
    assert conductor.context is None
    assert not sealed.shell.rail.isEnabled()
    conductor.choose_book()
    assert sealed.shell.findChild(QFileDialog) is None, "no workbook is asked for that could not be read"
    sealed.until(lambda: not conductor.tasks.busy)
    field = sealed.child("passphrase", QLineEdit)
    assert field.isVisible()
    assert not [label for label in sealed.shell.page.findChildren(QLabel) if "测试单位" in label.text()]
    field.setText("wrong")
    sealed.click("unlock")
    sealed.until(lambda: not conductor.tasks.busy and field.isVisible())
    assert conductor.context is None
    field.setText("a long enough passphrase")
    with qtbot.waitSignal(conductor.ready):
        sealed.click("unlock")
    sealed.settle()
    assert conductor.context.session is not first
    assert sealed.shell.rail.isEnabled()


def test_it_is_time_only_when_nobody_did_anything(qapp, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("client.ui.ground.idle.time.monotonic", lambda: now[0])
    widget = QWidget()
    qtbot.addWidget(widget)
    watch = IdleWatch(widget, 5)
    due: list[None] = []
    watch.due.connect(lambda: due.append(None))
    now[0] = 299.0
    watch.look()
    assert not due
    QTest.keyClick(widget, Qt.Key.Key_A)
    now[0] = 598.0
    watch.look()
    assert not due, "a key was pressed at 299 s"
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Timer))
    now[0] = 599.5
    watch.look()
    assert due, "a timer is nobody"
    watch.wait(0)
    due.clear()
    now[0] = 10_000.0
    watch.look()
    assert not due
