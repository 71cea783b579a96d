"""A web proxy (CONNECT) whose line takes its time: every byte arrives half a round trip later.

    python -m tests.bench.slow_line MILLISECONDS

Prints its port. The line holds any amount: it delays, it does not narrow.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Pass on what comes, each piece ``seconds`` after it came."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            loop.call_later(seconds, writer.write, data)
    loop.call_later(seconds, writer.close)


async def serve(milliseconds: float) -> None:
    """Until standard input ends."""
    half = milliseconds / 2000

    async def tunnel(near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        head = await near_in.readuntil(b"\r\n\r\n")
        host, _, port = head.split()[1].decode().partition(":")
        await asyncio.sleep(2 * half)  # the connection itself is one round trip
        far_in, far_out = await asyncio.open_connection(host, int(port))
        near_out.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(carry(near_in, far_out, half), carry(far_in, near_out, half))

    server = await asyncio.start_server(tunnel, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(float(sys.argv[1])))
