"""Where filed versions stand as this computer knows it; nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator

from client.protocol.messages import Decision
from client.protocol.statements import unproven
from client.store import Books, Version
from client.sync import elsewhere
from client.sync.cases import known, places_of
from client.sync.results import FilingResult
from client.sync.states import State
from client.usecases.bureau.connecting import profile_of
from client.usecases.home.session import Session
from client.usecases.returns.versions import heads_of, taken_of
from forms.returns import ReturnKey


def of(session: Session, version: Version) -> FilingResult:
    """Where a version stands."""
    return session.look(version.firm, lambda books: known(books, version, _places(session, books, version.firm)))


def of_all(session: Session, firm: str) -> tuple[FilingResult, ...]:
    """Where the newest version of every return of the firm stands.

    Where another computer filed it and it was taken in, that one.
    """

    def look(books: Books) -> list[FilingResult]:
        places = _places(session, books, firm)
        own = {key: known(books, version, places) for key, version in heads_of(books, firm).items()}
        return list((own | dict(_taken(books, firm))).values())

    return tuple(session.look(firm, look))


def _taken(books: Books, firm: str) -> Iterator[tuple[ReturnKey, FilingResult]]:
    """What other computers filed and was taken in."""
    for key, theirs in taken_of(books, firm).items():
        decision = unproven(theirs.decision, Decision) if theirs.decision else None
        receipt = elsewhere.receipt_of(theirs)
        state = State(theirs.state)
        yield key, FilingResult(theirs.version_id, str(key), state, receipt=receipt, decision=decision)


def _places(session: Session, books: Books, firm: str) -> dict[str, object]:
    """What fills the words of a failure that was remembered."""
    enrolled = books.endpoints.get(firm)
    return places_of(profile_of(enrolled), session.clock) if enrolled else {}
