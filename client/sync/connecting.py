"""From an endpoint profile to an endpoint one can speak to."""

from __future__ import annotations

import platform
import ssl
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from client.base.errors import JibaoError, UserError
from client.base.files import at_most
from client.base.policy import policy
from client.base.version import VERSION
from client.net import Device, Endpoint
from client.net.over_httpx import DEFAULT_SETTINGS, HttpxTransport, WireSettings
from client.net.tls import ADDS_AUTHORITY, tls_context
from client.net.trust import BureauKeys
from client.protocol import strict_json
from client.protocol.enrolment import DevicePair
from client.protocol.faults import ProtocolFault
from client.protocol.keys import load_private
from client.protocol.messages import EndpointProfile
from client.protocol.times import parse_time
from client.store import Store
from client.store.repositories.model import Endpoint as Enrolled
from client.sync.obligations import held

KEYS_FOLDER = "tuf"
"""Folder below the home that holds the bureau's keys and their proof."""

_PROFILE_LIMIT = 1_000_000


def read_profile(path: Path) -> EndpointProfile:
    """The endpoint profile in a file. Raises ``UserError('sync.profile-…')``: missing, unreadable, not-https."""
    try:
        data = at_most(path, _PROFILE_LIMIT)
    except OSError as error:
        raise UserError("sync.profile-missing", file=path) from error
    if len(data) > _PROFILE_LIMIT:
        raise UserError("sync.profile-unreadable", file=path)
    return parse_profile(data, path)


def parse_profile(data: bytes, file: Path | str) -> EndpointProfile:
    """An endpoint profile; raises as ``read_profile``."""
    try:
        profile = strict_json.decode(data, EndpointProfile)
    except ProtocolFault as error:
        raise UserError("sync.profile-unreadable", file=file) from error
    if urlsplit(profile.base_url).scheme != "https":
        raise UserError("sync.profile-not-https", file=file)
    return profile


def open_endpoint(
    profile: EndpointProfile,
    home: Path,
    device: Device | None = None,
    *,
    settings: WireSettings = DEFAULT_SETTINGS,
    last_seen: datetime | None = None,
) -> Endpoint:
    """An endpoint, nothing said to it yet. Raises ``UserError('net.authority-…')`` for its profile's authority."""
    context = line_trust(profile)
    transport = HttpxTransport(context, settings, last_seen=last_seen)
    keys = BureauKeys(home / KEYS_FOLDER, profile, transport)
    agent = f"jibao/{VERSION} ({platform.system().lower()}-{platform.release()})"
    return Endpoint(profile, transport, keys, device, clock=settings.clock, agent=agent)


def line_trust(profile: EndpointProfile) -> ssl.SSLContext:
    """Whom to believe on the line to an endpoint: the system, and what the computer's policy adds to it.

    A practice endpoint is held to its own authority alone. Raises ``UserError``: ``policy.authority``,
    ``net.authority-…``.
    """
    path = policy().path("authority")
    if path is None or profile.env in ADDS_AUTHORITY:
        return tls_context(profile.env, profile.tls_ca_pem)
    try:
        added = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("policy.authority", file=path) from error
    return tls_context(profile.env, added, by_policy=True)


def connect(
    store: Store,
    home: Path,
    firm: str,
    *,
    profile: EndpointProfile | None = None,
    settings: WireSettings = DEFAULT_SETTINGS,
) -> Endpoint:
    """The endpoint a firm is enrolled at, as its device.

    ``profile`` may be a newer copy of the stored one: the same root of trust at another address. It is kept
    once the endpoint has proved itself there; a spoilt copy must not take the place of one that works. Raises
    ``UserError``: ``sync.not-enrolled``, ``sync.other-endpoint``, ``net.authority-…``.
    """
    enrolled = store.run(lambda books: books.endpoints.get(firm))
    if enrolled is None or not enrolled.device_id:
        raise UserError("sync.not-enrolled", firm=firm)
    current = _current(enrolled, profile)
    due = store.run(lambda books: held(books, firm))
    endpoint = open_endpoint(
        current,
        home,
        device_of(enrolled),
        settings=settings,
        last_seen=parse_time(due.server_now) if due else None,
    )
    moved = strict_json.encode(current)
    if moved != enrolled.profile and _proves_itself(endpoint):
        store.run(lambda books: books.endpoints.put(msgspec.structs.replace(enrolled, profile=moved)))
    return endpoint


def _proves_itself(endpoint: Endpoint) -> bool:
    """Whether a signed hello comes from there. Why it does not is said by whatever is asked of it next."""
    try:
        endpoint.hello()
    except JibaoError:
        return False
    return True


def device_of(enrolled: Enrolled) -> Device:
    """The device a stored endpoint speaks for."""
    pair = DevicePair(load_private(enrolled.signing_key), load_private(enrolled.kem_key))
    return Device(enrolled.device_id, pair)


def _current(enrolled: Enrolled, profile: EndpointProfile | None) -> EndpointProfile:
    stored = parse_profile(enrolled.profile, enrolled.firm)
    if profile is None or profile == stored:
        return stored
    if profile.tuf_root != stored.tuf_root or profile.env != stored.env:
        raise UserError("sync.other-endpoint", firm=enrolled.firm, name=stored.name)
    return profile
