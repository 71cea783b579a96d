"""What every operation of the endpoint works with, and who is asking it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from msgspec import Struct
from starlette.requests import Request

from client.base.clock import Clock, rfc3339
from client.practice.bureau.deciding import Decider
from client.practice.database import proofs, records
from client.practice.database.books import Books
from client.practice.database.ledger import Connection
from client.practice.database.own_keys import OwnKeys
from client.practice.database.records import Device
from client.practice.limiter import Limiter
from client.practice.problems import Refusal
from client.practice.web.allowances import Allowances
from client.practice.web.gate import KEPT, Gate, new_nonce_wanted, scope_of, used_before
from client.protocol.dpop import Proof
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


class Context(Struct, frozen=True):
    """The endpoint's parts."""

    base_url: str
    books: Books
    keys: OwnKeys
    gate: Gate
    pack: Pack
    clock: Clock
    decider: Decider
    hooks: Hooks
    limiter: Limiter
    allowances: Allowances
    known: dict[str, Device]
    """Active devices that were looked up before, in a database of our own; only its thread writes into it."""
    certificates: tuple[str, ...] = ()
    """SHA-256 of what this process shows on its own line; none where something else stands before it."""

    async def run(self, job: Callable[[Connection], T], *, writes_last: bool = False) -> T:
        """One durable transaction; ``writes_last`` as with ``Books.ask``."""
        return await self.books.ask(job, writes_last=writes_last)

    async def look(self, job: Callable[[Connection], T]) -> T:
        """What writes nothing that must last."""
        return await self.books.ask_look(job)

    async def over_nonces(self, judged: Callable[[], T]) -> T:
        """What a judgement of a nonce comes to; an unknown one may be of a secret that another process renewed."""
        try:
            return judged()
        except Refusal as refusal:
            if self.books.alone or refusal.kind != "use-dpop-nonce":
                raise
        self.gate.nonce_secret = await self.look(proofs.nonce_secret)
        return judged()

    async def first_use(self, who: str, jti: str, now: datetime, *, status: int = 401) -> None:
        """Use up a proof; raises ``Refusal`` when that was done before, in this process or in another.

        When the database no longer knows what its nonce was made with, ``use-dpop-nonce`` asks for another.
        """
        if self.books.alone:
            self.gate.once(who, jti, now)
            return
        secret, until = self.gate.nonce_secret, int(now.timestamp()) + KEPT

        def use(connection: Connection) -> bytes | None:
            fresh = proofs.use(connection, who, jti, until, secret)
            return None if fresh else proofs.nonce_secret(connection)

        standing = await self.look(use)
        if standing == secret:
            raise used_before()
        if standing is not None:
            self.gate.nonce_secret = standing
            raise new_nonce_wanted(status)

    async def device(self, device_id: str) -> Device | None:
        """An enrolled device; an active one is asked for once, until its state changes."""
        known = self.known.get(device_id)
        return known or await self.look(lambda connection: self._met(connection, device_id))

    def _met(self, connection: Connection, device_id: str) -> Device | None:
        found = records.device(connection, device_id)
        if self.books.alone and found is not None and found.state == "active":
            if len(self.known) >= _MANY:
                self.known.clear()
            self.known[device_id] = found
        return found

    def set_device_state(self, connection: Connection, device_id: str, state: DeviceState, at: str) -> None:
        """``records.set_device_state``, after which the device is looked up again."""
        self.known.pop(device_id, None)
        records.set_device_state(connection, device_id, state, at)

    def url(self, request: Request) -> str:
        """The address as the client must have signed it, whatever name it used for this computer."""
        path: bytes = request.scope["raw_path"]
        return self.base_url + path.decode("ascii", "replace")

    def sign_time(self) -> str:
        return rfc3339(self.clock.now())

    async def proof(self, request: Request, now: datetime, *, status: int = 401) -> Proof:
        """``Gate.proof`` of a request."""
        header, method, url = request.headers.get("dpop", ""), request.method, self.url(request)
        return await self.over_nonces(lambda: self.gate.proof(header, method, url, now, status=status))

    async def caller(self, request: Request) -> Caller:
        """Check 1 of C6: token, proof, device; raises ``Refusal``."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        now = self.clock.now()
        proof = await self.proof(request, now)
        if scheme.lower() != "dpop":
            raise Refusal("token-expired", error="invalid_token")
        access = self.gate.access(token.strip(), proof, now)
        await self.first_use(proof.jkt, proof.jti, now)
        self.allowances.spend(access.device_id)
        device = await self.device(access.device_id)
        if device is None:
            raise Refusal("device-revoked")
        return Caller(device, scope_of(device, now))
