"""Every pair of faults of the line at every pair of operations while the budget lasts; then the history check.

    python -m tests.bench.faults_net MINUTES [SEED]

The pairs are drawn without repetition, in an order that the seed gives, and shared among three computers side by
side; what was left undone is said. Two faults at different operations are one pair, whichever is named first.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import product
from pathlib import Path

from client.base.clock import SystemClock
from client.practice import Practice
from client.store import Store
from tests.client.sync.office import CLOCK, KEY, TODAY
from tests.faults.network.history import check
from tests.faults.network.lines import OPERATIONS, Fault, Office, faulty_line
from tests.faults.network.proxy import FAULTS, TLS

SEED = 20261127
SIDE_BY_SIDE = 3


def pairs(seed: int) -> list[tuple[Fault, Fault]]:
    """All pairs of an operation with a fault; those of the connection are the same for every operation."""
    singles = [(op, fault) for op in OPERATIONS for fault in FAULTS if fault not in TLS or op == "put"]
    found = [(one, other) for one, other in product(singles, singles) if one[0] == other[0] or one < other]
    random.Random(seed).shuffle(found)
    return found


def survive(office: Office, lots: list[tuple[Fault, Fault]], until: float) -> int:
    """How many pairs this office went through before the time was up."""
    chance = random.Random(len(lots))
    for done, pair in enumerate(lots):
        if time.monotonic() >= until:
            return done
        office.run(list(pair), chance)
    return len(lots)


def offices(practice: Practice, here: Path, stack: ExitStack) -> list[Office]:
    """Computers of firms of their own, each behind a faulty line of its own."""
    made = []
    for number in range(SIDE_BY_SIDE):
        home = here / f"client{number}"
        home.mkdir()
        line = stack.enter_context(faulty_line(practice, home))
        store = stack.enter_context(Store.open(home / "jibao.db", KEY, clock=CLOCK))
        made.append(Office(practice, line, home, store))
        stack.callback(made[-1].close)
    return made


def main(minutes: float, seed: int = SEED) -> str:
    """Run; answers what was done. Raises ``AssertionError`` for a statement that does not hold."""
    wanted, until = pairs(seed), time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory(prefix="jibao-bench-") as folder, ExitStack() as stack:
        here = Path(folder)
        practice = stack.enter_context(Practice(here / "office", SystemClock(TODAY)))
        made = offices(practice, here, stack)
        with ThreadPoolExecutor(len(made)) as pool:
            lots = [wanted[number :: len(made)] for number in range(len(made))]
            done = sum(pool.map(survive, made, lots, [until] * len(made)))
        receipts = check(practice, [office.store for office in made], made[0].keys)
    rest = f"; {len(wanted) - done} left when the time was up" if done < len(wanted) else ""
    return (
        f"{done} of {len(wanted)} pairs of faults at {len(OPERATIONS)} operations, budget {minutes:g} minutes,"
        f" seed {seed}: {receipts} receipts, six statements hold{rest}"
    )


if __name__ == "__main__":
    sys.stdout.write(main(float(sys.argv[1]), *map(int, sys.argv[2:3])) + "\n")
