"""Which endpoint an enterprise files at, and the way to it.

A home without an enrolment practises: the embedded endpoint is started beside it, and everything it answers
says ``practice``. A real endpoint is used once the enterprise is enrolled there with a code of the bureau.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from client.base.clock import SystemClock
from client.base.errors import JibaoError, UserError
from client.protocol import strict_json
from client.protocol.messages import EndpointProfile
from client.store import Endpoint as Enrolled
from client.sync import connecting, enrolling
from client.sync.obligations import fetch
from client.usecases.bureau import watching
from client.usecases.bureau.line import Line
from client.usecases.bureau.proxies import BRIEF, ORDINARY, wire_settings
from client.usecases.home.enterprises import add
from client.usecases.home.session import Session

if TYPE_CHECKING:
    from client.net.over_httpx import Patience
    from client.practice import Practice


def enrolment(session: Session, firm: str) -> Enrolled | None:
    """Where the enterprise is enrolled, if anywhere."""
    return session.look(firm, lambda books: books.endpoints.get(firm))


def profile_of(enrolled: Enrolled) -> EndpointProfile:
    """The endpoint profile of an enrolment."""
    return strict_json.decode(enrolled.profile, EndpointProfile)


def enrol(session: Session, firm: str, profile_path: Path, code: str, *, again: bool = False) -> Enrolled:
    """Enrol this computer for the enterprise with a code of the bureau, and ask what is due.

    Raises ``UserError('enrol.already')``, and spends no code, where it files there, as the endpoint says now:
    enrolled ``again`` it is a new device, which files nothing until another one approves it.
    """
    enrolled = _enrol(session, firm, connecting.read_profile(profile_path), code, again=again)
    if enrolled.state == "active":
        _ask_what_is_due(session, firm)
    return enrolled


def _enrol(session: Session, firm: str, profile: EndpointProfile, code: str, *, again: bool = False) -> Enrolled:
    held = enrolment(session, firm)
    if not again and held is not None and is_of(held, profile):
        if held.state in ("pending", "active"):  # let in, or taken out, since it was last asked
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
        settings=wire_settings(session),
    )
    add(session, firm)  # only now: a wrong code must not leave an enterprise behind
    return enrolled


def _ask_what_is_due(session: Session, firm: str) -> None:
    """A return filed before the endpoint is next reached can be queued then; who cannot be asked now is later."""
    with suppress(JibaoError), line(session, firm, patience=BRIEF) as opened:
        fetch(opened.store, opened.endpoint, firm)


def _asked_again(session: Session, firm: str) -> Enrolled | None:
    """A computer that waited to be let in, as the endpoint answers now."""
    return enrolling.refresh(session.store_of(firm), session.home, firm, settings=wire_settings(session))


def waits(session: Session, firm: str) -> bool:
    """Whether this computer waits to be let in, as the endpoint says now, or said last if it cannot be asked."""
    held = enrolment(session, firm)
    if held is None or held.state != "pending":
        return False
    try:
        held = _asked_again(session, firm) or held
    except JibaoError:
        return True
    return held.state == "pending"


def is_of(held: Enrolled, profile: EndpointProfile) -> bool:
    """Whether an enrolment is one at the endpoint of a profile."""
    return bool(held.device_id) and profile_of(held).tuf_root == profile.tuf_root


def practise(session: Session, firm: str) -> Practice:
    """Start the embedded practice endpoint and see to it that the enterprise is enrolled there.

    Raises ``UserError('practice.…')`` when another program serves this home's practice endpoint.
    """
    from client.practice import Practice

    practice = Practice(session.home, SystemClock(session.clock.now().date()))
    try:
        enrolled = enrolment(session, firm)
        profile = connecting.read_profile(practice.profile_path)
        if enrolled is None or not is_of(enrolled, profile):
            _enrol(session, firm, profile, practice.issue_code(firm))
        _remember_embedded(session, firm, profile.root_id.encode())
    except BaseException:
        practice.close()
        raise
    return practice


def _remember_embedded(session: Session, firm: str, root: bytes) -> None:
    """A backup knows it too: restored elsewhere, the endpoint of the home it was made in is not there."""
    if session.look(firm, lambda books: books.settings.get(_EMBEDDED)) != root:
        session.store_of(firm).run(lambda books: books.settings.put(_EMBEDDED, root))


_EMBEDDED = "practice.embedded"
"""In an enterprise's store: the root of the embedded endpoint at which it practised last."""


def is_embedded(session: Session, enrolled: Enrolled | None) -> bool:
    """Whether the enterprise files at a home's own practice endpoint, this one's or a former one's, or nowhere."""
    if enrolled is None or not enrolled.device_id:
        return True
    own = session.home / "practice" / "profile.json"
    if own.exists() and is_of(enrolled, connecting.read_profile(own)):
        return True
    root = profile_of(enrolled).root_id.encode()
    return session.look(enrolled.firm, lambda books: books.settings.get(_EMBEDDED)) == root


@contextmanager
def line(
    session: Session, firm: str, profile_path: Path | None = None, *, patience: Patience = ORDINARY
) -> Iterator[Line]:
    """The line to the endpoint the enterprise is enrolled at; the embedded one is started if it is that.

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
            settings=wire_settings(session, patience),
        )
        stack.callback(opened.close)
        opened_line = Line(session, firm, opened)
        yield opened_line
        watching.note(opened_line)


def _embedded(session: Session, firm: str, stack: ExitStack) -> EndpointProfile:
    try:
        practice = stack.enter_context(practise(session, firm))
    except UserError as error:
        if error.code != "practice.in-use":
            raise
        # Another process serves it: its profile says where.
        return connecting.read_profile(session.home / "practice" / "profile.json")
    return connecting.read_profile(practice.profile_path)
