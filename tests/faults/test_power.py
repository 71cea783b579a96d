"""Power fails at any moment: with ``synchronous=FULL`` nothing acknowledged is lost; weaker ones are caught."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.disk import Cut, Flush, Gone, Past, Said, Write
from tests.faults.power import Run, Seen, lose, record

ACTS = 30


@pytest.fixture
def run(quick: Path) -> Run:
    (quick / "run").mkdir()
    return record(quick / "run", ACTS)


def test_the_disk_keeps_what_was_flushed_and_plays_with_the_rest() -> None:
    events = [Write("a", 0, b"1" * 2048), Flush("a"), Write("a", 512, b"2" * 1024), Said(7, b"note")]
    past = Past(events, {"b": b"before"})
    past.move_to(len(events))
    assert past.said.number == 7
    seen = Counter(past.crash(seed)["a"] for seed in range(300))
    pieces = {tuple(data[at : at + 512].decode()[0] for at in range(0, 2048, 512)) for data in seen}
    # Dropped, kept, and torn between the two sectors the write touched, in either order.
    assert pieces == {("1", a, b, "1") for a in "12" for b in "12"}
    assert all(past.crash(seed)["b"] == b"before" for seed in range(20))


def test_the_disk_may_keep_a_later_write_and_drop_an_earlier_one() -> None:
    past = Past([Write("a", 0, b"1" * 512), Write("a", 512, b"2" * 512)], {"a": bytes(1024)})
    past.move_to(2)
    assert bytes(512) + b"2" * 512 in {past.crash(seed)["a"] for seed in range(100)}


def test_a_deleted_file_may_come_back_until_its_folder_was_flushed() -> None:
    for flushed, outcomes in ((False, {True, False}), (True, {False})):
        past = Past([Cut("a", 3), Gone("a", flushed)], {"a": b"12345"})
        past.move_to(2)
        assert {"a" in past.crash(seed) for seed in range(50)} == outcomes


def test_a_new_log_flushes_its_folder_and_with_it_what_was_deleted_before() -> None:
    past = Past([Gone("a-journal", False), Write("a-wal", 0, b"1"), Flush("a-wal")], {"a-journal": b"12345"})
    past.move_to(1)
    assert {"a-journal" in past.crash(seed) for seed in range(50)} == {True, False}
    past.move_to(3)
    assert {"a-journal" in past.crash(seed) for seed in range(50)} == {False}


def test_a_seed_finds_the_same_files_again(run: Run) -> None:
    first, second = Past(run.events, run.start), Past(run.events, run.start)
    point = random.Random(5).randrange(len(run.events))
    first.move_to(point)
    for step in range(point + 1):
        second.move_to(step)
    assert first.crash(11) == second.crash(11)


def test_what_is_recorded_is_what_the_files_hold(run: Run, quick: Path) -> None:
    past = Past([event for event in run.events if not isinstance(event, Flush)], run.start)
    past.move_to(len(run.events))
    everything = next(data for data in map(past.crash, range(100)) if len(data["jibao.store"]) > 4096)
    assert everything.keys() <= {"jibao.store", "jibao.store-wal"}
    assert sum(isinstance(event, Flush) for event in run.events) > ACTS


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_weaker_settings_lose_what_was_acknowledged_and_are_caught(quick: Path, synchronous: str) -> None:
    """The tool is proven on what is known to be bad before it is believed about what is good."""
    (quick / "run").mkdir()
    weak = record(quick / "run", ACTS, synchronous=synchronous)
    losses = list(lose(weak, quick / "crash", 120, seed=1))
    assert len(losses) > 10
    assert any(loss.what.startswith("found act") for loss in losses)
    if synchronous == "OFF":
        assert any(loss.what == "store.damaged" for loss in losses), Counter(loss.what for loss in losses)


def test_with_full_synchronisation_nothing_acknowledged_is_lost(run: Run, quick: Path) -> None:
    seen: Seen = {}
    assert list(lose(run, quick / "crash", 1700, 20261127, seen)) == []
    assert 800 < len(seen) < 1700, "how many different crashes these were"


def test_power_that_fails_while_the_store_is_made_leaves_it_whole_or_not_there(quick: Path) -> None:
    (quick / "run").mkdir()
    fresh = record(quick / "run", 4, fresh=True)
    assert not fresh.start
    assert list(lose(fresh, quick / "crash", 300, seed=3)) == []


def test_power_that_fails_while_acts_are_compacted_leaves_them_or_what_they_led_to(quick: Path) -> None:
    (quick / "run").mkdir()
    compacting = record(quick / "run", 31, compact=True)
    assert list(lose(compacting, quick / "crash", 120, seed=5)) == []
