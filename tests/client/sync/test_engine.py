"""The planner's table: every state against every event that can meet it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from client.base.clock import CHINA
from client.net.problems import KINDS, Retry
from client.sync.backoff import Pace
from client.sync.engine import (
    ALTERED_LIMIT,
    PARKED,
    Adopt,
    Ask,
    Confirmed,
    Due,
    Filing,
    Keep,
    KeepReceipt,
    Moment,
    NoAnswer,
    Phase,
    Promise,
    Promised,
    Put,
    Refused,
    Restarted,
    Tell,
    Unchanged,
    UnknownVersion,
    Unverified,
    step,
)
from client.sync.states import HAS_RECEIPT, WAYS, State

NOW = datetime(2026, 11, 9, 16, 2, tzinfo=CHINA)
MOMENT = Moment(NOW, draw=0.5)

PUTTING = Filing(State.SENT, attempts=1, phase=Phase.PUTTING, uncertain=False)
ASKING = Filing(State.SENT, attempts=2, phase=Phase.ASKING, uncertain=True)
RECEIVED = Filing(State.RECEIVED, uncertain=False)


def refused(kind: str, **more: object) -> Refused:
    code = kind if "." in kind else f"problem.{kind}"
    return Refused(code, KINDS[code].retry, **more)  # type: ignore[arg-type]


def test_queued_is_committed_as_sent_before_the_first_byte() -> None:
    filing, effects = step(Filing(), Due(), MOMENT)
    assert filing.state is State.SENT
    assert effects == (Keep(), Put())


def test_a_turn_under_way_is_not_begun_twice() -> None:
    assert step(PUTTING, Due(), MOMENT) == (PUTTING, ())


def test_after_a_restart_sent_asks_first_and_puts_second() -> None:
    filing, effects = step(PUTTING, Restarted(), MOMENT)
    assert effects == ()
    filing, effects = step(filing, Due(), MOMENT)
    assert effects == (Keep(), Ask())
    filing, effects = step(filing, UnknownVersion(), MOMENT)
    assert effects == (Put(),)
    assert filing.state is State.SENT


def test_a_lost_answer_asks_before_it_sends_again() -> None:
    filing, effects = step(PUTTING, NoAnswer("net.cut-off"), MOMENT)
    assert filing.state is State.SENT
    assert effects == (Keep(), Tell("net.cut-off"))
    assert step(filing, Due(), MOMENT)[1] == (Keep(), Ask())


def test_bytes_that_never_left_need_no_question() -> None:
    filing, _ = step(PUTTING, NoAnswer("net.dns", unsent=True), MOMENT)
    assert step(filing, Due(), MOMENT)[1] == (Keep(), Put())


def test_a_verified_receipt_is_kept_with_its_state() -> None:
    filing, effects = step(PUTTING, Confirmed(State.RECEIVED, decide_after=3), MOMENT)
    assert filing.state is State.RECEIVED
    assert filing.attempts == 0
    assert filing.next_attempt_at == NOW + timedelta(seconds=3)
    assert effects == (KeepReceipt(),)


def test_a_decision_is_asked_for_soon_at_first_then_slower_and_never_sooner_than_told() -> None:
    moment = msgspec.structs.replace(MOMENT, draw=0.5)
    filing, _ = step(PUTTING, Confirmed(State.RECEIVED), moment)
    waits = []
    for answer in [Unchanged(), Confirmed(State.RECEIVED)] * 10:
        assert filing.next_attempt_at is not None
        waits.append((filing.next_attempt_at - NOW).total_seconds())
        filing, _ = step(step(filing, Due(), moment)[0], answer, moment)
    assert waits[:6] == [5, 2, 4, 8, 16, 32]
    assert waits == [waits[0], *sorted(waits[1:])]
    assert waits[-1] == Pace().cap_decision / 2, "an officer may take days"
    told, _ = step(PUTTING, Confirmed(State.RECEIVED, decide_after=600), moment)
    asked, _ = step(step(told, Due(), moment)[0], Confirmed(State.RECEIVED, decide_after=600), moment)
    assert asked.next_attempt_at == NOW + timedelta(seconds=600), "the endpoint says so again"


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REJECTED])
def test_a_decision_counts_only_when_it_verified(state: State) -> None:
    assert step(ASKING, Confirmed(state), MOMENT)[0].state is State.RECEIVED
    assert step(ASKING, Confirmed(state, decided=True), MOMENT)[0].state is state


@pytest.mark.parametrize("filing", [PUTTING, ASKING])
def test_an_answer_that_does_not_verify_leaves_sent_and_alarms(filing: Filing) -> None:
    after, effects = step(filing, Unverified("net.receipt.env"), MOMENT)
    assert after.state is State.SENT
    assert after.uncertain
    assert effects[-1] == Tell("net.receipt.env", alarm=True)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_problem_after_put_has_its_class(kind: str) -> None:
    filing, effects = step(PUTTING, refused(kind, retry_after=7.0), MOMENT)
    final = KINDS[kind].retry in (Retry.PERSON, Retry.NEVER) and kind not in PARKED
    expected = State.SENT if not final else State.CONFLICT if kind == "problem.base-moved" else State.AT_DOOR
    assert filing.state is expected
    assert Keep() in effects
    if not final and KINDS[kind].retry is not Retry.PERSON:
        assert filing.next_attempt_at is not None
        assert filing.next_attempt_at > NOW


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_problem_after_a_question_is_never_a_verdict_on_the_bytes(kind: str) -> None:
    assert step(ASKING, refused(kind), MOMENT)[0].state is State.SENT


def test_a_moved_base_with_a_head_of_our_own_troubles_nobody() -> None:
    filing, effects = step(PUTTING, refused("base-moved", head_is_mine=True), MOMENT)
    assert filing.state is State.CONFLICT
    assert effects == (Keep(), Adopt())


def test_a_reused_version_id_is_an_alarm() -> None:
    assert step(PUTTING, refused("version-id-reused"), MOMENT)[1][-1].alarm  # type: ignore[union-attr]


def test_retry_after_wins_over_the_back_off() -> None:
    filing, _ = step(PUTTING, refused("busy", retry_after=120.0), MOMENT)
    assert filing.next_attempt_at is not None
    assert filing.next_attempt_at >= NOW + timedelta(seconds=120)
    assert step(filing, Due(), MOMENT)[1] == (Keep(), Put())


def test_an_absurd_retry_after_is_shortened() -> None:
    filing, _ = step(PUTTING, refused("busy", retry_after=1e9), MOMENT)
    assert filing.next_attempt_at is not None
    assert filing.next_attempt_at <= NOW + timedelta(seconds=Pace().longest_told + Pace().first)


def test_a_question_turned_away_as_busy_is_followed_by_put() -> None:
    filing, _ = step(ASKING, refused("busy", retry_after=1.0), MOMENT)
    assert step(filing, Due(), MOMENT)[1] == (Keep(), Put())


def test_an_endpoint_that_failed_inside_is_asked_first() -> None:
    filing, _ = step(PUTTING, refused("internal"), MOMENT)
    assert step(filing, Due(), MOMENT)[1] == (Keep(), Ask())


def test_the_third_altered_body_names_the_line() -> None:
    filing = PUTTING
    for count in range(1, ALTERED_LIMIT + 1):
        filing, effects = step(filing, refused("digest-mismatch"), MOMENT)
        assert (Tell("net.altered") in effects) is (count == ALTERED_LIMIT)
        filing, effects = step(filing, Due(), MOMENT)
        assert effects == (Keep(), Put())


def test_received_waits_longer_each_time_nothing_is_new() -> None:
    filing = RECEIVED
    pauses = []
    for _ in range(5):
        filing, effects = step(filing, Due(), MOMENT)
        assert effects == (Keep(), Ask())
        filing, effects = step(filing, Unchanged(), MOMENT)
        assert filing.next_attempt_at is not None
        pauses.append((filing.next_attempt_at - NOW).total_seconds())
    assert pauses == sorted(pauses)
    assert filing.state is State.RECEIVED


def test_a_receipt_that_is_denied_later_is_an_alarm_and_stays() -> None:
    filing, _ = step(RECEIVED, Due(), MOMENT)
    filing, effects = step(filing, UnknownVersion(), MOMENT)
    assert filing.state is State.RECEIVED
    assert effects[-1] == Tell("sync.receipt-denied", alarm=True)


def test_a_stale_answer_takes_nothing_back() -> None:
    accepted = Filing(State.ACCEPTED, uncertain=False)
    assert step(accepted, Confirmed(State.RECEIVED), MOMENT) == (accepted, ())


def test_an_accepted_version_may_be_reopened_by_a_decision() -> None:
    accepted = Filing(State.ACCEPTED, uncertain=False)
    assert step(accepted, Confirmed(State.REJECTED, decided=True), MOMENT)[0].state is State.REJECTED


@pytest.mark.parametrize("state", [s for s in State if s not in (State.QUEUED, State.SENT, State.RECEIVED)])
def test_settled_states_do_not_act_on_bad_news(state: State) -> None:
    filing = Filing(state, uncertain=False)
    for event in (UnknownVersion(), NoAnswer("net.dns"), Unverified("x"), refused("malformed"), Unchanged()):
        assert step(filing, event, MOMENT)[0].state is state


def test_the_table_of_ways_knows_every_state() -> None:
    assert set(WAYS) == set(State)
    assert all(State.SENT not in ways for state, ways in WAYS.items() if state is not State.QUEUED)
    assert {State.QUEUED, State.SENT, State.CONFLICT, State.AT_DOOR} == set(State) - HAS_RECEIPT


PRESSED = msgspec.structs.replace(MOMENT, last_hour=True, promise=True)


def test_a_long_queue_before_the_deadline_is_promised_before_it_is_sent() -> None:
    queue = msgspec.structs.replace(PRESSED, long_queue=True)
    filing, effects = step(Filing(), Due(), queue)
    assert effects == (Keep(), Promise(), Put())
    filing, effects = step(filing, Promised(), queue)
    assert (filing.promised, filing.phase, effects) == (True, Phase.PUTTING, ())
    filing, _ = step(filing, NoAnswer("net.dns", unsent=True), queue)
    assert step(filing, Due(), queue)[1] == (Keep(), Put())
    assert step(Filing(), Due(), PRESSED)[1] == (Keep(), Put())


def test_sent_away_as_busy_before_the_deadline_it_is_promised_once() -> None:
    busy = refused("busy", retry_after=7.0)
    waiting, effects = step(PUTTING, busy, PRESSED)
    assert effects == (Keep(), Promise())
    assert waiting.phase is Phase.IDLE
    assert step(msgspec.structs.replace(PUTTING, promised=True), busy, PRESSED)[1] == (Keep(),)
    assert step(PUTTING, busy, MOMENT)[1] == (Keep(),)
    assert step(RECEIVED, busy, PRESSED)[1] == (Keep(),)
