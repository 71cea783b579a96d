"""What every operation of the endpoint works with, and who is asking it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from starlette.requests import Request

from client.base.clock import Clock, rfc3339
from client.practice import records
from client.practice.allowances import Allowances
from client.practice.books import Books
from client.practice.crowd import Crowd
from client.practice.deciding import Decider
from client.practice.gate import Gate, scope_of
from client.practice.own_keys import OwnKeys
from client.practice.problems import Refusal
from client.practice.records import Device
from client.protocol.messages import DeviceState
from forms.pack.model import Pack

T = TypeVar("T")

_MANY = 50_000
"""Devices that are kept in mind at most."""


class Hooks(Struct, frozen=True):
    """Places where a test lets things go wrong; both are called with the version id.

    ``after_commit`` comes when the version is durably stored and before a byte of the answer is sent. A hook may
    end the process, wait, or raise ``DropAnswer``.
    """

    before_commit: Callable[[str], None] | None = None
    after_commit: Callable[[str], None] | None = None


class Caller(Struct, frozen=True):
    """An authenticated device and what it may do."""

    device: Device
    scope: str

    @property
    def firm(self) -> str:
        return self.device.firm

    def require(self, scope: str) -> None:
        """Raise ``Refusal('device-revoked')`` unless the device may do ``scope``: submit, read or admin."""
        if scope not in self.scope.split():
            raise Refusal("device-revoked")


class Room(Struct, frozen=True):
    """The endpoint's parts."""

    base_url: str
    books: Books
    keys: OwnKeys
    gate: Gate
    pack: Pack
    clock: Clock
    decider: Decider
    hooks: Hooks
    crowd: Crowd
    allowances: Allowances
    known: dict[str, Device]
    """Active devices that were looked up before; only the database's thread writes into it."""

    async def run(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """One durable transaction."""
        return await asyncio.wrap_future(self.books.submit(job))

    async def device(self, device_id: str) -> Device | None:
        """An enrolled device; an active one is asked for once, until its state changes."""
        known = self.known.get(device_id)
        return known or await self.run(lambda connection: self._met(connection, device_id))

    def _met(self, connection: sqlite3.Connection, device_id: str) -> Device | None:
        found = records.device(connection, device_id)
        if found is not None and found.state == "active":
            if len(self.known) >= _MANY:
                self.known.clear()
            self.known[device_id] = found
        return found

    def set_device_state(
        self, connection: sqlite3.Connection, device_id: str, state: DeviceState, at: str
    ) -> None:
        """``records.set_device_state``, after which the device is looked up again."""
        self.known.pop(device_id, None)
        records.set_device_state(connection, device_id, state, at)

    def url(self, request: Request) -> str:
        """The address as the client must have signed it, whatever name it used for this computer."""
        path: bytes = request.scope["raw_path"]
        return self.base_url + path.decode("ascii", "replace")

    def sign_time(self) -> str:
        return rfc3339(self.clock.now())

    async def caller(self, request: Request) -> Caller:
        """Check 1 of C6: token, proof, device; raises ``Refusal``."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        now = self.clock.now()
        proof = self.gate.proof(request.headers.get("dpop", ""), request.method, self.url(request), now)
        if scheme.lower() != "dpop":
            raise Refusal("token-expired", error="invalid_token")
        access = self.gate.access(token.strip(), proof, now)
        self.allowances.spend(access.device_id)
        device = await self.device(access.device_id)
        if device is None:
            raise Refusal("device-revoked")
        return Caller(device, scope_of(device, now))
