"""uvicorn as the endpoint runs it: in a thread, over TLS, ended without waiting for idle clients."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from functools import cache
from pathlib import Path
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from client.base.files import write_private
from client.practice import certificates
from client.practice.faults import Console
from client.practice.web.http_protocol import PatientProtocol
from client.protocol.keys import generate

CERTIFICATE_FILE = "server.pem"
OTHER_FILE = "other.pem"

_GRACE = 3
"""Seconds that requests under way get at the end."""


class Server(uvicorn.Server):
    """uvicorn, telling when it listens or has given up: ``ready`` is set, and ``started`` says which."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    def run_on(self, listener: socket.socket) -> None:
        """Serve until ``should_exit``; in a thread of its own."""
        try:
            self.run(sockets=[listener])
        finally:
            self.ready.set()
            listener.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End, and do not wait for idle clients to take part in closing their TLS sessions."""
        connections = cast("list[HttpToolsProtocol]", list(self.server_state.connections))
        for connection in connections:
            if getattr(connection.cycle, "response_complete", True):  # None before the first request
                connection.transport.abort()
        await super().shutdown(sockets)
        for connection in connections:
            connection.transport.abort()
        await asyncio.sleep(0.01)  # lets the aborted transports close their sockets


def server_of(app: ASGIApp, folder: Path, pem: bytes, console: Console) -> Server:
    """A server that shows the certificate ``pem`` (with its key), which is laid into the folder for it."""
    certificate = folder / CERTIFICATE_FILE
    write_private(certificate, pem)
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",  # what strangers send is answered, not told
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=str(certificate),
        timeout_graceful_shutdown=_GRACE,
    )
    config.load()
    _may_show_another(config, folder, console)
    return Server(config)


def _may_show_another(config: uvicorn.Config, folder: Path, console: Console) -> None:
    """Let the fault console answer a handshake with a certificate that nobody trusts."""
    assert config.ssl is not None

    def choose(line: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        if console.spoils_handshake():
            line.context = _strange_certificate(folder / OTHER_FILE)

    config.ssl.sni_callback = choose


@cache
def _strange_certificate(file: Path) -> ssl.SSLContext:
    """A server side whose certificate comes from an authority of its own."""
    key = generate()
    write_private(file, certificates.issue_server(key, certificates.make_authority(key)))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file)
    return made
