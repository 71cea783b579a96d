"""Filing what lies in the outbox: which version has its turn when, and which go side by side."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from client.base.clock import Clock
from client.base.errors import JibaoError
from client.base.stopping import NEVER, Stop
from client.net import Endpoint
from client.net.endpoint import STATUS_LIMIT
from client.protocol.faults import ProtocolFault
from client.protocol.messages import BundleItem, VersionState
from client.store import Store
from client.store.repositories.model import Version
from client.sync.backoff import Budget, Pace, Wait
from client.sync.cases import Case, by_return, hurried, results_of, unhurried
from client.sync.engine import Carried, Due
from client.sync.results import FilingResult, Report
from client.sync.runner import PARALLEL, Runner
from client.sync.states import UNSETTLED, State

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
        self._parallel = parallel
        self._budget = Budget(self._pace)
        self._turn = store.filing
        self._runner = Runner(store, endpoint, clock, self._pace, draw)

    def push(
        self,
        version_ids: Iterable[str],
        *,
        wait: float | Wait = 0.0,
        report: Report | None = None,
        stop: Stop = NEVER,
    ) -> list[FilingResult]:
        """File these versions now, and go on for ``wait`` (seconds, or fewer) with what is not yet decided.

        A wait the endpoint asked for is kept even so. Once ``stop`` is asked no further request is begun: what was
        sent stays sent, the rest stays queued. Never raises for what the network or the endpoint does: that is in
        the results. Raises ``UserError('sync.no-version')`` for an id the outbox does not hold.
        """
        with self._push(report, stop):
            cases = self._runner.of(version_ids)
            for case in cases:
                case.filing = hurried(case.filing)
            self._take_turns(cases, wait)
            return self._results(cases)

    @contextmanager
    def _push(self, report: Report | None = None, stop: Stop = NEVER) -> Iterator[None]:
        """Within, it is this push's turn, and its end may be asked for by ``stop``."""
        with self._turn:
            self._runner.begin(report, stop)
            with stop.calling(self._runner.stop.set):
                yield

    def settle(
        self,
        states: Container[str] = UNSETTLED,
        *,
        wait: float = 0.0,
        report: Report | None = None,
        hurry: bool = True,
        hinted: Container[str] = (),
    ) -> list[FilingResult]:
        """``push`` all made for this endpoint that is in these of the states queued, sent and undecided.

        Without ``hurry`` each in its time, but those at once that something ``hinted`` at, by their ids.
        """
        with self._push(report):
            open_ones = self._store.run(lambda books: books.outbox.unsettled())
            here = [each for each in open_ones if each.state in states and self._made_for_here(each)]
            cases = self._runner.of(version.version_id for version in here)
            for case in cases:
                soon = hurry or case.version.version_id in hinted
                case.filing = hurried(case.filing) if soon else unhurried(case, self._endpoint)
            self._take_turns(cases, wait)
            return self._results(cases)

    def _made_for_here(self, version: Version) -> bool:
        """Whether this endpoint is the one to ask about a version."""
        return version.endpoint == self._endpoint.profile.root_id

    def carry(self, version_ids: Iterable[str]) -> list[Version]:
        """Note that the bytes of these versions leave this computer in a file; answers those that may go."""
        with self._push():
            cases = self._runner.of(version_ids)
            for case in cases:
                self._runner.feed(case, Carried())
            return [case.version for case in cases if case.filing.state is State.SENT]

    def take_back(self, items: Iterable[BundleItem], report: Report | None = None) -> list[FilingResult]:
        """What a carry file's answer says of versions of this store, proven like any answer of the endpoint."""
        with self._push(report):
            known = [item for item in items if self._knows(item)]
            cases = self._runner.of(item.version_id for item in known)
            for case, item in zip(cases, known, strict=True):
                self._runner.feed_told(case, item)
            return self._results(cases)

    def _knows(self, item: BundleItem) -> bool:
        version = self._store.run(lambda books: books.outbox.get(item.version_id))
        return version is not None and version.return_key == item.return_key and self._made_for_here(version)

    def stop(self) -> None:
        """Let a push that is waiting in another thread end after the request under way."""
        self._runner.stop.set()

    def _take_turns(self, cases: list[Case], wait: float | Wait) -> None:
        """Take turns with every case that is due, until all are settled or the wait is over."""
        seconds, attempts = wait if isinstance(wait, Wait) else Wait(wait)
        until = time.monotonic() + seconds
        self._runner.look_up_dues(cases)
        while not self._runner.stop.is_set():
            self._turns([case for case in cases if self._is_due(case) and self._may_repeat(case)])
            pause = self._pause(cases)
            if pause is None or time.monotonic() + pause >= until or self._runner.unreached >= attempts:
                return
            self._runner.stop.wait(max(pause, 0.001))

    def _turns(self, due: list[Case]) -> None:
        """One turn of each: the first by itself, which finds out how the endpoint is, the others side by side.

        While the endpoint says that it is busy there is at most one request under way (C12).
        """
        self._ask_together([case for case in due if case.filing.state is State.RECEIVED])
        first, *others = by_return(due) or [[]]
        self._runner.queue = len(due)
        self._turns_of(first[:1])
        others = [first[1:], *others] if first[1:] else others
        if len(others) < 2 or self._parallel < 2 or self._runner.gate is not None:
            for group in others:
                self._turns_of(group)
            return
        with ThreadPoolExecutor(self._parallel, thread_name_prefix="filing") as pool:
            for _ in pool.map(self._turns_of, others):
                pass

    def _turns_of(self, group: list[Case]) -> None:
        for case in group:
            if self._is_due(case):
                self._runner.feed(case, Due())

    def _ask_together(self, cases: list[Case]) -> None:
        """Ask about many versions with one request; what it does not answer each asks by itself."""
        if len(cases) < MANY:
            return
        for start in range(0, len(cases), STATUS_LIMIT):
            some = {case.version.version_id: case for case in cases[start : start + STATUS_LIMIT]}
            try:
                items = self._endpoint.status(list(some)).items
            except ProtocolFault as fault:  # what each is told by itself may hold all the same
                self._runner.tell_trouble(cases[start], fault.code)
                return
            except JibaoError:
                return  # the first one that asks by itself finds out what is wrong
            for item in items:
                if item.version_id in some and item.state != "unknown" and item.receipt is not None:
                    told = VersionState(item.state, item.receipt, item.decision)
                    some[item.version_id].told = told

    def _is_due(self, case: Case) -> bool:
        if case.filing.state not in UNSETTLED or self._runner.stop.is_set():
            return False
        return (self._wait_of(case) or 0.0) <= 0.0

    def _wait_of(self, case: Case) -> float | None:
        """Seconds until the case's next turn; None when nothing is left to do by itself."""
        if case.filing.state not in UNSETTLED:
            return None
        now = self._clock.now()
        times = [moment for moment in (case.filing.next_attempt_at, self._runner.gate) if moment is not None]
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
            self._runner.put_off(case, self._clock.now() + timedelta(seconds=pause))
        return pause <= 0.0

    def _results(self, cases: list[Case]) -> list[FilingResult]:
        return results_of(self._store, self._endpoint, self._clock, cases)
