"""Rows of the threat table that want a test of their own, by their number; docs/threats.md lists them all."""

from __future__ import annotations

import base64
import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from client.base.clock import Clock
from client.net.over_httpx import HttpxTransport
from client.net.problems import ProblemAnswer
from client.net.tls import tls_context
from client.net.transport import Answer, Request
from client.practice import Practice
from client.protocol import sealing
from client.protocol.faults import ProtocolFault
from client.protocol.keys import generate
from client.protocol.messages import Submission
from client.protocol.strict_json import decode
from client.sync.states import State
from tests.client.net.certificates import Authority
from tests.client.net.hostile import HostileServer
from tests.client.sync.office import Client, client_of, is_put
from tests.conftest import named_for_rows

ROOT = Path(__file__).resolve().parents[2]
CANARIES = [f"{7_310_000_000 + 7919 * number}" for number in range(200)]


@pytest.fixture
def client(practice: Practice, tmp_path: Path) -> Iterator[Client]:
    with client_of(practice, tmp_path / "client") as made:
        yield made


def spellings(text: str) -> Iterator[bytes]:
    """A figure as it might lie in captured traffic; base64 in its three alignments."""
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield plain.hex().encode()
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        yield coded[4 if shift else 0 : len(coded) - 4]


def unpacked(data: bytes) -> bytes:
    """The data with whatever gzip members lie in it opened."""
    found = [data]
    for match in re.finditer(rb"\x1f\x8b\x08", data):
        try:
            found.append(gzip.decompress(data[match.start() :]))
        except (OSError, EOFError):
            continue
    return b"".join(found)


def test_b01_a_gateway_that_reads_tls_reads_no_figure(client: Client) -> None:
    """What an inspecting gateway sees is what passes here: requests and answers without TLS."""
    seen: list[bytes] = []

    def note(request: Request) -> Answer | None:
        headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        seen.extend((request.url.encode(), headers.encode(), request.body or b""))
        return None

    def note_answer(request: Request, answer: Answer) -> Answer:
        seen.append(answer.body)
        return answer

    client.meddler.before, client.meddler.after = note, note_answer
    cells = {f"JY{number:03d}": value for number, value in enumerate(CANARIES, 1)}
    version = client.queue(cells=cells)
    client.filer.push([version.version_id], wait=60)
    client.endpoint.content(version.return_key, version.version_id)
    traffic = b"\n".join(unpacked(each) for each in seen)
    sealed = next(each for each in seen if b'"sealed"' in each)
    traffic += base64.urlsafe_b64decode(decode(sealed, Submission).sealed.data + "==")
    assert len(traffic) > 20_000
    found = [value for value in CANARIES for spelled in spellings(value) if spelled in traffic]
    assert found == []


def test_b05_forged_successes_move_nothing(client: Client) -> None:
    """40 answers that claim success and are not the bureau's."""
    genuine = client.queue()
    (result,) = client.filer.push([genuine.version_id], wait=60)
    held = client.store.run(lambda books: books.receipts.get(genuine.version_id))
    assert result.receipt is not None
    assert held is not None
    version = client.queue()
    lies = list(forgeries(held.receipt))
    assert len(lies) == 40
    for status, body in lies:

        def lie(request: Request, told: tuple[int, bytes] = (status, body)) -> Answer | None:
            headers = {"stats-api": "1", "content-type": "application/json"}
            return Answer(told[0], headers, told[1]) if "/versions/" in request.url else None

        client.meddler.before = lie
        (result,) = client.filer.push([version.version_id])
        assert result.state is State.SENT, body[:100]
        assert result.receipt is None
        assert client.state(version.version_id) == "sent"
    client.calm()
    (result,) = client.filer.push([version.version_id], wait=60)
    assert result.receipt is not None


def forgeries(receipt: str) -> Iterator[tuple[int, bytes]]:
    """Fake 200 and 201 answers: none, junk, another version's receipt, a receipt with something changed."""
    head, payload, signature = receipt.split(".")
    spoilt = [
        "",
        "x",
        "a.b.c",
        receipt,
        f"{head}.{payload}.",
        f"{head}.{payload}.{signature[:-4]}AAAA",
        f"{head}.{payload[:-6]}AAAAAA.{signature}",
        "eyJhbGciOiJub25lIn0." + payload + ".",
        f"{_with(head, alg='HS256')}.{payload}.{signature}",
        f"{_with(head, typ='jibao-decision')}.{payload}.{signature}",
        f"{_with(head, kid='nobody')}.{payload}.{signature}",
        f"{head}.{_with(payload, env='prod')}.{signature}",
    ]
    states = ("received", "accepted", "superseded")
    bodies = [msgspec.json.encode({"state": state, "receipt": token}) for token in spoilt for state in states]
    bodies += [b"", b"{}", b"ok", b'{"state":"accepted"}']
    yield from ((200 if number % 2 else 201, body) for number, body in enumerate(bodies))


def _with(part: str, **changed: str) -> str:
    read = msgspec.json.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return base64.urlsafe_b64encode(msgspec.json.encode(read | changed)).rstrip(b"=").decode()


def test_b07_a_sealed_body_opens_in_its_own_place_only() -> None:
    key = generate()
    place = ("91440101MA5XXXXX0A.JY.2026-10", "3b1e0000-0000-4000-8000-000000000001", "a" * 64)
    sealed = sealing.seal(b"x" * 4096, key.public_key(), sealing.submission_info("prod", *place))
    assert sealing.unseal(sealed, key, sealing.submission_info("prod", *place))
    others = [
        ("prod", "91440101MA5XXXXX0B.JY.2026-10", *place[1:]),
        ("prod", "91440101MA5XXXXX0A.YF.2026-10", *place[1:]),
        ("prod", "91440101MA5XXXXX0A.JY.2026-09", *place[1:]),
        ("prod", place[0], "3b1e0000-0000-4000-8000-000000000002", place[2]),
        ("prod", *place[:2], "b" * 64),
        ("practice", *place),
    ]
    for other in others:
        with pytest.raises(ProtocolFault) as caught:
            sealing.unseal(sealed, key, sealing.submission_info(*other))
        assert caught.value.code == "protocol.unsealable"


@pytest.mark.parametrize("days", [1, -1])
def test_b23_a_clock_a_day_off_is_not_even_noticed(client: Client, days: int) -> None:
    """Times that are signed are the endpoint's, whatever this computer believes."""
    version = client.queue()
    seen: list[str] = []

    def look(request: Request) -> Answer | None:
        if is_put(request):
            seen.append(request.headers["DPoP"])
        return None

    client.meddler.before = look
    client.endpoint.clock._wall = _Off(client.endpoint.clock._wall, timedelta(days=days))
    (result,) = client.filer.push([version.version_id], wait=60)
    assert result.receipt is not None
    assert seen


class _Off:
    """A clock that is wrong by so much."""

    def __init__(self, clock: Clock, by: timedelta) -> None:
        self._clock = clock
        self._by = by

    def now(self) -> datetime:
        return self._clock.now() + self._by


def test_b23_a_clock_beyond_the_certificate_is_named_and_what_is_queued_waits(
    client: Client, tmp_path: Path
) -> None:
    """A certificate that begins in three days, as a clock set back by three days sees it."""
    version = client.queue()
    authority = Authority()
    context = authority.server_context(tmp_path, begins=3, ends=30)
    transport = HttpxTransport(tls_context("practice", authority.pem))
    with HostileServer(lambda _: None, context) as far:

        def too_early(request: Request) -> Answer | None:
            return transport.send(msgspec.structs.replace(request, url=far.url + urlsplit(request.url).path))

        client.meddler.before = too_early
        (result,) = client.filer.push([version.version_id])
        assert (result.state, result.code) == (State.SENT, "net.tls-clock")
        assert result.params["now"]
        assert far.requests == []
    transport.close()
    (carried,) = client.filer.carry([version.version_id])
    assert carried.sealed == version.sealed
    client.calm()
    (result,) = client.filer.push([version.version_id], wait=60)
    assert result.receipt is not None


def test_b12_a_device_taken_out_files_nothing_more_and_keeps_its_receipts(
    client: Client, practice: Practice
) -> None:
    """Its answer to the next filing is told to the person; what it filed before can still be fetched."""
    filed, later = client.queue(), client.queue()
    client.filer.push([filed.version_id], wait=60)

    practice.revoke(client.endpoint.own_device.device_id)
    (result,) = client.filer.push([later.version_id])
    assert (result.state, result.code, result.receipt) == (State.SENT, "problem.device-revoked", None)
    assert client.endpoint.get_version(filed.return_key, filed.version_id).state is not None
    with pytest.raises(ProblemAnswer, match="device-revoked"):
        client.endpoint.notices()


def test_b25_a_filing_speaks_to_its_endpoint_and_to_nobody_else(tmp_path: Path) -> None:
    """Every name looked up and every connection made, told by Python itself: no telemetry, no update, no font."""
    words = [sys.executable, "-m", "tests.threats.listened", str(tmp_path / "home")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *seen, endpoint = done.stdout.splitlines()
    host, port = endpoint.removeprefix("endpoint ").split(":")
    assert host == "127.0.0.1"
    assert set(seen) == {f"connect ('127.0.0.1', {port})", "look-up '127.0.0.1'"}


def test_a_row_is_run_by_its_number(pytestconfig: pytest.Config) -> None:
    """Every name on the page leads to tests with the row's number; a row has some, or says why not."""
    rows: set[int] = set().union(*named_for_rows().values())
    assert set(range(1, 26)) - rows == {4, 24}
    known = "\n".join(pytestconfig.getini("markers"))
    assert all(f"threat_{row:02}:" in known for row in rows)


def test_the_numbers_are_on_the_tests(request: pytest.FixtureRequest) -> None:
    numbered = [item for item in request.session.items if re.search(r"test_threats.py::test_b\d\d_", item.nodeid)]
    for item in numbered:
        row = item.nodeid.partition("::test_b")[2][:2]
        assert item.get_closest_marker(f"threat_{row}"), item.nodeid


def test_every_row_is_told_and_every_test_named_exists() -> None:
    """docs/threats.md: 25 rows, each with tests that are there or with why there is none."""
    text = (ROOT / "docs" / "threats.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \|.*\| (.*) \|$", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 26))
    for number, told in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", told)
        assert named or told.startswith("not covered: "), number
        for file, name in named:
            source = (ROOT / file).read_text("utf-8")
            assert not name or f"def {name}(" in source, f"row {number}: {file} has no {name}"
