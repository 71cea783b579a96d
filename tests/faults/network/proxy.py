"""A proxy process that sees inside TLS, like an inspecting gateway, and does to one request what it is told to.

    python -m tests.faults.network.proxy SERVER.PEM OTHER.PEM

It prints the ports of the proxy and of its control line. A line of JSON ``{"match": …, "fault": …, "byte": n}`` on
the control line arms a fault for the next request whose ``METHOD path`` contains ``match``; ``[]`` disarms all. A
fault is used once. ``server.pem`` is the certificate the client trusts, ``other.pem`` one it does not.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import struct
import sys
import threading
import time
from typing import NamedTuple

HANG = 0.4
"""Seconds a request or answer is held: longer than the client's patience."""

GATEWAY = {
    "status-429": (429, "Retry-After: 0\r\n", b""),
    "status-500": (500, "", b"<html>oops</html>"),
    "status-502": (502, "", b"<html>bad gateway</html>"),
    "status-503": (503, "", b"<html>later</html>"),
    "status-503-told": (503, "Retry-After: 0\r\n", b"<html>later</html>"),
    "status-504": (504, "", b"<html>gateway timeout</html>"),
    "portal-200": (200, "Content-Type: text/html\r\n", b"<html>please log in</html>"),
    "portal-302": (302, "Location: http://login.example/\r\n", b""),
    "portal-511": (511, "Content-Type: text/html\r\n", b"<html>network login</html>"),
    "inner-407": (407, "Proxy-Authenticate: NTLM\r\n", b""),
    "success-forged": (200, "Stats-Api: 1\r\nContent-Type: application/json\r\n", b'{"state":"accepted"}'),
}
"""Answers a gateway makes up itself; nothing reaches the endpoint."""

TLS = ("tls-unknown-root", "tls-cut", "connect-407", "connect-502", "connect-cut")
"""Faults of the connection: they wait for the next CONNECT."""

LINE = (
    "drop-request",
    "drop-response",
    "delay-request",
    "delay-response",
    "duplicate",
    "truncate-request",
    "truncate-response",
    "flip-request",
    "flip-response",
    "slow-request",
    "slow-response",
    "rst-response",
    "rewrite-json",
    "gzip-twice",
    "strip-headers",
    "error-after-commit",
    "reorder",
    "continue",
    "continue-stall",
)
FAULTS = (*LINE, *GATEWAY, *TLS)


class Armed(NamedTuple):
    match: str
    fault: str
    byte: int


class Cut(Exception):
    """The connection ends here."""


class Proxy:
    """One process, a thread a connection."""

    def __init__(self, server_pem: str, other_pem: str) -> None:
        self.armed: list[Armed] = []
        self.lock = threading.Lock()
        self.before = b""
        """The newest good answer to any question."""
        self.contexts = {True: _server_side(server_pem), False: _server_side(other_pem)}
        self.upstream = ssl._create_unverified_context()

    def take(self, line: str, among: tuple[str, ...] | None = None) -> Armed | None:
        with self.lock:
            for each in self.armed:
                if each.match in line and (among is None or each.fault in among):
                    self.armed.remove(each)
                    return each
        return None

    def control(self, near: socket.socket) -> None:
        with near, near.makefile("rw", encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                with self.lock:
                    self.armed = [*self.armed, Armed(**told)] if told else []
                lines.write("ok\n")
                lines.flush()

    def tunnel(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError, Cut, ValueError), near:
            head = _head(near)
            host, _, port = head.split()[1].decode().partition(":")
            fault = self.take("CONNECT", TLS)
            name = fault.fault if fault else ""
            if name == "connect-cut":
                return
            if name in ("connect-407", "connect-502"):
                near.sendall(f"HTTP/1.1 {name[-3:]} no\r\nContent-Length: 0\r\n\r\n".encode())
                return
            near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            if name == "tls-cut":
                near.recv(10)
                return
            context = self.contexts[name != "tls-unknown-root"]
            with context.wrap_socket(near, server_side=True) as inside:
                self.serve(inside, host, int(port))

    def serve(self, near: ssl.SSLSocket, host: str, port: int) -> None:
        with socket.create_connection((host, port), timeout=10) as raw, self.upstream.wrap_socket(raw) as far:
            while True:
                request = _message(near)
                line = " ".join(request.split(b"\r\n", 1)[0].decode("ascii", "replace").split()[:2])
                fault = self.take(line)
                answer = self.answer(near, far, request, fault, (host, port))
                if fault is not None and fault.fault == "reorder" and self.before:
                    answer, self.before = self.before, answer  # the answer to another question overtook this one
                elif answer.startswith(b"HTTP/1.1 200"):
                    self.before = answer
                near.sendall(answer)

    def answer(
        self, near: ssl.SSLSocket, far: ssl.SSLSocket, request: bytes, armed: Armed | None, place: tuple[str, int]
    ) -> bytes:
        fault, byte = (armed.fault, armed.byte) if armed else ("", 0)
        if fault in GATEWAY:
            status, extra, body = GATEWAY[fault]
            return f"HTTP/1.1 {status} x\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode() + body
        if fault == "drop-request":
            raise Cut
        if fault == "delay-request":
            time.sleep(HANG)
        if fault == "slow-request":
            self.drip(far, request)
        if fault == "truncate-request":
            far.sendall(request[: max(1, len(request) * (byte % 97) // 97)])
            raise Cut
        if fault == "flip-request":
            request = _flip(request, byte)
        answer = self.ask(far, request)
        if fault == "duplicate":
            for _ in range(2):
                answer = self.ask(far, request)
        return self.spoil(near, answer, fault, byte)

    def ask(self, far: ssl.SSLSocket, request: bytes) -> bytes:
        far.sendall(request)
        return _message(far, to_head=request.startswith(b"HEAD"))

    def spoil(self, near: ssl.SSLSocket, answer: bytes, fault: str, byte: int) -> bytes:
        head, _, body = answer.partition(b"\r\n\r\n")
        match fault:
            case "drop-response":
                raise Cut
            case "delay-response":
                time.sleep(HANG)
            case "truncate-response":
                near.sendall(answer[: len(answer) * (byte % 97) // 97])
                raise Cut
            case "flip-response":
                return head + b"\r\n\r\n" + _flip(body, byte, whole=True)
            case "slow-response":
                self.drip(near, answer)
            case "continue" | "continue-stall":
                near.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                if fault == "continue-stall":
                    time.sleep(HANG)
                    raise Cut
            case "rst-response":
                linger = struct.pack("ii", 1, 0)
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                raise Cut
            case _:
                return _rewritten(head, body, fault) or answer
        return answer

    def drip(self, line: ssl.SSLSocket, message: bytes) -> None:
        """A byte now and then, until whoever waits for it has had enough."""
        for place in range(20):
            line.sendall(message[place : place + 1])
            time.sleep(HANG / 10)
        raise Cut


def _rewritten(head: bytes, body: bytes, fault: str) -> bytes | None:
    """An answer that a gateway has changed; None when the fault is none of these."""
    end = b"\r\n\r\n"
    if fault == "rewrite-json":
        body = body.replace(b'"state":"', b'"seen":1,"state":"')
        return _with_length(head, body) + end + body
    if fault == "gzip-twice":
        body = gzip.compress(gzip.compress(body))
        return _with_length(head, body) + b"\r\nContent-Encoding: gzip" + end + body
    if fault == "strip-headers":
        marks = (b"stats-api", b"dpop")
        return (
            b"\r\n".join(each for each in head.split(b"\r\n") if not each.lower().startswith(marks)) + end + body
        )
    return b"HTTP/1.1 500 x\r\nContent-Length: 0" + end if fault == "error-after-commit" else None


def _flip(data: bytes, byte: int, *, whole: bool = False) -> bytes:
    """One bit of the body changed; a message without one stays as it is."""
    start = 0 if whole else data.find(b"\r\n\r\n") + 4
    if len(data) <= start:
        return data
    place = start + byte % (len(data) - start)
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _with_length(head: bytes, body: bytes) -> bytes:
    lines = [each for each in head.split(b"\r\n") if not each.lower().startswith(b"content-length")]
    return b"\r\n".join([*lines, f"Content-Length: {len(body)}".encode()])


def _head(near: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = near.recv(65536)
        if not more:
            raise Cut
        data += more
    return data


def _message(line: ssl.SSLSocket, *, to_head: bool = False) -> bytes:
    """One request or answer; both sides always say its length."""
    data = _head(line)
    head, _, _ = data.partition(b"\r\n\r\n")
    status = head.split(b" ")[1]
    length = 0
    for each in head.split(b"\r\n")[1:]:
        name, _, value = each.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    if to_head or status in (b"204", b"304"):
        length = 0
    while len(data) < len(head) + 4 + length:
        more = line.recv(65536)
        if not more:
            raise Cut
        data += more
    return data


def _server_side(pem: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def _accept(listener: socket.socket, work: object) -> None:
    while True:
        near, _ = listener.accept()
        threading.Thread(target=work, args=(near,), daemon=True).start()  # type: ignore[arg-type]


def main(server_pem: str, other_pem: str) -> None:
    proxy = Proxy(server_pem, other_pem)
    lines = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    for listener, work in zip(lines, (proxy.tunnel, proxy.control), strict=True):
        threading.Thread(target=_accept, args=(listener, work), daemon=True).start()
    sys.stdout.write(" ".join(str(each.getsockname()[1]) for each in lines) + "\n")
    sys.stdout.flush()
    sys.stdin.read()  # ends with whoever started it


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
