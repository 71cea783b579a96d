"""Which endpoint an enterprise files at, and the way to it.

A home without an enrolment practises: the embedded endpoint is started beside it, and everything it answers
says ``practice``. A real endpoint is used once the enterprise is enrolled there with a code of the bureau.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from client.base.errors import UserError
from client.protocol import strict_json
from client.protocol.messages import EndpointProfile
from client.store import Endpoint as Enrolled
from client.sync import connecting, enrolling
from client.usecases.bureau import watching
from client.usecases.bureau.proxies import chosen_proxy
from client.usecases.home.enterprises import add
from client.usecases.home.session import Session

if TYPE_CHECKING:
    from client.net import Endpoint
    from client.net.over_httpx import Patience
    from client.practice import Practice


def enrolment(session: Session, firm: str) -> Enrolled | None:
    """Where the enterprise is enrolled, if anywhere."""
    return session.look(firm, lambda books: books.endpoints.get(firm))


def profile_of(enrolled: Enrolled) -> EndpointProfile:
    """The endpoint profile of an enrolment."""
    return strict_json.decode(enrolled.profile, EndpointProfile)


def enrol(session: Session, firm: str, profile_path: Path, code: str, *, again: bool = False) -> Enrolled:
    """Enrol this computer for the enterprise with a code of the bureau.

    Raises ``UserError('enrol.already')``, and spends no code, where it files there already, or was approved since
    it was last asked: enrolled ``again`` it is a new device, which files nothing until another one approves it.
    """
    profile = connecting.read_profile(profile_path)
    held = enrolment(session, firm)
    if not again and held is not None and is_of(held, profile):
        if held.state == "pending":
            held = _asked_again(session, firm) or held
        if held.state == "active":
            raise UserError("enrol.already", device=held.device_id)
    enrolled = enrolling.enrol(
        session.store_of(firm),
        session.home,
        profile,
        firm,
        code,
        platform.node() or "PC",
        clock=session.clock,
        proxies=chosen_proxy(session),
    )
    add(session, firm)  # only now: a wrong code must not leave an enterprise behind
    return enrolled


def _asked_again(session: Session, firm: str) -> Enrolled | None:
    """A computer that waited to be let in, as the endpoint answers now."""
    store, proxies = session.store_of(firm), chosen_proxy(session)
    return enrolling.refresh(store, session.home, firm, clock=session.clock, proxies=proxies)


def is_of(held: Enrolled, profile: EndpointProfile) -> bool:
    """Whether an enrolment is one at the endpoint of a profile."""
    return bool(held.device_id) and profile_of(held).tuf_root == profile.tuf_root


def practise(session: Session, firm: str) -> Practice:
    """Start the embedded practice endpoint and see to it that the enterprise is enrolled there.

    Raises ``UserError('practice.…')`` when another program serves this home's practice endpoint.
    """
    from client.practice import start

    practice = start(session.home, today=session.clock.now().date())
    try:
        enrolled = enrolment(session, firm)
        profile = connecting.read_profile(practice.profile_path)
        if enrolled is None or not is_of(enrolled, profile):
            enrol(session, firm, practice.profile_path, practice.issue_code(firm))
    except BaseException:
        practice.close()
        raise
    return practice


def is_embedded(session: Session, enrolled: Enrolled | None) -> bool:
    """Whether the enterprise files at this home's own practice endpoint (or nowhere yet)."""
    if enrolled is None or not enrolled.device_id:
        return True
    own = session.home / "practice" / "profile.json"
    return own.exists() and is_of(enrolled, connecting.read_profile(own))


@contextmanager
def endpoint(
    session: Session, firm: str, profile_path: Path | None = None, *, patience: Patience | None = None
) -> Iterator[Endpoint]:
    """The endpoint the enterprise is enrolled at, ready to be asked; the embedded one is started if it is that.

    Raises ``UserError``: ``sync.not-enrolled``, ``sync.other-endpoint``, ``sync.profile-…``.
    """
    with ExitStack() as stack:
        profile = connecting.read_profile(profile_path) if profile_path else None
        if profile is None and is_embedded(session, enrolment(session, firm)):
            profile = _embedded(session, firm, stack)
        opened = connecting.connect(
            session.store_of(firm),
            session.home,
            firm,
            profile=profile,
            clock=session.clock,
            proxies=chosen_proxy(session),
            patience=patience,
        )
        stack.callback(opened.close)
        yield opened
        watching.note(session, firm, opened)


def _embedded(session: Session, firm: str, stack: ExitStack) -> EndpointProfile:
    try:
        practice = stack.enter_context(practise(session, firm))
    except UserError as error:
        if error.code != "practice.in-use":
            raise
        # Another process serves it: its profile says where.
        return connecting.read_profile(session.home / "practice" / "profile.json")
    return connecting.read_profile(practice.profile_path)
