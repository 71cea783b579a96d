"""The computers of an enterprise that file for it: who they are, letting one in, taking one out (protocol C3).

A further computer waits until a computer with the administrator's role lets it in. Both screens show the same
eight characters of its key; whoever lets it in must have seen them there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.base.errors import UserError
from client.protocol.keys import fingerprint, fingerprint_of, to_jwk
from client.protocol.messages import DeviceInfo, Me
from client.sync.connecting import device_of
from client.usecases.bureau import connecting
from client.usecases.bureau.connecting import enrolment
from client.usecases.home.session import Session

if TYPE_CHECKING:
    from client.net import Endpoint


@dataclass(frozen=True)
class Computer:
    """One device of the enterprise. ``state``: ``pending``, ``active``, ``refused``, ``expired``, ``revoked``."""

    id: str
    name: str
    fingerprint: str
    state: str
    own: bool
    enrolled_at: str
    last_seen: str


@dataclass(frozen=True)
class Computers:
    """All of them, the newest first; ``admin`` says whether this one may let others in and take them out."""

    all: tuple[Computer, ...]
    admin: bool

    @property
    def waiting(self) -> tuple[Computer, ...]:
        return tuple(each for each in self.all if each.state == "pending")


def own_fingerprint(session: Session, firm: str) -> str:
    """What the other screen shows of this computer; blank where it is enrolled nowhere. Asks nobody."""
    enrolled = enrolment(session, firm)
    if enrolled is None or not enrolled.signing_key:
        return ""
    return fingerprint(to_jwk(device_of(enrolled).keys.sig.public_key()))


def known(session: Session, firm: str) -> Computers:
    """Ask the endpoint; raises what the way there raises, ``problem.device-pending`` while this one waits."""
    with connecting.line(session, firm) as line:
        return _told(line.endpoint.me())


def approve(session: Session, firm: str, device: str, seen: str) -> Computers:
    """Let a computer in that waits, named by its id or the beginning of it.

    ``seen`` is its fingerprint as it stands on its own screen. Raises ``UserError``: ``device.none-such``,
    ``device.not-waiting``, ``device.other-fingerprint``; ``problem.device-revoked`` to all but an administrator.
    """
    with connecting.line(session, firm) as line:
        opened = line.endpoint
        found = _one(opened, device)
        if found.state != "pending":
            raise UserError("device.not-waiting", name=found.name)
        if _plain(seen) != _plain(fingerprint_of(found.thumbprint)):
            raise UserError("device.other-fingerprint", name=found.name)
        opened.approve(found.device_id, found.thumbprint)
        return _told(opened.me())


def revoke(session: Session, firm: str, device: str) -> Computers:
    """Take a computer out, or refuse one that waits. This one cannot take itself out here.

    Raises ``UserError``: ``device.none-such``, ``device.own``.
    """
    with connecting.line(session, firm) as line:
        opened = line.endpoint
        found = _one(opened, device)
        if found.device_id == opened.own_device.device_id:
            raise UserError("device.own")
        opened.revoke(found.device_id)
        return _told(opened.me())


def _one(opened: Endpoint, device: str) -> DeviceInfo:
    found = [each for each in opened.me().devices if device and each.device_id.startswith(device)]
    if len(found) != 1:
        raise UserError("device.none-such", id=device)
    return found[0]


def _told(me: Me) -> Computers:
    newest = sorted(me.devices, key=lambda each: each.enrolled_at, reverse=True)
    return Computers(tuple(_computer(each, me.device) for each in newest), "admin" in me.scope.split())


def _computer(info: DeviceInfo, own: str) -> Computer:
    return Computer(
        id=info.device_id,
        name=info.name,
        fingerprint=fingerprint_of(info.thumbprint),
        state=info.state,
        own=info.device_id == own,
        enrolled_at=info.enrolled_at,
        last_seen=info.last_seen or "",
    )


def _plain(text: str) -> str:
    return "".join(text.upper().replace("-", " ").split())
