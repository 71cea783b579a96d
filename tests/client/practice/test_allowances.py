"""One device that asks without end is held back by itself; others and its own returns are not harmed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.practice import Practice, server
from client.practice.problems import Refusal
from client.practice.web import allowances
from client.practice.web.allowances import Allowances
from tests.client.sync.office import TODAY, Client, client_of


class Clock:
    now = 0.0

    def tick(self) -> float:
        return self.now


def spend(bucket: Allowances, who: str) -> int | None:
    """What it is told when it is sent away."""
    try:
        bucket.spend(who)
    except Refusal as refusal:
        return refusal.retry_after if refusal.kind == "rate-limited" else -1
    return None


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    bucket = Allowances(2.0, 3.0, tick=clock.tick)
    assert [spend(bucket, "a") for _ in range(5)] == [None, None, None, 1, 1]
    assert spend(bucket, "b") is None
    clock.now = 0.5
    assert [spend(bucket, "a") for _ in range(2)] == [None, 1]
    clock.now = 1000.0
    assert [spend(bucket, "a") for _ in range(4)] == [None, None, None, 1]


def test_who_is_long_gone_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "_MANY", 10)
    clock = Clock()
    bucket = Allowances(1.0, 2.0, tick=clock.tick)
    for number in range(10):
        bucket.spend(str(number))
    clock.now = 100.0
    bucket.spend("new")
    assert list(bucket._left) == ["new"]


class Stopwatch:
    """The endpoint's clock for its allowances, which can be stopped and put forward."""

    ahead = 0.0
    stopped_at: float | None = None

    def tick(self) -> float:
        return self.ahead + (time.monotonic() if self.stopped_at is None else self.stopped_at)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self.stopped_at = time.monotonic()
        yield
        self.stopped_at = None


@pytest.fixture
def clock() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def practice(home: Path, clock: Stopwatch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    monkeypatch.setattr(server, "Allowances", lambda: Allowances(20.0, 6.0, tick=clock.tick))
    with Practice(home / "office", SystemClock(TODAY)) as running:
        yield running


def test_a_client_that_is_held_back_comes_back_and_files_once(
    practice: Practice, clock: Stopwatch, tmp_path: Path
) -> None:
    with client_of(practice, tmp_path / "one") as mad, client_of(practice, tmp_path / "two") as other:
        versions = [mad.queue() for _ in range(8)]
        clock.ahead += 10
        with clock.stopped():
            assert ask_without_end(mad) == {"problem.rate-limited"}
            assert other.endpoint.me().firm == other.firm
        results = mad.filer.push([each.version_id for each in versions], wait=60)
        assert all(each.receipt is not None for each in results)
        clock.ahead += 10
        assert mad.on_server(versions[0].return_key) == [versions[0].version_id]


def ask_without_end(client: Client) -> set[str]:
    codes: set[str] = set()
    for _ in range(40):
        try:
            client.endpoint.me()
        except Exception as error:  # noqa: BLE001 - looked at by its code
            codes.add(getattr(error, "code", ""))
            break
    return codes
