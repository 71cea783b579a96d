"""The transport over httpx."""

from __future__ import annotations

import ssl
import threading
import time
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from client.base.clock import Clock, SystemClock
from client.net.failures import NetworkFailure, classify
from client.net.transport import ANSWER_LIMIT, Answer, ProxyFinder, Request

if TYPE_CHECKING:
    import httpx


class Patience(msgspec.Struct, frozen=True):
    """Seconds until the client gives up; ``whole`` bounds one answer however slowly it drips."""

    connect: float = 10.0
    read: float = 30.0
    write: float = 60.0
    pool: float = 60.0
    whole: float = 120.0


class HttpxTransport:
    """One pool of connections: no environment proxies, no redirects, no cookies, no unpacking."""

    def __init__(
        self,
        context: ssl.SSLContext,
        *,
        proxies: ProxyFinder | None = None,
        patience: Patience | None = None,
        clock: Clock | None = None,
        last_seen: datetime | None = None,
        connections: int = 8,
    ) -> None:
        """``last_seen``: newest time the endpoint has signed; it tells a wrong clock from an old certificate."""
        self._context = context
        self._proxies = proxies
        self._patience = patience or Patience()
        self._clock = clock or SystemClock()
        self._connections = connections
        self._lock = threading.Lock()
        self._clients: dict[str | None, httpx.Client] = {}
        self._last_seen = last_seen

    def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
        """See ``Transport.send``."""
        import httpx

        host = urlsplit(request.url).hostname or request.url
        client = self._client(self._proxies.proxy_for(request.url) if self._proxies else None)
        connected = False

        def trace(event: str, _: object) -> None:
            nonlocal connected
            connected = connected or event.startswith("http11.send_request_headers")

        try:
            with client.stream(
                request.method,
                request.url,
                headers=dict(request.headers),
                content=request.body,
                extensions={"trace": trace},
            ) as response:
                return self._read(response, limit, host)
        except httpx.ProxyError as error:
            raise _proxy_failure(error) from error
        except httpx.TimeoutException as error:
            raise NetworkFailure("net.timeout", unsent=not connected, host=host) from error
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            raise classify(
                error, host, self._clock.now(), connected=connected, last_seen=self._last_seen
            ) from error

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def _read(self, response: httpx.Response, limit: int, host: str) -> Answer:
        deadline = time.monotonic() + self._patience.whole
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > limit:
                raise NetworkFailure("net.too-large", host=host, limit=limit)
            if time.monotonic() > deadline:
                raise NetworkFailure("net.timeout", host=host)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, bytes(body))

    def _client(self, proxy: str | None) -> httpx.Client:
        with self._lock:
            if proxy not in self._clients:
                self._clients[proxy] = self._make(proxy)
            return self._clients[proxy]

    def _make(self, proxy: str | None) -> httpx.Client:
        import httpx

        wait = self._patience
        return httpx.Client(
            verify=self._context,
            trust_env=False,
            follow_redirects=False,
            proxy=proxy,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"Accept-Encoding": "identity"},
            timeout=httpx.Timeout(connect=wait.connect, read=wait.read, write=wait.write, pool=wait.pool),
            limits=httpx.Limits(max_connections=self._connections),
        )


def _proxy_failure(error: Exception) -> NetworkFailure:
    if "407" in str(error):
        return NetworkFailure("net.proxy-login", unsent=True)
    return NetworkFailure("net.proxy", unsent=True)
