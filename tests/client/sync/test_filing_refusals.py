"""What the endpoint and the line refuse: conflicts, closed periods, a busy endpoint, a dead line, an impostor."""

from __future__ import annotations

import threading

import pytest

from client.base.errors import JibaoError
from client.net.transport import Answer, Request
from client.protocol import jws
from client.protocol.keys import generate
from client.sync.backoff import Pace
from client.sync.filing import Filer
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.office import CLOCK, Client, is_put, lose, our_headers

WAIT = 60.0


def test_a_moved_base_is_a_conflict_and_keeps_the_bytes(client: Client) -> None:
    first = client.queue()
    client.filer.push([first.version_id])
    second = client.queue(first.return_key, base=first.version_id, kind="correction")
    third = client.queue(first.return_key, base=first.version_id, kind="correction")
    client.filer.push([second.version_id])
    assert client.state(first.version_id) == "superseded"
    (result,) = client.filer.push([third.version_id])
    assert result.state is State.CONFLICT
    assert result.code == "problem.base-moved"
    assert result.rebase_on == second.version_id
    kept = client.store.run(lambda books: books.outbox.get(third.version_id))
    assert kept is not None
    assert kept.sealed == third.sealed
    assert client.on_server(first.return_key) == [first.version_id, second.version_id]


def test_our_own_late_duplicate_is_adopted_with_its_receipt(client: Client) -> None:
    first = client.queue()
    held_back: list[Request] = []

    def delay(request: Request) -> Answer | None:
        if is_put(request) and not held_back:
            held_back.append(request)
            raise lose("net.timeout")
        return None

    client.meddler.before = delay
    client.filer.push([first.version_id])
    second = client.queue(first.return_key, cells={"JY001": "2"})
    client.meddler.before = lambda request: None
    client.meddler.line.send(held_back[0])  # the delayed duplicate gets in now
    (result,) = client.filer.push([second.version_id])
    assert (result.state, result.rebase_on) == (State.CONFLICT, first.version_id)
    assert client.state(first.version_id) in ("received", "rejected", "accepted")


def test_a_closed_period_is_turned_away_at_the_door(lone: Client) -> None:
    version = lone.queue()
    body = b'{"type":"https://x/problems/period-closed","title":"t","status":409,"retry":"user"}'
    lone.meddler.before = lambda request: Answer(409, our_headers(), body) if is_put(request) else None
    (result,) = lone.filer.push([version.version_id])
    assert (result.state, result.code) == (State.AT_DOOR, "problem.period-closed")
    assert result.settled
    lone.meddler.passed.clear()
    assert lone.filer.settle() == []
    assert lone.meddler.passed == []


def test_busy_is_obeyed_and_holds_up_the_others_too(client: Client) -> None:
    versions = [client.queue() for _ in range(3)]
    body = b'{"type":"https://x/problems/busy","title":"t","status":503,"retry":"R2"}'
    client.meddler.before = lambda request: (
        Answer(503, our_headers(**{"retry-after": "600"}), body) if is_put(request) else None
    )
    obedient = Filer(client.store, client.endpoint, CLOCK, pace=Pace())
    results = obedient.push([version.version_id for version in versions], wait=0.2)
    assert client.meddler.versions() == ["PUT"]
    assert results[0].code == "problem.busy"
    assert results[0].next_attempt_at is not None
    assert (results[0].next_attempt_at - CLOCK.now()).total_seconds() > 500
    client.meddler.passed.clear()
    (result,) = obedient.push([versions[0].version_id], wait=0.1)
    assert client.meddler.passed == [], "a wait the endpoint asked for was not kept"
    client.meddler.before = lambda request: None
    (result,) = client.filer.push([versions[0].version_id])  # to its pace, so long a wait is a mistake
    assert result.receipt is not None


def test_a_dead_line_is_tried_once_and_not_for_each_return(lone: Client) -> None:
    versions = [lone.queue() for _ in range(3)]

    def dead(request: Request) -> Answer | None:
        raise lose("net.dns", unsent=True)

    lone.meddler.before = dead
    slow = Filer(lone.store, lone.endpoint, CLOCK, pace=Pace(), draw=lambda: 0.9)
    results = slow.push([version.version_id for version in versions])
    assert len(lone.meddler.versions()) == 1
    assert [result.state for result in results] == [State.SENT, State.QUEUED, State.QUEUED]
    lone.meddler.before = lambda request: None
    results = lone.filer.settle(wait=WAIT)
    assert all(result.receipt for result in results)


def test_the_budget_of_repetitions_is_kept(client: Client) -> None:
    version = client.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.timeout")

    client.meddler.before = dead
    few = Pace(first=0.001, cap=0.002, cap_last_hour=0.002, decision=0.01, retries=4, window=600)
    filer = Filer(client.store, client.endpoint, CLOCK, pace=few)
    (result,) = filer.push([version.version_id], wait=WAIT)
    assert len(client.meddler.versions()) == 5
    assert result.next_attempt_at is not None
    assert (result.next_attempt_at - CLOCK.now()).total_seconds() > 500


def test_a_wait_survives_a_restart(lone: Client) -> None:
    version = lone.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.timeout")

    lone.meddler.before = dead
    Filer(lone.store, lone.endpoint, CLOCK, pace=Pace(first=200), draw=lambda: 0.9).push([version.version_id])
    lone.meddler.passed.clear()
    again = Filer(lone.store, lone.endpoint, CLOCK, pace=Pace())
    (result,) = again.settle(hurry=False)
    assert lone.meddler.passed == []
    assert result.state is State.SENT


def test_an_impostor_stops_everything(lone: Client) -> None:
    versions = [lone.queue() for _ in range(2)]
    nonce = jws.sign(b"{}", generate(), "jibao-hello", kid="hello-1")
    lone.meddler.before = lambda request: (
        Answer(200, our_headers(), nonce.encode()) if "/v1/hello" in request.url else None
    )
    lone.endpoint.clock.forget()
    results = lone.filer.push([version.version_id for version in versions], wait=WAIT)
    assert results[0].code == "net.impostor"
    assert results[0].alarm
    assert lone.meddler.versions() == []
    lone.meddler.before = lambda request: None
    results = lone.filer.push([versions[0].version_id], wait=1)
    assert results[0].code == "net.impostor", "it went on after an impostor"


def test_a_remembered_failure_still_has_its_words(lone: Client) -> None:
    version = lone.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.gateway")

    lone.meddler.before = dead
    lone.filer.push([version.version_id])
    (result,) = Filer(lone.store, lone.endpoint, CLOCK, pace=Pace()).settle(hurry=False)
    assert result.code == "net.gateway"
    words = JibaoError(result.code, **result.params)
    assert "{" not in words.what("zh") + words.remedy("zh")


def test_a_listener_that_fails_does_not_wedge_the_filer(client: Client) -> None:
    version = client.queue()

    def broken(step: Progress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        client.filer.push([version.version_id], report=broken)
    assert client.state(version.version_id) == "sent"
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None


def test_stop_ends_a_long_wait(client: Client) -> None:
    version = client.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.dns", unsent=True)

    client.meddler.before = dead
    patient = Filer(client.store, client.endpoint, CLOCK, pace=Pace(first=100), draw=lambda: 0.9)
    heard = threading.Event()
    pushing = threading.Thread(
        target=lambda: patient.push([version.version_id], wait=3600, report=lambda step: heard.set())
    )
    pushing.start()
    assert heard.wait(10)
    while pushing.is_alive():
        patient.stop()
        pushing.join(0.05)
