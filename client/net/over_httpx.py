"""The transport over httpx."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from client.base.clock import Clock, SystemClock
from client.net.failures import NetworkFailure, classify
from client.net.transport import ANSWER_LIMIT, Answer, ProxyFinder, Request

if TYPE_CHECKING:
    import httpx


class Patience(msgspec.Struct, frozen=True):
    """Seconds until the client gives up; ``whole`` bounds one answer however large it is and fast it comes.

    Both it and ``slow`` count from the end of the answer's head, each piece of which has ``read`` to itself:
    httpx tells nothing of a head before it is whole.
    """

    connect: float = 10.0
    read: float = 30.0
    write: float = 60.0
    pool: float = 60.0
    whole: float = 120.0
    slow: float = 30.0
    """After so long an answer must have come at ``SLOWEST`` at least, or it only drips."""

    def is_over(self, took: float, came: int) -> bool:
        """Whether an answer of which ``came`` bytes came in ``took`` seconds is waited for no more."""
        return took > min(self.whole, self.slow + came / SLOWEST)


SLOWEST = 1024
"""Bytes a second: any line on which files can be filed is faster, also in the worst of mobile networks."""


class WireSettings(msgspec.Struct, frozen=True):
    """How requests go out: through which proxy, for how long, and by which clock a wrong one is told."""

    clock: Clock = msgspec.field(default_factory=SystemClock)
    proxies: ProxyFinder | None = None
    """None is the straight way."""
    patience: Patience = Patience()


DEFAULT_SETTINGS = WireSettings()


class HttpxTransport:
    """Up to ``connections`` lines: no environment proxies, no redirects, no cookies, no unpacking.

    Each line is one connection that one request has to itself, over httpx's transports rather than its client: a
    client's pool looks at all its connections for every request, and its cookies, redirects and merged addresses
    cost half of what a thousand filings take of the processor.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        settings: WireSettings = DEFAULT_SETTINGS,
        *,
        last_seen: datetime | None = None,
        connections: int = 8,
    ) -> None:
        """``last_seen``: newest time the endpoint has signed; it tells a wrong clock from an old certificate."""
        self._context = context
        self._settings = settings
        self._room = threading.BoundedSemaphore(connections)
        self._lock = threading.Lock()
        self._idle: dict[str | None, list[httpx.HTTPTransport]] = {}
        self._lines: list[httpx.HTTPTransport] = []
        self._last_seen = last_seen

    def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
        """See ``Transport.send``."""
        import httpx

        host = urlsplit(request.url).hostname or request.url
        proxy = self._settings.proxies.proxy_for(request.url) if self._settings.proxies else None
        connected = False

        def trace(event: str, _: object) -> None:
            nonlocal connected
            connected = connected or event.startswith("http11.send_request_headers")

        try:
            spelled = self._spelled(request, trace)
            with self._line(proxy, host) as line, closing(line.handle_request(spelled)) as response:
                return self._read(response, limit, host)
        except httpx.ProxyError as error:
            raise _proxy_failure(error) from error
        except httpx.TimeoutException as error:
            raise NetworkFailure("net.timeout", unsent=not connected, host=host) from error
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            raise classify(
                error, host, self._settings.clock.now(), connected=connected, last_seen=self._last_seen
            ) from error

    def close(self) -> None:
        with self._lock:
            lines, self._lines, self._idle = self._lines, [], {}
        for line in lines:
            line.close()

    def _spelled(self, request: Request, trace: Callable[[str, object], None]) -> httpx.Request:
        import httpx

        wait = self._settings.patience
        return httpx.Request(
            request.method,
            request.url,
            headers={"Accept": "*/*", "Accept-Encoding": "identity"} | dict(request.headers),
            content=request.body,
            extensions={
                "trace": trace,
                "timeout": {"connect": wait.connect, "read": wait.read, "write": wait.write, "pool": wait.pool},
            },
        )

    def _read(self, response: httpx.Response, limit: int, host: str) -> Answer:
        began = time.monotonic()
        certificate = _certificate(response)  # a line that is closed with its answer no longer tells
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > limit:
                raise NetworkFailure("net.too-large", host=host, limit=limit)
            if self._settings.patience.is_over(time.monotonic() - began, len(body)):
                raise NetworkFailure("net.timeout", host=host)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, bytes(body), certificate)

    @contextmanager
    def _line(self, proxy: str | None, host: str) -> Iterator[httpx.HTTPTransport]:
        """The line used last of those that are free, so that few are kept open; a new one if there is room."""
        if not self._room.acquire(timeout=self._settings.patience.pool):
            raise NetworkFailure("net.timeout", unsent=True, host=host)
        try:
            with self._lock:
                idle = self._idle.setdefault(proxy, [])
                line = idle.pop() if idle else self._made(proxy)
            try:
                yield line
            finally:
                with self._lock:
                    idle.append(line)  # a connection that failed was closed below; the line makes a new one
        finally:
            self._room.release()

    def _made(self, proxy: str | None) -> httpx.HTTPTransport:
        import httpx

        line = httpx.HTTPTransport(
            verify=self._context,
            trust_env=False,
            proxy=httpx.Proxy(proxy) if proxy else None,
            limits=httpx.Limits(max_connections=1),
        )
        self._lines.append(line)
        return line


def _certificate(response: httpx.Response) -> bytes:
    """The certificate of whoever is at the other end of the line: the endpoint, or a gateway before it."""
    line = response.extensions["network_stream"].get_extra_info("ssl_object")
    return (line.getpeercert(True) or b"") if line is not None else b""


def _proxy_failure(error: Exception) -> NetworkFailure:
    if "407" in str(error):
        return NetworkFailure("net.proxy-login", unsent=True)
    return NetworkFailure("net.proxy", unsent=True)
