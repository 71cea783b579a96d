"""A thousand versions filed by the client over a line with a round trip of 100 ms, against a bare httpx loop.

    python -m tests.bench.batch VERSIONS MILLISECONDS

Ours is the whole of it: the outbox on disk before each request, proofs, the answers verified and kept. The loop
sends requests of the same size, signed beforehand, and looks at nothing but the status. Both use eight connections
through the same proxy to the same endpoint, in processes of their own; a return's versions go one after another.
The loop runs before us and after us and the mean counts, so that a machine that grows busier favours neither.
"""

from __future__ import annotations

import contextlib
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from client.conformance.device import Draft
from client.conformance.own_device import OwnDevice
from client.net.over_httpx import WireSettings
from client.protocol.encoding import content_digest
from client.protocol.messages import SUBMISSION_MEDIA, EndpointProfile
from client.store import Store
from client.sync.connecting import connect
from client.sync.enrolling import enrol
from client.sync.filing import PARALLEL, Filer
from client.sync.obligations import fetch
from tests.bench.endpoint import device, endpoint
from tests.client.sync.office import CLOCK, KEY, Client, Meddler, new_firm

ROOT = Path(__file__).resolve().parents[2]
RETURNS = 60
"""Returns of one firm that the versions are spread over."""


class Line:
    """The slow line as a proxy."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def proxy_for(self, url: str) -> str:
        return self.url


@contextlib.contextmanager
def slow_line(milliseconds: float) -> Iterator[Line]:
    words = [sys.executable, "-m", "tests.bench.slow_line", str(milliseconds)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Line(int(process.stdout.readline()))
        finally:
            process.communicate()


def ours(
    profile: EndpointProfile, code: str, firm: str, home: Path, line: Line, count: int
) -> tuple[float, float]:
    """Seconds on the clock and of processor that the client takes for so many versions."""
    home.mkdir()
    with Store.open(home / "jibao.db", KEY, clock=CLOCK) as store:
        enrol(store, home, profile, firm, code, "PC", settings=WireSettings(CLOCK))
        with contextlib.closing(connect(store, home, firm, settings=WireSettings(CLOCK))) as quick:
            due = fetch(store, quick, firm)
            client = Client(home, store, quick, Meddler(quick._transport), firm)
            keys = [item.return_key for item in due.items if item.form in ("JY", "XM", "CP")][:RETURNS]
            heads: dict[str, str] = {}
            ids = []
            for number in range(count):
                key = keys[number % len(keys)]
                base = heads.get(key)
                heads[key] = client.queue(key, base=base, kind="correction" if base else "original").version_id
                ids.append(heads[key])
        with contextlib.closing(connect(store, home, firm, settings=WireSettings(CLOCK, line))) as slow:
            begun, used = time.perf_counter(), time.process_time()
            results = Filer(store, slow, CLOCK).push(ids)
            took = time.perf_counter() - begun, time.process_time() - used
        missing = [each for each in results if each.receipt is None]
        if missing:
            raise SystemExit(f"{len(missing)} without a receipt: {missing[0]}")
    return took


def bare(
    profile: EndpointProfile, code: str, firm: str, folder: Path, line: Line, count: int
) -> tuple[float, float]:
    """Seconds on the clock and of processor of eight threads over httpx for as many requests, made beforehand."""
    sender, owed = device(profile, folder, firm, code)
    groups = _requests(sender, [each for each in owed if each["form"] in ("JY", "XM", "CP")][:RETURNS], count)
    context = ssl.create_default_context(cadata=profile.tls_ca_pem)
    limits = httpx.Limits(max_connections=PARALLEL)
    with httpx.Client(verify=context, proxy=line.url, trust_env=False, limits=limits, timeout=60) as http:

        def send(group: list[tuple[str, bytes, dict[str, str]]]) -> None:
            for url, body, headers in group:
                http.put(url, content=body, headers=headers).raise_for_status()

        begun, used = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(send, groups))
        took = time.perf_counter() - begun, time.process_time() - used
    sender.close()
    return took


def _requests(
    sender: OwnDevice, owed: list[dict[str, object]], count: int
) -> list[list[tuple[str, bytes, dict[str, str]]]]:
    groups: dict[str, list[tuple[str, bytes, dict[str, str]]]] = {}
    heads: dict[str, str] = {}
    for number in range(count):
        due = owed[number % len(owed)]
        key, pack = str(due["return_key"]), due["packs"][0]  # type: ignore[index]
        base = heads.get(key)
        draft = Draft(key, {"JY001": "1234"}, (pack["version"], pack["sha256"]))
        if base:
            draft = draft._replace(kind="correction", base=base, reason="试验")
        frozen = sender.freeze(draft)
        heads[key] = frozen.version_id
        headers = {
            "Authorization": f"DPoP {sender._token}",
            "DPoP": sender.proof("PUT", frozen.path),
            "Content-Type": SUBMISSION_MEDIA,
            "Content-Digest": content_digest(frozen.body),
        }
        groups.setdefault(key, []).append((sender._url(frozen.path), frozen.body, headers))
    return list(groups.values())


def main(count: int, milliseconds: float) -> str:
    """Measure loop, client, loop; answers a line that says what came of it."""
    firms = [new_firm() for _ in range(3)]
    with tempfile.TemporaryDirectory(prefix="jibao-bench-") as folder, slow_line(milliseconds) as line:
        here = Path(folder)
        with endpoint(here / "office", firms) as (profile, codes, _):
            before = bare(profile, codes[firms[0]], firms[0], here / "before", line, count)
            took, used = ours(profile, codes[firms[1]], firms[1], here / "client", line, count)
            after = bare(profile, codes[firms[2]], firms[2], here / "after", line, count)
    theirs, spent = ((one + other) / 2 for one, other in zip(before, after, strict=True))
    return (
        f"{count} versions over {milliseconds:.0f} ms, {PARALLEL} connections: {took:.1f} s, {took / theirs:.2f} ×"
        f" a bare httpx loop ({before[0]:.1f} s before, {after[0]:.1f} s after);"
        f" processor {used:.1f} s against {spent:.1f} s"
    )


if __name__ == "__main__":
    sys.stdout.write(main(int(sys.argv[1]), float(sys.argv[2])) + "\n")
