"""Everybody files in the last ten minutes, and everybody has a receipt in time."""

from __future__ import annotations

from tests.client.sync.herd import stampede


def test_everybody_gets_in_before_the_deadline() -> None:
    """A tenth of the devices at a tenth of the rate; `make.py bench herd` runs 20,000."""
    herd, door = stampede(2000, 5, seed=1)
    assert len(herd.received) == 2000
    assert max(herd.received) <= 600
    assert herd.most_in_flight == 1
    assert door.busiest <= 5
    assert herd.attempts < 3 * 2000, "a place in the queue is worth having"


def test_without_places_in_the_queue_it_costs_more_requests() -> None:
    told, _ = stampede(2500, 5, seed=2)
    guessed, _ = stampede(2500, 5, seed=2, queued=False)
    assert guessed.attempts > told.attempts
