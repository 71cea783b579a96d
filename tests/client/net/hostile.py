"""A server that answers each connection with scripted bytes, over TLS or plain, and then hangs up."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

Script = Callable[[bytes], bytes | None]
"""From the request as received to the bytes sent back; None hangs up without a word."""


def http(status: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of one HTTP answer; underscores in header names stand for hyphens."""
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode() + body


class HostileServer:
    """Listens on 127.0.0.1 until the ``with`` ends; ``requests`` holds what it was sent."""

    def __init__(
        self,
        script: Script,
        context: ssl.SSLContext | None = None,
        *,
        linger: bool = False,
        drip: float | None = None,
    ) -> None:
        """``linger``: after its answer the server says nothing more, until the client hangs up. ``drip``: seconds
        between two bytes of the answer.
        """
        self._script = script
        self._context = context
        self._linger = linger
        self._drip = drip
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="hostile")
        self.requests: list[bytes] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stopped.is_set():
            raw, _ = self._listener.accept()
            with contextlib.suppress(OSError), raw:
                raw.settimeout(60)
                self._answer(raw)

    def _answer(self, raw: socket.socket) -> None:
        if self._stopped.is_set():
            return
        if self._context is None:
            self._converse(raw)
            return
        with self._context.wrap_socket(raw, server_side=True) as line:
            self._converse(line)

    def _converse(self, line: socket.socket) -> None:
        request = _read_request(line)
        if not request:
            return
        self.requests.append(request)
        answer = self._script(request)
        if answer is not None and self._drip is not None:
            for place in range(len(answer)):
                line.sendall(answer[place : place + 1])
                self._stopped.wait(self._drip)
        elif answer is not None:
            line.sendall(answer)
        if self._linger:
            line.recv(1)


def _read_request(line: socket.socket) -> bytes:
    """Head and body of one request."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return data
        data += piece
        if data[:1] == b"\x16":  # a TLS greeting to a plain server
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for row in head.split(b"\r\n")[1:]:
        name, _, value = row.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = line.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body
