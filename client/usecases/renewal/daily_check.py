"""Once a day, in the background: new definitions are fetched, a newer program is brought; nothing else changes.

Failing is no trouble of the person's: what went wrong is answered, for whoever looks at the page of versions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from client.base.clock import rfc3339
from client.base.program import installed
from client.protocol.times import parse_time
from client.usecases.home import settings
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.usecases.renewal import pack_updates, sources, updating
from client.usecases.renewal.updating import Ready
from client.usecases.returns import migrating
from forms.problems import CodedError

EVERY = timedelta(hours=20)
"""A home opened every morning looks every morning."""
_LOOKED = "update/looked"


@dataclass(frozen=True)
class News:
    """``program`` is ready to be installed; ``definitions`` is the newest version here; ``waiting`` drafts could
    go over to it; ``trouble`` is why it could not be looked, if so."""

    program: Ready | None
    definitions: str
    waiting: int
    looked: str = ""
    trouble: CodedError | None = None


def news(session: Session, trouble: CodedError | None = None) -> News:
    """How things stand, asked of nobody."""
    waiting = sum(not each.stays for each in migrating.prospects(session))
    held = updating.ready(session) if updating.allowed() else None
    looked = session.own.run(lambda books: books.settings.get(_LOOKED)) or b""
    return News(held, session.pack.name, waiting, looked.decode(), trouble)


def due(session: Session) -> bool:
    """Whether it is time to look: switched on, an endpoint of somebody else's known, and not looked today yet.

    So a first start, which knows no enterprise yet, asks nothing of any network.
    """
    if not all_of(session) or not settings.get(session, "updates.automatic"):
        return False
    if sources.trusted_profile(session) is None:
        return False
    looked = session.own.run(lambda books: books.settings.get(_LOOKED))
    return looked is None or not _recent(parse_time(looked.decode()), session.clock.now())


def look_out(session: Session, going_on: Callable[[], bool] = lambda: True) -> News:
    """Look now. Raises nothing that has a name; it is in the answer."""
    trouble: CodedError | None = None
    try:
        with sources.library(session) as library:
            for offer in pack_updates.available(session, library):
                pack_updates.fetch(session, library, offer)
            if updating.allowed() and installed() is not None:
                offered = updating.newer(session, library)
                if offered is not None:
                    updating.bring(session, library, offered, going_on=going_on)
        now = rfc3339(session.clock.now()).encode()
        session.own.run(lambda books: books.settings.put(_LOOKED, now))
    except CodedError as error:
        trouble = error
    return news(session, trouble)


def _recent(looked: datetime, now: datetime) -> bool:
    return timedelta() <= now - looked < EVERY
