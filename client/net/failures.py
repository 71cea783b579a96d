"""What can be wrong between the client and the endpoint (protocol C13), and how it is recognised.

Each failure is one code of the messages catalogue: one sentence, one action. ``unsent`` says that no
connection was made, so that no byte of the request can have arrived.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime

from client.base.errors import WorldError

STOPS = frozenset({"net.impostor", "net.wrong-env"})
"""Failures after which nothing more is sent to that address until a person has looked."""


class NetworkFailure(WorldError):
    """No answer of the endpoint came back. ``code`` is the failure's name, ``net.…``."""

    def __init__(self, code: str, *, unsent: bool = False, **params: object) -> None:
        super().__init__(code, **params)
        self.unsent = unsent

    @property
    def stop(self) -> bool:
        """Whether somebody may be playing the endpoint, so that trying again would be wrong."""
        return self.code in STOPS


# OpenSSL's numbers (also after truststore on Linux) and Windows' own.
_EXPIRED = frozenset({10, 0x800B0101})
_NOT_YET_VALID = frozenset({9})
_WRONG_NAME = frozenset({62, 64, 0x800B010F})
_UNKNOWN_ISSUER = frozenset({2, 18, 19, 20, 21, 24, 0x800B0109, 0x800B010A, 0x800B0112})
_OLD_TLS = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION")
"""How OpenSSL words it that the other side knows nothing newer than TLS 1.1."""
_REVOKED = frozenset({23, 0x800B010C, 0x80092010})


def classify_tls(code: int, host: str, now: datetime, last_seen: datetime | None) -> NetworkFailure:
    """A certificate that did not verify. ``last_seen`` is the newest time the endpoint itself has signed:
    a computer that is before it, or a year past it, is told to look at its clock first.
    """
    times = {"host": host, "now": f"{now:%Y-%m-%d %H:%M}"}
    if code in _NOT_YET_VALID or (code in _EXPIRED and _clock_is_odd(now, last_seen)):
        return NetworkFailure("net.tls-clock", unsent=True, **times)
    if code in _EXPIRED:
        return NetworkFailure("net.tls-expired", unsent=True, **times)
    if code in _WRONG_NAME:
        return NetworkFailure("net.tls-name", unsent=True, host=host)
    if code in _UNKNOWN_ISSUER:
        return NetworkFailure("net.tls-issuer", unsent=True, host=host)
    if code in _REVOKED:
        return NetworkFailure("net.tls-revoked", unsent=True, host=host)
    return NetworkFailure("net.tls", unsent=True, host=host)


def _clock_is_odd(now: datetime, last_seen: datetime | None) -> bool:
    return last_seen is not None and (now < last_seen or (now - last_seen).days > 366)


def classify(
    error: Exception, host: str, now: datetime, *, connected: bool, last_seen: datetime | None = None
) -> NetworkFailure:
    """Name the failure behind an exception of the network stack, looking at its whole chain of causes.

    ``connected`` is False when the exception came while the connection was being made.
    """
    for cause in causes(error):
        if isinstance(cause, socket.gaierror):
            return NetworkFailure("net.dns", unsent=True, host=host)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return classify_tls(cause.verify_code, host, now, last_seen)
        if isinstance(cause, ssl.SSLError) and not connected:
            old = any(word in str(cause) for word in _OLD_TLS)
            return NetworkFailure("net.tls-old" if old else "net.tls", unsent=True, host=host)
        if isinstance(cause, ConnectionRefusedError):
            return NetworkFailure("net.refused", unsent=not connected, host=host)
        if isinstance(cause, TimeoutError):
            return NetworkFailure("net.timeout", unsent=not connected, host=host)
    if connected:
        return NetworkFailure("net.cut-off", host=host)
    return NetworkFailure("net.unreachable", unsent=True, host=host)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and everything it came from, deepest last."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
