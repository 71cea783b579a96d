"""The computers that file, at the window: seen when asked for, let in and taken out after a question."""

from __future__ import annotations

from pathlib import Path

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.tour.script import TODAY
from client.ui.firms.page import FirmsPage
from client.usecases.bureau import connecting, devices
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


def page(pilot: Pilot) -> FirmsPage:
    pilot.window.conductor.go("firms")
    pilot.settle()
    found = pilot.pages.page("firms")
    assert isinstance(found, FirmsPage)
    return found


def states(found: FirmsPage) -> list[str]:
    return [each.state for each in found.devices.table.rows_model.rows]


def test_a_waiting_computer_is_let_in_and_taken_out_again(
    session: Session, firm: str, office: Practice, pilot: Pilot, tmp_path: Path
) -> None:
    assert page(pilot).devices.isHidden()  # only practising: there is nobody to let in
    connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))
    with open_session(tmp_path / "b", keys=Keychain.loose(tmp_path / "b"), clock=SystemClock(TODAY)) as other:
        enterprises.add(other, firm)
        connecting.enrol(other, firm, office.profile_path, office.issue_code(firm))
        there = devices.own_fingerprint(other, firm)
    found = page(pilot)
    assert devices.own_fingerprint(session, firm) in found.devices.own.text()
    pilot.shell.resize(pilot.shell.width(), pilot.window.theme.space(26))
    pilot.click("lookAtDevices")
    pilot.settle()
    table = found.devices.table
    pilot.until(lambda: table.visibleRegion().boundingRect().bottom() >= table.rect().bottom())
    rows = found.devices.table.rows_model.rows
    waiting = next(each for each in rows if each.state == "pending")
    found.devices._pick(waiting)
    assert there in found.devices.banner.text
    found.devices.banner._act()
    pilot.settle()
    assert states(found) == ["active", "active"]
    found.devices._pick(next(each for each in found.devices.table.rows_model.rows if not each.own))
    found.devices.banner._act()
    pilot.settle()
    assert sorted(states(found)) == ["active", "revoked"]
    assert not pilot.faults


def test_a_computer_that_waits_asks_each_time_it_is_looked_at(
    session: Session, firm: str, office: Practice, pilot: Pilot, tmp_path: Path
) -> None:
    with open_session(tmp_path / "b", keys=Keychain.loose(tmp_path / "b"), clock=SystemClock(TODAY)) as other:
        enterprises.add(other, firm)
        connecting.enrol(other, firm, office.profile_path, office.issue_code(firm))
        connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))
        assert "等待批准" in page(pilot).devices.own.text()
        pilot.window.conductor.go("desk")
        own = devices.own_fingerprint(session, firm)
        here = next(each for each in devices.known(other, firm).all if each.fingerprint == own)
        devices.approve(other, firm, device=here.id, seen=own)
    assert "等待批准" not in page(pilot).devices.own.text()


def test_a_computer_that_files_is_not_enrolled_anew_by_accident(
    session: Session, firm: str, office: Practice, pilot: Pilot
) -> None:
    connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))
    enrolling = page(pilot).enrolling
    pilot.write(enrolling.profile, str(office.profile_path))
    pilot.write(enrolling.code, office.issue_code(firm))
    pilot.click("enrol")
    pilot.until(lambda: "已经是本单位的报送设备" in enrolling.problem.text())
    held = connecting.enrolment(session, firm)
    assert held is not None
    assert held.state == "active"
    pilot.click("enrolAgain")
    pilot.settle()
    now = connecting.enrolment(session, firm)
    assert now is not None
    assert now.state == "pending"
