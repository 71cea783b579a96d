"""Filing what lies in the outbox: carries out what the planner decides, over the store and the endpoint."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

import msgspec

from client.base.clock import Clock, rfc3339
from client.base.errors import JibaoError
from client.base.stopping import NEVER, Stop
from client.net import Endpoint
from client.net.endpoint import STATUS_LIMIT
from client.protocol.messages import BundleItem, VersionState
from client.store import Store
from client.store.books import Books
from client.store.nouns import Version
from client.sync import attached
from client.sync.attached import Sealed
from client.sync.backoff import Budget, Pace
from client.sync.cases import LAST_HOUR, Case, Quiet, by_return, dues_of, hurried, looked_up, results_of, unhurried
from client.sync.engine import (
    Adopt,
    Ask,
    Carried,
    Due,
    Effect,
    Event,
    Filing,
    Keep,
    KeepReceipt,
    Moment,
    NoAnswer,
    Phase,
    Promise,
    Promised,
    Put,
    Tell,
    step,
)
from client.sync.evidence import Evidence, keep
from client.sync.exchanging import Exchange
from client.sync.obligations import Owed
from client.sync.results import Doing, FilingResult, Progress, Report
from client.sync.states import UNSETTLED, WAYS, State

PARALLEL = 8
"""Requests under way at once (C10)."""

HEAVY = 1024 * 1024
"""Bytes of files from which on a version is promised before it is sent: a slow line may need an hour for them."""

MANY = 20
"""From so many undecided versions on they are asked about together."""


class Filer:
    """Files versions of one store at one endpoint.

    Keep one filer for a store: what it remembers between two pushes (ETags, whether bytes may have arrived)
    saves questions. Any thread may call it; a second push waits for the first, also that of another filer.
    """

    def __init__(
        self,
        store: Store,
        endpoint: Endpoint,
        clock: Clock,
        *,
        pace: Pace | None = None,
        draw: Callable[[], float] = random.random,
        parallel: int = PARALLEL,
    ) -> None:
        """``parallel`` requests may be under way at once, those of one return never."""
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._pace = pace or Pace()
        self._draw = draw
        self._parallel = parallel
        self._budget = Budget(self._pace)
        self._cases: dict[str, Case] = {}
        self._turn = store.filing
        self._stop = threading.Event()
        self._asked = NEVER
        self._gate: datetime | None = None
        self._dues: dict[str, Owed] = {}
        self._queue = 0
        self._heard: Report = Quiet(None)
        self._exchange = Exchange(store, endpoint, self._arrived)

    def push(
        self,
        version_ids: Iterable[str],
        *,
        wait: float = 0.0,
        report: Report | None = None,
        stop: Stop = NEVER,
    ) -> list[FilingResult]:
        """File these versions now, and go on for ``wait`` seconds with what is not yet decided.

        A wait the endpoint asked for is kept even so. Once ``stop`` is asked no further request is begun: what was
        sent stays sent, the rest stays queued. Never raises for what the network or the endpoint does: that is in
        the results. Raises ``UserError('sync.no-version')`` for an id the outbox does not hold.
        """
        with self._turn, self._until(stop):
            cases = self._cases_of(version_ids)
            for case in cases:
                case.filing = hurried(case.filing)
            self._work(cases, wait, Quiet(report))
            return self._results(cases)

    @contextmanager
    def _until(self, stop: Stop) -> Iterator[None]:
        """Within, the end of the push may be asked for by ``stop``."""
        self._stop.clear()
        self._asked = stop
        with stop.calling(self._stop.set):
            yield
        self._asked = NEVER

    def settle(self, *, wait: float = 0.0, report: Report | None = None, hurry: bool = True) -> list[FilingResult]:
        """``push`` all made for this endpoint that is queued, sent or undecided; without ``hurry`` in its time."""
        with self._turn:
            self._stop.clear()
            open_ones = self._store.run(lambda books: books.outbox.unsettled())
            here = [version for version in open_ones if self._made_for_here(version)]
            cases = self._cases_of(version.version_id for version in here)
            for case in cases:
                case.filing = hurried(case.filing) if hurry else unhurried(case, self._endpoint)
            self._work(cases, wait, Quiet(report))
            return self._results(cases)

    def _made_for_here(self, version: Version) -> bool:
        """Whether this endpoint is the one to ask about a version."""
        return version.endpoint == self._endpoint.profile.root_id

    def carry(self, version_ids: Iterable[str]) -> list[Version]:
        """Note that the bytes of these versions leave this computer in a file; answers those that may go."""
        with self._turn:
            cases = self._cases_of(version_ids)
            for case in cases:
                self._feed(case, Carried(), Quiet(None))
            return [case.version for case in cases if case.filing.state is State.SENT]

    def take_back(self, items: Iterable[BundleItem], report: Report | None = None) -> list[FilingResult]:
        """What a carry file's answer says of versions of this store, proven like any answer of the endpoint."""
        with self._turn:
            self._stop.clear()
            self._dues = {}
            cases = [(self._case(item.version_id), item) for item in items if self._knows(item)]
            for case, item in cases:
                case.filing = msgspec.structs.replace(case.filing, phase=Phase.PUTTING)
                self._feed(case, self._exchange.outcome(case, partial(self._exchange.told, item)), Quiet(report))
            return self._results([case for case, _ in cases])

    def _knows(self, item: BundleItem) -> bool:
        version = self._store.run(lambda books: books.outbox.get(item.version_id))
        return version is not None and version.return_key == item.return_key and self._made_for_here(version)

    def stop(self) -> None:
        """Let a push that is waiting in another thread end after the request under way."""
        self._stop.set()

    # The loop ------------------------------------------------------------------------------------

    def _work(self, cases: list[Case], wait: float, report: Report) -> None:
        """Take turns with every case that is due, until all are settled or the time is up."""
        until = time.monotonic() + wait
        self._gate = None
        self._heard = report
        self._dues = self._store.run(lambda books: dues_of(books, cases))
        while not self._stop.is_set():
            self._turns([case for case in cases if self._is_due(case) and self._may_repeat(case)], report)
            pause = self._pause(cases)
            if pause is None or time.monotonic() + pause >= until:
                return
            self._stop.wait(max(pause, 0.001))

    def _turns(self, due: list[Case], report: Report) -> None:
        """One turn of each: the first by itself, which finds out how the endpoint is, the others side by side.

        While the endpoint says that it is busy there is at most one request under way (C12).
        """
        self._ask_together([case for case in due if case.filing.state is State.RECEIVED])
        first, *others = by_return(due) or [[]]
        self._queue = len(due)
        self._turns_of(first[:1], report)
        others = [first[1:], *others] if first[1:] else others
        if len(others) < 2 or self._parallel < 2 or self._gate is not None:
            for group in others:
                self._turns_of(group, report)
            return
        with ThreadPoolExecutor(self._parallel, thread_name_prefix="filing") as pool:
            for _ in pool.map(lambda group: self._turns_of(group, report), others):
                pass

    def _turns_of(self, group: list[Case], report: Report) -> None:
        for case in group:
            if self._is_due(case):
                self._feed(case, Due(), report)

    def _ask_together(self, cases: list[Case]) -> None:
        """Ask about many versions with one request; what it does not answer each asks by itself."""
        if len(cases) < MANY:
            return
        for start in range(0, len(cases), STATUS_LIMIT):
            some = {case.version.version_id: case for case in cases[start : start + STATUS_LIMIT]}
            try:
                items = self._endpoint.status(list(some)).items
            except JibaoError:
                return  # the first one that asks by itself finds out what is wrong
            for item in items:
                if item.version_id in some and item.state != "unknown" and item.receipt is not None:
                    told = VersionState(item.state, item.receipt, item.decision)
                    some[item.version_id].told = told

    def _is_due(self, case: Case) -> bool:
        if case.filing.state not in UNSETTLED or self._stop.is_set():
            return False
        return (self._wait_of(case) or 0.0) <= 0.0

    def _wait_of(self, case: Case) -> float | None:
        """Seconds until the case's next turn; None when nothing is left to do by itself."""
        if case.filing.state not in UNSETTLED:
            return None
        now = self._clock.now()
        times = [moment for moment in (case.filing.next_attempt_at, self._gate) if moment is not None]
        longest = max(((moment - now).total_seconds() for moment in times), default=0.0)
        # A clock that was set back must not hold a submission up for months.
        return longest if longest <= self._pace.longest_told + self._pace.cap else 0.0

    def _pause(self, cases: list[Case]) -> float | None:
        waits = [wait for wait in map(self._wait_of, cases) if wait is not None]
        return min(waits, default=None)

    def _may_repeat(self, case: Case) -> bool:
        """Repetitions are counted; one too many is put off and the time kept."""
        if case.filing.state is not State.SENT or case.filing.attempts == 0:
            return True
        pause = self._budget.spend(time.monotonic())
        if pause > 0.0:
            later = self._clock.now() + timedelta(seconds=pause)
            case.filing = msgspec.structs.replace(case.filing, next_attempt_at=later)
            self._keep(case, None)
        return pause <= 0.0

    # One version ---------------------------------------------------------------------------------

    def _case(self, version_id: str) -> Case:
        return self._cases_of([version_id])[0]

    def _cases_of(self, version_ids: Iterable[str]) -> list[Case]:
        """The cases of these versions, as the outbox has them now."""

        def look(books: Books) -> list[Case]:
            return [looked_up(books, version_id) for version_id in version_ids]

        cases = []
        for fresh in self._store.run(look):
            known = self._cases.get(fresh.version.version_id)
            if known is None or known.filing.state is not fresh.filing.state:
                known = self._cases[fresh.version.version_id] = fresh
            known.alarm, known.head = False, None
            cases.append(known)
        return cases

    def _feed(self, case: Case, event: Event, report: Report) -> None:
        """Step the planner and carry out its effects; a request's outcome is the next event."""
        following: Event | None = event
        try:
            while following is not None:
                case.filing, effects = step(case.filing, following, self._moment(case))
                following = None
                for effect in effects:
                    following = self._carry_out(case, effect, report) or following
                self._close_gate(case, effects)
        except BaseException:  # the store failed, or the caller's report: what was under way is unknown
            self._cases.pop(case.version.version_id, None)
            raise

    def _carry_out(self, case: Case, effect: Effect, report: Report) -> Event | None:
        match effect:
            case Keep():
                self._keep(case, None)
            case KeepReceipt():
                self._keep(case, case.evidence)
                self._supersede(case)
                decided = case.filing.state is not State.RECEIVED
                self._tell(case, "decided" if decided else "received", report)
            case Put():
                self._tell(case, "putting", report)
                return self._outcome(case, self._exchange.put)
            case Ask():
                self._tell(case, "asking", report)
                return self._outcome(case, self._exchange.ask)
            case Promise():
                self._promise(case, report)
            case Adopt():
                self._adopt(case, report)
            case Tell():
                case.alarm = case.alarm or effect.alarm
                self._tell(case, "trouble", report, effect.code)
        return None

    def _supersede(self, case: Case) -> None:
        """What this version builds on is superseded on disk; a turn of its own must not write it back."""
        base = self._cases.get(case.version.base_version_id or "")
        if base is not None and State.SUPERSEDED in WAYS[base.filing.state]:
            base.filing = Filing(State.SUPERSEDED, uncertain=False)

    def _outcome(self, case: Case, request: Callable[[Case], Event]) -> Event:
        event = self._exchange.outcome(case, request)
        if isinstance(event, NoAnswer) and event.stop:
            self._stop.set()
        return event

    def _promise(self, case: Case, report: Report) -> None:
        if self._exchange.promise(case):
            case.filing, _ = step(case.filing, Promised(), self._moment(case))
            self._tell(case, "promised", report)

    def _arrived(self, case: Case, each: Sealed, there: int) -> None:
        self._heard(self._progress(case, "uploading", part=(each.file.name, there, each.named.size)))
        self._asked.check()

    def _adopt(self, case: Case, report: Report) -> None:
        """Fetch the receipt of our own version that turned out to be the head."""
        if case.head is None:
            return
        head = self._case(case.head)
        head.filing = msgspec.structs.replace(head.filing, phase=Phase.ASKING)
        self._tell(head, "asking", report)
        self._feed(head, self._outcome(head, self._exchange.ask), report)
        head.filing = msgspec.structs.replace(head.filing, phase=Phase.IDLE)

    def _close_gate(self, case: Case, effects: tuple[Effect, ...]) -> None:
        """What held this version up, the line or a busy endpoint, holds up the others as well."""
        code = case.filing.error or ""
        shared = code.startswith("net.") or code in ("problem.busy", "problem.rate-limited", "problem.maintenance")
        if Keep() in effects and case.filing.phase is Phase.IDLE and shared:
            self._gate = case.filing.next_attempt_at

    # Keeping and telling -------------------------------------------------------------------------

    def _keep(self, case: Case, evidence: Evidence | None) -> None:
        filing, version = case.filing, case.version

        def work(books: Books) -> None:
            if evidence is not None:
                keep(books, version, evidence)
                attached.let_go(books, version.return_key, version.version_id)
                if case.files:
                    attached.settle(books, version.version_id)
            books.outbox.set_state(
                version.version_id,
                filing.state.value,
                attempts=filing.attempts,
                next_attempt_at=rfc3339(filing.next_attempt_at) if filing.next_attempt_at else None,
                error_code=filing.error,
            )

        self._store.run(work)

    def _moment(self, case: Case) -> Moment:
        due = self._dues.get(case.version.return_key)
        left = due.deadline - self._endpoint.clock.now() if due else None
        last_hour = left is not None and timedelta() <= left <= LAST_HOUR
        return Moment(
            self._clock.now(),
            self._draw(),
            last_hour,
            self._pace,
            promise=last_hour and due is not None and due.commitments,
            long_queue=self._queue > PARALLEL or case.files > HEAVY,
        )

    def _tell(self, case: Case, doing: Doing, report: Report, code: str | None = None) -> None:
        report(self._progress(case, doing, code))

    def _progress(
        self, case: Case, doing: Doing, code: str | None = None, part: tuple[str, int, int] | None = None
    ) -> Progress:
        version, filing = case.version, case.filing
        alarm = case.alarm and doing == "trouble"
        return Progress(
            version.version_id, version.return_key, doing, filing.state, code, alarm, filing.next_attempt_at, part
        )

    def _results(self, cases: list[Case]) -> list[FilingResult]:
        return results_of(self._store, self._endpoint, self._clock, cases)
