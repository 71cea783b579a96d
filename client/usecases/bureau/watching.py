"""What should be known of the way to the endpoint and of its log, although filing works."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from client.base.clock import CHINA
from client.base.errors import JibaoError, WorldError
from client.base.version import VERSION
from client.net.server_time import WARN
from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.log import Rewritten
from client.protocol.times import parse_time
from client.store import Books
from client.sync import checkpoints
from client.usecases.bureau import fetching_attachments
from client.usecases.bureau.line import Line
from client.usecases.home.session import Session
from client.usecases.returns.versions import root_of

if TYPE_CHECKING:
    from client.net import Endpoint


class Seen(msgspec.Struct, frozen=True):
    """What was seen when the endpoint was last spoken to.

    Who read TLS on the way, and the issuer a person has read about; how many minutes this computer's clock was
    off; whether the endpoint asks for a newer program; until when, in China's time, it takes nothing in.
    """

    host: str = ""
    inspector: str = ""
    read: str = ""
    minutes: int = 0
    too_old: bool = False
    closed_until: str = ""


_DAY = timedelta(days=1)


def inspection(issuer: str, host: str) -> WorldError | None:
    """That the network reads TLS: no failure, since what counts is sealed and signed inside, and no secret."""
    return WorldError("net.inspected", issuer=issuer, host=host) if issuer else None


def inspected(endpoint: Endpoint) -> WorldError | None:
    """``inspection`` of an endpoint that was spoken to."""
    return inspection(endpoint.inspector, urlsplit(endpoint.profile.base_url).hostname or "")


def log_warning(session: Session, firm: str) -> WorldError | None:
    """That the endpoint was found to contradict what it signed before, as it is kept."""
    return session.look(firm, lambda books: _broken(books, firm))


def rewritten(found: Rewritten | None) -> WorldError | None:
    """That the endpoint contradicts what it signed before."""
    return WorldError("sync.log-rewritten", log=found.log_id, seq=found.seq) if found else None


def note(line: Line) -> None:
    """Keep what a person should know, after the endpoint was spoken to."""
    session, firm, endpoint = line.session, line.firm, line.endpoint
    if endpoint.clock.drift is None:
        return
    host = urlsplit(endpoint.profile.base_url).hostname or ""
    before = session.look(firm, lambda books: _seen(books, firm))
    now = msgspec.structs.replace(
        before,
        host=host,
        inspector=endpoint.inspector,
        minutes=_minutes(endpoint),
        too_old=_numbers(endpoint.min_app) > _numbers(VERSION),
        closed_until=_closed_until(endpoint),
    )
    if now != before:
        _keep(session, firm, now)


def _minutes(endpoint: Endpoint) -> int:
    """How far this computer's clock is off, where a person should know.

    An endpoint for practice may have had its calendar moved by days.
    """
    drift = endpoint.clock.drift or timedelta()
    if endpoint.env == "practice":
        drift = (drift + _DAY / 2) % _DAY - _DAY / 2
    return round(abs(drift) / timedelta(minutes=1)) if abs(drift) > WARN else 0


def _closed_until(endpoint: Endpoint) -> str:
    """The minute to which the endpoint is closed; blank if it is open, or says nothing that can be read."""
    with suppress(ProtocolFault):
        until = parse_time(endpoint.read_only_until) if endpoint.read_only_until else None
        if until is not None and until > endpoint.clock.now():
            return f"{until.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isascii() and part.isdigit())


def read(session: Session, firm: str) -> None:
    """The person has read who inspects TLS; it is told again when it is somebody else."""
    seen = session.look(firm, lambda books: _seen(books, firm))
    _keep(session, firm, msgspec.structs.replace(seen, read=seen.inspector))


def warnings(session: Session, firm: str) -> tuple[JibaoError, ...]:
    """What the person should know, the gravest first; that TLS is inspected only until it was read."""

    def look(books: Books) -> tuple[JibaoError | None, ...]:
        seen = _seen(books, firm)
        unread = seen.inspector if seen.inspector != seen.read else ""
        lost = fetching_attachments.missing(session, books, root_of(books, firm))
        return _broken(books, firm), *standing(seen, session), *lost, inspection(unread, seen.host)

    return tuple(each for each in session.look(firm, look) if each is not None)


def standing(seen: Seen, session: Session) -> tuple[WorldError, ...]:
    """What is so until it is mended or over: a program turned away, an endpoint closed, a clock that misleads."""
    old = (WorldError("problem.app-too-old"),) if seen.too_old else ()
    now = f"{session.clock.now().astimezone(CHINA):%Y-%m-%d %H:%M}"
    closed = (WorldError("sync.read-only", until=seen.closed_until),) if seen.closed_until > now else ()
    off = (WorldError("diagnosis.clock", minutes=seen.minutes),) if seen.minutes else ()
    return *old, *closed, *off


def seen_now(line: Line) -> tuple[JibaoError, ...]:
    """What should be known of an endpoint that was spoken to just now, and of its log."""
    note(line)
    session, firm = line.session, line.firm
    seen = session.look(firm, lambda books: _seen(books, firm))
    found = (log_warning(session, firm), *standing(seen, session), inspected(line.endpoint))
    return tuple(each for each in found if each is not None)


def watch(line: Line) -> None:
    """Hold the endpoint's log against what it signed before. Raises nothing that has a name: it is asked again."""
    with suppress(JibaoError, ProtocolFault):
        checkpoints.watch(line.store, line.endpoint)


def _broken(books: Books, firm: str) -> WorldError | None:
    return rewritten(checkpoints.held(books, root_of(books, firm)).broken)


def _seen(books: Books, firm: str) -> Seen:
    kept = books.cache.get(f"way/{firm}")
    return strict_json.decode(kept, Seen) if kept is not None else Seen()


def _keep(session: Session, firm: str, seen: Seen) -> None:
    session.store_of(firm).run(lambda books: books.cache.put(f"way/{firm}", strict_json.encode(seen)))
