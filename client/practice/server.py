"""Starting and stopping the practice endpoint: its home, its thread, its profile."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import threading
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self, cast
from urllib.parse import urlsplit

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from client.base.clock import Clock, SystemClock, rfc3339
from client.base.errors import UserError, WorldError
from client.base.reasons import reason_of
from client.practice import certificates
from client.practice.app import make_app
from client.practice.bureau import enrolling
from client.practice.bureau.deciding import Decider
from client.practice.bureau.intake import ENV
from client.practice.crowd import Crowd
from client.practice.database import own_keys, proofs, records, tuf_repository
from client.practice.database.books import Books
from client.practice.database.ledger import Connection
from client.practice.database.own_keys import OwnKeys
from client.practice.database.postgres import Postgres
from client.practice.database.records import Device
from client.practice.faults import Console, ShiftedClock
from client.practice.web.allowances import Allowances
from client.practice.web.exchange import Envelope
from client.practice.web.gate import Gate
from client.practice.web.room import Hooks, Room
from client.practice.web.slow import PatientProtocol
from client.protocol import strict_json
from client.protocol.keys import generate
from client.protocol.messages import EndpointProfile
from client.publishing import Offer
from forms.pack.loader import bundled_pack
from forms.pack.model import Pack

FOLDER = "practice"
PROFILE_FILE = "profile.json"
DATABASE_FILE = "practice.db"
SERVER_FILE = "server.pem"
OTHER_FILE = "other.pem"
NAME = "练习平台"

_LAST_PORT = "port"
_GRACE = 3
"""Seconds that requests under way get at the end."""


class Practice:
    """A running practice endpoint. Use it as a context manager, or ``close`` it."""

    def __init__(
        self,
        home: Path,
        *,
        clock: Clock,
        port: int = 0,
        pack: Pack | None = None,
        hooks: Hooks | None = None,
        offers: Sequence[Offer] = (),
        database: str = "",
        public_url: str = "",
    ) -> None:
        """Open the home and listen; ``offers`` are handed out by TUF beside the keys.

        ``database`` is the address of one in PostgreSQL, which further processes may share, each with a home
        of its own; without it a file in the home is. ``public_url`` is where devices find the endpoint, when
        something stands in front of it.
        Raises ``UserError``: ``practice.in-use``, ``-newer``, ``-damaged``, ``-port-in-use``, ``-not-writable``,
        ``-bad-public-url``, and as ``Postgres``.
        """
        folder = _folder(home)
        self.profile_path = folder / PROFILE_FILE
        self._console = Console(folder)
        self._clock = clock = ShiftedClock(clock, self._console)
        self._offers = offers
        self._crowd = Crowd()
        self._known: dict[str, Device] = {}
        public_url = _checked_url(public_url)
        self._books = Books(Postgres(database) if database else folder / DATABASE_FILE)
        try:
            listener = self._listen(port)
        except UserError:
            self._books.close()
            raise
        self.own_url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        self.base_url = public_url or self.own_url
        keys, profile, server_pem = self._books.run(self._prepare)
        pack = pack or bundled_pack()
        self._decider = Decider(self._books, keys, pack, clock, self._crowd)
        self._server = self._make_server(folder, keys, pack, server_pem, hooks or Hooks())
        self._thread = threading.Thread(target=self._server.run_on, args=(listener,), name="practice-endpoint")
        self._thread.start()
        self._server.ready.wait()
        if not self._server.started:
            self.close()
            raise WorldError("practice.not-started")
        write_private(self.profile_path, strict_json.encode(profile))

    def issue_code(self, firm: str, name: str = "") -> str:
        """A fresh enrolment code for a firm; raises ``UserError('practice.bad-firm')``."""
        return self._books.run(lambda connection: enrolling.issue_code(connection, firm, name, self._clock.now()))

    def approve(self, device_id: str) -> None:
        """Let a pending device in, as the bureau's officer would; any other device stays as it is."""
        at = rfc3339(self._clock.now())

        def let_in(connection: Connection) -> None:
            device = records.device(connection, device_id)
            if device is not None and device.state == "pending":
                records.set_device_state(connection, device_id, "active", at)

        self._books.run(let_in)

    def revoke(self, device_id: str) -> None:
        """Shut an active device out, as the bureau's officer would; any other device stays as it is."""
        at = rfc3339(self._clock.now())

        def shut_out(connection: Connection) -> None:
            device = records.device(connection, device_id)
            if device is not None and device.state == "active":
                self._known.pop(device_id, None)
                records.set_device_state(connection, device_id, "revoked", at)

        self._books.run(shut_out)

    def close(self) -> None:
        """Stop answering, finish what is under way, close the database. Closing twice is harmless."""
        self._server.should_exit = True
        self._thread.join()
        self._decider.close()
        self._books.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _listen(self, port: int) -> socket.socket:
        """Listen on ``port``; for 0 on the port of the last start if it is still free, else on any."""
        if port:
            return _listen(port)
        if not self._books.alone:
            return _listen(0)
        last = self._books.run(lambda connection: records.kept(connection, _LAST_PORT))
        try:
            return _listen(int(last or b"0"))
        except UserError:
            return _listen(0)

    def _prepare(self, connection: Connection) -> tuple[OwnKeys, EndpointProfile, bytes]:
        """Keys, certificates and TUF repository, in one transaction: a home is whole or not there."""
        keys = OwnKeys(connection)
        authority_key = own_keys.private_key(connection, "tls-authority")
        authority = own_keys.kept(
            connection, "tls-authority.pem", lambda: certificates.make_authority(authority_key)
        )
        root = tuf_repository.prepare(connection, keys.collect_json(), self._clock.now(), self._offers)
        vouched = urlsplit(self.base_url).hostname in certificates.HOSTS
        profile = EndpointProfile(NAME, ENV, self.base_url, root, authority.decode("ascii") if vouched else None)
        if self._books.alone:
            records.keep(connection, _LAST_PORT, self.own_url.rpartition(":")[2].encode("ascii"))
        return keys, profile, certificates.issue_server(authority_key, authority)

    def _make_server(self, folder: Path, keys: OwnKeys, pack: Pack, pem: bytes, hooks: Hooks) -> _Server:
        shared = None if self._books.alone else self._books.look(proofs.nonce_secret)
        gate = Gate(keys.secret, shared)
        parts = (self.base_url, self._books, keys, gate, pack, self._clock, self._decider, hooks, self._crowd)
        shown = (certificates.digest(pem),) if self.base_url == self.own_url else ()
        room = Room(*parts, Allowances(), self._known, shown)
        port = self.own_url.rpartition(":")[2]
        hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}", urlsplit(self.base_url).netloc})
        certificate = folder / SERVER_FILE
        write_private(certificate, pem)
        app = make_app(room, Envelope(self.base_url, hosts, self._clock, gate), self._console)
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
        self._may_show_another(config, folder)
        return _Server(config)

    def _may_show_another(self, config: uvicorn.Config, folder: Path) -> None:
        """Let the fault console answer a handshake with a certificate that nobody trusts."""
        assert config.ssl is not None

        def choose(line: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
            if self._console.spoils_handshake():
                line.context = _strange_certificate(folder / OTHER_FILE)

        config.ssl.sni_callback = choose


def start(
    home: Path,
    *,
    today: date | None = None,
    port: int = 0,
    pack: Pack | None = None,
    hooks: Hooks | None = None,
    offers: Sequence[Offer] = (),
    database: str = "",
    public_url: str = "",
) -> Practice:
    """Start the practice endpoint under ``<home>/practice``; ``today`` moves its calendar.

    Port 0 takes the home's last one or, when that is in use, any that is free. The rest is, and what it raises,
    as with ``Practice``.
    """
    clock = SystemClock(today)
    return Practice(
        home,
        clock=clock,
        port=port,
        pack=pack,
        hooks=hooks,
        offers=offers,
        database=database,
        public_url=public_url,
    )


class _Server(uvicorn.Server):
    """uvicorn, telling when it listens or has given up."""

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


@cache
def _strange_certificate(file: Path) -> ssl.SSLContext:
    """A server side whose certificate comes from an authority of its own."""
    key = generate()
    write_private(file, certificates.issue_server(key, certificates.make_authority(key)))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file)
    return made


def write_private(path: Path, data: bytes) -> None:
    """Replace a file as a whole, readable by its owner alone."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _checked_url(text: str) -> str:
    """An address without anything after host and port; raises ``UserError('practice.bad-public-url')``."""
    parts = urlsplit(text)
    if text and (parts.scheme != "https" or not parts.hostname or text != f"https://{parts.netloc}"):
        raise UserError("practice.bad-public-url", url=text)
    return text


def _folder(home: Path) -> Path:
    folder = home.expanduser().absolute() / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("practice.not-writable", home=home, reason=reason_of(error)) from error
    return folder


def _listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1 and nowhere else."""
    # Named as TCP, so that asyncio turns Nagle's delay off: it would add 40 ms to every answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UserError("practice.port-in-use", port=port) from error
    return listener
