"""Every fault of the line at every operation, alone and in seeded pairs; then the history is checked.

Three computers of three firms go through them side by side, each behind a faulty line of its own: while one waits
for an answer that does not come, the others work.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from client.practice import Practice
from client.store import Store
from tests.client.sync.office import CLOCK, KEY
from tests.faults.network.history import check
from tests.faults.network.lines import OPERATIONS, Fault, Office, faulty_line
from tests.faults.network.proxy import FAULTS, TLS

SIDE_BY_SIDE = 3
PAIRS = 150
SINGLES = [(op, fault) for op in OPERATIONS for fault in FAULTS if fault not in TLS or op == "put"]


@pytest.fixture(scope="module")
def offices(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Office]]:
    with ExitStack() as stack:
        made = []
        for _ in range(SIDE_BY_SIDE):
            home = tmp_path_factory.mktemp("client")
            line = stack.enter_context(faulty_line(practice, home))
            store = stack.enter_context(Store.open(home / "jibao.db", KEY, clock=CLOCK))
            made.append(Office(practice, line, home, store))
            stack.callback(made[-1].close)
        yield made


def survive(offices: list[Office], lots: list[list[Fault]]) -> None:
    """Share the lots out, each office its own in their order."""

    def go(number: int) -> None:
        chance = random.Random(number)
        for lot in lots[number :: len(offices)]:
            offices[number].run(lot, chance)

    with ThreadPoolExecutor(len(offices), thread_name_prefix="office") as pool:
        list(pool.map(go, range(len(offices))))


@pytest.mark.timeout(900)
def test_every_single_fault_is_survived(offices: list[Office]) -> None:
    survive(offices, [[single] for single in SINGLES])
    assert len(SINGLES) > 400


@pytest.mark.timeout(900)
def test_seeded_pairs_are_survived_and_the_history_holds(practice: Practice, offices: list[Office]) -> None:
    chance = random.Random(20261127)
    pairs = [[(chance.choice(list(OPERATIONS)), chance.choice(FAULTS)) for _ in range(2)] for _ in range(PAIRS)]
    survive(offices, pairs)
    stores = [office.store for office in offices]
    assert check(practice, stores, offices[0].keys) >= PAIRS
    (carried,) = practice._books.run(lambda line: line.execute("SELECT count(*) FROM bundles").fetchone())
    assert carried > 0, "carry files got through too"


def test_what_went_wrong_was_named(offices: list[Office]) -> None:
    """Portal, gateway, proxy, cut line: what the person is told differs, and nothing was an empty list."""
    chance, office = random.Random(5), offices[0]
    office.be_patient()
    told = {"portal-302": "net.portal", "status-502": "net.gateway", "inner-407": "net.proxy-login"}
    told |= {"drop-response": "net.cut-off", "gzip-twice": "net.altered", "strip-headers": "net.portal"}
    for fault, code in told.items():
        office.named.clear()
        office.run([("status", fault)], chance)
        assert office.named == {code}
