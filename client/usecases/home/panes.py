"""How a person shares the entry page between its panes: kept in the home, for whatever enterprise and language."""

from __future__ import annotations

import msgspec

from client.store import Books
from client.usecases.home.session import Session

_NAME = "panes/entry"


class Panes(msgspec.Struct, frozen=True):
    """What share of the page's width the definition has, of its height the findings; None where nobody chose."""

    beside: float | None = None
    below: float | None = None


def kept(session: Session) -> Panes:
    """As they were left."""
    return session.own.run(_read)


def keep(session: Session, panes: Panes) -> None:
    """Leave them so."""
    session.own.run(lambda books: books.settings.put(_NAME, msgspec.json.encode(panes)))


def _read(books: Books) -> Panes:
    found = books.settings.get(_NAME)
    try:
        return msgspec.json.decode(found, type=Panes) if found is not None else Panes()
    except msgspec.DecodeError:  # another version of the program kept it
        return Panes()
