"""A second computer waits until the first lets it in by what both screens show; later it is taken out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.base.errors import UserError
from client.keys import Keychain
from client.net import ProblemAnswer
from client.practice import Practice
from client.tour.script import TODAY
from client.usecases.bureau import connecting, devices
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session


@pytest.fixture
def pair(session: Session, firm: str, office: Practice, tmp_path: Path) -> Iterator[tuple[Session, Session]]:
    """The firm's first computer, and a second one that waits."""
    assert connecting.enrol(session, firm, office.profile_path, office.issue_code(firm)).state == "active"
    with ExitStack() as stack:
        folder = tmp_path / "second"
        other = open_session(folder, keys=Keychain.loose(folder), clock=SystemClock(TODAY))
        stack.enter_context(other)
        enterprises.add(other, firm)
        assert connecting.enrol(other, firm, office.profile_path, office.issue_code(firm)).state == "pending"
        yield session, other


def test_a_computer_that_files_is_enrolled_again_only_by_whoever_says_so(
    session: Session, firm: str, office: Practice
) -> None:
    before = connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))
    code = office.issue_code(firm)
    with pytest.raises(UserError, match=r"enrol\.already") as refused:
        connecting.enrol(session, firm, office.profile_path, code)
    assert before.device_id in refused.value.what("zh")
    assert connecting.enrolment(session, firm) == before
    made = connecting.enrol(session, firm, office.profile_path, code, again=True)  # the code was not spent
    assert (made.state, made.device_id != before.device_id) == ("pending", True)


def test_the_second_computer_is_let_in_by_what_both_screens_show(pair: tuple[Session, Session], firm: str) -> None:
    first, second = pair
    with pytest.raises(ProblemAnswer, match="device-pending"):
        devices.known(second, firm)
    found = devices.known(first, firm)
    assert found.admin
    (waiting,) = found.waiting
    shown_there = devices.own_fingerprint(second, firm)
    assert waiting.fingerprint == shown_there
    assert len(shown_there.replace("-", "")) == 8
    with pytest.raises(UserError, match="other-fingerprint"):
        devices.approve(first, firm, waiting.id, devices.own_fingerprint(first, firm))
    after = devices.approve(first, firm, waiting.id[:8], shown_there.lower().replace("-", " "))
    assert after.waiting == ()
    seen = devices.known(second, firm)
    assert not seen.admin
    assert {each.own: each.state for each in seen.all} == {True: "active", False: "active"}
    with pytest.raises(UserError, match="not-waiting"):
        devices.approve(first, firm, waiting.id, shown_there)


def test_a_computer_learns_that_it_was_let_in_and_is_enrolled_anew_after_it_was_taken_out(
    pair: tuple[Session, Session], firm: str, office: Practice
) -> None:
    first, second = pair
    assert connecting.waits(second, firm)
    (waiting,) = devices.known(first, firm).waiting
    devices.approve(first, firm, waiting.id, waiting.fingerprint)
    assert not connecting.waits(second, firm)
    assert not connecting.waits(first, firm)
    devices.revoke(first, firm, waiting.id)
    made = connecting.enrol(second, firm, office.profile_path, office.issue_code(firm))
    assert (made.state, made.device_id != waiting.id) == ("pending", True)


def test_a_computer_that_cannot_ask_waits_as_it_did(
    pair: tuple[Session, Session], firm: str, office: Practice
) -> None:
    office.close()
    assert connecting.waits(pair[1], firm)


def test_a_computer_is_taken_out_or_refused_and_never_itself(pair: tuple[Session, Session], firm: str) -> None:
    first, second = pair
    (waiting,) = devices.known(first, firm).waiting
    after = devices.revoke(first, firm, waiting.id)
    assert [each.state for each in after.all if each.id == waiting.id] == ["refused"]
    own = next(each for each in after.all if each.own)
    with pytest.raises(UserError, match=r"device\.own"):
        devices.revoke(first, firm, own.id)
    with pytest.raises(UserError, match="none-such"):
        devices.revoke(first, firm, "no")
    with pytest.raises(ProblemAnswer, match="device-revoked"):
        devices.known(second, firm)


def test_without_the_administrator_s_role_nobody_is_let_in(
    pair: tuple[Session, Session], firm: str, office: Practice, tmp_path: Path
) -> None:
    first, second = pair
    (waiting,) = devices.known(first, firm).waiting
    devices.approve(first, firm, waiting.id, waiting.fingerprint)
    own = next(each for each in devices.known(first, firm).all if each.own)
    with pytest.raises(ProblemAnswer, match="device-revoked"):
        devices.revoke(second, firm, own.id)
    assert devices.own_fingerprint(second, "91440300MA5000001X") == ""
