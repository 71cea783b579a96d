"""How a person shares the entry page between its panes and columns: kept in the home, for whatever enterprise."""

from __future__ import annotations

import msgspec

from client.store import Books
from client.usecases.home.session import Session

_NAME = "panes/entry"
_COLUMNS = "panes/columns"
Columns = dict[str, dict[str, float]]
"""Widths a person gave to columns, in lines of text: by form, by column."""


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


def kept_columns(session: Session) -> Columns:
    """The columns as they were left."""
    return session.own.run(_read_columns)


def keep_columns(session: Session, form: str, drawn: dict[str, float]) -> None:
    """Leave those of a form so; none, and they are as wide as they are by themselves."""

    def write(books: Books) -> None:
        every = {**_read_columns(books), form: drawn}
        books.settings.put(_COLUMNS, msgspec.json.encode({name: kept for name, kept in every.items() if kept}))

    session.own.run(write)


def _read_columns(books: Books) -> Columns:
    found = books.settings.get(_COLUMNS)
    try:
        return msgspec.json.decode(found, type=Columns) if found is not None else {}
    except msgspec.DecodeError:  # another version of the program kept it
        return {}
