"""Many returns at once: side by side, each for itself, asked about together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.net.transport import Answer, Request
from client.practice import Practice, start
from client.sync.filing import MANY, Filer
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.office import CLOCK, HASTE, TODAY, Client, client_of, is_put, lose

COUNT = 40


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with start(tmp_path_factory.mktemp("office"), today=TODAY) as running:
        yield running


@pytest.fixture
def client(practice: Practice, home: Path) -> Iterator[Client]:
    with client_of(practice, home) as made:
        yield made


def test_a_batch_goes_side_by_side_and_is_asked_about_at_once(client: Client) -> None:
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

    client.meddler.before, client.meddler.after = enter, leave
    versions = [client.queue() for _ in range(COUNT)]
    told: list[Progress] = []
    results = client.filer.push([each.version_id for each in versions], wait=30, report=told.append)
    assert {result.state for result in results} <= {State.ACCEPTED, State.REJECTED}
    assert 2 <= most <= 8
    assert client.meddler.versions().count("PUT") == COUNT
    assert any("status:query" in line for line in client.meddler.passed)
    assert client.meddler.versions().count("GET") < COUNT
    assert {step.version_id for step in told} == {each.version_id for each in versions}


def test_one_that_fails_keeps_nobody_from_the_others(client: Client) -> None:
    versions = [client.queue() for _ in range(MANY)]
    bad = versions[3].version_id

    def drop(request: Request, answer: Answer) -> Answer:
        if is_put(request) and bad in request.url:
            raise lose("net.timeout")
        return answer

    client.meddler.after = drop
    results = {each.version_id: each for each in client.filer.push([v.version_id for v in versions])}
    received = [each for each in results.values() if each.receipt is not None]
    assert len(received) >= 1
    assert results[bad].state is State.SENT
    client.calm()
    settled = client.filer.settle(wait=30)
    assert all(each.receipt is not None for each in settled)
    assert len(client.on_server(versions[3].return_key)) == 1


def test_while_the_endpoint_is_busy_one_request_is_under_way(client: Client) -> None:
    filer = Filer(client.store, client.endpoint, CLOCK, pace=HASTE)
    body = b'{"type":"https://x/problems/busy","status":503}'
    headers = {"stats-api": "1", "content-type": "application/problem+json", "retry-after": "1"}
    inside = threading.Lock()

    def busy(request: Request) -> Answer | None:
        if not is_put(request):
            return None
        assert inside.acquire(blocking=False), "two requests at a busy endpoint"
        inside.release()
        return Answer(503, headers, body)

    client.meddler.before = busy
    versions = [client.queue() for _ in range(10)]
    results = filer.push([each.version_id for each in versions])
    assert {each.state for each in results} <= {State.SENT, State.QUEUED}
    assert results[0].code == "problem.busy"
    client.calm()
    assert all(each.receipt for each in client.filer.settle(wait=20))
