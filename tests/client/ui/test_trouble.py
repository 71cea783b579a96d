"""Errors by who can mend them: a banner to try again, a sentence, or the crash page without figures."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from client.base.errors import OurFault, UserError, WorldError
from client.ui.faults import Faults, report
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


def test_the_world_failed_can_be_tried_again(pilot) -> None:
    pilot.window.conductor.tasks.trouble.emit(WorldError("net.timeout", host="x", seconds=5))
    banner = pilot.window.shell.banner
    assert banner.isVisible()
    assert banner._button.text() == "重试"
    banner._button.click()
    assert not banner.isVisible()
    assert pilot.window.shell.rail.page == "desk"


def test_what_the_person_can_mend_is_said_without_a_button(pilot) -> None:
    pilot.window.conductor.trouble.tell(UserError("enterprise.length", code="1"))
    banner = pilot.window.shell.banner
    assert banner.isVisible()
    assert not banner._button.isVisible()


def secret_failure() -> None:
    figure = "987654321"
    raise ValueError(figure)


def caught() -> BaseException:
    try:
        try:
            secret_failure()
        except ValueError as error:
            raise OurFault("cli.our-fault", figure="123454321") from error
    except OurFault as error:
        return error


def test_our_own_fault_is_a_page_with_a_report_and_a_way_back(pilot) -> None:
    pilot.window.conductor.trouble.tell(caught())
    text = pilot.child("faultReport", QPlainTextEdit).toPlainText()
    assert "ValueError" in text
    assert "cli.our-fault" in text
    assert "secret_failure" in text
    pilot.click("copyReport")
    assert QGuiApplication.clipboard().text() == text
    pilot.click("leaveFault")
    assert pilot.shell.page is pilot.pages.desk


def test_a_report_holds_no_figures_and_no_folders_of_the_person() -> None:
    text = report(caught())
    assert "987654321" not in text
    assert "123454321" not in text
    assert "/home/" not in text
    assert "site-packages" not in text


def test_what_nothing_caught_is_told_in_the_window(qtbot) -> None:
    faults, told = Faults(), []
    faults.fault.connect(told.append)
    before = sys.excepthook, threading.excepthook
    faults.install()
    try:
        error = caught()
        sys.excepthook(type(error), error, error.__traceback__)
        thread = threading.Thread(target=secret_failure)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(told) > 1)
    finally:
        faults.uninstall()
    assert told[0] is error
    assert "987654321" not in report(told[1]), "the same for a thread of its own"
    assert (sys.excepthook, threading.excepthook) == before


def test_an_error_while_painting_is_told_and_the_window_stands(
    pilot: Pilot, imported: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot.open("JY", "2025-09")

    def broken(purpose: str) -> QColor:
        raise ZeroDivisionError(purpose)

    with monkeypatch.context() as patch:
        patch.setattr(pilot.window.theme, "colour", broken)
        shown = [each for each in pilot.shell.findChildren(QWidget) if each.isVisible()]
        for each in shown:
            each.update()
        pilot.until(lambda: pilot.faults)
    assert {type(each) for each in pilot.faults} == {ZeroDivisionError}
    pilot.faults.clear()
    assert "ZeroDivisionError" in pilot.child("faultReport", QPlainTextEdit).toPlainText()
    assert not any(each.paintingActive() for each in shown)
    pilot.click("leaveFault")
    pilot.until(lambda: pilot.pages.desk.isVisible())
