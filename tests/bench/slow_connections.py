"""Thousands of connections that never come to a point, and what an honest client notices of them.

    python -m tests.bench.slow_connections CONNECTIONS SECONDS

A third never begins TLS, a third says nothing after it, a third sends the head of a request byte by byte. Beside
them one device files one return after another; its delays are compared with those before.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from client.cli.commands.practice import many_connections
from client.protocol.messages import EndpointProfile
from tests.bench.endpoint import Load, device, endpoint, made_ready, processor, run
from tests.client.sync.office import new_firm

AT_ONCE = 100
"""Connections opened at a time: the listener's queue is not what is measured."""


async def opened(
    profile: EndpointProfile, context: ssl.SSLContext, number: int, gate: asyncio.Semaphore
) -> asyncio.StreamWriter | None:
    """One connection, two of three with TLS; None when the endpoint would not have it."""
    place = urlsplit(profile.base_url)
    try:
        async with gate:
            return (
                await asyncio.open_connection(place.hostname, place.port, ssl=context if number % 3 else None)
            )[1]
    except OSError:
        return None


async def drip(writer: asyncio.StreamWriter, until: asyncio.Event) -> None:
    """A byte of a request's head each second, until the end or until the endpoint has had enough."""
    for byte in b"GET /v1/hello?nonce=" + b"x" * 10_000:
        if until.is_set() or writer.is_closing():
            return
        writer.write(bytes([byte]))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), 1.0)


async def measure(profile: EndpointProfile, before: Load, beside: Load, count: int, seconds: float) -> str:
    """The honest client's delays alone, then with the others there."""
    alone, _, _ = await run(profile, [before], seconds)
    context = ssl.create_default_context(cadata=profile.tls_ca_pem)
    gate, until = asyncio.Semaphore(AT_ONCE), asyncio.Event()
    lines = await asyncio.gather(*(opened(profile, context, number, gate) for number in range(count)))
    held = [line for line in lines if line is not None]
    dripping = [
        asyncio.create_task(drip(line, until)) for number, line in enumerate(lines) if line and number % 3 == 2
    ]
    delays, statuses, _ = await run(profile, [beside], seconds)
    until.set()
    await asyncio.gather(*dripping)
    for line in held:
        line.transport.abort()
    first, second = (statistics.median(each) * 1000 for each in (alone, delays))
    bad = sum(status != 201 for status in statuses)
    return (
        f"{len(held)} of {count} slow connections held; one device beside them: {len(statuses)} returns,"
        f" {bad} not received, median {second:.0f} ms (alone {first:.0f} ms), longest {max(delays) * 1000:.0f} ms"
    )


def main(count: int, seconds: float) -> str:
    many_connections()
    firms = [new_firm(), new_firm()]
    with tempfile.TemporaryDirectory(prefix="jibao-bench-") as folder:
        here = Path(folder)
        with endpoint(here / "home", firms) as (profile, codes, pid):
            loads = []
            for firm in firms:
                speaker, owed = device(profile, here / firm, firm, codes[firm])
                loads.append(made_ready(speaker, owed, int(seconds * 60)))
                speaker.close()
            said = asyncio.run(measure(profile, loads[0], loads[1], count, seconds))
            return f"{said}; {processor(pid)[1]:.0f} MB"


if __name__ == "__main__":
    sys.stdout.write(main(int(sys.argv[1]), float(sys.argv[2])) + "\n")
