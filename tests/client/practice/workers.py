"""Several endpoint processes on one database, and what shares connections out among them."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from client.protocol import strict_json
from client.protocol.messages import EndpointProfile

ROOT = Path(__file__).resolve().parents[3]


class Workers(NamedTuple):
    """The processes, and the profile of what stands before them."""

    profile: EndpointProfile
    processes: list[subprocess.Popen[str]]
    ports: list[int]


class Balancer:
    """Gives each new connection to the next process that takes it, as a balancer of TCP does."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="balancer")
        self._behind: list[int] = []
        self._turn = itertools.count()
        self._under_way: set[asyncio.Task[None]] = set()

    def start(self, behind: list[int]) -> None:
        self._behind = behind
        self._thread.start()
        asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, sock=self._listener), self._loop
        ).result()

    def close(self) -> None:
        async def end() -> None:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._listener.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        line = await self._next()
        if line is not None:
            with suppress(asyncio.CancelledError):  # by ``close``; streams would tell it as a failure
                await asyncio.gather(_pump(reader, line[1]), _pump(line[0], writer))
            line[1].transport.abort()
        writer.transport.abort()
        self._under_way.discard(task)

    async def _next(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._behind:
            port = self._behind[next(self._turn) % len(self._behind)]
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
        writer.write_eof()


def _kept_port(ending: ExitStack) -> int:
    """A port that nobody else is given: bound but not listened on, it leaves listening to who names it."""
    holder = ending.enter_context(socket.socket())
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    return int(holder.getsockname()[1])


@contextmanager
def workers(address: str, folder: Path, today: str, count: int = 2) -> Iterator[Workers]:
    """So many processes behind one address; each with a home of its own and nothing else."""
    balancer, told = Balancer(), []
    url = f"https://127.0.0.1:{balancer.port}"
    with ExitStack() as ending:
        ports, processes = [_kept_port(ending) for _ in range(count)], []
        for port in ports:
            words = [sys.executable, "main.py", "practice", "--home", str(folder / str(port)), "--today", today]
            words += ["--json", "--port", str(port), "--database", address, "--public-url", url]
            process = ending.enter_context(subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True))
            ending.callback(process.terminate)
            processes.append(process)
        for process in processes:
            assert process.stdout is not None
            told.append(json.loads(process.stdout.readline()))
        balancer.start(ports)
        ending.callback(balancer.close)
        profile = strict_json.decode(Path(told[0]["files"][0]).read_bytes(), EndpointProfile)
        yield Workers(profile, processes, ports)
