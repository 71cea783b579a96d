"""The practice endpoint under load: returns a second and the answers' delays, beside the generator.

    python -m tests.bench.endpoint SECONDS CONNECTIONS [PROCESSES]

The endpoint is a process of its own, started as anybody starts it, with full durability; with PROCESSES so many on
one PostgreSQL, whose processor counts as theirs, connections being shared out among them. Everything the generator
sends is sealed, signed and laid out as bytes before the clock starts, so that it takes little of the processor.
Each connection is one firm's device, which files its returns one after another, each on top of the one before.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import secrets
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from client.base.clock import SystemClock
from client.conformance.device import Draft
from client.conformance.fixture import Fixture
from client.conformance.own_device import OwnDevice
from client.practice.bureau import enrolling
from client.practice.database.books import Books
from client.practice.database.postgres import Postgres
from client.protocol import strict_json
from client.protocol.encoding import content_digest
from client.protocol.messages import SUBMISSION_MEDIA, EndpointProfile
from tests.client.practice import cluster
from tests.client.practice.workers import workers
from tests.client.sync.office import new_firm

ROOT = Path(__file__).resolve().parents[2]
SIZE = 26 * 1024
"""Bytes of one request's body, about: a return of usual length, sealed and spelled in base64."""
TODAY = "2025-11-05"
RATE = 600
"""So many returns a second are made ready at most."""


class Load(NamedTuple):
    """What one connection is to send: whole requests as bytes."""

    requests: list[bytes]


@contextlib.contextmanager
def endpoint(
    home: Path, firms: list[str], program: Sequence[str] = ("main.py",)
) -> Iterator[tuple[EndpointProfile, dict[str, str], int]]:
    """A practice endpoint in a process of its own: profile, enrolment code by firm, process id."""
    words = [sys.executable, *program, "practice", "--home", str(home), "--today", TODAY, "--json"]
    words += [word for firm in firms for word in ("--enterprise", firm)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            profile = strict_json.decode(Path(told["files"][0]).read_bytes(), EndpointProfile)
            yield profile, told["details"], process.pid
        finally:
            process.terminate()


def device(profile: EndpointProfile, folder: Path, firm: str, code: str) -> tuple[OwnDevice, list[dict[str, Any]]]:
    """A device enrolled and logged in, and what its firm owes."""
    fixture = Fixture(lambda which: OwnDevice(profile, folder, which), [(firm, code)])
    made = fixture.device()
    assert isinstance(made, OwnDevice)
    return made, made.call("GET", "/v1/obligations").json()["items"]


def made_ready(sender: OwnDevice, owed: list[dict[str, Any]], count: int) -> Load:
    """So many returns of one firm, each with its own proof."""
    heads: dict[str, str] = {}
    monthly = [each for each in owed if each["form"] in ("JY", "XM", "CP")]
    requests = []
    for number in range(count):
        due = monthly[number % len(monthly)]
        key, base = due["return_key"], heads.get(due["return_key"])
        pack = due["packs"][0]
        cells = {"JY001": "1234", "JY002": secrets.token_hex(int(SIZE * 0.51))}
        draft = Draft(key, cells, (pack["version"], pack["sha256"]))
        if base:
            draft = draft._replace(kind="correction", base=base, reason="负载")
        frozen = sender.freeze(draft)
        heads[key] = frozen.version_id
        requests.append(_request(sender, frozen.path, frozen.body))
    return Load(requests)


def _request(sender: OwnDevice, path: str, body: bytes) -> bytes:
    place = urlsplit(sender._url(path))
    head = {
        "Host": place.netloc,
        "Authorization": f"DPoP {sender._token}",
        "DPoP": sender.proof("PUT", path),
        "Content-Type": SUBMISSION_MEDIA,
        "Content-Digest": content_digest(body),
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"PUT {place.path} HTTP/1.1\r\n{lines}\r\n".encode() + body


@contextlib.contextmanager
def several(
    folder: Path, firms: list[str], count: int
) -> Iterator[tuple[EndpointProfile, dict[str, str], list[int], list[int]]]:
    """So many processes on one PostgreSQL on disk: profile, codes, process ids with PostgreSQL's, and ports."""
    with cluster.running(on_disk=True) as server:
        address = server.address()
        with workers(address, folder, TODAY, count) as started:
            books = Books(Postgres(address))  # open to the end, so that the server's processes stay the same
            now = SystemClock(date.fromisoformat(TODAY)).now()
            codes = {firm: books.run(partial(enrolling.issue_code, firm=firm, name="", now=now)) for firm in firms}
            pids = [*(process.pid for process in started.processes), *server.processes()]
            try:
                yield started.profile, codes, pids, started.ports
            finally:
                books.close()


async def run(
    profile: EndpointProfile, loads: list[Load], seconds: float, ports: Sequence[int] = ()
) -> tuple[list[float], list[int], float]:
    """Send everything, one request at a time on each connection: delays, statuses, and how long it took.

    ``ports`` are those of several processes, of which each connection goes to the next.
    """
    place = urlsplit(profile.base_url)
    context = ssl.create_default_context(cadata=profile.tls_ca_pem)
    delays: list[float] = []
    statuses: list[int] = []
    turns = itertools.cycle(ports or [place.port])
    lines = [await asyncio.open_connection(place.hostname, next(turns), ssl=context) for _ in loads]
    started = time.perf_counter()

    async def send(load: Load, line: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        reader, writer = line
        for request in load.requests:
            begun = time.perf_counter()
            if begun - started > seconds:
                return
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(each[15:]) for each in head.lower().split(b"\r\n") if each.startswith(b"content-length")
            )
            await reader.readexactly(length)
            delays.append(time.perf_counter() - begun)
            statuses.append(int(head.split(b" ", 2)[1]))

    await asyncio.gather(*(send(load, line) for load, line in zip(loads, lines, strict=True)))
    took = time.perf_counter() - started
    for _, writer in lines:
        writer.transport.abort()
    return delays, statuses, took


def processor(pid: int) -> tuple[float, float]:
    """Seconds of processor a process has used, and the most memory it had, in MB."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    peak = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / 100, int(peak.split()[1]) / 1024


def main(seconds: float, connections: int, processes: int = 0) -> str:
    """Measure; answers a line that says what came of it."""
    firms = [new_firm() for _ in range(connections)]
    each = int(seconds * RATE / connections) + 1
    with tempfile.TemporaryDirectory(prefix="jibao-bench-") as folder:
        here = Path(folder)
        with contextlib.ExitStack() as stack:
            if processes:
                profile, codes, pids, ports = stack.enter_context(several(here / "homes", firms, processes))
            else:
                profile, codes, pid = stack.enter_context(endpoint(here / "home", firms))
                pids, ports = [pid], []
            devices = [device(profile, here / firm, firm, codes[firm]) for firm in firms]
            loads = [made_ready(sender, owed, each) for sender, owed in devices]
            before = sum(processor(each)[0] for each in pids)
            delays, statuses, took = asyncio.run(run(profile, loads, seconds, ports))
            used = sum(processor(each)[0] for each in pids)
            memory = max(processor(each)[1] for each in pids)
            for sender, _ in devices:
                sender.close()
    good = sum(status in (200, 201) for status in statuses)
    marks = statistics.quantiles(delays, n=100)
    size = len(loads[0].requests[0])
    return (
        f"{good / took:.0f} returns/s at {connections} connections for {took:.1f} s ({size} bytes a request);"
        f" median {marks[49] * 1000:.0f} ms, p99 {marks[98] * 1000:.0f} ms; {len(statuses) - good} not"
        f" received; endpoint's processor {(used - before) / good * 1000:.2f} ms a return, {memory:.0f} MB"
    )


if __name__ == "__main__":
    sys.stdout.write(main(float(sys.argv[1]), int(sys.argv[2]), int((sys.argv[3:] or ["0"])[0])) + "\n")
