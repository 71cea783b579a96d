"""The diagnosis: reached from where one is stuck, one sentence and one action each, a report without figures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from client.base.errors import WorldError
from client.net.failures import NetworkFailure
from client.tour.script import Sample
from client.ui.diagnosis.page import DiagnosisPage, fact_word, what_word
from client.usecases.home.session import Session
from client.usecases.support.diagnosing import Probe
from tests.client.ui.accessibility import nameless
from tests.client.ui.conftest import Pilot


def page(pilot: Pilot) -> DiagnosisPage:
    return pilot.pages.page("diagnosis")


def looked(pilot: Pilot) -> dict[str, Probe]:
    """Wait until everything was looked at."""
    pilot.until(lambda: page(pilot).isVisible() and page(pilot)._work is None and page(pilot).probes)
    return {probe.what: probe for probe in page(pilot).probes}


def test_from_the_settings_everything_is_looked_at(pilot: Pilot, imported: Session, story: Sample) -> None:
    pilot.click("goSettings")
    pilot.settle()
    pilot.click("settingsDiagnose")
    found = looked(pilot)
    assert set(found) >= {"program", "disk", "keys", "backup", "store", "proxy", "line", "clock", "device"}
    assert {what for what, probe in found.items() if probe.state == "error"} == set()
    assert found["keys"].problem is not None
    assert "应急卡" in found["keys"].problem.what()
    assert "值得看一眼" in pilot.child("diagnosisVerdict", QLabel).text()
    assert nameless(pilot.shell) == []
    pilot.click("copyDiagnosis")
    report = QGuiApplication.clipboard().text()
    assert "line: ok" in report
    assert "keys: diagnosis.no-card" in report
    for secret in (story.firm, story.name, str(imported.home), "1123457"):
        assert secret not in report


@pytest.mark.parametrize(("stop", "way"), [("goSettings", "settingsDiagnose"), ("goHelp", "helpDiagnose")])
def test_one_goes_back_to_where_one_came_from(pilot: Pilot, imported: Session, stop: str, way: str) -> None:
    pilot.click(stop)
    pilot.settle()
    here = pilot.shell.at
    pilot.click(way)
    looked(pilot)
    pilot.click("leaveDiagnosis")
    pilot.settle()
    assert pilot.shell.at == here != "diagnosis"
    assert pilot.shell.page is pilot.pages.page(here)


def test_enter_looks_again_and_does_not_go_back(pilot: Pilot, imported: Session) -> None:
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    pilot.click("goHelp")
    pilot.click("helpDiagnose")
    looked(pilot)
    for _ in range(2):
        pilot.until(lambda: QApplication.focusWidget() is page(pilot).again)
        before = page(pilot).probes
        QTest.keyClick(page(pilot).again, Qt.Key.Key_Return)
        assert page(pilot).probes is not before
        assert QApplication.focusWidget() is page(pilot).halt
        looked(pilot)
    assert pilot.shell.page is page(pilot)


def test_without_a_recovery_card_it_leads_to_where_one_is_made(pilot: Pilot, imported: Session) -> None:
    pilot.click("goHelp")
    pilot.click("helpDiagnose")
    looked(pilot)
    pilot.until(lambda: len(page(pilot).findChildren(QPushButton, "diagnosisCard")) == 1)  # those before are gone
    support = pilot.child("diagnosisSupport")
    support.setFocus()
    QTest.keyClick(support, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "diagnosisCard", "before the way back"
    pilot.click("diagnosisCard")
    pilot.settle()
    assert pilot.shell.at == "settings"
    make = pilot.child("makeCard")
    pilot.until(lambda: pilot.shell.focusWidget() is make)
    pilot.until(lambda: make.visibleRegion().boundingRect() == make.rect())


def test_a_failure_on_the_way_leads_there(pilot: Pilot) -> None:
    pilot.window.conductor.trouble.tell(NetworkFailure("net.dns", host="collect.example"))
    pilot.click("bannerDiagnose")
    assert "line" in looked(pilot)


def test_other_failures_do_not_speak_of_the_network(pilot: Pilot) -> None:
    pilot.window.conductor.trouble.tell(WorldError("store.slow-disk", home="D:/"))
    assert not pilot.child("bannerDiagnose").isVisible()


def test_what_is_broken_says_what_to_do(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise NetworkFailure("net.proxy-login", proxy="proxy.example:8080", host="collect.example")

    monkeypatch.setattr("client.usecases.bureau.connecting.line", unreachable)
    pilot.window.conductor.diagnose()
    found = looked(pilot)
    assert found["line"].state == "error"
    assert "device" not in found, "nobody gets there"
    said = " ".join(label.text() for label in page(pilot).findChildren(QLabel))
    assert found["line"].problem.remedy() in said
    assert "1 处不通" in pilot.child("diagnosisVerdict", QLabel).text()


def test_a_slow_disk_is_told_beside_saved(pilot: Pilot, session: Session) -> None:
    session.vault.slow_disk = True
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "5")
    pilot.until(lambda: pilot.child("slowDisk", QLabel).isVisible())
    assert "很慢" in pilot.child("slowDisk", QLabel).text()


def test_help_opens_at_what_one_is_doing(pilot: Pilot, imported: Session) -> None:
    pilot.click("goImport")
    pilot.click("goHelp")
    help_page = pilot.pages.page("help")
    assert help_page.topics.currentItem().text() == "导入"
    pilot.open("JY", "2025-09", "JY001")
    finding = next(f for f in pilot.draft.findings if f.rule != "REQ" and f.cells[0].form == "JY")
    pilot.entry.grid.sheet.go_to(finding.cells[0].address)
    pilot.click("goHelp")
    assert help_page.topics.currentItem().text() == "审核"


@pytest.mark.parametrize(
    "what", ["program", "disk", "keys", "backup", "store", "proxy", "line", "clock", "device"]
)
def test_each_thing_has_its_words(what) -> None:
    assert what_word(what) != what
    assert fact_word(Probe(what, "12" if what == "store" else "yes"))  # of the store its entries are told
