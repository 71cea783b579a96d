"""Seeded histories of the filing planner against the model endpoint, more than the tests have time for."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor

from client.sync.states import State
from tests.client.sync.model import history

BLOCK = 1000


def block(first: int) -> int:
    """Run one block of seeds; answers in how many histories computers met in a conflict. ``Wrong`` ends it."""
    met = 0
    for seed in range(first, first + BLOCK):
        world = history(seed)
        met += any(row.state is State.CONFLICT for pc in world.computers for row in pc.outbox)
    return met


def main(count: int) -> None:
    started = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        met = sum(pool.map(block, range(0, count, BLOCK)))
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{count} histories, seeds 0 to {count - 1}: none wrong, {met} with a conflict, {seconds:.0f} s\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
