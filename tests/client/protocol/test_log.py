"""One log, one history: an honest one is never accused, a rewritten one is found by whoever kept a word of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from client.protocol.log import Pinned, compare

NINE = datetime.fromisoformat("2026-11-05T09:00:00+08:00")


def receipt(history: str, seq: int) -> Pinned:
    """The receipt at a place (from 1) of a history, spelled with a letter a receipt."""
    heads = {seq: history[:seq], seq - 1: history[: seq - 1] or None}
    return Pinned(f"receipt {history[:seq]}", "gd-1", heads, seq, NINE + timedelta(minutes=seq))


def checkpoint(history: str, after: int = 0) -> Pinned:
    """The head of a history, asked for ``after`` minutes past its last receipt."""
    at = NINE + timedelta(minutes=len(history) + after)
    return Pinned(f"checkpoint {history}", "gd-1", {len(history): history or None}, len(history), at)


histories = st.text("ab", min_size=1, max_size=12)


def seen_of(history: str, data: st.DataObject) -> list[Pinned]:
    """Some receipts and some earlier heads of a history, as one client happens to hold them."""
    places = st.lists(st.integers(1, len(history)), max_size=6)
    return [
        *(receipt(history, seq) for seq in data.draw(places)),
        *(checkpoint(history[:seq]) for seq in data.draw(places)),
    ]


@given(histories, st.text("ab", max_size=6), st.data())
def test_a_history_that_only_grew_is_never_accused(history: str, more: str, data: st.DataObject) -> None:
    assert compare(seen_of(history, data), checkpoint(history + more)) is None


@given(histories, st.text("ab", max_size=6), st.data())
def test_a_kept_back_checkpoint_accuses_nobody(history: str, more: str, data: st.DataObject) -> None:
    """A gateway that repeats an older answer makes no liar of the endpoint."""
    assert compare(seen_of(history + more, data), checkpoint(history)) is None


@given(histories, st.integers(0, 11), st.text("ab", max_size=12), st.data())
def test_a_rewritten_history_is_found(history: str, cut: int, instead: str, data: st.DataObject) -> None:
    """From some place on it goes another way, and one statement about that place or a later one is held."""
    cut = min(cut, len(history) - 1)
    other = history[:cut] + ("b" if history[cut] == "a" else "a") + instead
    proof = data.draw(st.integers(cut + 1, len(history)))
    held = [*seen_of(history, data), receipt(history, proof)]
    later = checkpoint(other, after=100)
    # Heads are only compared where both spoke: the head of the other history, or a receipt of it that came.
    came = [receipt(other, seq) for seq in range(cut + 1, len(other) + 1)]
    found = compare([*held, *came], later)
    assert found is not None
    assert found.log_id == "gd-1"
    assert cut < found.seq <= max(len(history), len(other))
    assert found.before != found.now


def test_another_log_is_another_history() -> None:
    held = receipt("aaa", 3)
    other = checkpoint("b", after=100)
    assert compare([Pinned(held.token, "gd-2", held.heads, held.covers, held.at)], other) is None
