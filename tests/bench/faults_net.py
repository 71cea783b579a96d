"""Every pair of faults of the line at every pair of operations while the budget lasts; then the history check.

    python -m tests.bench.faults_net MINUTES [SEED]

The pairs are drawn without repetition, in an order that the seed gives; what was left undone is said.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from client.practice import start
from client.store import Store
from tests.client.sync.office import CLOCK, KEY, TODAY
from tests.faults.network.history import check
from tests.faults.network.lines import OPERATIONS, Office, faulty_line
from tests.faults.network.proxy import FAULTS, TLS

SEED = 20261127


def pairs(seed: int) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """All pairs of an operation with a fault; those of the connection are the same for every operation."""
    singles = [(op, fault) for op in OPERATIONS for fault in FAULTS if fault not in TLS or op == "put"]
    found = list(product(singles, singles))
    random.Random(seed).shuffle(found)
    return found


def main(minutes: float, seed: int = SEED) -> str:
    """Run; answers what was done. Raises ``AssertionError`` for a statement that does not hold."""
    wanted, chance = pairs(seed), random.Random(seed)
    until, done = time.monotonic() + minutes * 60, 0
    with tempfile.TemporaryDirectory(prefix="jibao-bench-") as folder:
        here = Path(folder)
        home = here / "client"
        home.mkdir()
        with (
            start(here / "office", today=TODAY) as practice,
            faulty_line(practice, here) as line,
            Store.open(home / "jibao.db", KEY, clock=CLOCK) as store,
        ):
            office = Office(practice, line, home, store)
            for pair in wanted:
                if time.monotonic() >= until:
                    break
                office.run(list(pair), chance)
                done += 1
            receipts = check(practice, [store], office.keys)
            office.close()
    rest = (
        f"; {len(wanted) - done} left when the budget of {minutes:g} minutes was spent"
        if done < len(wanted)
        else ""
    )
    return f"{done} of {len(wanted)} pairs of faults, seed {seed}: {receipts} receipts, six statements hold{rest}"


if __name__ == "__main__":
    sys.stdout.write(main(float(sys.argv[1]), *map(int, sys.argv[2:3])) + "\n")
