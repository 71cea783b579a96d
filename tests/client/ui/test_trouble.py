"""Errors by who can mend them: a banner to try again, a sentence, or the crash page without figures."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from client.base.errors import OurFault, UserError, WorldError
from client.ui.frame.faults import Faults, report
from client.usecases.bureau import notices
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


def test_the_world_failed_and_trying_again_does_the_same_once_more(
    pilot: Pilot, imported: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of notices cannot read them once; 重试 reads them, and nobody is led anywhere else."""

    def locked(*_: object) -> None:
        raise WorldError("store.disk-error", file="returns.store")

    with monkeypatch.context() as patch:
        patch.setattr(notices, "known", locked)
        pilot.window.conductor.go("notices")
        pilot.until(lambda: pilot.window.shell.banner.isVisible())
    banner, page = pilot.window.shell.banner, pilot.shell.page
    assert banner.button.text() == "重试"
    seen: list[object] = []
    monkeypatch.setattr(notices, "known", lambda *asked: seen.append(asked) or ())
    banner.button.click()
    pilot.until(lambda: seen)
    assert not banner.isVisible()
    assert pilot.shell.page is page


def test_what_the_disk_refused_is_written_again_when_asked(pilot: Pilot) -> None:
    asked: list[bool] = []
    pilot.window.conductor.saver.again.connect(lambda: asked.append(True))
    pilot.window.conductor.saver.trouble.emit(WorldError("store.disk-full", file="returns.store"))
    pilot.window.shell.banner.button.click()
    assert asked == [True]


def test_what_cannot_be_done_again_from_here_has_no_button_that_says_so(pilot: Pilot) -> None:
    pilot.window.conductor.trouble.tell(WorldError("store.entries-altered", last=3))
    banner = pilot.window.shell.banner
    assert banner.isVisible()
    assert not banner.button.isVisible()


def test_what_the_person_can_mend_is_said_without_a_button(pilot) -> None:
    pilot.window.conductor.trouble.tell(UserError("enterprise.length", code="1"))
    banner = pilot.window.shell.banner
    assert banner.isVisible()
    assert not banner.button.isVisible()


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
