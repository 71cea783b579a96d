"""The endpoint's time on this computer's monotonic clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from client.base.clock import CHINA
from client.net.server_time import ServerTime

START = datetime(2026, 11, 9, 16, 0, tzinfo=CHINA)


class Computer:
    """A wall clock and a monotonic one, moved by hand."""

    def __init__(self, wall: datetime = START) -> None:
        self.wall = wall
        self.ticks = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ticks

    def run(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds

    def time(self) -> ServerTime:
        return ServerTime(self, self.monotonic)


def test_before_it_is_told_it_shows_the_computers_time() -> None:
    computer = Computer()
    time = computer.time()
    assert time.now() == START
    assert time.drift is None
    assert time.stale


@given(
    offset=st.floats(-1e8, 1e8),
    there=st.floats(0, 60),
    back=st.floats(0, 60),
    later=st.floats(0, 3000),
)
def test_told_it_is_right_to_half_the_way_there_and_back(
    offset: float, there: float, back: float, later: float
) -> None:
    computer = Computer()
    time = computer.time()
    asked = time.tick()
    computer.run(there)
    server = START + timedelta(seconds=there + offset)
    computer.run(back)
    time.learn(server, asked, time.tick())
    computer.run(later)
    true = START + timedelta(seconds=there + back + later + offset)
    assert abs((time.now() - true).total_seconds()) <= (there + back) / 2 + 0.001
    assert not time.stale
    assert time.drift is not None
    assert abs(time.drift.total_seconds() - offset) <= (there + back) / 2 + 0.001


def test_setting_the_wall_clock_moves_nothing_but_is_noticed() -> None:
    computer = Computer()
    time = computer.time()
    time.learn(START, time.tick(), time.tick())
    computer.wall += timedelta(days=365)
    assert time.now() == START
    assert time.stale


def test_sleep_and_age_make_it_ask_again() -> None:
    computer = Computer()
    time = computer.time()
    time.learn(START, time.tick(), time.tick())
    computer.run(3500)
    assert not time.stale
    computer.run(200)
    assert time.stale
    time.learn(START, time.tick(), time.tick())
    computer.wall += timedelta(minutes=10)  # the monotonic clock stood still
    assert time.stale


def test_two_minutes_are_worth_a_word() -> None:
    computer = Computer()
    time = computer.time()
    assert not time.misleading
    for seconds, misleading in ((0, False), (119, False), (121, True), (-121, True)):
        time.learn(START + timedelta(seconds=seconds), time.tick(), time.tick())
        assert time.misleading is misleading
