"""The endpoint's operations (protocol C4), as far as this program uses them."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from client.base.clock import Clock, SystemClock
from client.base.errors import OurFault
from client.net.answers import require_ours, require_success
from client.net.failures import NetworkFailure
from client.net.login import Device, Login, Nonce
from client.net.problems import ProblemAnswer, Retry
from client.net.server_time import ServerTime
from client.net.transport import Answer, Request, Transport
from client.net.trust import BureauKeys
from client.protocol import strict_json
from client.protocol.certificates import inspector
from client.protocol.encoding import b64u, content_digest
from client.protocol.enrolment import approval_body, enrolment_body
from client.protocol.faults import ProtocolFault
from client.protocol.hello import check_hello
from client.protocol.keys import PublicKey
from client.protocol.messages import (
    JWS_MEDIA,
    SUBMISSION_MEDIA,
    Content,
    EndpointProfile,
    EnrolmentState,
    Hello,
    Me,
    Notices,
    Obligations,
    Prechecked,
    ReturnState,
    Sealed,
    StatusAnswer,
    StatusQuery,
    VersionState,
)
from client.protocol.submission import Parties
from client.protocol.times import parse_time

T = TypeVar("T")

TUS = "1.0.0"
"""The version of the upload protocol."""

STATUS_LIMIT = 1000
"""Version ids one status query may hold."""


class Tagged(msgspec.Struct, frozen=True):
    """A version's answer with its ETag; ``state`` is None when nothing changed since ``etag``."""

    state: VersionState | None
    etag: str


class Endpoint:
    """One endpoint, spoken to as one device. Safe to use from several threads.

    Every operation raises ``NetworkFailure`` when no answer of the endpoint came, ``ProblemAnswer`` when it
    said no, and ``ProtocolFault`` when its answer is not what the protocol promises. Before anything else
    the endpoint must prove itself by a signed hello; after one that fails, nothing more is sent.
    """

    def __init__(
        self,
        profile: EndpointProfile,
        transport: Transport,
        keys: BureauKeys,
        device: Device | None = None,
        *,
        clock: Clock | None = None,
        agent: str = "jibao",
    ) -> None:
        self.profile = profile
        self.keys = keys
        self.device = device
        self.clock = ServerTime(clock or SystemClock())
        """Server-adjusted time: use it for everything that is signed."""
        self._transport = transport
        self._headers = {"Accept-Language": "zh-CN", "User-Agent": agent}
        self.inspector = ""
        """Who reads TLS on the way, by the issuer of the certificate shown; blank if nobody does."""
        self.min_app = ""
        """The oldest program the endpoint still takes returns from, as the last hello said."""
        self.read_only_until: str | None = None
        """Until when the endpoint takes nothing in, as the last hello said."""
        self.spread_seconds = 0
        """Over how long what nobody sends by hand is spread, as the last hello said."""
        self._stopped: NetworkFailure | None = None
        self._nonce = Nonce()
        self._login: Login | None = None
        if device is not None:
            self._login = Login(self._url("/v1/token"), device, transport, self.clock, self._nonce)

    @property
    def env(self) -> str:
        return self.profile.env

    def hello(self) -> Hello:
        """Ask the endpoint who it is and what time it is.

        Raises ``NetworkFailure``: ``net.impostor`` when the answer is not signed by the bureau, ``net.wrong-env``
        when it is another environment's; both stop this endpoint for good.
        """
        nonce = b64u(secrets.token_bytes(16))
        request = self._request("GET", f"/v1/hello?{urlencode({'nonce': nonce})}")
        asked = self.clock.tick()
        answer = self._open(request)
        answered = self.clock.tick()
        hello = self._judge(answer.body.decode("utf-8", "replace").strip(), nonce)
        self.min_app = hello.min_app
        self.read_only_until = hello.read_only_until
        self.spread_seconds = max(0, hello.load.spread_seconds)
        self.inspector = inspector(hello, answer.certificate)
        self.clock.learn(parse_time(hello.now), asked, answered)
        return hello

    def checkpoint(self) -> str:
        """The head of the receipt log; a compact JWS that ``check_checkpoint`` proves."""
        self._greet()
        return self._open(self._request("GET", "/v1/log/checkpoint")).body.decode("ascii", "replace").strip()

    @property
    def own_device(self) -> Device:
        """The device it speaks as; ``OurFault('net.no-device')`` when there is none."""
        if self.device is None:
            raise OurFault("net.no-device")
        return self.device

    def enrolment_body(self, sealed: Sealed) -> bytes:
        """The body that enrols this device, signed over the endpoint's newest nonce; each call gives another."""
        self._greet()
        own = self.own_device.keys.sig
        return enrolment_body(sealed, own, self._nonce.newest, self._url("/v1/enrolments"))

    def enrol(self, body: bytes, idempotency_key: str) -> EnrolmentState:
        """Post an enrolment; the same body with the same key may be posted again."""
        self._greet()
        headers = {"Idempotency-Key": idempotency_key, "Content-Type": "application/json"}
        return _read(self._open(self._request("POST", "/v1/enrolments", body, headers)), EnrolmentState)

    def enrolment(self, enrolment_id: str) -> EnrolmentState:
        """How an enrolment stands; proven by the pending key alone."""
        self._greet()
        request = self._request("GET", f"/v1/enrolments/{quote(enrolment_id, safe='')}")
        return _read(self._as_device().send_as_key(request), EnrolmentState)

    def me(self) -> Me:
        """The firm, its devices, and what this device may do."""
        return _read(self._get("/v1/me"), Me)

    def approve(self, device_id: str, thumbprint: str) -> EnrolmentState:
        """Let a further device of the firm in, by its key as seen on both screens; for administrators' devices."""
        own = self.own_device
        body = approval_body(device_id, thumbprint, own.device_id, own.keys.sig)
        headers = {"Content-Type": "application/json"}
        path = f"/v1/devices/{quote(device_id, safe='')}:approve"
        return _read(self._send(self._request("POST", path, body, headers)), EnrolmentState)

    def revoke(self, device_id: str) -> None:
        """Take a device of the firm out; its own by anybody, another by an administrator's device."""
        self._send(self._request("DELETE", f"/v1/devices/{quote(device_id, safe='')}"))

    def obligations(
        self, period: str | None = None, *, first: str | None = None, last: str | None = None
    ) -> Obligations:
        """What is due in one period, or from ``first`` to ``last``; the endpoint's choice when none is named."""
        asked = {"period": period, "from": first, "to": last}
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        return _read(self._get("/v1/obligations" + (f"?{query}" if query else "")), Obligations)

    def notices(self, after: str = "") -> Notices:
        """What the bureau has told since the notice ``after``, the oldest first; all there is when blank."""
        return _read(self._get("/v1/notices" + (f"?{urlencode({'after': after})}" if after else "")), Notices)

    def history(self, return_key: str) -> ReturnState:
        """Head and versions of one return."""
        found = _read(self._get(f"/v1/returns/{quote(return_key)}"), ReturnState)
        _require_asked("return_key", [found.return_key], [return_key])
        return found

    def put_version(self, return_key: str, version_id: str, body: bytes) -> VersionState:
        """Submit frozen bytes. Sending them again is always safe and gives the same receipt."""
        headers = {"Content-Type": SUBMISSION_MEDIA}
        request = self._request("PUT", _version_path(return_key, version_id), body, headers)
        return _read(self._send(request), VersionState)

    def get_version(self, return_key: str, version_id: str, etag: str = "") -> Tagged:
        """Receipt, decision and state of a version; 404 is ``ProblemAnswer`` of ``problem.unknown-version``."""
        headers = {"If-None-Match": etag} if etag else {}
        answer = self._send(self._request("GET", _version_path(return_key, version_id), None, headers))
        if answer.status == 304 and etag:
            return Tagged(None, etag)
        tag = answer.header("etag")
        return Tagged(_read(answer, VersionState), tag if tag.isascii() else "")  # it is sent back in a header

    def content(self, return_key: str, version_id: str) -> Content:
        """A version's content, sealed to this device; what it says is proven by ``open_content``."""
        return _read(self._get(_version_path(return_key, version_id) + "/content"), Content)

    def attachment(self, return_key: str, version_id: str, attachment: str) -> bytes:
        """One file of a version, sealed to this device; what it is is proven by ``attachments.open_back``."""
        return self._get(f"{_version_path(return_key, version_id)}/attachments/{quote(attachment, safe='')}").body

    def precheck(self, body: bytes) -> Prechecked:
        """What a decision on this submission would name; it never counts."""
        headers = {"Content-Type": SUBMISSION_MEDIA}
        return _read(self._send(self._request("POST", "/v1/prechecks", body, headers)), Prechecked)

    def commit(self, body: bytes, idempotency_key: str) -> str:
        """Promise bytes before the deadline; the answer is a compact JWS that ``check_ack`` proves."""
        headers = {"Content-Type": JWS_MEDIA, "Idempotency-Key": idempotency_key}
        answer = self._send(self._request("POST", "/v1/commitments", body, headers))
        return answer.body.decode("ascii", "replace").strip()

    def create_upload(self, upload: str, return_key: str, attachment: str, length: int) -> int:
        """Make an upload under our own id, or find it; how many of its bytes have arrived."""
        words = {"return_key": return_key, "attachment": attachment, "upload": upload}
        told = ",".join(f"{name} {_b64(value.encode())}" for name, value in words.items())
        headers = {"Tus-Resumable": TUS, "Upload-Length": str(length), "Upload-Metadata": told}
        return _offset(self._send(self._request("POST", "/v1/uploads", None, headers)))

    def append_upload(self, upload: str, start: int, piece: bytes) -> int:
        """Send one piece; how many bytes have arrived with it."""
        headers = {
            "Tus-Resumable": TUS,
            "Upload-Offset": str(start),
            "Upload-Checksum": f"sha256 {_b64(hashlib.sha256(piece).digest())}",
            "Content-Type": "application/offset+octet-stream",
        }
        path = f"/v1/uploads/{quote(upload, safe='')}"
        return _offset(self._send(self._request("PATCH", path, piece, headers)))

    def status(self, version_ids: Sequence[str]) -> StatusAnswer:
        """How up to 1,000 versions stand; those it does not answer are absent."""
        asked = list(version_ids[:STATUS_LIMIT])
        body = strict_json.encode(StatusQuery(asked))
        request = self._request("POST", "/v1/status:query", body, {"Content-Type": "application/json"})
        found = _read(self._send(request), StatusAnswer)
        _require_asked("version_id", [item.version_id for item in found.items], asked)
        return found

    def seal_key(self) -> tuple[str, PublicKey]:
        """Kid and key that submissions are sealed to."""
        return self.keys.keyset.current("seal", self.clock.now())

    def parties(self) -> Parties:
        """Between whom what this device files goes; ``OurFault('net.no-device')`` when there is no device."""
        return Parties(self.env, self.seal_key(), self.own_device.signer)

    def close(self) -> None:
        self._transport.close()

    def _judge(self, token: str, nonce: str) -> Hello:
        """A hello that the keys we hold do not verify gets one look at newer keys, then it is an impostor's."""
        try:
            return check_hello(token, nonce, self.keys.keyset, self.env)
        except ProtocolFault as fault:
            if fault.code == "protocol.key-unknown":
                self.keys.refresh()
        try:
            return check_hello(token, nonce, self.keys.keyset, self.env)
        except ProtocolFault as fault:
            host = urlsplit(self.profile.base_url).hostname or ""
            code = "net.wrong-env" if fault.code == "protocol.hello-env" else "net.impostor"
            self._stopped = NetworkFailure(code, host=host, env=self.env, why=fault.code)
            raise self._stopped from fault

    def _greet(self) -> None:
        """Have the endpoint prove itself, unless it did a while ago."""
        if self._stopped is not None:
            raise self._stopped
        if self.clock.stale:
            self.hello()

    def _as_device(self) -> Login:
        if self._login is None:
            raise OurFault("net.no-device")
        return self._login

    def _open(self, request: Request) -> Answer:
        """Send without any proof of who is asking."""
        answer = self._transport.send(request)
        self._nonce.learn(require_ours(request, answer))
        return require_success(request, answer)

    def _send(self, request: Request) -> Answer:
        self._greet()
        try:
            return self._as_device().send(request)
        except ProblemAnswer as problem:
            if problem.retry is Retry.AUTHENTICATE:
                self.clock.forget()  # it may be our time that is not believed
            raise

    def _get(self, path: str) -> Answer:
        return self._send(self._request("GET", path))

    def _request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Request:
        own = dict(self._headers) | dict(headers or {})
        if body is not None:
            own["Content-Digest"] = content_digest(body)
        return Request(method, self._url(path), own, body)

    def _url(self, path: str) -> str:
        return self.profile.base_url.rstrip("/") + path


def _b64(data: bytes) -> str:
    """Base64 as tus wants it in its headers."""
    return base64.b64encode(data).decode("ascii")


def _offset(answer: Answer) -> int:
    text = answer.header("upload-offset")
    if not (text.isascii() and text.isdigit()):
        raise ProtocolFault("protocol.wrong-shape", where="Upload-Offset")
    return int(text)


def _require_asked(where: str, told: Iterable[str], asked: Iterable[str]) -> None:
    """Raise ``protocol.wrong-shape`` for an answer about something that was not asked for."""
    if not set(told) <= set(asked):
        raise ProtocolFault("protocol.wrong-shape", where=where)


def _version_path(return_key: str, version_id: str) -> str:
    return f"/v1/returns/{quote(return_key)}/versions/{quote(version_id)}"


def _read(answer: Answer, shape: type[T]) -> T:
    return strict_json.decode(answer.body, shape)
