"""Requests and answers as the rest of the program sees them, whatever carries them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

ANSWER_LIMIT = 21 * 1024 * 1024
"""Bytes an answer may have unless the caller says less: the largest attachment coming back, sealed."""


class Request(msgspec.Struct, frozen=True):
    """One HTTP request. ``url`` is absolute; ``body`` None means that there is none."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None


class Answer(msgspec.Struct, frozen=True):
    """One HTTP answer, whole. Header names are lower-case; the body is as it came, never unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    certificate: bytes = b""
    """What the other end of the line showed, DER; blank where there was no TLS."""

    def header(self, name: str) -> str:
        """The header's value, or the empty text."""
        return self.headers.get(name.lower(), "")


class Transport(Protocol):
    """Carries a request and brings the answer.

    Raises ``NetworkFailure`` when there is none, when it is longer than ``limit`` bytes or when it was cut
    off. It follows no redirects, keeps no cookies and unpacks nothing. Safe to use from several threads.
    """

    def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer: ...

    def close(self) -> None: ...


class ProxyFinder(Protocol):
    """Says through which proxy an address is reached; the window asks the system, the command line nobody."""

    def proxy_for(self, url: str) -> str | None: ...
