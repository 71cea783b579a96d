"""File what is ready: freeze it in one transaction, send it, keep the signed answers."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass

from client.base.errors import JibaoError, UserError
from client.base.stopping import NEVER, Stop
from client.net.failures import NetworkFailure
from client.net.problems import ProblemAnswer, Retry
from client.sync.backoff import Wait
from client.sync.filing import Filer
from client.sync.obligations import HeldObligations, fetch
from client.sync.obligations import held as held_due
from client.sync.results import FilingResult, Report
from client.sync.states import UNSETTLED, State
from client.usecases.bureau import fetching_attachments, last_known
from client.usecases.bureau.fetching_attachments import Without
from client.usecases.bureau.freezing import queue, queue_nil, queue_withdrawal
from client.usecases.bureau.line import Line
from client.usecases.bureau.merging import Pulled, pull
from client.usecases.bureau.watching import watch
from client.usecases.returns.checking import ReturnCheck, check_returns
from forms.periods import Period
from forms.returns import ReturnKey

LATE_DUPLICATE = "本机较早送出的版本迟到，以此版为准"
"""The reason a correction gives when the version it corrects is our own that got in late."""


@dataclass(frozen=True)
class Filed:
    """What became of one return: the version's state with its verified receipt, or why it was not sent."""

    check: ReturnCheck
    result: FilingResult | None = None
    problem: JibaoError | None = None


@dataclass(frozen=True)
class Order:
    """Which returns a person wants filed, and what goes for those that are not simply ready."""

    period: Period | None = None
    forms: Collection[str] | None = None
    """All when none are named, but those that open later (a half-year begun in its midst)."""
    reason: str | None = None
    """What a correction says of itself."""
    again: bool = False
    """File what was sent back with the same figures: what was wrong may have been in another return."""
    without: Without = "nothing"
    """Which files of the last version it may go without, if they are known to be missing."""

    def names(self, check: ReturnCheck) -> bool:
        """Whether a return of the period is meant."""
        return check.target.form in self.forms if self.forms else check.opens is None


EVERYTHING = Order()


def submit(
    line: Line,
    order: Order = EVERYTHING,
    *,
    wait: float | Wait = 20.0,
    report: Report | None = None,
    stop: Stop = NEVER,
) -> tuple[Filed, ...]:
    """File every return the order names that is not filed as it stands.

    One that was sent back stays sent back until something in it is changed or the order says ``again``. A return
    with findings of level error, unexplained queries or a period that is not open is not sent and says so; nor is
    one that would lose files the last version had. What was on its way before is settled first; at the end the
    endpoint's log is held against what it signed before. Without a network a ready return is frozen and queued,
    for ``settle`` to send; raises ``NetworkFailure`` only when what is due is not known from before, or when
    somebody else may be playing the endpoint.

    Once ``stop`` is asked no return is frozen and no request begun any more: what was sent stays sent, what was
    frozen stays queued.
    """
    session, firm = line.session, line.firm
    line.filer.push(_unsettled(line), stop=stop)
    stop.check()
    here = session.look(firm, lambda books: {str(head.key) for head in books.returns.heads(firm)})
    missing = session.look(
        firm, lambda books: fetching_attachments.known_missing(books, line.root, here, order.without)
    )
    due = _due(line)
    pull(line, due, here)
    submission = _Submission(line, due, order)
    for check in check_returns(session, firm, order.period):
        if stop.asked:
            break
        if order.names(check):
            submission.take(check, missing.get(check.return_key, ()))
    sent = submission.send(wait, report, stop)
    results = [each.result for each in sent if each.result is not None]
    if any(result.state is State.CONFLICT for result in results) and not stop.asked:
        pull(line, _due(line), here)
    _watch(line, results, stop)
    return (*submission.kept_back, *sent)


class _Submission:
    """The returns of one ``submit``: frozen one after another, then sent together."""

    def __init__(self, line: Line, due: HeldObligations, order: Order) -> None:
        self.kept_back: list[Filed] = []
        """Those that are not sent, each with why."""
        self._line = line
        self._filer = line.filer
        self._due = due
        self._order = order
        self._queued: dict[str, ReturnCheck] = {}
        """What is sent, by the version's id."""

    def take(self, check: ReturnCheck, missing: Collection[str]) -> None:
        """Freeze a return, or keep it back; one that is filed as it stands is passed over."""
        as_filed = not check.emptied
        if (check.state == "accepted" and as_filed) or check.filed_elsewhere:
            return
        if check.state == "rejected" and as_filed and check.head is not None and not self._order.again:
            self.kept_back.append(Filed(check, last_known.of(self._line.session, check.head)))
            return
        try:
            self._queued[self._queue(check, self._order.reason, missing)] = check
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
            again = self._queue(check, self._order.reason or LATE_DUPLICATE)
        except JibaoError:
            return result
        self._queued[again] = check
        (settled,) = self._filer.push([again], wait=wait, report=report)
        return settled

    def _queue(self, check: ReturnCheck, reason: str | None, missing: Collection[str] = ()) -> str:
        return queue(self._line, check, self._due, reason, missing)


def submit_nil(
    line: Line,
    form: str,
    period: Period,
    reason: str,
    *,
    wait: float | Wait = 20.0,
    report: Report | None = None,
) -> Filed:
    """File that there is nothing to report in this form and period; raises as ``freezing.queue_nil``."""
    due = _due(line)
    check = _the_check(line, form, period)
    return _push(line, check, queue_nil(line, check, due, reason), wait, report)


def withdraw(
    line: Line,
    form: str,
    period: Period,
    reason: str,
    *,
    wait: float | Wait = 20.0,
    report: Report | None = None,
) -> Filed:
    """Take back what was received and not yet accepted; raises as ``freezing.queue_withdrawal``."""
    settle(line)
    check = _the_check(line, form, period)
    return _push(line, check, queue_withdrawal(line, check, reason), wait, report)


def _the_check(line: Line, form: str, period: Period) -> ReturnCheck:
    """The check of one return, which is begun empty when nothing was entered yet."""
    session, firm = line.session, line.firm
    pack = session.pack_for(period)
    if form not in pack.forms:
        raise UserError("filing.not-open", form=form, period=period)
    own = pack.forms[form].period_of(period)
    line.store.run(lambda books: books.returns.ensure(ReturnKey(firm, form, own), pack.version))
    return next(each for each in check_returns(session, firm, own, form) if each.target.period == own)


def _push(line: Line, check: ReturnCheck, version_id: str, wait: float | Wait, report: Report | None) -> Filed:
    (result,) = line.filer.push([version_id], wait=wait, report=report)
    _watch(line, [result])
    return Filed(check, result)


def _watch(line: Line, results: Iterable[FilingResult], stop: Stop = NEVER) -> None:
    """Look at the endpoint's log once more after filing, unless the line is known to be dead."""
    heard = line.endpoint.clock.drift is not None
    if heard and not stop.asked and not any((each.code or "").startswith("net.") for each in results):
        watch(line)


def _due(line: Line) -> HeldObligations:
    """What is due, as it was last known where the endpoint cannot be asked."""
    try:
        return fetch(line.store, line.endpoint, line.firm)
    except (NetworkFailure, ProblemAnswer) as failure:
        known = line.session.look(line.firm, lambda books: held_due(books, line.firm))
        if known is None or not _passes(failure):
            raise
        return known


def _passes(failure: NetworkFailure | ProblemAnswer) -> bool:
    """Whether it is a matter of time: the line is dead, or the endpoint has too much to do."""
    if isinstance(failure, NetworkFailure):
        return not failure.stop
    return failure.retry in (Retry.AS_TOLD, Retry.SAME_BYTES)


@dataclass(frozen=True)
class Settled:
    """What a synchronisation brought: where versions stand that were on their way, and what came.

    ``trouble``: why what is due, and with it what others filed, could not be asked for.
    """

    results: tuple[FilingResult, ...]
    pulled: tuple[Pulled, ...] = ()
    trouble: JibaoError | None = None


def settle(
    line: Line,
    *,
    wait: float | Wait = 0.0,
    report: Report | None = None,
    stop: Stop = NEVER,
) -> Settled:
    """Bring what is on its way to an answer, ask first, send second; fetch what was filed elsewhere.

    What is on its way does not wait for the question what is due, which a bad line may swallow. Raises what that
    question raises where nothing was on its way.
    """
    settled = tuple(line.filer.push(_unsettled(line), wait=wait, report=report, stop=stop))
    if stop.asked:
        return Settled(settled)
    try:
        due = fetch(line.store, line.endpoint, line.firm)
    except (NetworkFailure, ProblemAnswer) as trouble:
        if not settled or getattr(trouble, "stop", False):
            raise
        return Settled(settled, trouble=trouble)
    pulled = pull(line, due)
    watch(line)
    return Settled(settled, pulled)


def settle_quietly(
    line: Line,
    states: Container[str] = UNSETTLED,
    hinted: Container[str] = (),
) -> tuple[FilingResult, ...]:
    """Try what waits in these states and may be tried by now; answers those that moved on.

    No wait is cut short, since nobody pressed anything, but of versions ``hinted`` at.
    """
    session, firm = line.session, line.firm
    before = {
        version.version_id: version.state for version in session.look(firm, lambda books: books.outbox.unsettled())
    }
    with session.vault.visit(firm) as store:
        settled = Filer(store, line.endpoint, session.clock).settle(states, hurry=False, hinted=hinted)
    return tuple(each for each in settled if before.get(each.version_id) != each.state)


def _unsettled(line: Line) -> list[str]:
    """Versions of the firm, made for this endpoint, that still wait for an answer."""
    waiting = line.session.look(line.firm, lambda books: books.outbox.unsettled())
    return [each.version_id for each in waiting if each.firm == line.firm and each.endpoint == line.root]
