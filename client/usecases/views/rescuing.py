"""What can be read of a home that a newer program wrote, for other programs; nothing in it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from client.base.errors import UserError
from client.base.stopping import NEVER, Stop
from client.keys import Keychain
from client.store import Enterprise, ReturnHead
from client.usecases.home.enterprises import all_of
from client.usecases.home.opening import open_to_read
from client.usecases.home.session import Session
from client.usecases.views.exporting import ALL, VALUE_HEADS, VALUES, Heard, Wanted, values_of
from client.workbook.writing.tables import Table, Value, write
from forms.problems import CodedError
from forms.returns import Cell

UNREAD = "读不出"
_UNREADABLE = (CodedError, LookupError, ValueError, TypeError)
"""What a format of the future may end in."""


def rescue(
    home: Path,
    path: Path,
    wanted: Wanted = ALL,
    *,
    passphrase: str | None = None,
    keys: Keychain | None = None,
    heard: Heard = lambda *_: None,
    stop: Stop = NEVER,
    over: bool = False,
) -> list[Path]:
    """Write what can be read of a home that a newer program wrote, which changes nothing in it.

    Every cell as it is kept; names and units as far as these definitions know them. What cannot be read is listed
    beside it. Raises as ``export`` and ``opening.open_to_read``.
    """
    unread: list[Sequence[Value]] = []
    with open_to_read(home, passphrase=passphrase, keys=keys) as session:
        chosen = [each for each in all_of(session) if not wanted.firms or each.code in wanted.firms]
        values = _all_rescued(session, chosen, wanted, unread, heard, stop)
        first = list(islice(values, 1))
        if not first and not unread:
            raise UserError("export.nothing")
        tables = [Table(VALUES, VALUE_HEADS, chain(first, values)), Table(UNREAD, VALUE_HEADS[:4], unread)]
        return write(path, tables, over=over, heard=stop.check)


def _all_rescued(
    session: Session,
    firms: Sequence[Enterprise],
    wanted: Wanted,
    unread: list[Sequence[Value]],
    heard: Heard,
    stop: Stop,
) -> Iterator[Sequence[Value]]:
    """The values that can be read; ``unread`` is complete when they have been gone through."""
    for at, enterprise in enumerate(firms):
        stop.check()
        heard(at, len(firms), enterprise.name or enterprise.code)
        for head in _heads(session, enterprise.code, unread):
            if wanted.period in (None, head.period) and wanted.form in (None, head.form):
                yield from _rescued(session, enterprise, head, unread)


def _heads(session: Session, firm: str, unread: list[Sequence[Value]]) -> list[ReturnHead]:
    try:
        return session.look(firm, lambda books: books.returns.heads(firm))
    except _UNREADABLE:
        unread.append((firm, "", "*", "*"))
        return []


def _rescued(
    session: Session, enterprise: Enterprise, head: ReturnHead, unread: list[Sequence[Value]]
) -> Iterator[Sequence[Value]]:
    front = (enterprise.code, enterprise.name, head.form, str(head.period))
    try:
        found = session.look(head.firm, lambda books: books.returns.get(head.key))
        lines = list(values_of(session, found)) if found is not None else []
    except CodedError as error:
        if error.code != "pack.version" or found is None:
            unread.append(front)
            return
        lines = [_plain(address, cell) for address, cell in found.cells.items()]
    except _UNREADABLE:
        unread.append(front)
        return
    yield from ((*front, *line) for line in lines)


def _plain(address: str, cell: Cell) -> Sequence[Value]:
    """A cell of definitions that are not here."""
    return None, address, "", "", cell.text, cell.text, cell.origin.place or cell.origin.source
