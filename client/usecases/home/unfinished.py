"""Text that was being typed: kept while an editor is open, offered again when a crash left it behind."""

from __future__ import annotations

from concurrent.futures import Future

import msgspec

from client.store import ScratchText
from client.usecases.home.session import Session
from forms.returns import ReturnKey


class Place(msgspec.Struct, frozen=True):
    """A cell whose editor is open."""

    key: ReturnKey
    address: str


def hold(session: Session, place: Place, text: str) -> Future[None]:
    """Keep what stands in the editor now, beside the return, not in it."""
    return session.store_of(place.key.firm).submit(lambda books: books.scratch.put(place.key, place.address, text))


def let_go(session: Session, place: Place) -> Future[None]:
    """Forget it: the editor was committed (``save`` was called first) or left without a change."""
    return session.store_of(place.key.firm).submit(lambda books: books.scratch.clear(place.key, place.address))


def left_behind(session: Session, firm: str) -> tuple[ScratchText, ...]:
    """What a crash left behind in an enterprise's returns, oldest first."""
    return tuple(session.look(firm, lambda books: books.scratch.all()))
