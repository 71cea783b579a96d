"""Clients that never come to an end: heads and unwanted bodies are limited in time, heads in length."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from client.practice import faults
from client.practice.web import http_protocol
from tests.client.practice.conftest import Endpoint

HELLO = b"GET /v1/hello?nonce=nnnnnnnnnnnnnnnnnnnnnn HTTP/1.1\r\nHost: %s\r\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.2)


@contextmanager
def line(endpoint: Endpoint) -> Iterator[ssl.SSLSocket]:
    """A connection to the endpoint with TLS, and nothing said."""
    context = ssl.create_default_context(cadata=endpoint.profile.tls_ca_pem or "")
    port = int(endpoint.practice.base_url.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secured,
    ):
        yield secured


def host(endpoint: Endpoint) -> bytes:
    return endpoint.practice.base_url.partition("//")[2].encode()


def read_all(connection: ssl.SSLSocket) -> bytes:
    """What comes until the endpoint closes the connection."""
    came = b""
    try:
        while piece := connection.recv(65536):
            came += piece
    except (ConnectionResetError, ssl.SSLEOFError):
        pass
    return came


def answer(connection: ssl.SSLSocket) -> bytes:
    """One answer whose body has the length it states."""
    came = b""
    while b"\r\n\r\n" not in came:
        came += more(connection)
    head, _, body = came.partition(b"\r\n\r\n")
    lengths = [each[16:] for each in head.lower().split(b"\r\n") if each.startswith(b"content-length: ")]
    while len(body) < int(lengths[0]):
        body += more(connection)
    return head


def more(connection: ssl.SSLSocket) -> bytes:
    """The next piece of an answer that is not whole yet."""
    piece = connection.recv(65536)
    assert piece, "cut off"
    return piece


@pytest.mark.parametrize("said", [b"", b"GET /v1/he", HELLO % b"127.0.0.1"])
def test_a_head_that_does_not_end_is_cut_off(impatient: None, shared: Endpoint, said: bytes) -> None:
    with line(shared) as connection:
        with suppress(ConnectionError):  # cut off before this was said
            connection.sendall(said)
        assert read_all(connection) == b""


def test_a_head_that_comes_in_pieces_is_heard(shared: Endpoint) -> None:
    with line(shared) as connection:
        for piece in (b"GET /v1/hel", b"lo?nonce=nnnnnnnnnnnnnnnnnnnnnn HT", b"TP/1.1\r\nHost: " + host(shared)):
            connection.sendall(piece)
        connection.sendall(b"\r\n\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 200 ")


def test_a_head_without_measure_is_cut_off(shared: Endpoint) -> None:
    endless = b"X: " + b"x" * 4000 + b"\r\n"
    with line(shared) as connection:
        connection.sendall(HELLO % host(shared))
        assert any(not taken(connection, endless) for _ in range(10_000))


def taken(connection: ssl.SSLSocket, data: bytes) -> bool:
    """Whether the other side still listens."""
    try:
        connection.sendall(data)
    except OSError:  # reset or broken, as the system happens to see it
        return False
    return True


def test_what_is_not_http_is_told_so_and_cut_off(shared: Endpoint) -> None:
    with line(shared) as connection:
        connection.sendall(b"\x00\x01 not http at all\r\n\r\n")
        assert read_all(connection).startswith(b"HTTP/1.1 400 ")


def test_the_rest_of_an_answered_body_must_come_in_time(shared: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    with line(shared) as connection:
        connection.sendall(HELLO % host(shared) + b"\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 200 ")
        monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.2)  # now that no head is waited for
        connection.sendall(b"PUT /v1/me HTTP/1.1\r\nHost: %s\r\nContent-Length: 9000\r\n\r\nx" % host(shared))
        assert answer(connection).startswith(b"HTTP/1.1 405 ")
        assert read_all(connection) == b""


def test_after_an_unwanted_body_the_connection_goes_on(shared: Endpoint) -> None:
    with line(shared) as connection:
        connection.sendall(b"PUT /v1/me HTTP/1.1\r\nHost: %s\r\nContent-Length: 9\r\n\r\n" % host(shared))
        assert answer(connection).startswith(b"HTTP/1.1 405 ")
        connection.sendall(b"x" * 9 + HELLO % host(shared) + b"\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 200 ")


def test_trailers_are_not_kept(shared: Endpoint) -> None:
    """Headers after a body in pieces have no limit of their own, so they are not collected."""
    pieces = b"1\r\nx\r\n0\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(1000))
    with line(shared) as connection:
        connection.sendall(
            b"POST /v1/token HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n%s" % (host(shared), pieces)
        )
        connection.sendall(b"\r\n" + HELLO % host(shared) + b"\r\n")
        assert answer(connection).startswith(b"HTTP/1.1 400 ")


def test_an_answer_that_is_cut_off_has_half_left(endpoint: Endpoint) -> None:
    """Head and body leave together, and still half of them when the fault console wants it so."""
    faults.write(endpoint.home / "practice", faults.Plan(shares={"truncate": 1.0}))
    with line(endpoint) as connection:
        connection.sendall(HELLO % host(endpoint) + b"\r\n")
        head, _, body = read_all(connection).lower().partition(b"\r\n\r\n")
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    assert 0 < len(body) < length
