"""A web proxy (CONNECT) on a real socket that can be told to cut the line at a chosen point."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from types import TracebackType
from typing import Literal, Self

Cut = Literal["none", "request", "answer", "half"]
"""Swallow what the client sends; or drop the answer to it; or let the first bytes of the answer through."""


class CuttingProxy:
    """Tunnels until the ``with`` ends. ``cut`` is used once, on the next bytes the client sends, and then off."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self.cut: Cut = "none"
        self.tunnels = 0

    def proxy_for(self, url: str) -> str | None:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, name="proxy")  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            if select.select([self._listener], [], [], 0.05)[0]:
                self._start(self._tunnel, self._listener.accept()[0])

    def _tunnel(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near:
            head = b""
            while b"\r\n\r\n" not in head:
                head += near.recv(4096)
            host, _, port = head.split()[1].decode().partition(":")
            with socket.create_connection((host, int(port))) as far:
                near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                self.tunnels += 1
                self._pump(near, far)

    def _pump(self, near: socket.socket, far: socket.socket) -> None:
        cut: Cut = "none"
        while not self._stopped.is_set():
            for line in select.select([near, far], [], [], 0.05)[0]:
                data = line.recv(65536)
                if not data:
                    return
                if line is near:
                    if self.cut != "none":
                        cut, self.cut = self.cut, "none"
                    if cut == "request":
                        return
                    far.sendall(data)
                elif cut == "none":
                    near.sendall(data)
                else:
                    if cut == "half":
                        near.sendall(data[:40])
                    return
