"""Lines of yesterday and of tomorrow: gateways that know only old TLS, IPv6 that leads nowhere or to a proxy."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.net.failures import NetworkFailure
from client.net.over_httpx import HttpxTransport, Patience, WireSettings
from client.net.tls import tls_context
from client.net.transport import Request
from tests.client.net.certificates import Authority
from tests.client.net.hostile import HostileServer, http

PATIENT = Patience(connect=60, read=60, write=60, pool=60, whole=60, slow=60)
ANSWER = http("200 OK", b"x", Stats_Api="1")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def transport(authority: Authority) -> Iterator[HttpxTransport]:
    made = HttpxTransport(tls_context("practice", authority.pem), WireSettings(patience=PATIENT))
    yield made
    made.close()


def test_tls_is_not_talked_down(authority: Authority, transport: HttpxTransport, tmp_path: Path) -> None:
    """A gateway that offers nothing newer than TLS 1.1 is named, and not a byte of the request reaches it."""
    context = authority.server_context(tmp_path)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with HostileServer(lambda _: ANSWER, context) as far:
        with pytest.raises(NetworkFailure) as caught:
            transport.send(Request("GET", f"{far.url}/v1/hello"))
        assert far.requests == []
    assert (caught.value.code, caught.value.unsent) == ("net.tls-old", True)
    assert "TLS" in caught.value.what("zh")


def test_ipv6_that_leads_nowhere_does_not_keep_from_ipv4(
    authority: Authority, transport: HttpxTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HostileServer(lambda _: ANSWER, authority.server_context(tmp_path, host="collect.example")) as far:
        nowhere = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 9, 0, 0))
        there = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", far.port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [nowhere, there])
        answer = transport.send(Request("GET", f"https://collect.example:{far.port}/v1/hello"))
    assert answer.status == 200


class Ipv6Proxy:
    """A web proxy that listens on IPv6 alone and tunnels once."""

    def __init__(self, listener: socket.socket) -> None:
        self.url = f"http://[::1]:{listener.getsockname()[1]}"
        self.asked = b""
        self._listener = listener
        self.thread = threading.Thread(target=self._tunnel, name="proxy")

    def proxy_for(self, url: str) -> str | None:
        return self.url

    def _tunnel(self) -> None:
        near, _ = self._listener.accept()
        with near:
            near.settimeout(60)
            while b"\r\n\r\n" not in self.asked:
                piece = near.recv(4096)
                assert piece, "hung up"
                self.asked += piece
            host, _, port = self.asked.split()[1].decode().partition(":")
            with socket.create_connection((host, int(port))) as far:
                near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_pump, args=(far, near), name="proxy-back")
                back.start()
                _pump(near, far)
                back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def test_a_proxy_on_ipv6_is_used(authority: Authority, tmp_path: Path) -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this computer has no IPv6")
    with listener, HostileServer(lambda _: ANSWER, authority.server_context(tmp_path)) as far:
        proxy = Ipv6Proxy(listener)
        proxy.thread.start()
        through = HttpxTransport(
            tls_context("practice", authority.pem), WireSettings(proxies=proxy, patience=PATIENT)
        )
        answer = through.send(Request("GET", f"{far.url}/v1/hello"))
        through.close()
        proxy.thread.join()
    assert answer.status == 200
    assert proxy.asked.startswith(b"CONNECT 127.0.0.1:")
