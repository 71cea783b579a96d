"""Ask the endpoint what it would say of a return, before it is filed: sealed as it would be, and never counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.base.stopping import NEVER, Stop
from client.protocol.identifiers import new_id
from client.protocol.messages import DecisionFinding
from client.protocol.submission import Lineage, PackRef, freeze
from client.store import Books
from client.sync.basing import Footing
from client.usecases.bureau.documents import document_of
from client.usecases.bureau.line import Line
from client.usecases.bureau.signatures import signed_by
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.versions import stands_on
from forms.periods import Period

if TYPE_CHECKING:
    from client.protocol.messages import Kind

REASON = "预检"
"""Stands where a correction would give its reason; a precheck changes nothing that was filed."""


@dataclass(frozen=True)
class Prechecked:
    """One return and what a decision on it would name; nothing means that it would be accepted."""

    check: ReturnCheck
    findings: tuple[DecisionFinding, ...]


def precheck(
    line: Line,
    period: Period | None = None,
    forms: Collection[str] | None = None,
    stop: Stop = NEVER,
) -> tuple[Prechecked, ...]:
    """Every filled return of the period, asked one after another; nothing is stored on either side.

    Raises as any question to the endpoint does: without an answer there is none, not an empty one; ``Stopped``
    between two returns.
    """
    checks = check_returns(line.session, line.firm, period)
    wanted = [each for each in checks if each.filled and (not forms or each.target.form in forms)]
    found = []
    for each in wanted:
        stop.check()
        found.append(Prechecked(each, _ask(line, each)))
    return tuple(found)


def _ask(line: Line, check: ReturnCheck) -> tuple[DecisionFinding, ...]:
    session, endpoint = line.session, line.endpoint
    target, pack = check.target, session.pack_of(check.target)

    def look(books: Books) -> tuple[Footing, dict[str, str]]:
        return stands_on(books, check.return_key, line.root), signed_by(books, target, pack)

    stand, people = session.look(target.firm, look)
    kind: Kind = "correction" if stand.corrects else "original"
    frozen = freeze(
        document_of(target, pack, people, kind=kind, reason=REASON if stand.corrects else None),
        Lineage(check.return_key, new_id(), stand.base, kind),
        PackRef(pack.version, pack.sha256),
        endpoint.parties(),
        endpoint.clock.now(),
    )
    return tuple(endpoint.precheck(frozen.body).findings)
