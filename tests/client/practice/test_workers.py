"""Two endpoint processes on one PostgreSQL, behind a balancer: one endpoint, whichever of them answers."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from client.base.errors import UserError
from client.conformance import run
from client.conformance.device import Draft, Frozen
from client.conformance.fixture import Fixture
from client.conformance.own_device import OwnDevice
from client.practice.bureau import deciding, enrolling
from client.practice.database import proofs, records
from client.practice.database.books import Books
from client.practice.database.postgres import Postgres
from client.protocol import jws
from client.protocol.encoding import chain_digest, content_digest
from client.protocol.messages import SUBMISSION_MEDIA
from tests.client.practice.cluster import Cluster
from tests.client.practice.conftest import Device, Endpoint, problem, wait_until
from tests.client.practice.workers import Workers, workers
from tests.client.sync.office import CLOCK, TODAY, new_firm


@pytest.fixture(scope="module")
def address(cluster: Cluster) -> str:
    return cluster.address()


@pytest.fixture(scope="module")
def pair(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    with workers(address, tmp_path_factory.mktemp("workers"), TODAY.isoformat()) as started:
        yield started


@pytest.fixture
def books(pair: Workers, address: str) -> Iterator[Books]:
    """The database that the processes share."""
    opened = Books(Postgres(address))
    yield opened
    opened.close()


Codes = list[tuple[str, str]]


@pytest.fixture
def codes(books: Books) -> Callable[[str, int], Codes]:
    def issue(firm: str, count: int) -> Codes:
        work = lambda c: enrolling.issue_code(c, firm, "", CLOCK.now())  # noqa: E731
        return [(firm, books.run(work)) for _ in range(count)]

    return issue


def rows(books: Books, statement: str) -> list[dict[str, Any]]:
    return books.look(lambda c: [dict(row) for row in c.execute(statement)])


def test_they_keep_every_promise_together(
    pair: Workers, codes: Callable[[str, int], Codes], tmp_path: Path
) -> None:
    """The contract suite, connections going to one and the other in turn."""
    given = codes(new_firm(), 3) + codes(new_firm(), 1)
    found = list(run(lambda firm: OwnDevice(pair.profile, tmp_path, firm, clock=CLOCK), given))
    assert len(found) >= 38
    assert {each.name: each.said for each in found if each.verdict != "kept"} == {}


class Racer:
    """A firm's device with several connections, each to whichever process took it."""

    def __init__(self, pair: Workers, folder: Path, code: tuple[str, str]) -> None:
        self._fixture = Fixture(lambda firm: OwnDevice(pair.profile, folder, firm, clock=CLOCK), [code])
        device = self._fixture.device()
        assert isinstance(device, OwnDevice)
        self.device, self._profile = device, pair.profile
        owed = self.device.call("GET", "/v1/obligations").json()["items"]
        self.returns = [each for each in owed if each["form"] == "JY"]

    def freeze(self, place: int, base: str | None) -> Frozen:
        due = self.returns[place]
        pack = (due["packs"][0]["version"], due["packs"][0]["sha256"])
        words = {"kind": "correction", "base": base, "reason": "更正"} if base else {}
        return self.device.freeze(Draft(due["return_key"], {"JY001": "1"}, pack, **words))

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
        """One request on a connection of its own, which goes to the next process."""
        headers = {
            "DPoP": self.device.proof(method, path),
            "Authorization": f"DPoP {self.device._token}",
        } | headers
        if body is not None:
            headers |= {"Content-Type": SUBMISSION_MEDIA, "Content-Digest": content_digest(body)}
        place = urlsplit(self._profile.base_url)
        context = ssl.create_default_context(cadata=self._profile.tls_ca_pem)
        assert place.hostname is not None
        line = HTTPSConnection(place.hostname, place.port, context=context, timeout=60)
        with closing(line):
            line.request(method, path, body, headers)
            with line.getresponse() as response:
                self.device._nonce = response.headers["DPoP-Nonce"]
                return response.status, json.loads(response.read())

    def put(self, frozen: Frozen) -> tuple[int, dict[str, Any]]:
        return self.ask("PUT", frozen.path, frozen.body)

    def close(self) -> None:
        self._fixture.close()


@pytest.fixture
def racer(pair: Workers, codes: Callable[[str, int], Codes], tmp_path: Path) -> Iterator[Racer]:
    made = Racer(pair, tmp_path, codes(new_firm(), 1)[0])
    yield made
    made.close()


def test_of_those_who_build_on_one_head_one_is_first(racer: Racer, books: Books) -> None:
    """Six versions of each of two returns at once, time after time; of each, one is received in each round."""
    heads: list[str | None] = [None, None]
    with ThreadPoolExecutor(12) as pool:
        for _ in range(5):
            made = [(place, racer.freeze(place, heads[place])) for place in (0, 1) for _ in range(6)]
            answers = list(pool.map(lambda each: racer.put(each[1]), made))
            assert sorted(status for status, _ in answers) == [201] * 2 + [409] * 10
            for (place, frozen), (status, said) in zip(made, answers, strict=True):
                if status == 201:
                    heads[place] = frozen.version_id
                else:
                    assert said["type"].endswith("/base-moved")
    _one_chain(books)


def test_the_same_bytes_at_both_have_one_receipt(racer: Racer, books: Books) -> None:
    frozen = racer.freeze(2, None)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(racer.put, [frozen] * 8))
    assert sorted(status for status, _ in answers) == [200] * 7 + [201]
    assert len({said["receipt"] for _, said in answers}) == 1
    _one_chain(books)


def _one_chain(books: Books) -> None:
    """Receipts follow each other without gap or fork, and so do the versions of each return."""
    found = rows(books, "SELECT seq, receipt, return_key, version_id, base_version_id FROM versions ORDER BY seq")
    assert [row["seq"] for row in found] == list(range(1, len(found) + 1))
    before, heads = None, {}
    for row in found:
        receipt = json.loads(jws.unverified(row["receipt"]))
        assert (receipt["seq"], receipt["prev"]) == (row["seq"], before)
        assert row["base_version_id"] == heads.get(row["return_key"])
        before, heads[row["return_key"]] = chain_digest(row["receipt"]), row["version_id"]


def test_a_proof_is_good_once_whichever_process_hears_it(racer: Racer) -> None:
    proof = racer.device.proof("GET", "/v1/me")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: racer.ask("GET", "/v1/me", DPoP=proof), range(4)))
    assert sorted(status for status, _ in answers) == [200, 401, 401, 401]
    assert {said["error"] for status, said in answers if status == 401} == {"invalid_dpop_proof"}


def test_when_the_database_forgot_the_proofs_their_nonces_are_dead(racer: Racer, books: Books) -> None:
    """As after a crash of the server: tables without a log are empty then. Both processes learn of it."""
    books.run(lambda c: c.execute("DELETE FROM used"))
    books.run(lambda c: c.execute("DELETE FROM nonces"))
    answers = [racer.ask("GET", "/v1/me") for _ in range(4)]
    assert answers[0][1]["error"] == "use_dpop_nonce"
    assert [status for status, _ in answers[1:]] == [200, 200, 200]


def test_one_goes_on_when_the_other_dies(racer: Racer, pair: Workers, books: Books) -> None:
    """Kept for the end: a process is killed, and the other answers for what either had received."""
    received = racer.freeze(3, None)
    assert racer.put(received)[0] == 201
    pair.processes[1].kill()
    pair.processes[1].wait()
    later = racer.freeze(4, None)
    assert [_patiently(racer, each) for each in (received, later)] == [200, 201]
    _one_chain(books)


def _patiently(racer: Racer, frozen: Frozen) -> int:
    """As a client does that lost its line: the same bytes again."""
    for _ in range(5):
        try:
            return racer.put(frozen)[0]
        except Exception:  # noqa: BLE001 - the line that ended with its process
            continue
    raise AssertionError("nobody answered")


def test_what_an_ended_process_left_undecided_is_taken_over(
    cluster: Cluster, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decided and made undecided again behind its back, which is how a version of another process looks."""
    monkeypatch.setattr(deciding, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(deciding, "LEFT_OVER", timedelta(seconds=-60))
    endpoint = Endpoint(home, database=cluster.address())
    device = Device(endpoint, endpoint.next_firm())
    try:
        device.enrol()
        device.log_in()
        frozen = device.freeze()
        device.put(frozen)
        device.decided(frozen)
        endpoint.practice._books.run(lambda c: c.execute("DELETE FROM decisions"))
        wait_until(lambda: not endpoint.practice._books.look(records.undecided))
    finally:
        device.http.close()
        endpoint.practice.close()


def test_a_filing_does_not_notice_that_the_server_hung_up_meanwhile(cluster: Cluster, home: Path) -> None:
    """As after a night: both connections of the endpoint were ended while nobody asked anything of them."""
    address = cluster.address()
    endpoint = Endpoint(home, database=address)
    device, books, other = (
        Device(endpoint, endpoint.next_firm()),
        endpoint.practice._books,
        Books(Postgres(address)),
    )
    try:
        device.enrol()
        device.log_in()
        first, later = device.freeze(), device.freeze("XM.2025-09")
        device.put(first)
        device.decided(first)
        ask = "SELECT pg_backend_pid() AS pid"
        own = [look(lambda c: c.execute(ask).fetchone()["pid"]) for look in (books.run, books.look)]
        other.look(lambda c: c.execute("SELECT pg_terminate_backend(pid) FROM unnest(?::int[]) AS pid", (own,)))
        alive = "SELECT pid FROM pg_stat_activity WHERE pid = ANY(?)"
        wait_until(lambda: other.look(lambda c: c.execute(alive, (own,)).fetchone()) is None)
        assert [device.put(later).status_code for _ in range(2)] == [201, 200]
    finally:
        other.close()
        device.http.close()
        endpoint.practice.close()


def test_a_writer_who_stopped_holds_the_others_up_for_a_time_only(cluster: Cluster, home: Path) -> None:
    """Another process took the one writer's lock and stopped: a filing is refused, and received later."""
    database = Postgres(cluster.address())
    endpoint = Endpoint(home, database=database._address)
    device = Device(endpoint, endpoint.next_firm())
    stopped = database.open()
    try:
        device.enrol()
        device.log_in()
        for name in ("lock_timeout", "idle_in_transaction_session_timeout"):
            assert stopped.execute(f"SHOW {name}").fetchone()[name] == "15s"
        endpoint.practice._books.run(lambda c: c.execute("SET lock_timeout = 100"))
        database.begin(stopped)
        frozen = device.freeze()
        refused = device.put(frozen)
        problem(refused, 503, "busy")
        assert int(refused.headers["Retry-After"]) > 0
        stopped.execute("SET idle_in_transaction_session_timeout = 1")
        wait_until(lambda: device.put(frozen).status_code == 201)
        assert database.lost(stopped)
    finally:
        stopped.close()
        device.http.close()
        endpoint.practice.close()


def test_what_no_text_can_hold_is_refused(books: Books) -> None:
    from client.practice.problems import Refusal

    with pytest.raises(Refusal, match="malformed"):
        books.look(lambda c: c.execute("SELECT ? AS x", ("a\0b",)))


def test_proofs_are_forgotten_when_their_nonces_are_dead(books: Books) -> None:
    secret = books.look(proofs.nonce_secret)
    assert books.look(lambda c: proofs.use(c, "me", "1", 100, secret))
    assert not books.look(lambda c: proofs.use(c, "me", "1", 100, secret))
    books.look(lambda c: proofs.forget(c, 101))
    assert books.look(lambda c: proofs.use(c, "me", "1", 100, secret))
    assert not books.look(lambda c: proofs.use(c, "me", "2", 100, b"another secret"))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mysql://somewhere", "practice.bad-database"),
        ("postgresql:///nothing?host=/nowhere", "practice.database-unreachable"),
    ],
)
def test_an_address_that_is_none_is_told(address: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        Books(Postgres(address))


def test_a_server_that_does_not_wait_for_its_disk_is_refused(cluster: Cluster) -> None:
    with cluster.without_fsync() as address, pytest.raises(UserError, match=r"practice\.database-not-durable"):
        Books(Postgres(address))
