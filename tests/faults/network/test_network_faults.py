"""Every fault of the line at every operation, alone and in seeded pairs; then the history is checked."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from client.practice import Practice, start
from client.store import Store
from tests.client.sync.office import CLOCK, KEY, TODAY
from tests.faults.network.history import check
from tests.faults.network.lines import OPERATIONS, Line, Office, faulty_line
from tests.faults.network.proxy import FAULTS, TLS

PAIRS = 150
SINGLES = [(op, fault) for op in OPERATIONS for fault in FAULTS if fault not in TLS or op == "put"]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with start(tmp_path_factory.mktemp("office"), today=TODAY) as running:
        yield running


@pytest.fixture(scope="module")
def line(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with faulty_line(practice, tmp_path_factory.mktemp("line")) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(practice: Practice, line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("client")
    with Store.open(home / "jibao.db", KEY, clock=CLOCK) as store:
        made = Office(practice, line, home, store)
        yield made
        made.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_single_fault_is_survived(office: Office, operation: str) -> None:
    chance = random.Random(operation)
    for op, fault in SINGLES:
        if op == operation:
            office.run([(op, fault)], chance)


@pytest.mark.timeout(900)
def test_seeded_pairs_are_survived_and_the_history_holds(practice: Practice, office: Office) -> None:
    chance = random.Random(20261127)
    for _ in range(PAIRS):
        office.run([(chance.choice(list(OPERATIONS)), chance.choice(FAULTS)) for _ in range(2)], chance)
    assert check(practice, [office.store], office.keys) >= PAIRS


def test_what_went_wrong_was_named(office: Office) -> None:
    """Portal, gateway, proxy, cut line: what the person is told differs, and nothing was an empty list."""
    chance = random.Random(5)
    told = {"portal-302": "net.portal", "status-502": "net.gateway", "inner-407": "net.proxy-login"}
    told |= {"drop-response": "net.cut-off", "gzip-twice": "net.altered", "strip-headers": "net.portal"}
    for fault, code in told.items():
        office.named.clear()
        office.run([("status", fault)], chance)
        assert office.named == {code}
