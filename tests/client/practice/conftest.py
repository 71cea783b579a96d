"""A running practice endpoint, and a device that speaks to it with nothing but httpx and the protocol layer."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import msgspec
import pytest

from client.base.clock import Clock, SystemClock
from client.practice import Hooks, Hosting, Practice
from client.practice.database.ledger import Database
from client.practice.database.postgres import Postgres
from client.practice.database.sqlite_file import SqliteFile
from client.protocol import strict_json
from client.protocol.dpop import ASSERTION_TYPE, client_assertion, proof
from client.protocol.encoding import content_digest
from client.protocol.enrolment import DevicePair, enrolment_body, seal_enrolment
from client.protocol.identifiers import new_id
from client.protocol.keys import KeySet, generate
from client.protocol.messages import (
    SUBMISSION_MEDIA,
    Document,
    EndpointProfile,
    EnrolmentState,
    Kind,
    Problem,
    Sealed,
    TokenAnswer,
    VersionState,
)
from client.protocol.submission import Frozen, Lineage, PackRef, Parties, Signer, freeze
from forms import uscc
from forms.pack.loader import load_pack
from forms.pack.model import Pack
from tests.client.practice.cluster import Cluster, programs, running

T = TypeVar("T")

PACK = Path(__file__).parent / "pack"
"""A pack of four short forms, so that no change of the bundled one moves these tests."""

TODAY = date(2025, 10, 9)
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class MovingClock:
    """The computer's clock on another day, which a test can push on."""

    def __init__(self, today: date) -> None:
        self._base: Clock = SystemClock(today)
        self.ahead = timedelta()

    def now(self) -> datetime:
        return self._base.now() + self.ahead


@dataclass
class Endpoint:
    """A practice endpoint on its home, which can be stopped and started again."""

    home: Path
    clock: MovingClock = field(default_factory=lambda: MovingClock(TODAY))
    hooks: Hooks = field(default_factory=Hooks)
    pack: Pack = field(default_factory=lambda: load_pack(PACK))
    database: str = ""
    practice: Practice = field(init=False)
    _firms: Iterator[str] = field(default_factory=lambda: credit_codes())

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.practice = Practice(
            self.home,
            self.clock,
            pack=self.pack,
            hooks=self.hooks,
            hosting=Hosting(database=self.database),
        )

    def restart(self) -> None:
        self.practice.close()
        self.start()

    @property
    def profile(self) -> EndpointProfile:
        return strict_json.decode(self.practice.profile_path.read_bytes(), EndpointProfile)

    def http(self) -> httpx.Client:
        context = ssl.create_default_context(cadata=self.profile.tls_ca_pem or "")
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return httpx.Client(verify=context, base_url=self.practice.base_url, trust_env=False, timeout=20)

    def next_firm(self) -> str:
        """A credit code nobody has used here yet."""
        return next(self._firms)

    @cached_property
    def keys(self) -> KeySet:
        """The bureau's keys; TUF's own checks are made where the client's fetcher is tested."""
        with self.http() as http:
            targets = http.get("/tuf/metadata/1.keys.json").json()["signed"]["targets"]
            digest = targets["keys/collect.json"]["hashes"]["sha256"]
            return KeySet.from_bytes(http.get(f"/tuf/targets/keys/{digest}.collect.json").content)


@dataclass
class Device:
    """A computer of a firm: keys, nonce, token."""

    endpoint: Endpoint
    firm: str
    keys: DevicePair = field(default_factory=lambda: DevicePair(generate(), generate()))
    device_id: str = ""
    nonce: str | None = None
    token: str | None = None
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = self.endpoint.http()

    def now(self) -> datetime:
        return self.endpoint.clock.now()

    def url(self, path: str) -> str:
        return self.endpoint.practice.base_url + path

    def raw(self, method: str, path: str, **words: Any) -> httpx.Response:
        """One request as it is, remembering the nonce that came back."""
        response = self.http.request(method, path, **words)
        self.nonce = response.headers.get("dpop-nonce", self.nonce)
        return response

    def proof(self, method: str, path: str, token: str | None = None) -> str:
        url = self.url(path).partition("?")[0]
        return proof(self.keys.sig, method, url, self.now(), nonce=self.nonce, token=token)

    def headers(self, method: str, path: str) -> dict[str, str]:
        return {"DPoP": self.proof(method, path, self.token), "Authorization": f"DPoP {self.token}"}

    def call(
        self, method: str, path: str, body: bytes | None = None, media: str = "application/json", **extra: str
    ) -> httpx.Response:
        """One request as the enrolled device."""
        headers = self.headers(method, path) | {name.replace("_", "-"): value for name, value in extra.items()}
        if body is not None:
            headers = {"Content-Type": media, "Content-Digest": content_digest(body)} | headers
        return self.raw(method, path, content=body, headers=headers)

    def greet(self) -> None:
        self.raw("GET", "/v1/hello?nonce=" + "n" * 22)

    def code(self) -> str:
        """A fresh code for the device's firm."""
        return self.endpoint.practice.issue_code(self.firm)

    def seal(self, code: str) -> Sealed:
        seal_key = self.endpoint.keys.current("seal", self.now())
        return seal_enrolment(self.firm, code, "财务室-PC1", self.keys, seal_key)

    def signed(self, sealed: Sealed, nonce: str | None = None) -> bytes:
        """The body of an enrolment, over the newest nonce unless another is given."""
        used = (self.nonce or "") if nonce is None else nonce
        return enrolment_body(sealed, self.keys.sig, used, self.url("/v1/enrolments"))

    def enrolment(self, code: str, nonce: str | None = None) -> bytes:
        return self.signed(self.seal(code), nonce)

    def post_enrolment(self, body: bytes, key: str | None = None) -> httpx.Response:
        headers = {"Content-Type": "application/json", "Content-Digest": content_digest(body)}
        if key != "":
            headers["Idempotency-Key"] = key or new_id()
        return self.raw("POST", "/v1/enrolments", content=body, headers=headers)

    def enrol(self, code: str | None = None) -> EnrolmentState:
        self.greet()
        response = self.post_enrolment(self.enrolment(code or self.code()))
        state = read(response, EnrolmentState, 202)
        self.device_id = state.device_id
        return state

    def ask_token(self, **changed: str) -> httpx.Response:
        assertion = client_assertion(self.keys.sig, self.device_id, self.url("/v1/token"), self.now())
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion,
        }
        body = urlencode(form | changed).encode()
        headers = {
            "DPoP": self.proof("POST", "/v1/token"),
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Digest": content_digest(body),
        }
        return self.raw("POST", "/v1/token", content=body, headers=headers)

    def log_in(self) -> TokenAnswer:
        self.greet()
        answer = read(self.ask_token(), TokenAnswer)
        self.token = answer.access_token
        return answer

    def key(self, place: str = "JY.2025-09") -> str:
        """The return key of the device's firm for ``form.period``; a whole key stays as it is."""
        return place if place.count(".") == 2 else f"{self.firm}.{place}"

    def again(self) -> None:
        """Connect anew, after the endpoint was restarted."""
        self.http.close()
        self.http = self.endpoint.http()

    def freeze(
        self,
        place: str = "JY.2025-09",
        *,
        base: str | None = None,
        kind: Kind = "original",
        document: Document | None = None,
        version_id: str = "",
        pack: PackRef | None = None,
        **parties: Any,
    ) -> Frozen:
        """One version of a return, sealed and signed by this device unless ``parties`` say otherwise."""
        known = self.endpoint.pack
        seal_key = self.endpoint.keys.current("seal", self.now())
        own = Parties("practice", seal_key, Signer(self.device_id, self.keys.sig))
        filed = document or Document({"JY001": "1234"}, reason=None if kind == "original" else "更正")
        return freeze(
            filed,
            Lineage(self.key(place), version_id or new_id(), base, kind),
            pack or PackRef(known.version, known.sha256),
            msgspec.structs.replace(own, **parties),
            self.now(),
        )

    def put(self, frozen: Frozen, **extra: str) -> httpx.Response:
        return self.call("PUT", path_of(frozen), frozen.body, SUBMISSION_MEDIA, **extra)

    def get(self, frozen: Frozen, **extra: str) -> httpx.Response:
        return self.call("GET", path_of(frozen), **extra)

    def decided(self, frozen: Frozen) -> VersionState:
        """The version once the endpoint has decided on it."""
        wait_until(lambda: read(self.get(frozen), VersionState).state != "received")
        return read(self.get(frozen), VersionState)


def credit_codes() -> Iterator[str]:
    """Valid unified social credit codes of nobody."""
    for number in range(1000, 10000):
        body = f"91440300MA5FT{number}"
        yield next(body + letter for letter in _LETTERS if uscc.valid(body + letter))


def path_of(frozen: Frozen) -> str:
    return f"/v1/returns/{frozen.return_key}/versions/{frozen.version_id}"


def read(response: httpx.Response, shape: type[T], status: int | None = 200) -> T:
    """A good answer, read strictly."""
    assert response.status_code == status, response.text
    assert response.headers["stats-api"] == "1"
    assert response.headers["content-digest"] == content_digest(response.content)
    return strict_json.decode(response.content, shape)


def problem(response: httpx.Response, status: int, name: str) -> Problem:
    """A refusal of that status and type."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    document = strict_json.decode(response.content, Problem)
    assert (response.status_code, document.status, document.name) == (status, status, name), response.text
    assert response.headers["stats-api"] == "1"
    return document


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a condition that another thread brings about."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        pause.wait(0.02)
    pytest.fail("it never came to hold")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL for these tests alone."""
    if programs() is None:
        pytest.skip("there is no PostgreSQL on this machine (Debian: postgresql)")
    with running() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty database of each kind: what holds for one holds for the other."""
    if request.param == "sqlite":
        return SqliteFile(tmp_path / "practice.db")
    return Postgres(request.getfixturevalue("cluster").address())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """An endpoint for tests that leave it as it was but for a firm of their own."""
    opened = Endpoint(tmp_path_factory.mktemp("practice"))
    yield opened
    opened.practice.close()


@pytest.fixture
def endpoint(home: Path) -> Iterator[Endpoint]:
    """An endpoint for one test: to move its clock, to stop it, to count what is in it."""
    opened = Endpoint(home)
    yield opened
    opened.practice.close()


Devices = Callable[..., Device]
"""Makes devices of one firm, or of ``another``; enrolled and logged in unless ``ready`` is false."""


def _devices(opened: Endpoint) -> Iterator[Devices]:
    firm, another_firm = opened.next_firm(), opened.next_firm()
    made: list[Device] = []

    def make(*, another: bool = False, ready: bool = True) -> Device:
        device = Device(opened, another_firm if another else firm)
        made.append(device)
        if ready:
            device.enrol()
            device.log_in()
        return device

    yield make
    for device in made:
        device.http.close()


@pytest.fixture
def devices(shared: Endpoint) -> Iterator[Devices]:
    """Devices of a firm of the test's own, at the shared endpoint."""
    yield from _devices(shared)


@pytest.fixture
def own_devices(endpoint: Endpoint) -> Iterator[Devices]:
    """Devices at the endpoint that is this test's alone."""
    yield from _devices(endpoint)


@pytest.fixture
def device(devices: Devices) -> Device:
    """One device, ready to file."""
    return devices()


@pytest.fixture
def own_device(own_devices: Devices) -> Device:
    """One device, ready to file, at the test's own endpoint."""
    return own_devices()
