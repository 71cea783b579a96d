"""Many returns at once: side by side, each for itself, asked about together."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import timedelta

from client.net.transport import Answer, Request
from client.protocol.encoding import content_digest
from client.protocol.times import parse_time
from client.sync.filing import MANY, Filer
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.office import CLOCK, HASTE, Client, is_put, lose

COUNT = 40


def test_a_batch_goes_side_by_side_and_is_asked_about_at_once(lone: Client) -> None:
    together, most, lock = 0, 0, threading.Lock()

    def enter(request: Request) -> Answer | None:
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
        return None

    def leave(request: Request, answer: Answer) -> Answer:
        nonlocal together
        with lock:
            together -= 1
        return answer

    lone.meddler.before, lone.meddler.after = enter, leave
    versions = [lone.queue() for _ in range(COUNT)]
    told: list[Progress] = []
    results = lone.filer.push([each.version_id for each in versions], wait=60, report=told.append)
    assert {result.state for result in results} <= {State.ACCEPTED, State.REJECTED}
    assert 2 <= most <= 8
    assert lone.meddler.versions().count("PUT") == COUNT
    assert any("status:query" in line for line in lone.meddler.passed)
    assert lone.meddler.versions().count("GET") < COUNT
    assert {step.version_id for step in told} == {each.version_id for each in versions}


def test_one_that_fails_keeps_nobody_from_the_others(lone: Client) -> None:
    versions = [lone.queue() for _ in range(MANY)]
    bad = versions[3].version_id

    def drop(request: Request, answer: Answer) -> Answer:
        if is_put(request) and bad in request.url:
            raise lose("net.timeout")
        return answer

    lone.meddler.after = drop
    results = {each.version_id: each for each in lone.filer.push([v.version_id for v in versions])}
    received = [each for each in results.values() if each.receipt is not None]
    assert len(received) >= 1
    assert results[bad].state is State.SENT
    lone.calm()
    settled = lone.filer.settle(wait=60)
    assert all(each.receipt is not None for each in settled)
    assert len(lone.on_server(versions[3].return_key)) == 1


def test_while_the_endpoint_is_busy_one_request_is_under_way(lone: Client) -> None:
    filer = Filer(lone.store, lone.endpoint, CLOCK, pace=HASTE)
    body = b'{"type":"https://x/problems/busy","status":503}'
    headers = {"stats-api": "1", "content-type": "application/problem+json", "retry-after": "1"}
    inside = threading.Lock()

    def busy(request: Request) -> Answer | None:
        if not is_put(request):
            return None
        assert inside.acquire(blocking=False), "two requests at a busy endpoint"
        inside.release()
        return Answer(503, headers, body)

    lone.meddler.before = busy
    versions = [lone.queue() for _ in range(10)]
    results = filer.push([each.version_id for each in versions])
    assert {each.state for each in results} <= {State.SENT, State.QUEUED}
    assert results[0].code == "problem.busy"
    lone.calm()
    assert all(each.receipt for each in lone.filer.settle(wait=60))


def test_what_nobody_sends_by_hand_goes_at_this_device_s_own_time(lone: Client) -> None:
    """C12: within the spread that the hello tells; pressing send passes it over."""
    version = lone.queue()
    device = lone.endpoint.own_device.device_id
    number = int.from_bytes(hashlib.sha256(device.encode()).digest()[:8])
    lone.endpoint.spread_seconds = next(spread for spread in range(2000, 3600) if number % spread > 600)
    filer = Filer(lone.store, lone.endpoint, CLOCK)
    (result,) = filer.settle(hurry=False)
    assert (result.state, lone.meddler.versions()) == (State.QUEUED, [])
    wait = parse_time(version.created_at) + timedelta(seconds=number % lone.endpoint.spread_seconds)
    assert result.next_attempt_at == wait
    (result,) = filer.push([version.version_id], wait=60)
    assert result.receipt is not None


def test_an_answer_about_a_version_nobody_asked_for_is_told_and_not_used(lone: Client) -> None:
    ids = [lone.queue().version_id for _ in range(MANY)]
    lone.filer.push(ids)
    others = 0

    def other(request: Request, answer: Answer) -> Answer:
        nonlocal others
        if not request.url.endswith("/v1/status:query"):
            return answer
        others += 1
        told = json.loads(answer.body)
        told["items"][0]["version_id"] = "0192f0a1-0000-7000-8000-000000000000"
        body = json.dumps(told).encode()
        return Answer(answer.status, {**answer.headers, "content-digest": content_digest(body)}, body)

    lone.meddler.after = other
    told: list[Progress] = []
    results = lone.filer.push(ids, wait=60, report=told.append)
    assert others
    assert "protocol.wrong-shape" in [step.code for step in told]
    assert {result.state for result in results} <= {State.ACCEPTED, State.REJECTED}
