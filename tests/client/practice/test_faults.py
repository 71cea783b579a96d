"""The fault console: each fault at the real endpoint, the same by its seed, and a real client that survives it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.net import NetworkFailure
from client.practice import Practice
from client.practice.faults import FAULTS, FILE, Console, Plan, read, write
from client.sync.filing import Filer
from client.usecases.bureau.training import SCENARIOS, plan_of
from tests.client.sync.office import CLOCK, HASTE, Client
from tests.client.sync.office import endpoint_of as again

SMALL = 0.05
WAIT = 60.0


@pytest.fixture
def folder(practice: Practice) -> Iterator[Path]:
    """Where the running endpoint looks for what shall go wrong; calm again afterwards."""
    yield practice.profile_path.parent
    write(practice.profile_path.parent, Plan())


@pytest.fixture
def client(enrolled: Client, folder: Path) -> Client:
    enrolled.calm()
    return enrolled


REQUESTS = [name for name in FAULTS if name != "wrong-certificate"]


@pytest.mark.parametrize("name", REQUESTS)
def test_whatever_goes_wrong_with_a_submission_it_arrives_once(client: Client, folder: Path, name: str) -> None:
    version = client.queue()
    write(folder, Plan(shares={name: 1.0}, seconds=SMALL, only="PUT "))
    (result,) = client.filer.push([version.version_id])
    if name == "delay":
        assert result.receipt is not None
    elif name == "duplicate":  # the repeated proof is refused, and the client proves itself anew
        assert len(client.on_server(version.return_key)) == 1
    else:
        assert result.receipt is None
        assert result.state == "sent"
    write(folder, Plan())
    client.filer = Filer(client.store, client.endpoint, CLOCK, pace=HASTE)
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None
    assert client.on_server(version.return_key) == [version.version_id]


def test_a_bad_line_is_worn_down_by_asking_again(client: Client, folder: Path) -> None:
    shares = {"drop-request": 0.15, "drop-answer": 0.15, "truncate": 0.1, "duplicate": 0.1, "error": 0.1}
    write(folder, Plan(seed=7, shares=shares))
    versions = [client.queue() for _ in range(4)]
    results = client.filer.push([each.version_id for each in versions], wait=WAIT)
    write(folder, Plan())
    assert all(each.receipt is not None for each in results)
    for version in versions:
        assert client.on_server(version.return_key) == [version.version_id]


def test_a_strange_certificate_is_named_and_nothing_is_sent(client: Client, folder: Path) -> None:
    write(folder, Plan(shares={"wrong-certificate": 1.0}))
    endpoint, meddler = again(client.store, client.home, client.firm)
    with pytest.raises(NetworkFailure) as caught:
        endpoint.hello()
    endpoint.close()
    assert caught.value.code.startswith("net.tls")
    assert len(meddler.passed) == 1
    write(folder, Plan())
    endpoint, _ = again(client.store, client.home, client.firm)
    assert endpoint.hello().env == "practice"
    endpoint.close()


def test_a_clock_that_is_off_is_followed(client: Client, folder: Path) -> None:
    write(folder, Plan(clock=-3600))
    endpoint, _ = again(client.store, client.home, client.firm)
    endpoint.hello()
    assert abs((endpoint.clock.now() - CLOCK.now()).total_seconds() + 3600) < 60
    endpoint.close()


def test_a_seed_gives_the_same_faults_and_another_gives_others(tmp_path: Path) -> None:
    plan = Plan(seed=3, shares={"drop-answer": 0.3, "error": 0.3}, only="/v1/")

    def drawn(seed: int) -> list[str]:
        folder = tmp_path / str(seed)
        write(folder, Plan(seed, plan.shares, only=plan.only))
        console = Console(folder)
        assert console.draw("GET /tuf/metadata/root.json") == ""
        return [console.draw("PUT /v1/returns/x") for _ in range(200)]

    assert drawn(3) == drawn(3) != drawn(4)
    assert 80 < sum(bool(fault) for fault in drawn(3)) < 160


def test_a_plan_written_in_the_same_tick_of_the_clock_is_followed(tmp_path: Path) -> None:
    file = tmp_path / FILE
    write(tmp_path, Plan(shares={"delay": 1.0}))
    console, before = Console(tmp_path), file.stat()
    assert console.draw("PUT /v1/x") == "delay"
    write(tmp_path, Plan(shares={"error": 1.0}))
    os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert console.draw("PUT /v1/x") == "error"


@pytest.mark.parametrize(
    "plan", [Plan(shares={"magic": 1.0}), Plan(shares={"delay": 2.0}), Plan(shares={"delay": 1.0}, seconds=1e9)]
)
def test_a_plan_that_makes_no_sense_is_refused(tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(UserError) as caught:
        write(tmp_path, plan)
    assert caught.value.remedy("zh")
    assert read(tmp_path).quiet


def test_a_file_that_cannot_be_read_lets_nothing_go_wrong(tmp_path: Path) -> None:
    (tmp_path / "faults.json").write_bytes(b'{"shares":{"delay":"often"}}')
    assert read(tmp_path).quiet
    assert Console(tmp_path).draw("PUT /v1/x") == ""


def test_every_scenario_is_a_plan(tmp_path: Path) -> None:
    for each in SCENARIOS:
        write(tmp_path, plan_of(each))
        assert read(tmp_path) == plan_of(each)
        assert plan_of(replace(each, name="x")) == plan_of(each)
