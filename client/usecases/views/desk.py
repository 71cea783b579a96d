"""What is due, where each return stands, and what was received: the first page a statistician sees.

A desk is remembered in the store together with all it follows from. At the next start it is shown without reading
the definitions or checking anything, as long as none of that has changed.
"""

from __future__ import annotations

import hashlib

import msgspec

from client.base.version import VERSION
from client.store.repositories.books import Books
from client.usecases.home.session import Session
from client.usecases.views.desk_rows import Desk
from forms.stamp import PACKS, stamp


class Remembered(msgspec.Struct, frozen=True):
    """A desk and the mark of what it followed from."""

    mark: bytes
    desk: Desk


def overview(session: Session, firm: str) -> Desk:
    """The desk: everything due around today or with something entered in it, the nearest deadline first."""
    kept = session.look(firm, lambda books: recall(session, books, firm))
    if kept is not None:
        return kept
    # Checking needs the definitions and the rule language; a desk that is remembered does not wait for them.
    from client.usecases.views.desk_looking import look

    before, desk = look(session, firm, mark)
    if session.vault.holds(firm):
        session.store_of(firm).run(lambda books: _remember(books, firm, Remembered(before, desk)))
    return desk


def recall(session: Session, books: Books, firm: str) -> Desk | None:
    """The desk as it was seen last, if nothing it follows from has changed since; inside a transaction."""
    kept = books.cache.get(f"desk/{firm}")
    if kept is None:
        return None
    try:
        remembered = _DECODER.decode(kept)
    except msgspec.DecodeError:  # another version of the program kept it
        return None
    return remembered.desk if remembered.mark == mark(session, books, firm) else None


def mark(session: Session, books: Books, firm: str) -> bytes:
    """What a desk follows from: program, definitions, today, every entry of the audit trail, what is due."""
    told = hashlib.sha256(VERSION.encode() + stamp(PACKS))
    told.update(repr((session.questionnaire, session.fetched)).encode())
    told.update(session.clock.now().date().isoformat().encode())
    told.update(repr(books.audit.position()).encode())
    told.update(books.cache.get(f"obligations/{firm}") or b"")
    return told.digest()


def _remember(books: Books, firm: str, remembered: Remembered) -> None:
    books.cache.put(f"desk/{firm}", msgspec.msgpack.encode(remembered))


_DECODER = msgspec.msgpack.Decoder(Remembered)
