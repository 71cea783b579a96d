"""File what is ready: freeze it in one transaction, send it, keep the signed answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.base.clock import rfc3339
from client.base.errors import JibaoError, UserError
from client.base.version import VERSION
from client.protocol.identifiers import new_id
from client.protocol.submission import Frozen, PackRef, Signer, freeze
from client.store import Books, StoredReceipt, Version
from client.sync.evidence import read_decision, read_receipt
from client.sync.filing import Filer
from client.sync.obligations import HeldObligations, fetch
from client.sync.results import FilingResult, Report
from client.sync.states import State
from client.usecases.checking import ReturnCheck, check_returns
from client.usecases.documents import document_of, people_of
from client.usecases.session import Session
from forms.periods import Period
from forms.returns import Return

if TYPE_CHECKING:
    from client.net import Endpoint
    from client.protocol.messages import Kind

ON_ITS_WAY = frozenset({"queued", "sent", "received"})
"""States of a version that still waits for an answer or a decision."""

HELD_BY_SERVER = frozenset({"received", "accepted", "rejected"})
"""States of a version the endpoint has: the next version of the return builds on the newest of these."""


@dataclass(frozen=True)
class Filed:
    """What became of one return: the version's state with its verified receipt, or why it was not sent."""

    check: ReturnCheck
    result: FilingResult | None = None
    problem: JibaoError | None = None


def submit(
    session: Session,
    endpoint: Endpoint,
    firm: str,
    period: Period | None = None,
    forms: Collection[str] | None = None,
    *,
    reason: str | None = None,
    wait: float = 20.0,
    report: Report | None = None,
) -> tuple[Filed, ...]:
    """File every return of the period that is not filed as it stands.

    A return with findings of level error, unexplained queries or a period that is not open is not sent and
    says so; what was on its way before is settled first. Raises ``WorldError`` when what is due cannot be asked
    and is not known from before.
    """
    filer = Filer(session.store, endpoint, session.clock)
    filer.settle()
    due = fetch(session.store, endpoint, firm)
    filed: list[Filed] = []
    queued: dict[str, ReturnCheck] = {}
    for check in check_returns(session, firm, period):
        if check.state == "accepted" or (forms is not None and check.target.form not in forms):
            continue
        try:
            queued[_queue(session, endpoint, check, due, reason)] = check
        except JibaoError as error:
            filed.append(Filed(check, problem=error))
    results = filer.push(queued, wait=wait, report=report)
    return (*filed, *(Filed(queued[result.version_id], result) for result in results))


def settle(
    session: Session, endpoint: Endpoint, firm: str, *, wait: float = 0.0, report: Report | None = None
) -> tuple[FilingResult, ...]:
    """Bring everything that is on its way to an answer: ask first, send second."""
    fetch(session.store, endpoint, firm)
    return tuple(Filer(session.store, endpoint, session.clock).settle(wait=wait, report=report))


def held(session: Session, firm: str) -> tuple[FilingResult, ...]:
    """The newest version of every return of the firm as this computer knows it, without asking anybody."""

    def look(books: Books) -> list[FilingResult]:
        heads = {version.return_key: version for version in books.outbox.all() if version.firm == firm}
        return [_known(version, books.receipts.get(version.version_id)) for version in heads.values()]

    return tuple(session.store.run(look))


def _known(version: Version, stored: StoredReceipt | None) -> FilingResult:
    return FilingResult(
        version.version_id,
        version.return_key,
        State(version.state),
        receipt=read_receipt(stored) if stored else None,
        decision=read_decision(stored) if stored else None,
        code=version.error_code,
    )


def ready(check: ReturnCheck, due: HeldObligations) -> None:
    """Raises ``UserError`` naming what keeps a return from being filed."""
    target = check.target
    if check.count("error"):
        raise UserError("filing.errors", key=target.key, count=check.count("error"))
    if check.unexplained:
        raise UserError("filing.unexplained", key=target.key, count=len(check.unexplained))
    if all(item.return_key != target.key for item in due.items):
        raise UserError("filing.not-open", form=check.form_name, period=target.period)


def _queue(
    session: Session, endpoint: Endpoint, check: ReturnCheck, due: HeldObligations, reason: str | None
) -> str:
    """The id of the version that holds the return as it stands, frozen now unless it already is."""
    if check.state in ON_ITS_WAY and check.head is not None and not check.edited:
        return check.head.version_id
    ready(check, due)
    # Asked before the transaction: the store's thread must not wait for the network.
    seal_key = endpoint.seal_key()
    people = people_of(session.store.run(lambda books: _profile_return(books, check)))

    def work(books: Books) -> str:
        target = check.target
        change_seq = books.returns.last_change(target.firm, target.form, target.period)
        if change_seq != check.change_seq:
            raise UserError("filing.changed-meanwhile", key=target.key)
        base, kind = _base(books, target.key)
        if kind == "correction" and not reason:
            raise UserError("filing.reason-needed", key=target.key)
        frozen = freeze(
            document_of(target, session.pack, people, kind=kind, reason=reason if kind == "correction" else None),
            return_key=target.key,
            version_id=new_id(),
            base_version_id=base,
            kind=kind,
            pack=PackRef(session.pack.version, session.pack.sha256),
            env=endpoint.env,
            seal_key=seal_key,
            signer=Signer(endpoint.own_device.device_id, endpoint.own_device.keys.sig),
            made_at=endpoint.clock.now(),
            app=VERSION,
            audit_head=books.audit.head(),
        )
        books.outbox.put(_version(check, frozen, change_seq, rfc3339(session.clock.now())))
        return frozen.version_id

    return session.store.run(work)


def _base(books: Books, key: str) -> tuple[str | None, Kind]:
    """What the next version builds on. What never left is discarded; what is on its way must come back first."""
    base: Version | None = None
    for version in books.outbox.by_return(key):
        if version.state == "queued" and not version.attempts:
            books.outbox.discard(version.version_id)
        elif version.state in ("queued", "sent"):
            raise UserError("filing.under-way", key=key)
        elif version.state in HELD_BY_SERVER:
            base = version
    if base is None:
        return None, "original"
    return base.version_id, "original" if base.state == "rejected" else "correction"


def _profile_return(books: Books, check: ReturnCheck) -> Return | None:
    profiles = books.returns.all(firm=check.target.firm, form=PROFILE_FORM)
    return profiles[-1] if profiles else None


PROFILE_FORM = "JB"
"""The form that keeps who signs for the enterprise."""


def _version(check: ReturnCheck, frozen: Frozen, change_seq: int, now: str) -> Version:
    target = check.target
    return Version(
        version_id=frozen.version_id,
        return_key=target.key,
        firm=target.firm,
        form=target.form,
        period=target.period,
        base_version_id=frozen.base_version_id,
        kind=frozen.kind,
        pack=frozen.pack,
        manifest=frozen.manifest_jws,
        sealed=frozen.sealed,
        sealed_sha256=frozen.sealed_sha256,
        manifest_sha256=frozen.manifest_sha256,
        commitment=frozen.commitment,
        seal_kid=frozen.kid,
        change_seq=change_seq,
        created_at=now,
    )
