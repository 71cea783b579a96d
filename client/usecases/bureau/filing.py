"""File what is ready: freeze it in one transaction, send it, keep the signed answers."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.base.errors import JibaoError, UserError
from client.base.stopping import NEVER, Stop
from client.net.failures import NetworkFailure
from client.net.problems import ProblemAnswer
from client.sync.backoff import Wait
from client.sync.filing import Filer
from client.sync.obligations import HeldObligations, fetch
from client.sync.obligations import held as held_due
from client.sync.results import FilingResult, Report
from client.sync.states import UNSETTLED, State
from client.usecases.bureau import fetching_attachments, last_known
from client.usecases.bureau.fetching_attachments import Without
from client.usecases.bureau.freezing import queue, queue_nil, queue_withdrawal
from client.usecases.bureau.merging import Pulled, pull
from client.usecases.bureau.watching import watch
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
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
    wait: float | Wait = 20.0,
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
    submission = _Submission(session, endpoint, filer, due, reason)
    for check in check_returns(session, firm, period):
        if stop.asked:
            break
        if check.target.form in forms if forms else check.opens is None:
            submission.take(check, missing.get(check.target.key, ()), again=again)
    sent = submission.send(wait, report, stop)
    results = [each.result for each in sent if each.result is not None]
    if any(result.state is State.CONFLICT for result in results) and not stop.asked:
        pull(session, endpoint, firm, _due(session, endpoint, firm), here)
    _watch(session, firm, endpoint, results, stop)
    return (*submission.kept_back, *sent)


class _Submission:
    """The returns of one ``submit``: frozen one after another, then sent together."""

    def __init__(
        self, session: Session, endpoint: Endpoint, filer: Filer, due: HeldObligations, reason: str | None
    ) -> None:
        self.kept_back: list[Filed] = []
        """Those that are not sent, each with why."""
        self._session = session
        self._endpoint = endpoint
        self._filer = filer
        self._due = due
        self._reason = reason
        self._queued: dict[str, ReturnCheck] = {}
        """What is sent, by the version's id."""

    def take(self, check: ReturnCheck, missing: Collection[str], *, again: bool) -> None:
        """Freeze a return, or keep it back; one that is filed as it stands is passed over."""
        as_filed = not check.emptied
        if (check.state == "accepted" and as_filed) or check.filed_elsewhere:
            return
        if check.state == "rejected" and as_filed and check.head is not None and not again:
            self.kept_back.append(Filed(check, last_known.of(self._session, check.head)))
            return
        try:
            self._queued[self._queue(check, self._reason, missing)] = check
        except JibaoError as error:
            self.kept_back.append(Filed(check, problem=error))

    def send(self, wait: float | Wait, report: Report | None, stop: Stop) -> list[Filed]:
        """Send what was frozen, and what has to be made anew on top of something that got in late."""
        results = self._filer.push(self._queued, wait=wait, report=report, stop=stop)
        results = [self._rebased(each, wait, report) for each in results]
        return [Filed(self._queued[result.version_id], result) for result in results]

    def _rebased(self, result: FilingResult, wait: float | Wait, report: Report | None) -> FilingResult:
        """A version that met a late one of our own is made anew on top of it, without troubling anyone (C7)."""
        if result.rebase_on is None:
            return result
        check = self._queued[result.version_id]
        try:
            again = self._queue(check, self._reason or LATE_DUPLICATE)
        except JibaoError:
            return result
        self._queued[again] = check
        (settled,) = self._filer.push([again], wait=wait, report=report)
        return settled

    def _queue(self, check: ReturnCheck, reason: str | None, missing: Collection[str] = ()) -> str:
        return queue(self._session, self._endpoint, check, self._due, reason, missing)


def submit_nil(
    session: Session,
    endpoint: Endpoint,
    firm: str,
    form: str,
    period: Period,
    reason: str,
    *,
    wait: float | Wait = 20.0,
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
    wait: float | Wait = 20.0,
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
    session: Session,
    endpoint: Endpoint,
    check: ReturnCheck,
    version_id: str,
    wait: float | Wait,
    report: Report | None,
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
    wait: float | Wait = 0.0,
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
