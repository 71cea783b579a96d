"""The clock jumps: a day either way passes without a word; more is named, and nothing is lost either way."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from client.base.clock import CHINA, JumpWatch
from client.store import ClockReport, Store
from tests.faults.script import KEY, STORE, act, begin, look

NOON = datetime(2025, 10, 8, 12, tzinfo=CHINA)


class SetClock:
    """A clock that can be set."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def work(store: Store, acts: range) -> None:
    for number in acts:
        store.run(lambda books, number=number: act(books, number))


@pytest.mark.parametrize("by", [timedelta(days=-1), timedelta(hours=-5), timedelta(days=1), timedelta(hours=23)])
def test_up_to_a_day_passes_without_a_word(quick: Path, clock: SetClock, by: timedelta) -> None:
    with Store.open(quick / STORE, KEY, clock=clock) as store:
        store.run(begin)
        work(store, range(1, 11))
        clock.at += by
        work(store, range(11, 21))
        assert store.clock_report is None
    with Store.open(quick / STORE, KEY, clock=clock) as store:
        assert store.clock_report is None
        assert (look(store).last, look(store).faults) == (20, ())


@pytest.mark.parametrize("by", [timedelta(days=-400), timedelta(days=-2), timedelta(days=2), timedelta(days=4000)])
def test_more_than_a_day_is_named_once_and_nothing_is_lost(quick: Path, clock: SetClock, by: timedelta) -> None:
    told: list[ClockReport] = []
    with Store.open(quick / STORE, KEY, clock=clock) as store:
        store.on_clock = told.append
        store.run(begin)
        work(store, range(1, 11))
        clock.at += by
        work(store, range(11, 21))
        (report,) = told
        assert datetime.fromisoformat(report.now) == NOON + by
        assert abs(datetime.fromisoformat(report.was) - NOON) < timedelta(minutes=5)
        assert (look(store).last, look(store).faults) == (20, ())
        (entry,) = (each for each in store.run(lambda books: books.audit.entries()) if each.action == "clock-set")
        assert entry.ref == f"{report.was} {report.now}"


def test_a_clock_set_back_between_two_sittings_is_named_at_opening(quick: Path, clock: SetClock) -> None:
    with Store.open(quick / STORE, KEY, clock=clock) as store:
        store.run(begin)
    clock.at -= timedelta(days=30)
    with Store.open(quick / STORE, KEY, clock=clock) as store:
        report = store.clock_report
        assert report is not None
        assert report.was.startswith("2025-10-08")
        assert report.now.startswith("2025-09-08")
        work(store, range(1, 4))
        assert look(store).last == 3


def test_time_that_passes_is_no_jump(clock: SetClock) -> None:
    steady = [0.0]
    watch = JumpWatch(clock, lambda: steady[0])
    clock.at += timedelta(days=9)
    steady[0] += timedelta(days=9).total_seconds()
    assert not watch.jump()
    clock.at += timedelta(days=9)
    assert watch.jump() == timedelta(days=9)
    assert not watch.jump()
