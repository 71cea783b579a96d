"""The workbook under review: its path and what was chosen for it are kept until it is stored or put away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.store import Books
from client.usecases.home.session import Session

if TYPE_CHECKING:
    # The desk asks at every start whether there is one; most often there is none.
    from client.workbook import Choices

_NAME = "import/under-review"


class UnderReview(msgspec.Struct, frozen=True):
    """What is needed to read it again as it was understood last."""

    path: str
    own: msgspec.Raw

    @property
    def choices(self) -> Choices:
        """What the person chose for it."""
        from client.workbook import Choices

        return msgspec.json.decode(self.own, type=Choices)

    @property
    def file(self) -> str:
        return Path(self.path).name


def keep(session: Session, firm: str, path: Path, own: Choices) -> None:
    """Keep it in the place of the last one; nothing of the workbook's contents is kept."""
    kept = msgspec.json.encode(UnderReview(str(path), msgspec.Raw(msgspec.json.encode(own))))
    session.store_of(firm).run(lambda books: books.cache.put(_NAME, kept))


def kept(session: Session, firm: str) -> UnderReview | None:
    """The one an enterprise was left with, if any."""
    return session.look(firm, _read)


def let_go(session: Session, firm: str) -> None:
    """It was put away."""
    session.store_of(firm).run(lambda books: books.cache.delete(_NAME))


def settle(books: Books, file: str) -> None:
    """A workbook of that name was stored; inside the transaction that does it."""
    found = _read(books)
    if found is not None and found.file == file:
        books.cache.delete(_NAME)


def _read(books: Books) -> UnderReview | None:
    found = books.cache.get(_NAME)
    try:
        return msgspec.json.decode(found, type=UnderReview) if found is not None else None
    except msgspec.DecodeError:  # another version of the program kept it
        return None
