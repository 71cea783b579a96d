"""The fault console: what the practice endpoint lets go wrong, for training and for tests, the same by a seed.

The plan lies as ``faults.json`` in the endpoint's home and is read anew when it changes, so that a fault is turned
on and off while the endpoint runs, from the window or from the command line.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, cast

from msgspec import Struct
from starlette.types import Message, Receive, Scope, Send

from client.base.clock import Clock
from client.base.errors import UserError
from client.base.reasons import reason_of
from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from forms.words import Listed

FILE = "faults.json"

FAULTS: Final[dict[str, str]] = {
    "drop-request": "请求在途中丢失",
    "drop-answer": "已经收下，但应答在途中丢失",
    "delay": "应答很慢",
    "duplicate": "请求被网关重发了一次",
    "truncate": "应答只到了一半",
    "error": "报送平台或网关出错（500、502、503、504）",
    "busy": "报送平台繁忙，请稍后再来",
    "wrong-certificate": "证书不是报送平台的",
}
"""What can go wrong with a request, and what it is called; each has a share of requests it falls on."""

LATER = 2
"""Seconds after which a busy endpoint wants to be asked again."""


class Plan(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What goes wrong: ``shares`` by the names of ``FAULTS``, between 0 and 1.

    ``seconds`` is how long a delayed answer takes, ``clock`` by how many seconds the endpoint's clock is off,
    ``only`` a part of ``METHOD path`` that a request must have for a fault to fall on it (blank for every one).
    """

    seed: int = 0
    shares: dict[str, float] = {}
    seconds: float = 3.0
    clock: int = 0
    only: str = ""

    @property
    def quiet(self) -> bool:
        """Whether nothing goes wrong."""
        return not any(self.shares.values()) and self.clock == 0


QUIET = Plan()


def read(folder: Path) -> Plan:
    """The plan of an endpoint's home; one that cannot be read counts as none."""
    try:
        return strict_json.decode((folder / FILE).read_bytes(), Plan)
    except (OSError, ProtocolFault):
        return QUIET


def write(folder: Path, plan: Plan) -> None:
    """Keep a plan in an endpoint's home, for the endpoint to follow at once; a quiet one leaves no file.

    Raises ``UserError``: ``practice.no-such-fault``, ``practice.bad-share``, ``practice.not-writable``.
    """
    checked(plan)
    file = folder / FILE
    try:
        if plan.quiet:
            file.unlink(missing_ok=True)
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = file.with_name(FILE + ".new")
        part.write_bytes(strict_json.encode(plan))
        part.replace(file)
    except OSError as error:
        raise UserError("practice.not-writable", home=folder, reason=reason_of(error)) from error


def checked(plan: Plan) -> Plan:
    """The plan, if it makes sense; raises ``UserError``: ``practice.no-such-fault``, ``practice.bad-share``."""
    for name, share in plan.shares.items():
        if name not in FAULTS:
            raise UserError("practice.no-such-fault", name=name, names=Listed(FAULTS))
        if not 0 <= share <= 1:
            raise UserError("practice.bad-share", name=name, share=share)
    if not 0 <= plan.seconds <= 3600:
        raise UserError("practice.bad-share", name="seconds", share=plan.seconds)
    return plan


class Console:
    """Draws faults by the plan; belongs to one event loop."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._folder = folder
        self._stamp: tuple[int, int, int] | None = None
        self._plan = QUIET
        self._chance = random.Random(0)  # noqa: S311 - repeatable, not secret
        self.done: dict[str, int] = {}
        """How often each fault fell since the plan was read."""
        self._plan = self.plan

    @property
    def standing(self) -> Plan:
        """The plan as it stood when a request last came in."""
        return self._plan

    @property
    def plan(self) -> Plan:
        """The plan as it stands in the file now."""
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self._stamp = stamp
            self._plan = read(self._folder) if stamp else QUIET
            self._chance = random.Random(self._plan.seed)  # noqa: S311
            self.done = {}
        return self._plan

    def draw(self, line: str) -> str:
        """The fault that falls on a request whose ``METHOD path`` is ``line``, or blank."""
        plan = self.plan
        if plan.quiet or plan.only not in line:
            return ""
        at = self._chance.random()
        for name, share in plan.shares.items():
            at -= share
            if share and at < 0 and name != "wrong-certificate":
                return self._note(name)
        return ""

    def spoils_handshake(self) -> bool:
        """Whether the next connection is shown another certificate."""
        share = self.plan.shares.get("wrong-certificate", 0.0)
        return share > 0 and self._chance.random() < share and bool(self._note("wrong-certificate"))

    def _note(self, name: str) -> str:
        self.done[name] = self.done.get(name, 0) + 1
        return name

    def _stamp_now(self) -> tuple[int, int, int] | None:
        """Which file it is counts, too: two that are written within a tick of the disk's clock are of one time."""
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


class ShiftedClock:
    """The endpoint's clock, off by what the plan says."""

    def __init__(self, clock: Clock, console: Console) -> None:
        self._clock = clock
        self._console = console

    def now(self) -> datetime:
        return self._clock.now() + timedelta(seconds=self._console.standing.clock)


Answering = Callable[[Scope, Receive, Send], Awaitable[None]]


class Cut(Exception):
    """The connection is to be closed without another byte."""


async def spoil(fault: str, plan: Plan, answering: Answering, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request with a fault; raises ``Cut`` where the connection ends."""
    match fault:
        case "drop-request":
            raise Cut
        case "drop-answer":
            await answering(scope, receive, _swallow)
            raise Cut
        case "delay":
            await asyncio.sleep(plan.seconds)
            await answering(scope, receive, send)
        case "duplicate":
            body = await _whole(receive)
            await answering(scope, _again(body), _swallow)
            await answering(scope, _again(body), send)
        case "truncate":
            await answering(scope, receive, _halved(send))
            raise Cut
        case "busy":
            await _make_up(send, 503, b'{"type":"practice:/problems/busy","status":503}', ours=True)
        case _:
            status = (500, 502, 503, 504)[plan.seed % 4]
            await _make_up(send, status, b"<html><h1>Bad Gateway</h1></html>", ours=False)


async def _swallow(_: Message) -> None:
    """Nobody hears the answer."""


async def _whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _halved(send: Send) -> Send:
    async def cut(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = cast(bytes, message.get("body", b""))
            await send({**message, "body": body[: len(body) // 2], "more_body": True})
            return
        await send(message)

    return cut


async def _make_up(send: Send, status: int, body: bytes, *, ours: bool) -> None:
    """An answer that the endpoint proper never gave."""
    kind = b"application/problem+json" if ours else b"text/html"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    headers += [(b"stats-api", b"1"), (b"retry-after", str(LATER).encode())] if ours else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
