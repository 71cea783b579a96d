"""Starting and stopping the practice endpoint: its home, its thread, its profile."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from client.base.clock import Clock, SystemClock, rfc3339
from client.base.errors import UserError, WorldError
from client.base.files import write_private
from client.base.reasons import reason_of
from client.practice import certificates
from client.practice.app import make_app
from client.practice.bureau import enrolling
from client.practice.bureau.deciding import Decider
from client.practice.bureau.intake import ENV
from client.practice.database import own_keys, proofs, records, tuf_repository
from client.practice.database.books import Books
from client.practice.database.ledger import Connection
from client.practice.database.own_keys import OwnKeys
from client.practice.database.postgres import Postgres
from client.practice.database.records import Device
from client.practice.faults import Console, ShiftedClock
from client.practice.hosting import Hosting, listen
from client.practice.limiter import Limiter
from client.practice.serving import Server, server_of
from client.practice.web.allowances import Allowances
from client.practice.web.context import Context, Hooks
from client.practice.web.exchange import Envelope
from client.practice.web.gate import Gate
from client.protocol import strict_json
from client.protocol.messages import EndpointProfile
from client.publishing import Offer
from forms.pack.loader import bundled_pack
from forms.pack.model import Pack

FOLDER = "practice"
PROFILE_FILE = "profile.json"
DATABASE_FILE = "practice.db"
NAME = "练习平台"

_LAST_PORT = "port"


class Practice:
    """A running practice endpoint. Use it as a context manager, or ``close`` it."""

    def __init__(
        self,
        home: Path,
        clock: Clock | None = None,
        *,
        pack: Pack | None = None,
        offers: Sequence[Offer] = (),
        hooks: Hooks | None = None,
        hosting: Hosting | None = None,
    ) -> None:
        """Open ``<home>/practice`` and listen; the clock is the computer's own unless another is given.

        ``pack`` is what arrives is judged by, the bundled one unless another is given. ``offers`` are handed out
        by TUF beside the keys. Of processes that share a database, each has a home of its own.
        Raises ``UserError``: ``practice.in-use``, ``-newer``, ``-damaged``, ``-port-in-use``, ``-not-writable``,
        and as ``Postgres``; ``WorldError('practice.not-started')``.
        """
        hosting = hosting or Hosting()
        folder = _folder(home)
        self.profile_path = folder / PROFILE_FILE
        self._console = Console(folder)
        self._clock = clock = ShiftedClock(clock or SystemClock(), self._console)
        self._offers = offers
        self._limiter = Limiter()
        self._known: dict[str, Device] = {}
        with ExitStack() as opened:  # closed again where anything fails, so that the home is free
            self._books = Books(Postgres(hosting.database) if hosting.database else folder / DATABASE_FILE)
            opened.callback(self._books.close)
            listener = opened.enter_context(self._listen(hosting.port))
            self.own_url = f"https://127.0.0.1:{listener.getsockname()[1]}"
            self.base_url = hosting.public_url or self.own_url
            keys, profile, server_pem = self._books.run(self._prepare)
            pack = pack or bundled_pack()
            self._decider = Decider(self._books, keys, pack, clock, self._limiter)
            opened.callback(self._decider.close)
            self._server = self._make_server(folder, keys, pack, server_pem, hooks or Hooks())
            opened.pop_all()
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
            return listen(port)
        if not self._books.alone:
            return listen(0)
        last = self._books.run(lambda connection: records.kept(connection, _LAST_PORT))
        try:
            return listen(int(last or b"0"))
        except UserError:
            return listen(0)

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

    def _make_server(self, folder: Path, keys: OwnKeys, pack: Pack, pem: bytes, hooks: Hooks) -> Server:
        shared = None if self._books.alone else self._books.look(proofs.nonce_secret)
        gate = Gate(keys.secret, shared)
        parts = (self.base_url, self._books, keys, gate, pack, self._clock, self._decider, hooks, self._limiter)
        shown = (certificates.digest(pem),) if self.base_url == self.own_url else ()
        context = Context(*parts, Allowances(), self._known, shown)
        port = self.own_url.rpartition(":")[2]
        hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}", urlsplit(self.base_url).netloc})
        app = make_app(context, Envelope(self.base_url, hosts, self._clock, gate), self._console)
        return server_of(app, folder, pem, self._console)


def _folder(home: Path) -> Path:
    folder = home.expanduser().absolute() / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("practice.not-writable", home=home, reason=reason_of(error)) from error
    return folder
