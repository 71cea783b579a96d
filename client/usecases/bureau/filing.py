"""File what is ready: freeze it in one transaction, send it, keep the signed answers."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.base.errors import JibaoError, UserError
from client.base.stopping import NEVER, Stop
from client.net.failures import NetworkFailure
from client.net.problems import ProblemAnswer
from client.protocol import jws, strict_json
from client.protocol.messages import Decision
from client.store import Books, Version
from client.sync import elsewhere, promises
from client.sync.cases import places_of
from client.sync.evidence import read_decision, read_receipt
from client.sync.filing import Filer
from client.sync.obligations import HeldObligations, fetch
from client.sync.obligations import held as held_due
from client.sync.results import FilingResult, Report
from client.sync.states import UNSETTLED, State
from client.usecases.bureau import fetching_attachments
from client.usecases.bureau.connecting import profile_of
from client.usecases.bureau.fetching_attachments import Without
from client.usecases.bureau.freezing import queue, queue_nil, queue_withdrawal
from client.usecases.bureau.merging import Pulled, pull
from client.usecases.bureau.watching import watch
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.versions import heads_of, taken_of
from forms.periods import Period

if TYPE_CHECKING:
    from client.net import Endpoint


LATE_DUPLICATE = "本机较早送出的版本迟到，以此版为准"
"""The reason a correction gives when the version it corrects is our own that got in late."""


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
    again: bool = False,
    without: Without = "nothing",
    wait: float = 20.0,
    report: Report | None = None,
    stop: Stop = NEVER,
) -> tuple[Filed, ...]:
    """File every return of the period that is not filed as it stands.

    One that opens later (a half-year begun in its midst) is passed over unless ``forms`` name it. One that was
    sent back stays sent back until something in it is changed, unless ``again`` asks for the same figures once
    more (what was wrong may have been in another return). A return with findings of level error, unexplained
    queries or a period that is not open is not sent and says so; nor is one that would lose files the last
    version had, unless they were known to be missing before and are done ``without``. What was on its way before
    is settled first; at the end the endpoint's log is held against what it signed before. Without a network a
    ready return is frozen and queued, for ``settle`` to send; raises ``NetworkFailure`` only when what is due is
    not known from before, or when somebody else may be playing the endpoint.

    Once ``stop`` is asked no return is frozen and no request begun any more: what was sent stays sent, what was
    frozen stays queued.
    """
    filer = Filer(session.store_of(firm), endpoint, session.clock)
    filer.push(_unsettled(session, firm, endpoint), stop=stop)
    stop.check()
    root = endpoint.profile.root_id
    here = session.look(firm, lambda books: {head.key for head in books.returns.heads(firm)})
    missing = session.look(firm, lambda books: fetching_attachments.known_missing(books, root, here, without))
    due = _due(session, endpoint, firm)
    pull(session, endpoint, firm, due, here)
    filed: list[Filed] = []
    queued: dict[str, ReturnCheck] = {}
    for check in check_returns(session, firm, period):
        if stop.asked:
            break
        as_filed = not check.emptied
        if (check.state == "accepted" and as_filed) or check.filed_elsewhere:
            continue
        if (forms and check.target.form not in forms) or (check.opens is not None and not forms):
            continue
        if check.state == "rejected" and as_filed and check.head is not None and not again:
            filed.append(Filed(check, _as_it_stands(session, check.head)))
            continue
        try:
            queued[queue(session, endpoint, check, due, reason, missing.get(check.target.key, ()))] = check
        except JibaoError as error:
            filed.append(Filed(check, problem=error))
    results = filer.push(queued, wait=wait, report=report, stop=stop)
    results = [_rebased(session, filer, endpoint, queued, each, due, reason, wait, report) for each in results]
    if any(result.state is State.CONFLICT for result in results) and not stop.asked:
        pull(session, endpoint, firm, _due(session, endpoint, firm), here)
    _watch(session, firm, endpoint, results, stop)
    return (*filed, *(Filed(queued[result.version_id], result) for result in results))


def _as_it_stands(session: Session, head: Version) -> FilingResult:
    """What is known of a version, without asking anybody."""
    return session.look(head.firm, lambda books: _known(books, head, _places(session, books, head.firm)))


def _rebased(
    session: Session,
    filer: Filer,
    endpoint: Endpoint,
    queued: dict[str, ReturnCheck],
    result: FilingResult,
    due: HeldObligations,
    reason: str | None,
    wait: float,
    report: Report | None,
) -> FilingResult:
    """A version that met a late one of our own is made anew on top of it, without troubling anyone (C7)."""
    if result.rebase_on is None:
        return result
    check = queued[result.version_id]
    try:
        again = queue(session, endpoint, check, due, reason or LATE_DUPLICATE)
    except JibaoError:
        return result
    queued[again] = check
    (settled,) = filer.push([again], wait=wait, report=report)
    return settled


def submit_nil(
    session: Session,
    endpoint: Endpoint,
    firm: str,
    form: str,
    period: Period,
    reason: str,
    *,
    wait: float = 20.0,
    report: Report | None = None,
) -> Filed:
    """File that there is nothing to report in this form and period; raises as ``freezing.queue_nil``."""
    due = _due(session, endpoint, firm)
    check = _the_check(session, firm, form, period)
    return _push(session, endpoint, check, queue_nil(session, endpoint, check, due, reason), wait, report)


def withdraw(
    session: Session,
    endpoint: Endpoint,
    firm: str,
    form: str,
    period: Period,
    reason: str,
    *,
    wait: float = 20.0,
    report: Report | None = None,
) -> Filed:
    """Take back what was received and not yet accepted; raises as ``freezing.queue_withdrawal``."""
    settle(session, endpoint, firm)
    check = _the_check(session, firm, form, period)
    return _push(session, endpoint, check, queue_withdrawal(session, endpoint, check, reason), wait, report)


def _the_check(session: Session, firm: str, form: str, period: Period) -> ReturnCheck:
    """The check of one return, which is begun empty when nothing was entered yet."""
    pack = session.pack_for(period)
    if form not in pack.forms:
        raise UserError("filing.not-open", form=form, period=period)
    own = pack.forms[form].period_of(period)
    session.store_of(firm).run(lambda books: books.returns.ensure(firm, form, own, pack.version))
    return next(each for each in check_returns(session, firm, own, form) if each.target.period == own)


def _push(
    session: Session, endpoint: Endpoint, check: ReturnCheck, version_id: str, wait: float, report: Report | None
) -> Filed:
    filer = Filer(session.store_of(check.target.firm), endpoint, session.clock)
    (result,) = filer.push([version_id], wait=wait, report=report)
    _watch(session, check.target.firm, endpoint, [result])
    return Filed(check, result)


def _watch(
    session: Session, firm: str, endpoint: Endpoint, results: Iterable[FilingResult], stop: Stop = NEVER
) -> None:
    """Look at the endpoint's log once more after filing, unless the line is known to be dead."""
    heard = endpoint.clock.drift is not None
    if heard and not stop.asked and not any((each.code or "").startswith("net.") for each in results):
        watch(session, firm, endpoint)


def _due(session: Session, endpoint: Endpoint, firm: str) -> HeldObligations:
    """What is due, as it was last known where the endpoint cannot be asked."""
    try:
        return fetch(session.store_of(firm), endpoint, firm)
    except NetworkFailure as failure:
        known = session.look(firm, lambda books: held_due(books, firm))
        if known is None or failure.stop:
            raise
        return known


@dataclass(frozen=True)
class Settled:
    """What a synchronisation brought: where versions stand that were on their way, and what came.

    ``trouble``: why what is due, and with it what others filed, could not be asked for.
    """

    results: tuple[FilingResult, ...]
    pulled: tuple[Pulled, ...] = ()
    trouble: JibaoError | None = None


def settle(
    session: Session,
    endpoint: Endpoint,
    firm: str,
    *,
    wait: float = 0.0,
    report: Report | None = None,
    stop: Stop = NEVER,
) -> Settled:
    """Bring what is on its way to an answer, ask first, send second; fetch what was filed elsewhere.

    What is on its way does not wait for the question what is due, which a bad line may swallow. Raises what that
    question raises where nothing was on its way.
    """
    filer = Filer(session.store_of(firm), endpoint, session.clock)
    settled = tuple(filer.push(_unsettled(session, firm, endpoint), wait=wait, report=report, stop=stop))
    if stop.asked:
        return Settled(settled)
    try:
        due = fetch(session.store_of(firm), endpoint, firm)
    except (NetworkFailure, ProblemAnswer) as trouble:
        if not settled or getattr(trouble, "stop", False):
            raise
        return Settled(settled, trouble=trouble)
    pulled = pull(session, endpoint, firm, due)
    watch(session, firm, endpoint)
    return Settled(settled, pulled)


def settle_quietly(
    session: Session,
    endpoint: Endpoint,
    firm: str,
    states: Container[str] = UNSETTLED,
    hinted: Container[str] = (),
) -> tuple[FilingResult, ...]:
    """Try what waits in these states and may be tried by now; answers those that moved on.

    No wait is cut short, since nobody pressed anything, but of versions ``hinted`` at.
    """
    before = {
        version.version_id: version.state for version in session.look(firm, lambda books: books.outbox.unsettled())
    }
    with session.vault.visit(firm) as store:
        settled = Filer(store, endpoint, session.clock).settle(states, hurry=False, hinted=hinted)
    return tuple(each for each in settled if before.get(each.version_id) != each.state)


def _unsettled(session: Session, firm: str, endpoint: Endpoint) -> list[str]:
    """Versions of the firm, made for this endpoint, that still wait for an answer."""
    waiting = session.look(firm, lambda books: books.outbox.unsettled())
    root = endpoint.profile.root_id
    return [version.version_id for version in waiting if version.firm == firm and version.endpoint == root]


def held(session: Session, firm: str) -> tuple[FilingResult, ...]:
    """The newest version of every return of the firm as this computer knows it, without asking anybody.

    Where another computer filed it and it was taken in, that one.
    """

    def look(books: Books) -> list[FilingResult]:
        places = _places(session, books, firm)
        own = {key: _known(books, version, places) for key, version in heads_of(books, firm).items()}
        return list((own | dict(_taken(books, firm))).values())

    return tuple(session.look(firm, look))


def _taken(books: Books, firm: str) -> Iterator[tuple[str, FilingResult]]:
    """What other computers filed and was taken in, by return key."""
    for key, theirs in taken_of(books, firm).items():
        decision = strict_json.decode(jws.unverified(theirs.decision), Decision) if theirs.decision else None
        receipt = elsewhere.receipt_of(theirs)
        yield key, FilingResult(theirs.version_id, key, State(theirs.state), receipt=receipt, decision=decision)


def _places(session: Session, books: Books, firm: str) -> dict[str, object]:
    """What fills the words of a failure that was remembered."""
    enrolled = books.endpoints.get(firm)
    return places_of(profile_of(enrolled), session.clock) if enrolled else {}


def _known(books: Books, version: Version, places: dict[str, object]) -> FilingResult:
    stored = books.receipts.get(version.version_id)
    return FilingResult(
        version.version_id,
        version.return_key,
        State(version.state),
        receipt=read_receipt(stored) if stored else None,
        decision=read_decision(stored) if stored else None,
        promised=promises.get(books, version.version_id),
        code=version.error_code,
        params=places if version.error_code else {},
    )
