"""What is said of the way to the endpoint on the send page: calmly and once, or for as long as it is true."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from client.protocol.log import Rewritten
from client.ui.parts.banner import Banner
from client.usecases.bureau import watching
from client.usecases.bureau.watching import Seen
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


def notice(pilot: Pilot) -> Banner:
    pilot.click("goSend")
    pilot.settle()
    return pilot.child("wayNotice", Banner)


def test_an_inspecting_network_is_told_calmly_and_once(session: Session, firm: str, pilot: Pilot) -> None:
    watching._keep(session, firm, Seen("collect.example", "东方网关根证书"))
    shown = notice(pilot)
    assert shown.isVisible()
    assert shown.property("banner") == "hint"
    assert "东方网关根证书" in shown.text
    assert "可以照常报送" in shown.text
    shown.findChild(QPushButton, "bannerButton").click()
    pilot.settle()
    assert not shown.isVisible()
    pilot.click("goDesk")
    assert not notice(pilot).isVisible()


def test_a_rewritten_log_is_told_for_as_long_as_it_is_known(
    pilot: Pilot, firm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = watching.rewritten(Rewritten("gd-1", 7, "a", "b"))
    monkeypatch.setattr(watching, "_broken", lambda *_: found)
    shown = notice(pilot)
    assert shown.property("banner") == "error"
    assert "第 7 号" in shown.text
    assert not shown.findChild(QPushButton, "bannerButton").isVisible()
