"""Who is asking: nonces, proofs of possession, access tokens (C3).

Nonces and tokens are made with a key and need no keeping. Nonces are good for as long as used ``jti`` are
remembered: for one run of the endpoint or, where several processes are one endpoint, until their database forgets
both (``proofs``). Tokens outlive a restart.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from client.practice.database.records import Device
from client.practice.problems import Refusal
from client.protocol import strict_json
from client.protocol.dpop import Proof, read_proof, token_hash
from client.protocol.encoding import b64u, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.times import parse_time

NONCE_LIFE = 300
TOKEN_LIFE = 600
SKEW = 120
KEPT = NONCE_LIFE + SKEW
"""Seconds for which a used ``jti`` is remembered."""
READ_OWN_DAYS = 30
"""Days for which a revoked device may still fetch its old receipts."""

_MANY = 10_000
"""Used ``jti`` that are kept before dead ones are looked for."""

INVALID_PROOF = "invalid_dpop_proof"
INVALID_TOKEN = "invalid_token"  # noqa: S105 - an OAuth error code


class Access(Struct, frozen=True):
    """What an access token says."""

    device_id: str
    jkt: str
    expires: int
    scope: str


class Gate:
    """Judges proofs and tokens; keeps the ``jti`` of proofs until their nonce is dead, unless that is shared."""

    def __init__(self, token_secret: bytes, nonce_secret: bytes | None = None) -> None:
        """``nonce_secret`` is shared with other processes; without it this one has its own."""
        self._token_secret = token_secret
        self.nonce_secret = nonce_secret or secrets.token_bytes(32)
        self._nonce = (0, b"", "")
        self._read = lru_cache(maxsize=4096)(self._read)  # type: ignore[method-assign]
        self._seen: dict[tuple[str, str], int] = {}
        self._tidy_at = _MANY
        self._lock = threading.Lock()

    def nonce(self, now: datetime) -> str:
        """A nonce of this second for ``DPoP-Nonce``."""
        second, secret = int(now.timestamp()), self.nonce_secret
        if self._nonce[:2] != (second, secret):
            stamp = second.to_bytes(5, "big") + secrets.token_bytes(7)
            self._nonce = second, secret, b64u(stamp + self._mac(stamp))
        return self._nonce[2]

    def check_nonce(self, nonce: str | None, now: datetime, *, status: int = 401) -> None:
        """Raise the refusal ``use-dpop-nonce`` unless it is one of ours and at most 5 minutes old."""
        if nonce is None or not self._fresh(nonce, now):
            raise new_nonce_wanted(status)

    def proof(self, header: str, method: str, url: str, now: datetime, *, status: int = 401) -> Proof:
        """The proof of one request; that it is used for the first time is for ``Context.first_use`` to say.

        Raises ``Refusal``: ``use-dpop-nonce`` with ``status``, or ``token-expired`` with ``invalid_dpop_proof``.
        """
        try:
            read = read_proof(header, method, url)
        except ProtocolFault as fault:
            raise _invalid(fault.what("zh"), INVALID_PROOF) from fault
        self.check_nonce(read.nonce, now, status=status)
        if abs(read.iat - now.timestamp()) > SKEW:
            raise _invalid("设备证明的时间与报送平台相差过大", INVALID_PROOF)
        return read

    def once(self, who: str, jti: str, now: datetime) -> None:
        """Remember a ``jti``; raise the refusal when it was used before."""
        moment = int(now.timestamp())
        with self._lock:
            if len(self._seen) >= self._tidy_at:
                self._seen = {key: until for key, until in self._seen.items() if until > moment}
                self._tidy_at = max(_MANY, 2 * len(self._seen))
            if (who, jti) in self._seen:
                raise used_before()
            self._seen[who, jti] = moment + KEPT

    def token(self, device: Device, scope: str, now: datetime) -> str:
        """An access token of ten minutes, bound to the device's key."""
        until = int(now.timestamp()) + TOKEN_LIFE
        body = strict_json.encode(Access(device.device_id, device.thumbprint, until, scope))
        return f"{b64u(body)}.{b64u(hmac.digest(self._token_secret, body, 'sha256'))}"

    def access(self, token: str, proof: Proof, now: datetime) -> Access:
        """What a token says, if it is ours, alive, and carried by the key it is bound to."""
        access = self._read(token)
        if access.expires <= now.timestamp():
            raise _invalid("", INVALID_TOKEN)
        if proof.jkt != access.jkt or proof.ath != token_hash(token):
            raise _invalid("登录与设备密钥不符", INVALID_TOKEN)
        return access

    def _read(self, token: str) -> Access:
        """What a token of ours says; one that is used again and again is taken apart once."""
        try:
            body, mac = (unb64u(part) for part in token.split("."))
        except (ProtocolFault, ValueError) as error:
            raise _invalid("", INVALID_TOKEN) from error
        if not hmac.compare_digest(mac, hmac.digest(self._token_secret, body, "sha256")):
            raise _invalid("", INVALID_TOKEN)
        return strict_json.decode(body, Access)

    def _fresh(self, nonce: str, now: datetime) -> bool:
        try:
            data = unb64u(nonce)
        except ProtocolFault:
            return False
        stamp, mac = data[:12], data[12:]
        if not hmac.compare_digest(mac, self._mac(stamp)):
            return False
        return 0 <= now.timestamp() - int.from_bytes(stamp[:5], "big") <= NONCE_LIFE

    def _mac(self, stamp: bytes) -> bytes:
        return hmac.digest(self.nonce_secret, stamp, "sha256")[:16]


def scope_of(device: Device, now: datetime) -> str:
    """What a device may do.

    Raises ``Refusal``: ``device-pending``, ``device-revoked`` (also after refusal, and 30 days after revocation).
    """
    if device.state == "active":
        return "submit read admin" if device.admin else "submit read"
    if device.state == "pending":
        raise Refusal("device-pending")
    if device.state == "revoked" and device.revoked_at is not None:
        days = (now - parse_time(device.revoked_at)).total_seconds() / 86_400
        if days <= READ_OWN_DAYS:
            return "read-own"
    raise Refusal("device-revoked")


def used_before() -> Refusal:
    """The refusal of a proof that was used before."""
    return _invalid("设备证明已经用过", INVALID_PROOF)


def new_nonce_wanted(status: int = 401) -> Refusal:
    """The refusal that asks for a proof over a nonce of now."""
    return Refusal("use-dpop-nonce", status=status, error="use_dpop_nonce")


def _invalid(detail: str, error: str) -> Refusal:
    return Refusal("token-expired", detail, error=error)
