"""The device's login: access tokens bound to its key, with the endpoint's nonces (protocol C3)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import msgspec

from client.base.clock import Clock
from client.net.answers import require_ours, require_success
from client.net.failures import NetworkFailure
from client.net.problems import ProblemAnswer, Retry
from client.net.transport import Answer, Request, Transport
from client.protocol import dpop, strict_json
from client.protocol.encoding import content_digest
from client.protocol.enrolment import DevicePair
from client.protocol.keys import PrivateKey
from client.protocol.messages import TokenAnswer
from client.protocol.submission import Signer

_MARGIN = 30.0
"""Seconds before its end at which a token is no longer used."""

_TURNS = 3
"""The request, once again with a nonce, once again with a new token."""


class Device(msgspec.Struct, frozen=True):
    """This computer as the endpoint knows it; the id is empty until it is enrolled."""

    device_id: str
    keys: DevicePair

    @property
    def signer(self) -> Signer:
        """Who signs what it files."""
        return Signer(self.device_id, self.keys.sig)


class Nonce:
    """The newest ``DPoP-Nonce`` the endpoint gave with any of its answers; empty before the first."""

    def __init__(self) -> None:
        self.newest = ""

    def learn(self, answer: Answer) -> None:
        self.newest = answer.header("dpop-nonce") or self.newest


class Login:
    """Sends requests as one device. Safe to use from several threads."""

    def __init__(self, token_url: str, device: Device, transport: Transport, clock: Clock, nonce: Nonce) -> None:
        self._token_url = token_url
        self._device = device
        self._transport = transport
        self._clock = clock
        self._lock = threading.Lock()
        self._nonce = nonce
        self._token: str | None = None
        self._until = 0.0

    def send(self, request: Request) -> Answer:
        """Send as the enrolled device; nonces and spent tokens are renewed silently.

        Raises ``NetworkFailure`` and ``ProblemAnswer``.
        """
        return self._persist(request, lambda: self._bearer(request))

    def send_as_key(self, request: Request) -> Answer:
        """Send with a proof of the key alone, without a token: for a device not yet enrolled."""
        return self._persist(request, lambda: {"DPoP": self._proof(self._device.keys.sig, request, None)})

    def _persist(self, request: Request, headers: Callable[[], Mapping[str, str]]) -> Answer:
        for turn in range(1, _TURNS + 1):
            try:
                return self._look_twice(request, headers)
            except ProblemAnswer as problem:
                if problem.retry is not Retry.AUTHENTICATE or turn == _TURNS:
                    raise
                if problem.code != "problem.use-dpop-nonce":
                    self._drop_token()
        raise AssertionError("unreachable")

    def _look_twice(self, request: Request, headers: Callable[[], Mapping[str, str]]) -> Answer:
        """What only looks is asked once more, newly proven: a connection kept open may have died meanwhile."""
        try:
            return self._once(request, headers())
        except NetworkFailure as failure:
            if request.method != "GET" or failure.code != "net.cut-off":
                raise
        return self._once(request, headers())

    def _once(self, request: Request, extra: Mapping[str, str]) -> Answer:
        carried = msgspec.structs.replace(request, headers={**request.headers, **extra})
        answer = self._transport.send(carried)
        self._nonce.learn(require_ours(carried, answer))
        return require_success(carried, answer)

    def _bearer(self, request: Request) -> dict[str, str]:
        token = self._access_token()
        return {
            "Authorization": f"DPoP {token}",
            "DPoP": self._proof(self._device.keys.sig, request, token),
        }

    def _proof(self, key: PrivateKey, request: Request, token: str | None) -> str:
        return dpop.proof(
            key, request.method, request.url, self._clock.now(), nonce=self._nonce.newest or None, token=token
        )

    def _drop_token(self) -> None:
        with self._lock:
            self._token = None

    def _access_token(self) -> str:
        with self._lock:
            if self._token is None or time.monotonic() > self._until:
                asked = time.monotonic()
                granted = self._ask_token()
                self._token = granted.access_token
                self._until = asked + max(0.0, granted.expires_in - _MARGIN)
            return self._token

    def _ask_token(self) -> TokenAnswer:
        """A new token; a nonce that is asked for is given at once, silently."""
        for _ in range(_TURNS - 1):
            try:
                return self._token_once()
            except ProblemAnswer as problem:
                if problem.code != "problem.use-dpop-nonce":
                    raise
        return self._token_once()

    def _token_once(self) -> TokenAnswer:
        signing = self._device.keys.sig
        assertion = dpop.client_assertion(signing, self._device.device_id, self._token_url, self._clock.now())
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": dpop.ASSERTION_TYPE,
            "client_assertion": assertion,
        }
        body = urlencode(form).encode("ascii")
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Digest": content_digest(body),
        }
        request = Request("POST", self._token_url, headers, body)
        proof = {"DPoP": self._proof(signing, request, None)}
        return strict_json.decode(self._once(request, proof).body, TokenAnswer)
