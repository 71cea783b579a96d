"""The planner against a model endpoint, over random losses, crashes and refusals."""

from __future__ import annotations

from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from client.base.clock import CHINA
from client.net.problems import KINDS, Retry
from client.sync.engine import (
    Ask,
    Confirmed,
    Due,
    Effect,
    Event,
    Filing,
    Keep,
    KeepReceipt,
    Moment,
    NoAnswer,
    Phase,
    Put,
    Refused,
    Restarted,
    UnknownVersion,
    Unverified,
    step,
)
from client.sync.states import HAS_RECEIPT, WAYS, State

NOW = datetime(2026, 11, 9, 16, 2, tzinfo=CHINA)
PASSING = sorted(k for k, v in KINDS.items() if v.retry in (Retry.SAME_BYTES, Retry.AS_TOLD, Retry.AUTHENTICATE))


class OneVersion(RuleBasedStateMachine):
    """One version, one endpoint that stores by version id, and a line that loses, cheats and crashes."""

    @initialize()
    def begin(self) -> None:
        self.live = Filing()
        self.disk = Filing()
        self.receipt_on_disk = False
        self.stored = False
        self.woke_as_sent = False
        self.since_restart: list[str] = []
        self.pending: Effect | None = None

    def feed(self, event: Event, draw: float = 0.5) -> None:
        before = self.live.state
        self.live, effects = step(self.live, event, Moment(NOW, draw))
        assert self.live.state is before or self.live.state in WAYS[before]
        self.pending = None
        for effect in effects:
            self.carry_out(effect)

    def carry_out(self, effect: Effect) -> None:
        match effect:
            case Keep():
                self.disk = self.live
            case KeepReceipt():
                self.disk = self.live
                self.receipt_on_disk = True
            case Put() | Ask():
                assert self.disk.state is not State.QUEUED, "a byte would leave before the intent is kept"
                self.pending = effect
                name = "PUT" if isinstance(effect, Put) else "GET"
                self.since_restart.append(name)
            case _:
                pass

    def settle(self) -> None:
        """The endpoint carries out what is under way."""
        if isinstance(self.pending, Put):
            self.stored = True

    def answer(self) -> Event:
        return Confirmed(State.RECEIVED, decide_after=1.0) if self.stored else UnknownVersion()

    @rule()
    def due(self) -> None:
        if self.live.phase is Phase.IDLE:
            self.feed(Due())

    @precondition(lambda self: self.pending is not None)
    @rule()
    def answered(self) -> None:
        self.settle()
        self.feed(self.answer())

    @precondition(lambda self: self.pending is not None)
    @rule(arrived=st.booleans())
    def lost(self, arrived: bool) -> None:
        if arrived:
            self.settle()
        self.feed(NoAnswer("net.cut-off"))

    @precondition(lambda self: self.pending is not None)
    @rule(arrived=st.booleans())
    def forged(self, arrived: bool) -> None:
        if arrived:
            self.settle()
        self.feed(Unverified("net.receipt.kid"))

    @precondition(lambda self: self.pending is not None)
    @rule(kind=st.sampled_from(PASSING), told=st.none() | st.floats(0, 1e6), draw=st.floats(0, 0.999))
    def refused(self, kind: str, told: float | None, draw: float) -> None:
        if kind == "problem.internal":  # it may have failed after its commit
            self.settle()
        self.feed(Refused(kind, KINDS[kind].retry, told), draw)
        assert self.live.state in (State.SENT, State.RECEIVED)

    @rule(arrived=st.booleans())
    def killed(self, arrived: bool) -> None:
        if arrived:
            self.settle()
        self.live, self.pending, self.since_restart = self.disk, None, []
        self.live = Filing(
            self.disk.state, self.disk.attempts, self.disk.next_attempt_at, self.disk.error
        )  # all that the outbox keeps
        self.woke_as_sent = self.disk.state is State.SENT
        self.feed(Restarted())

    @invariant()
    def a_receipt_stands_behind_received(self) -> None:
        if self.disk.state in HAS_RECEIPT:
            assert self.receipt_on_disk
            assert self.stored

    @invariant()
    def after_a_restart_the_question_comes_first(self) -> None:
        if self.woke_as_sent and self.since_restart:
            assert self.since_restart[0] == "GET"

    def teardown(self) -> None:
        """A healed line brings every version home within three turns."""
        if not hasattr(self, "live"):
            return
        if self.pending is not None:
            self.feed(NoAnswer("net.timeout"))
        for _ in range(3):
            self.feed(Due())
            while self.pending is not None:
                self.settle()
                self.feed(self.answer())
        assert self.live.state is State.RECEIVED


OneVersion.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestOneVersion = OneVersion.TestCase
