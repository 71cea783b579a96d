"""How long the client waits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from client.sync.backoff import Budget, Pace


@given(attempts=st.integers(1, 10_000), draw=st.floats(0, 0.999999), last_hour=st.booleans())
def test_the_delay_stays_under_its_cap(attempts: int, draw: float, last_hour: bool) -> None:
    pace = Pace()
    assert 0 <= pace.delay(attempts, draw, last_hour=last_hour) < (30 if last_hour else 300)


def test_the_bound_doubles_with_each_attempt() -> None:
    pace = Pace()
    assert [pace.delay(n, 0.5) for n in (1, 2, 3)] == [2.0, 4.0, 8.0]


@given(st.floats(-1e12, 1e12))
def test_what_the_endpoint_tells_is_kept_within_reason(seconds: float) -> None:
    assert 0 <= Pace().told(seconds) <= 3600


def test_ten_repetitions_in_ten_minutes_and_no_more() -> None:
    budget = Budget(Pace())
    assert [budget.spend(float(second)) for second in range(10)] == [0.0] * 10
    assert budget.spend(10.0) == 590.0
    assert budget.spend(600.0) == 0.0
    assert budget.spend(600.5) == 0.5


@given(st.lists(st.floats(0, 5_000), max_size=60))
def test_no_window_ever_holds_more_than_its_budget(moments: list[float]) -> None:
    pace = Pace()
    budget = Budget(pace)
    granted = [at for at in sorted(moments) if budget.spend(at) == 0.0]
    for at in granted:
        assert sum(1 for other in granted if at - pace.window < other <= at) <= pace.retries
