"""The HTTP protocol of uvicorn with limits on what arrives beside bodies, so that slow clients hold nothing long.

Heads have a time and a size, and so does the rest of a body whose request was answered before it was all there.
Bodies that are read have limits of their own where they are read.
"""

from __future__ import annotations

import asyncio
from typing import Any, Literal, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 20.0
"""How long a head may take to arrive, from the connection or from its first byte on; the rest of a body too."""
HEAD_BYTES = 64 * 1024
"""How long the head of a request may be."""


class _Gathering:
    """A transport that hands on at once what is written within one turn of the loop: head and body of an answer.

    Each piece by itself would be a record of TLS and a packet of its own, at both ends.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._waiting:
            self._loop.call_soon(self._hand_on)
        self._waiting.append(data)

    def close(self) -> None:
        self._hand_on()
        self._transport.close()

    def abort(self) -> None:
        self._hand_on()
        self._transport.abort()

    def _hand_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and not self._transport.is_closing():
            self._transport.write(b"".join(waiting))


class PatientProtocol(HttpToolsProtocol):
    """Closes a connection when what nobody waits for does not come to an end."""

    _timer: asyncio.TimerHandle | None = None
    _due: Literal["head", "rest"] | None = "head"
    """What has to come to an end in time: a head, or the rest of a body that was answered already."""
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = cast("asyncio.Transport", _Gathering(transport, self.loop))
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._due is None:
            self._unwatch()
            return
        self._watch()
        self._head_bytes += len(data)
        if self._due == "head" and self._head_bytes > HEAD_BYTES:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._due = "head"
        self._head_bytes = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._due == "head":  # what follows a body in pieces as trailers is nobody's business here
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._due = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._due = None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete and self.cycle.more_body:
            self._due = "rest"
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self._timer is None and not self.transport.is_closing():
            self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._due is not None and not self.transport.is_closing():
            self.transport.abort()
