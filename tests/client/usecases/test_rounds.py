"""Quiet rounds: how often, never in step, only for who is enrolled; what they bring and what they go on with."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from client.base.clock import CHINA, rfc3339
from client.net import NetworkFailure
from client.net.over_httpx import HttpxTransport
from client.practice import Practice
from client.practice.bureau import deciding
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing, notices, rounds
from client.usecases.bureau.rounds import Found, Rounds
from client.usecases.bureau.turns import Turns
from client.usecases.home import enterprises, settings
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from forms.periods import Period

NINE = datetime(2026, 11, 5, 9, 0, tzinfo=CHINA)
YEAR = Period.parse("2025")


def day(ask: Rounds, minutes: int, hours: float = 8) -> list[int]:
    """The minutes after nine at which one computer goes round, looked at once a minute in virtual time."""
    return [at for at in range(int(hours * 60)) if ask.due(NINE + timedelta(minutes=at), minutes)]


def test_five_hundred_computers_switched_on_at_nine_do_not_ask_in_step() -> None:
    chance = random.Random(20261128)
    asked = [day(Rounds(chance.random), 15) for _ in range(500)]
    assert all(28 <= len(each) <= 41 for each in asked)
    assert all(each[0] <= 15 for each in asked)
    gaps = [after - before for each in asked for before, after in pairwise(each)]
    assert min(gaps) >= 12
    assert max(gaps) <= 19
    in_a_minute = Counter(at for each in asked for at in each)
    assert max(in_a_minute.values()) < 2 * 500 / 15


def test_never_means_never_and_a_clock_set_back_does_not_stop_it() -> None:
    ask = Rounds(random.Random(1).random)
    assert day(ask, 0) == []
    assert day(ask, 5, hours=1)
    ahead, back = NINE + timedelta(days=300), NINE + timedelta(minutes=2)
    ask.due(ahead, 15)
    assert any(ask.due(back + timedelta(minutes=at), 15) for at in range(17))


def test_a_version_put_off_is_gone_on_with_when_its_wait_is_over() -> None:
    ask = Rounds(lambda: 0.99)
    again = NINE + timedelta(minutes=4)
    assert [at for at in range(9) if ask.due(NINE + timedelta(minutes=at), 60, again)] == [4, 5, 6, 7, 8]
    ask = Rounds(lambda: 0.99)
    assert not any(ask.due(NINE + timedelta(minutes=at), 60) for at in range(59))


def test_a_round_that_is_wanted_at_once_does_not_wait_for_its_turn() -> None:
    ask = Rounds(lambda: 0.99)
    ask.hasten(NINE)
    assert [at for at in range(60) if ask.due(NINE + timedelta(minutes=at), 60)] == [0]
    assert not ask.due(NINE + timedelta(minutes=61), 0), "whoever wants none has none"


def due(session: Session, firm: str, ask: Rounds) -> bool:
    """Whether there is anything to do for a firm."""
    return bool(rounds.turn(session, firm, ask, rounds.waiting(session, firm)))


def go_round(session: Session, firm: str) -> Found:
    return rounds.take_turn(session, firm, "round")


def enrolled(session: Session, firm: str, office: Practice) -> None:
    connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))


def test_whoever_is_enrolled_nowhere_or_only_practises_is_not_asked_for(session: Session, firm: str) -> None:
    ask = Rounds(lambda: 0.0)
    assert not due(session, firm, ask)
    assert not due(session, "", ask)
    with connecting.line(session, firm):  # the embedded endpoint enrols whoever practises
        assert not due(session, firm, ask)


def test_it_can_be_switched_off(session: Session, firm: str, office: Practice) -> None:
    enrolled(session, firm, office)
    assert due(session, firm, Rounds(lambda: 0.0))
    settings.put(session, "network.poll_minutes", 0)
    assert not due(session, firm, Rounds(lambda: 0.0))


def test_a_round_brings_decision_and_notice(
    complete: Session, story: Sample, office: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A return filed in a hurry: its decision and the notice of it come by themselves."""
    monkeypatch.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", []))
    enrolled(complete, story.firm, office)
    with connecting.line(complete, story.firm) as line:
        (filed,) = filing.submit(line, filing.Order(YEAR, ["JB"]))
    assert filed.result is not None
    assert filed.result.state == "rejected"
    assert notices.known(complete, story.firm) == ()
    found = go_round(complete, story.firm)
    assert (found.trouble, found.notices, found.news) == (None, 1, True)
    assert [each.kind for each in notices.known(complete, story.firm)] == ["rejected"]
    assert not go_round(complete, story.firm).news


def test_what_met_a_dead_line_is_sent_by_the_next_round_and_not_before_its_wait_is_over(
    complete: Session, story: Sample, office: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = story.firm
    enrolled(complete, firm, office)
    with connecting.line(complete, firm) as line:
        filing.settle(line)
    with monkeypatch.context() as dead, connecting.line(complete, firm) as line:

        def nowhere(*_: object, **__: object) -> None:
            raise NetworkFailure("net.dns", unsent=True, host="127.0.0.1")

        dead.setattr(HttpxTransport, "send", nowhere)
        (filed,) = filing.submit(line, filing.Order(YEAR, ["JB"]), wait=0)
        assert go_round(complete, firm).trouble is not None
    assert filed.result is not None
    assert filed.result.receipt is None
    put_off(complete, firm, filed.result.version_id, timedelta(hours=1))
    assert go_round(complete, firm).moved == ()
    put_off(complete, firm, filed.result.version_id, -timedelta(seconds=1))
    (moved,) = go_round(complete, firm).moved
    assert moved.receipt is not None
    assert check_returns(complete, firm, YEAR, "JB")[0].state in ("received", "accepted")


def filed(session: Session, firm: str) -> str:
    """The version of a year's return that was filed just now."""
    with connecting.line(session, firm) as line:
        (each,) = filing.submit(line, filing.Order(YEAR, ["JB"]), wait=0)
    assert each.result is not None
    return each.result.version_id


def test_practising_a_version_without_a_receipt_is_asked_about_by_itself(complete: Session, story: Sample) -> None:
    firm, ask = story.firm, Rounds(lambda: 0.99)
    version = filed(complete, firm)
    put_off(complete, firm, version, timedelta(minutes=5))
    assert not due(complete, firm, ask)
    put_off(complete, firm, version, -timedelta(seconds=1))
    assert Turns(lambda: 0.99).next(complete, firm) == (firm, "round")
    (moved,) = go_round(complete, firm).moved
    assert moved.receipt is not None
    assert rounds.waiting(complete, firm).untold is None
    assert not due(complete, firm, Rounds(lambda: 0.0)), "with its receipt there is nothing more to ask for"


def put_off(session: Session, firm: str, version_id: str, wait: timedelta) -> None:
    """The version's wait as if it had been told so, and no answer known."""
    at = rfc3339(session.clock.now() + wait)
    session.store_of(firm).run(
        lambda books: books.outbox.set_state(version_id, "sent", attempts=1, next_attempt_at=at)
    )
    waits = rounds.waiting(session, firm)
    assert waits.undecided is None
    assert waits.untold is not None
    assert (waits.untold > session.clock.now()) == (wait > timedelta())


def test_another_enterprise_of_the_home_is_not_forgotten_while_one_is_in_hand(
    complete: Session, story: Sample, office: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one filed to a dead line is sent while the other is in hand, and its decision asked for."""
    here, there, ask = "91440300708461136T", story.firm, Turns(lambda: 0.99)
    enterprises.add(complete, here, "另一家")
    enrolled(complete, there, office)
    version_id = filed(complete, there)
    put_off(complete, there, version_id, timedelta(minutes=10))
    assert ask.next(complete, here).what == ""
    assert 500 < ask.pause(complete) <= 600
    put_off(complete, there, version_id, -timedelta(seconds=1))
    ask = Turns(lambda: 0.99)
    assert ask.next(complete, here) == (there, "round")
    (moved,) = rounds.take_turn(complete, there, "round").moved
    assert moved.receipt is not None
    assert ask.next(complete, here).what in ("", "decisions")
    settings.put(complete, "network.poll_minutes", 0)
    assert Turns(lambda: 0.0).next(complete, here).what == ""


def test_a_wait_that_ends_while_it_is_looked_is_over_at_once(
    complete: Session, story: Sample, office: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm, ask = story.firm, Turns(lambda: 0.99)
    enrolled(complete, firm, office)
    put_off(complete, firm, filed(complete, firm), timedelta(minutes=10))
    assert ask.next(complete, firm).what == ""
    later = complete.clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(type(complete.clock), "now", lambda _: later)
    assert ask.pause(complete) == 0


def test_an_enterprise_that_was_in_hand_counts_as_another_from_then_on(
    complete: Session, story: Sample, office: Practice
) -> None:
    here, there, ask = story.firm, "91440300708461136T", Turns(lambda: 0.99)
    enrolled(complete, here, office)
    enterprises.add(complete, there, "另一家")
    assert ask.next(complete, here).what == ""
    put_off(complete, here, filed(complete, here), -timedelta(seconds=1))
    assert ask.next(complete, there) == (here, "round")


def test_while_somebody_sends_a_round_does_nothing(session: Session, firm: str, office: Practice) -> None:
    enrolled(session, firm, office)
    with session.store_of(firm).filing:
        assert go_round(session, firm) == rounds.Found()
