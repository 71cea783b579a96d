"""A client with its store on one side, the real practice endpoint on the other, and meddlers between them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import msgspec

from client.base.clock import SystemClock, rfc3339
from client.net import Endpoint, NetworkFailure
from client.net.over_httpx import Patience, WireSettings
from client.net.transport import ANSWER_LIMIT, Answer, Request, Transport
from client.practice import Practice
from client.protocol import attachments
from client.protocol.encoding import sha256_hex
from client.protocol.identifiers import new_id, parse_return_key
from client.protocol.keys import PublicKey
from client.protocol.messages import Attachment, Document, Kind
from client.protocol.submission import Lineage, PackRef, freeze
from client.store import Store
from client.store.repositories.books import Books
from client.store.repositories.model import Version
from client.sync import attached
from client.sync.backoff import Pace
from client.sync.connecting import connect, read_profile
from client.sync.enrolling import enrol
from client.sync.filing import Filer
from client.sync.obligations import fetch, held

TODAY = date(2025, 11, 5)


class Today:
    """The computer's own clock on ``TODAY``, also once it is past midnight since the tests began."""

    def now(self) -> datetime:
        return SystemClock(TODAY).now()


CLOCK = Today()
PATIENT = Patience(connect=60, read=60, write=60, pool=60, whole=120, slow=120)
WIRE = WireSettings(CLOCK, patience=PATIENT)
HASTE = Pace(
    first=0.01,
    cap=0.05,
    cap_last_hour=0.05,
    decision=0.02,
    cap_decision=0.05,
    longest_told=0.05,
    retries=1000,
)
"""The back-off a hundred times faster than life."""

KEY = bytes(range(32))
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_serial = itertools.count(1)


def new_firm() -> str:
    """A valid code of a firm nobody has."""
    body = f"91440300MA5{next(_serial):06d}"
    total = sum(_ALPHABET.index(symbol) * pow(3, place, 31) for place, symbol in enumerate(body))
    return body + _ALPHABET[(31 - total % 31) % 31]


class Meddler:
    """A transport between client and endpoint: notes what passes, and does to it what its rules say.

    A rule is (method, pattern of the path, what to do). It is asked before the request leaves and, with the
    answer, after it came; it may raise, or give an answer of its own.
    """

    def __init__(self, line: Transport) -> None:
        self.line = line
        self.passed: list[str] = []
        self.before: Callable[[Request], Answer | None] = lambda request: None
        self.after: Callable[[Request, Answer], Answer] = lambda request, answer: answer

    def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
        self.passed.append(f"{request.method} {re.sub(r'^https://[^/]+', '', request.url)}")
        own = self.before(request)
        if own is not None:
            return own
        return self.after(request, self.line.send(request, limit=limit))

    def close(self) -> None:
        self.line.close()

    def versions(self) -> list[str]:
        """The methods used on versions, in order."""
        return [line.split()[0] for line in self.passed if "/versions/" in line]


def is_put(request: Request) -> bool:
    return request.method == "PUT"


def lose(code: str = "net.cut-off", *, unsent: bool = False) -> NetworkFailure:
    return NetworkFailure(code, unsent=unsent, host="127.0.0.1")


class Client:
    """One enrolled client: store, endpoint with a meddler on its line, filer."""

    def __init__(self, home: Path, store: Store, endpoint: Endpoint, meddler: Meddler, firm: str) -> None:
        self.home = home
        self.store = store
        self.endpoint = endpoint
        self.meddler = meddler
        self.firm = firm
        self.filer = Filer(store, endpoint, CLOCK, pace=HASTE)
        self._unused = iter(self._returns())

    def calm(self) -> None:
        """An honest line and a filer that remembers nothing."""
        self.meddler.before = lambda request: None
        self.meddler.after = lambda request, answer: answer
        self.meddler.passed.clear()
        self.filer = Filer(self.store, self.endpoint, CLOCK, pace=HASTE)

    def _returns(self) -> Iterator[str]:
        due = self.store.run(lambda books: held(books, self.firm))
        assert due is not None
        yield from (item.return_key for item in due.items if item.form in ("JY", "XM", "YF"))

    def queue(
        self,
        key: str = "",
        *,
        base: str | None = None,
        kind: Kind = "original",
        cells: dict[str, str] | None = None,
        files: Sequence[bytes] = (),
    ) -> Version:
        """Freeze a version of a return into the outbox; of one not yet used unless ``key`` names it."""
        key = key or next(self._unused)
        due = self.store.run(lambda books: held(books, self.firm)) or fetch(self.store, self.endpoint, self.firm)
        pack = next(item.packs[0] for item in due.items if item.return_key == key)
        figures = {"JY001": "1234"} if cells is None and kind not in ("nil", "withdrawal") else cells or {}
        version_id = new_id()
        parties = self.endpoint.parties()
        public = parties.seal_key[1]
        sealed = [self._seal(data, f"a{n}", key, version_id, public) for n, data in enumerate(files, 1)]
        told = [each.enclosed for each, _ in sealed]
        frozen = freeze(
            Document(cells=dict(figures), reason=None if kind == "original" else "试验", attachments=told),
            Lineage(key, version_id, base, kind),
            PackRef(pack.version, pack.sha256),
            parties,
            self.endpoint.clock.now(),
            attachments=[each.named for each, _ in sealed],
        )
        version = Version(
            version_id=frozen.version_id,
            return_key=key,
            firm=self.firm,
            form=parse_return_key(key).form,
            period=parse_return_key(key).period,
            base_version_id=base,
            kind=kind,
            pack=frozen.pack,
            endpoint=self.endpoint.profile.root_id,
            manifest=frozen.manifest_jws,
            sealed=frozen.sealed,
            sealed_sha256=frozen.sealed_sha256,
            manifest_sha256=frozen.manifest_sha256,
            commitment=frozen.commitment,
            seal_kid=frozen.kid,
            created_at=rfc3339(CLOCK.now()),
        )

        def work(books: Books) -> None:
            books.outbox.put(version)
            attached.freeze(books, version_id, sealed)

        self.store.run(work)
        return version

    def _seal(
        self, data: bytes, name: str, key: str, version_id: str, public: PublicKey
    ) -> tuple[attached.Sealed, bytes]:
        sealed = attachments.seal(data, public, key, version_id, name)
        file = attached.Attached(new_id(), f"{name}.pdf", attachments.PDF, len(data), sha256_hex(data), "")
        named = Attachment(name, new_id(), len(sealed), sha256_hex(sealed))
        return attached.Sealed(file, named), sealed

    def state(self, version_id: str) -> str:
        version = self.store.run(lambda books: books.outbox.get(version_id))
        assert version is not None
        return version.state

    def on_server(self, key: str) -> list[str]:
        """Version ids the endpoint has of a return."""
        return [version.version_id for version in self.endpoint.history(key).versions]


def endpoint_of(store: Store, home: Path, firm: str) -> tuple[Endpoint, Meddler]:
    """The enrolled endpoint, with a meddler on its line."""
    endpoint = connect(store, home, firm, settings=WIRE)
    meddler = Meddler(endpoint._transport)
    endpoint._transport = meddler
    assert endpoint._login is not None
    endpoint._login._transport = meddler
    return endpoint, meddler


@contextmanager
def client_of(practice: Practice, home: Path, firm: str | None = None) -> Iterator[Client]:
    """A client enrolled anew at the practice endpoint."""
    home.mkdir(parents=True, exist_ok=True)
    firm = firm or new_firm()
    profile = read_profile(practice.profile_path)
    with Store.open(home / "jibao.db", KEY, clock=CLOCK) as store:
        code = practice.issue_code(firm)
        enrolled = enrol(store, home, profile, firm, code, "财务室-PC1", settings=WIRE)
        assert enrolled.state == "active"
        endpoint, meddler = endpoint_of(store, home, firm)
        try:
            fetch(store, endpoint, firm)
            meddler.passed.clear()
            yield Client(home, store, endpoint, meddler, firm)
        finally:
            endpoint.close()


def our_headers(**more: str) -> dict[str, str]:
    """The headers of an answer that claims to be the endpoint's."""
    return {"stats-api": "1", "content-type": "application/json"} | more


def with_state(answer: Answer, **changes: object) -> Answer:
    """An answer whose JSON says something else."""
    body = msgspec.json.decode(answer.body)
    headers = {name: value for name, value in answer.headers.items() if name != "content-digest"}
    return Answer(answer.status, headers, msgspec.json.encode(body | changes))
