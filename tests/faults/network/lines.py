"""A real client behind the faulty proxy, its operations, and what must be true after each fault."""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from client.base.errors import JibaoError
from client.net import Endpoint
from client.net.over_httpx import Patience, WireSettings
from client.net.transport import Request
from client.practice import Practice
from client.practice.certificates import issue_server, make_authority
from client.protocol import carry_file, strict_json
from client.protocol.commitments import commit_body
from client.protocol.encoding import content_digest
from client.protocol.faults import ProtocolFault
from client.protocol.keys import generate
from client.protocol.messages import BundleAnswer, CommitRequest
from client.protocol.submission import submission_body
from client.store import Store
from client.store.repositories.model import Version
from client.sync.connecting import connect, read_profile
from client.sync.enrolling import enrol
from client.sync.filing import Filer
from client.sync.obligations import fetch
from client.sync.states import HAS_RECEIPT
from tests.client.sync.office import CLOCK, HASTE, PATIENT, WIRE, Client, Meddler, new_firm
from tests.faults.network.proxy import TLS

SCALED = Patience(connect=0.3, read=0.3, write=0.3, pool=0.3, whole=0.35)
"""The client's patience, a hundred times shorter."""

OPERATIONS = {
    "hello": "GET /v1/hello",
    "token": "POST /v1/token",
    "obligations": "GET /v1/obligations",
    "put": "PUT /v1/returns/",
    "get": "GET /v1/returns/",
    "content": "/content",
    "status": "POST /v1/status:query",
    "me": "GET /v1/me",
    "notices": "GET /v1/notices",
    "precheck": "POST /v1/prechecks",
    "commit": "POST /v1/commitments",
    "upload": "/v1/uploads",
    "tuf": "GET /tuf/",
    "enrol": "POST /v1/enrolments",
    "bundle": "POST /v1/bundles",
}
"""Operation by the part of ``METHOD path`` that tells it."""


Fault = tuple[str, str]
"""An operation and what is done to it on its way."""


class Line:
    """The control line of a proxy process."""

    def __init__(self, port: int, control: int) -> None:
        self._port = port
        self._control = socket.create_connection(("127.0.0.1", control))
        self._lines = self._control.makefile("rw", encoding="utf-8")

    def proxy_for(self, url: str) -> str | None:
        return f"http://127.0.0.1:{self._port}"

    def arm(self, match: str, fault: str, byte: int) -> None:
        self._say({"match": "CONNECT" if fault in TLS else match, "fault": fault, "byte": byte})

    def calm(self) -> None:
        self._say([])

    def close(self) -> None:
        self._lines.close()
        self._control.close()

    def _say(self, what: object) -> None:
        self._lines.write(json.dumps(what) + "\n")
        self._lines.flush()
        assert self._lines.readline() == "ok\n"


@contextmanager
def faulty_line(practice: Practice, folder: Path, pem: Path | None = None) -> Iterator[Line]:
    """A proxy process between client and endpoint; it shows the endpoint's certificate unless given its own."""
    other = folder / "other.pem"
    key = generate()
    other.write_bytes(issue_server(key, make_authority(key)))
    pem = pem or practice.profile_path.with_name("server.pem")
    words = [sys.executable, "-m", "tests.faults.network.proxy", str(pem), str(other)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port, control = map(int, process.stdout.readline().split())
        line = Line(port, control)
        try:
            yield line
        finally:
            line.close()
            process.communicate()


class Office:
    """One firm's client behind the line. What it files builds on what it filed before, over all its returns."""

    def __init__(self, practice: Practice, line: Line, home: Path, store: Store) -> None:
        self.practice, self.line, self.home, self.store = practice, line, home, store
        self.firm = new_firm()
        profile = read_profile(practice.profile_path)
        enrol(store, home, profile, self.firm, practice.issue_code(self.firm), "PC", settings=WIRE)
        self.good = connect(store, home, self.firm, settings=WIRE)
        self.bad: Endpoint | None = None
        self.named: set[str] = set()
        self.patience = SCALED
        due = fetch(store, self.good, self.firm)
        self.keys = self.good.keys.keyset
        self.client = Client(home, store, self.good, Meddler(self.good._transport), self.firm)
        self.returns = [item.return_key for item in due.items if item.form in ("JY", "XM", "YF", "CP", "HY")]
        self.heads: dict[str, str] = {}
        self.begun: tuple[str, str] | None = None
        """Firm and code of an enrolment whose outcome is not known."""
        self.turn = 0

    def run(self, faults: list[Fault], chance: random.Random) -> None:
        """One filing with these faults armed (operation, fault), then the same on a good line; checked."""
        key = self.returns[self.turn % len(self.returns)]
        self.turn += 1
        base = self.heads.get(key)
        armed = {operation for operation, _ in faults}
        files = (b"%PDF-1.7 scan",) if "upload" in armed else ()
        # Decided at a glance: rules are tested elsewhere.
        version = self.client.queue(key, base=base, kind="nil", files=files)
        endpoint = self._behind_the_line(fresh=any(op in ("hello", "token") or f in TLS for op, f in faults))
        for operation, fault in faults:
            self.line.arm(OPERATIONS[operation], fault, chance.randrange(1 << 20))
        for ask in self._questions(endpoint, version, armed):
            self._ask(ask)
        (result,) = Filer(self.store, endpoint, CLOCK, pace=HASTE).push([version.version_id], wait=0.03)
        self._nothing_untrue(version.version_id, result.state in HAS_RECEIPT)
        self.line.calm()
        self._enrolled_once()
        filer = Filer(self.store, self.good, CLOCK, pace=HASTE)
        for _ in range(3):  # one turn may still end in a question
            (result,) = filer.push([version.version_id])
            if result.receipt is not None:
                break
        assert result.receipt is not None, (faults, result)
        self.heads[key] = version.version_id

    def _behind_the_line(self, *, fresh: bool) -> Endpoint:
        """The endpoint through the proxy: a new one where hello, login or connecting shall fail."""
        if self.bad is not None and (fresh or self.bad._stopped is not None):
            self.bad.close()
            self.bad = None
        if self.bad is None:
            self.bad = connect(
                self.store, self.home, self.firm, settings=WireSettings(CLOCK, self.line, self.patience)
            )
        return self.bad

    def _ask(self, ask: Callable[[], object]) -> None:
        """A question that fails is named; whatever it was, there are words for it."""
        try:
            ask()
        except JibaoError as error:
            self.named.add(error.code)

    def be_patient(self) -> None:
        """Give up nothing in a hurry from now on: on a busy machine that would be told instead of the fault."""
        self.patience = PATIENT
        if self.bad is not None:
            self.bad.close()
            self.bad = None

    def close(self) -> None:
        self.good.close()
        if self.bad is not None:
            self.bad.close()

    def _questions(self, endpoint: Endpoint, version: Version, armed: set[str]) -> list[Callable[[], object]]:
        """What is asked before the filing: whatever a fault waits for, and nothing that none does."""
        key, base = version.return_key, version.base_version_id
        content = (lambda: endpoint.content(key, base)) if base else endpoint.me
        body = submission_body(version.manifest, version.seal_kid, version.sealed)
        asks: dict[str, Callable[[], object]] = {
            "obligations": lambda: fetch(self.store, endpoint, self.firm),
            "me": endpoint.me,
            "status": lambda: endpoint.status([base or "x"]),
            "content": content,
            "get": content,
            "notices": endpoint.notices,
            "precheck": lambda: endpoint.precheck(body),
            "commit": lambda: endpoint.commit(self._promise(version, len(body)), version.version_id),
            "tuf": endpoint.keys.refresh,
            "enrol": self._enrol_another,
        }
        if "upload" not in armed:
            asks["bundle"] = lambda: self._carry(endpoint, version, body)
        return [ask for operation, ask in asks.items() if operation in armed]

    def _carry(self, endpoint: Endpoint, version: Version, body: bytes) -> None:
        """The version goes as a carry file, posted behind the line; the answer is taken back if it can be read."""
        filer = Filer(self.store, self.good, CLOCK, pace=HASTE)
        filer.carry([version.version_id])
        content = carry_file.write({(version.return_key, version.version_id): body}, {})
        told = {"content-type": carry_file.MEDIA, "content-digest": content_digest(content)}
        told["idempotency-key"] = version.version_id
        asked = Request("POST", endpoint.profile.base_url + "/v1/bundles", told, content)
        answer = endpoint._transport.send(asked)
        with suppress(ProtocolFault):  # what a portal says instead is no answer
            filer.take_back(strict_json.decode(answer.body, BundleAnswer).items)

    def _enrol_another(self) -> None:
        """Another firm of this computer is enrolled behind the line."""
        firm = new_firm()
        self.begun = (firm, self.practice.issue_code(firm))
        self._enrol(*self.begun, self.line, self.patience)

    def _enrol(self, firm: str, code: str, proxies: Line | None, patience: Patience) -> None:
        profile = read_profile(self.practice.profile_path)
        wire = WireSettings(CLOCK, proxies, patience)
        enrol(self.store, self.home, profile, firm, code, "PC", settings=wire)

    def _enrolled_once(self) -> None:
        """The same code again, unless it is known to have been taken: one device and no second."""
        if self.begun is None:
            return
        (firm, code), self.begun = self.begun, None
        if self.store.run(lambda books: books.endpoints.get(firm)) is None:
            self._enrol(firm, code, None, PATIENT)
        found = self.practice._books.run(
            lambda line: line.execute("SELECT count(*) FROM devices WHERE firm = ?", (firm,)).fetchone()[0]
        )
        assert found == 1

    def _promise(self, version: Version, size: int) -> bytes:
        asked = CommitRequest(version.return_key, version.version_id, version.sealed_sha256, size)
        return commit_body(asked, self.good.own_device.signer)

    def _nothing_untrue(self, version_id: str, claimed: bool) -> None:
        """A receipt held here is a receipt given there."""
        if claimed:
            found = self.practice._books.run(
                lambda connection: connection.execute(
                    "SELECT count(*) FROM versions WHERE version_id = ?", (version_id,)
                ).fetchone()[0]
            )
            assert found == 1
