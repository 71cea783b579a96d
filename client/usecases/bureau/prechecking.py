"""Ask the endpoint what it would say of a return, before it is filed: sealed as it would be, and never counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.base.stopping import NEVER, Stop
from client.base.version import VERSION
from client.protocol.identifiers import new_id
from client.protocol.messages import DecisionFinding
from client.protocol.submission import PackRef, freeze
from client.store import Books
from client.sync.basing import Footing, footing
from client.sync.elsewhere import taken_in
from client.usecases.bureau.documents import document_of
from client.usecases.bureau.signatures import signed_by
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.versions import versions_at
from forms.periods import Period

if TYPE_CHECKING:
    from client.net import Endpoint
    from client.protocol.messages import Kind

REASON = "预检"
"""Stands where a correction would give its reason; a precheck changes nothing that was filed."""


@dataclass(frozen=True)
class Prechecked:
    """One return and what a decision on it would name; nothing means that it would be accepted."""

    check: ReturnCheck
    findings: tuple[DecisionFinding, ...]


def precheck(
    session: Session,
    endpoint: Endpoint,
    firm: str,
    period: Period | None = None,
    forms: Collection[str] | None = None,
    stop: Stop = NEVER,
) -> tuple[Prechecked, ...]:
    """Every filled return of the period, asked one after another; nothing is stored on either side.

    Raises as any question to the endpoint does: without an answer there is none, not an empty one; ``Stopped``
    between two returns.
    """
    checks = check_returns(session, firm, period)
    wanted = [each for each in checks if each.filled and (not forms or each.target.form in forms)]
    found = []
    for each in wanted:
        stop.check()
        found.append(Prechecked(each, _ask(session, endpoint, each)))
    return tuple(found)


def _ask(session: Session, endpoint: Endpoint, check: ReturnCheck) -> tuple[DecisionFinding, ...]:
    target, pack = check.target, session.pack_of(check.target)

    def look(books: Books) -> tuple[Footing, dict[str, str]]:
        root = endpoint.profile.root_id
        stand = footing(versions_at(books, target.key, root), taken_in(books, root, target.key))
        return stand, signed_by(books, target, pack)

    stand, people = session.look(target.firm, look)
    kind: Kind = "correction" if stand.corrects else "original"
    frozen = freeze(
        document_of(target, pack, people, kind=kind, reason=REASON if stand.corrects else None),
        return_key=target.key,
        version_id=new_id(),
        base_version_id=stand.base,
        kind=kind,
        pack=PackRef(pack.version, pack.sha256),
        env=endpoint.env,
        seal_key=endpoint.seal_key(),
        signer=endpoint.own_device.signer,
        made_at=endpoint.clock.now(),
        app=VERSION,
    )
    return tuple(endpoint.precheck(frozen.body).findings)
