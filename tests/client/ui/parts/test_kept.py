"""So many at most, and of those the newest: nothing is let go in heaps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from client.ui.parts.kept import Kept


@given(st.lists(st.integers(), unique=True), st.integers(1, 9))
def test_the_newest_are_kept(numbers: list[int], most: int) -> None:
    kept: Kept[int, str] = Kept(most)
    for number in numbers:
        before = set(kept)
        assert kept.keep(number, str(number)) == str(number)
        assert len(before - set(kept)) <= 1
    assert dict(kept) == {number: str(number) for number in numbers[-most:]}
