"""Columns in the room there is: they shrink a little, then the least needed go, and what is left is shared out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from client.ui.parts.widths import Width, spread

WIDTHS = st.builds(
    lambda least, more, stretch, drop: Width(least, least + more, stretch, drop),
    st.integers(1, 200),
    st.integers(0, 200),
    st.integers(0, 3),
    st.integers(0, 4),
)


def test_enough_room_gives_all_they_ask_for() -> None:
    assert spread(300, [Width(50, 100), Width(50, 200)]) == [100, 200]


def test_spare_room_goes_to_those_that_stretch() -> None:
    assert spread(400, [Width(50, 100, stretch=1), Width(50, 100), Width(50, 100, stretch=3)]) == [125, 100, 175]


def test_little_room_is_shared_by_what_each_still_needs() -> None:
    assert spread(220, [Width(50, 90), Width(50, 250)]) == [70, 150]


def test_too_little_room_leaves_out_the_least_needed() -> None:
    columns = [Width(100, 100), Width(100, 100, drop=1), Width(100, 100, drop=3), Width(100, 100, drop=2)]
    assert spread(400, columns) == [100, 100, 100, 100]
    assert spread(399, columns)[2] == 0
    assert spread(299, columns) == [100, 100, 0, 0]
    assert spread(10, columns) == [100, 0, 0, 0], "what never goes stays, and the table scrolls"


@given(st.integers(0, 2000), st.lists(WIDTHS, max_size=12))
def test_what_is_shown_is_never_narrower_than_it_bears(room: int, columns: list[Width]) -> None:
    widths = spread(room, columns)
    assert all(width == 0 or width >= column.least for width, column in zip(widths, columns, strict=True))
    assert all(width for width, column in zip(widths, columns, strict=True) if not column.drop)


@given(st.integers(0, 2000), st.lists(WIDTHS, max_size=12))
def test_the_room_is_overdrawn_only_when_nothing_more_can_go(room: int, columns: list[Width]) -> None:
    widths = spread(room, columns)
    if sum(widths) > room:
        assert not any(width for width, column in zip(widths, columns, strict=True) if column.drop)


@given(st.integers(0, 2000), st.lists(WIDTHS, max_size=12))
def test_more_room_never_leaves_out_more(room: int, columns: list[Width]) -> None:
    narrow, wide = spread(room, columns), spread(room + 100, columns)
    assert sum(width > 0 for width in wide) >= sum(width > 0 for width in narrow)
