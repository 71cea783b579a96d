"""Enrolling this computer for a firm (protocol C3, way E1: a code from the bureau)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from client.net import Device, Endpoint, ProblemAnswer
from client.net.over_httpx import DEFAULT_SETTINGS, WireSettings
from client.net.problems import Retry
from client.protocol import strict_json
from client.protocol.enrolment import DevicePair, seal_enrolment
from client.protocol.identifiers import new_id
from client.protocol.keys import generate, load_private, private_bytes
from client.protocol.messages import EndpointProfile, EnrolmentState, Sealed
from client.store import Store
from client.store.repositories.books import Books
from client.store.repositories.model import Endpoint as Enrolled
from client.sync.connecting import device_of, open_endpoint

_TRIES = 2
"""With the nonce at hand, and once again with a fresh one."""


class _Pending(msgspec.Struct, frozen=True):
    """An enrolment whose answer has not come. Repeating it with the same keys spends no second code."""

    code: str
    profile: EndpointProfile
    device_name: str
    signing_key: bytes
    kem_key: bytes
    idempotency_key: str
    sealed: Sealed

    def enrolled(self, firm: str, answer: EnrolmentState) -> Enrolled:
        """What is kept of the device once the endpoint knows it."""
        return Enrolled(
            firm=firm,
            profile=strict_json.encode(self.profile),
            device_id=answer.device_id,
            device_name=self.device_name,
            signing_key=self.signing_key,
            kem_key=self.kem_key,
            enrolment_id=answer.enrolment_id,
            state=answer.state,
        )


def enrol(
    store: Store,
    home: Path,
    profile: EndpointProfile,
    firm: str,
    code: str,
    device_name: str,
    *,
    settings: WireSettings = DEFAULT_SETTINGS,
) -> Enrolled:
    """Enrol this computer; its keys are kept before a byte leaves.

    Calling it again after an answer was lost repeats the very request. The first device of a firm is
    ``active`` at once, a further one ``pending`` until it is approved (see ``refresh``). Raises
    ``ProblemAnswer`` (``problem.enrolment-code-…``), ``NetworkFailure``, ``ProtocolFault``.
    """
    pending = _resumed(store, profile, firm, code)
    keys = DevicePair(generate(), generate())
    if pending is not None:
        keys = DevicePair(load_private(pending.signing_key), load_private(pending.kem_key))
    endpoint = open_endpoint(profile, home, Device("", keys), settings=settings)
    try:
        pending = pending or _prepare(store, endpoint, firm, code, device_name)
        enrolled = pending.enrolled(firm, _post(store, endpoint, firm, pending))
        return _keep(store, enrolled)
    finally:
        endpoint.close()


def refresh(
    store: Store,
    home: Path,
    firm: str,
    *,
    settings: WireSettings = DEFAULT_SETTINGS,
) -> Enrolled | None:
    """Ask how a pending enrolment stands, and keep the answer; None when there is none.

    Raises ``NetworkFailure``, ``ProblemAnswer``, ``ProtocolFault``.
    """
    enrolled = store.run(lambda books: books.endpoints.get(firm))
    if enrolled is None or not enrolled.enrolment_id:
        return None
    profile = strict_json.decode(enrolled.profile, EndpointProfile)
    device = device_of(enrolled)
    endpoint = open_endpoint(profile, home, device, settings=settings)
    try:
        answer = endpoint.enrolment(enrolled.enrolment_id)
        return _keep(store, msgspec.structs.replace(enrolled, state=answer.state))
    finally:
        endpoint.close()


def _resumed(store: Store, profile: EndpointProfile, firm: str, code: str) -> _Pending | None:
    """The enrolment begun earlier with the same code at the same endpoint, if its answer is still missing."""
    kept = store.run(lambda books: books.cache.get(_name(firm)))
    if kept is None:
        return None
    pending = strict_json.decode(kept, _Pending)
    return pending if pending.code == code and pending.profile == profile else None


def _prepare(store: Store, endpoint: Endpoint, firm: str, code: str, device_name: str) -> _Pending:
    """Seal the enrolment and keep keys and bytes before they are used."""
    keys = endpoint.own_device.keys
    sealed = seal_enrolment(firm, code, device_name, keys, endpoint.seal_key())
    pending = _Pending(
        code=code,
        profile=endpoint.profile,
        device_name=device_name,
        signing_key=private_bytes(keys.sig),
        kem_key=private_bytes(keys.kem),
        idempotency_key=new_id(),
        sealed=sealed,
    )
    store.run(lambda books: books.cache.put(_name(firm), strict_json.encode(pending)))
    return pending


def _post(store: Store, endpoint: Endpoint, firm: str, pending: _Pending) -> EnrolmentState:
    """Send the kept enrolment, signed over the endpoint's newest nonce; once again when that was too old."""
    for turn in range(1, _TRIES + 1):
        try:
            return endpoint.enrol(endpoint.enrolment_body(pending.sealed), pending.idempotency_key)
        except ProblemAnswer as problem:
            if problem.retry in (Retry.PERSON, Retry.NEVER):
                store.run(lambda books: books.cache.delete(_name(firm)))
            if problem.code != "problem.use-dpop-nonce" or turn == _TRIES:
                raise
    raise AssertionError("unreachable")


def _keep(store: Store, enrolled: Enrolled) -> Enrolled:
    def work(books: Books) -> None:
        books.endpoints.put(enrolled)
        books.cache.delete(_name(enrolled.firm))

    store.run(work)
    return enrolled


def _name(firm: str) -> str:
    return f"enrolment/{firm}"
