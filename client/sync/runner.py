"""The planner's runner: what ``engine.step`` decides about each version is carried out, kept and told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from client.base.clock import Clock, rfc3339
from client.base.stopping import NEVER, Stop
from client.net import Endpoint
from client.protocol.messages import BundleItem
from client.store import Store
from client.store.repositories.books import Books
from client.sync import attached
from client.sync.attached import Sealed
from client.sync.backoff import Pace
from client.sync.cases import LAST_HOUR, Case, Quiet, dues_of, looked_up
from client.sync.engine import (
    Adopt,
    Ask,
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
from client.sync.results import Doing, Progress, Report
from client.sync.states import WAYS, State

PARALLEL = 8
"""Requests under way at once (C10)."""

HEAVY = 1024 * 1024
"""Bytes of files from which on a version is promised before it is sent: a slow line may need an hour for them."""


class Runner:
    """What is remembered of the versions of one store at one endpoint, and what becomes of each event.

    One push at a time begins it; within that push several threads may feed it, those of one return never.
    """

    def __init__(
        self, store: Store, endpoint: Endpoint, clock: Clock, pace: Pace, draw: Callable[[], float]
    ) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._pace = pace
        self._draw = draw
        self._exchange = Exchange(store, endpoint, self._arrived)
        self._cases: dict[str, Case] = {}
        self._dues: dict[str, Owed] = {}
        self._report: Report = Quiet(None)
        self._asked = NEVER
        self.stop = threading.Event()
        """Set once no further request is to be begun."""
        self.gate: datetime | None = None
        """Until when all wait for the line, or for an endpoint that is busy."""
        self.unreached = 0
        """How often in a row nobody could be reached, so that no byte left."""
        self.queue = 0
        """How many versions are due."""

    def begin(self, report: Report | None, stop: Stop = NEVER) -> None:
        """A new push, told to ``report``; nothing of the one before holds it up."""
        self.stop.clear()
        self.gate, self.unreached = None, 0
        self._dues = {}
        self._report = Quiet(report)
        self._asked = stop

    def look_up_dues(self, cases: list[Case]) -> None:
        """What is due of these, from the store: the last hour is hastier, and promises are made in it."""
        self._dues = self._store.run(lambda books: dues_of(books, cases))

    def of(self, version_ids: Iterable[str]) -> list[Case]:
        """The cases of these versions, as the outbox has them now; raises ``UserError('sync.no-version')``."""

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

    def feed(self, case: Case, event: Event) -> None:
        """Step the planner and carry out its effects; a request's outcome is the next event."""
        following: Event | None = event
        try:
            while following is not None:
                case.filing, effects = step(case.filing, following, self._moment(case))
                following = None
                for effect in effects:
                    following = self._carry_out(case, effect) or following
                self._close_gate(case, effects)
        except BaseException:  # the store failed, or the caller's report: what was under way is unknown
            self._cases.pop(case.version.version_id, None)
            raise

    def feed_told(self, case: Case, item: BundleItem) -> None:
        """What the answer to a carry file says of a version, as if it had been put just now."""
        case.filing = msgspec.structs.replace(case.filing, phase=Phase.PUTTING)
        self.feed(case, self._exchange.outcome(case, lambda known: self._exchange.told(item, known)))

    def put_off(self, case: Case, later: datetime) -> None:
        """Let a case wait, also after a restart."""
        case.filing = msgspec.structs.replace(case.filing, next_attempt_at=later)
        self._keep(case, None)

    def tell_trouble(self, case: Case, code: str) -> None:
        """What went wrong with a question about several versions, told at one of them; none of them moves."""
        self._tell(case, "trouble", code)

    def _carry_out(self, case: Case, effect: Effect) -> Event | None:
        match effect:
            case Keep():
                self._keep(case, None)
            case KeepReceipt():
                self._keep(case, case.evidence)
                self._supersede(case)
                decided = case.filing.state is not State.RECEIVED
                self._tell(case, "decided" if decided else "received")
            case Put():
                self._tell(case, "putting")
                return self._outcome(case, self._exchange.put)
            case Ask():
                self._tell(case, "asking")
                return self._outcome(case, self._exchange.ask)
            case Promise():
                self._promise(case)
            case Adopt():
                self._adopt(case)
            case Tell():
                case.alarm = case.alarm or effect.alarm
                self._tell(case, "trouble", effect.code)
        return None

    def _supersede(self, case: Case) -> None:
        """What this version builds on is superseded on disk; a turn of its own must not write it back."""
        base = self._cases.get(case.version.base_version_id or "")
        if base is not None and State.SUPERSEDED in WAYS[base.filing.state]:
            base.filing = Filing(State.SUPERSEDED, uncertain=False)

    def _outcome(self, case: Case, request: Callable[[Case], Event]) -> Event:
        event = self._exchange.outcome(case, request)
        self.unreached = self.unreached + 1 if isinstance(event, NoAnswer) and event.unsent else 0
        if isinstance(event, NoAnswer) and event.stop:
            self.stop.set()
        return event

    def _promise(self, case: Case) -> None:
        if self._exchange.promise(case):
            case.filing, _ = step(case.filing, Promised(), self._moment(case))
            self._tell(case, "promised")

    def _arrived(self, case: Case, each: Sealed, there: int) -> None:
        self._report(self._progress(case, "uploading", part=(each.file.name, there, each.named.size)))
        self._asked.check()

    def _adopt(self, case: Case) -> None:
        """Fetch the receipt of our own version that turned out to be the head."""
        if case.head is None:
            return
        (head,) = self.of([case.head])
        head.filing = msgspec.structs.replace(head.filing, phase=Phase.ASKING)
        self._tell(head, "asking")
        self.feed(head, self._outcome(head, self._exchange.ask))
        head.filing = msgspec.structs.replace(head.filing, phase=Phase.IDLE)

    def _close_gate(self, case: Case, effects: tuple[Effect, ...]) -> None:
        """What held this version up, the line or a busy endpoint, holds up the others as well."""
        code = case.filing.error or ""
        shared = code.startswith("net.") or code in ("problem.busy", "problem.rate-limited", "problem.maintenance")
        if Keep() in effects and case.filing.phase is Phase.IDLE and shared:
            self.gate = case.filing.next_attempt_at

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
            long_queue=self.queue > PARALLEL or case.files > HEAVY,
        )

    def _tell(self, case: Case, doing: Doing, code: str | None = None) -> None:
        self._report(self._progress(case, doing, code))

    def _progress(
        self, case: Case, doing: Doing, code: str | None = None, part: tuple[str, int, int] | None = None
    ) -> Progress:
        version, filing = case.version, case.filing
        alarm = case.alarm and doing == "trouble"
        return Progress(
            version.version_id, version.return_key, doing, filing.state, code, alarm, filing.next_attempt_at, part
        )
