"""Planner and base against a model endpoint, 1 to 4 computers: one chain, no lost edit, no false conflict."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from client.sync.states import State
from tests.client.sync.model import Computer, World, history
from tests.client.sync.model_server import Wrong

HISTORIES = 2000
WHICH = st.integers(0, 7)


def test_seeded_histories_end_in_one_chain_with_every_edit() -> None:
    conflicts = 0
    for seed in range(HISTORIES):
        world = history(seed)
        conflicts += any(row.state is State.CONFLICT for pc in world.computers for row in pc.outbox)
    assert conflicts > HISTORIES // 20, "the histories are too tame to mean anything"


@pytest.mark.parametrize(
    ("mistake", "said"),
    [("base_first", "false conflict"), ("edits_while_sent", "bytes of a version changed")],
)
def test_a_seeded_mistake_is_found_for_what_it_is(mistake: str, said: str) -> None:
    found = []
    for seed in range(300):
        try:
            history(seed, **{mistake: True})
        except Wrong as wrong:
            found.append(str(wrong))
    assert len(found) > 20
    assert any(said in each for each in found)


class Firm(RuleBasedStateMachine):
    """The same world, driven by hypothesis, which looks for the shortest history that breaks."""

    @initialize(count=st.integers(1, 4))
    def begin(self, count: int) -> None:
        self.world = World(count)

    def computer(self, which: int) -> Computer:
        return self.world.computers[which % len(self.world.computers)]

    @rule(which=WHICH)
    def edit(self, which: int) -> None:
        self.computer(which).edit()

    @rule(which=WHICH)
    def file(self, which: int) -> None:
        self.computer(which).file()

    @rule(which=WHICH, row=WHICH)
    def turn(self, which: int, row: int) -> None:
        self.world.turn(self.computer(which), row)

    @rule(which=WHICH, again=st.booleans(), twice=st.booleans())
    def deliver(self, which: int, again: bool, twice: bool) -> None:
        self.world.deliver(self.computer(which), again=again, twice=twice)

    @rule(which=WHICH, arrives=st.booleans())
    def lose(self, which: int, arrives: bool) -> None:
        self.world.deliver(self.computer(which), arrives=arrives, answered=False)

    @rule(which=WHICH)
    def trickle(self, which: int) -> None:
        self.world.trickle(which)

    @rule(which=WHICH)
    def crash(self, which: int) -> None:
        self.computer(which).crash()

    @rule(which=WHICH)
    def take_in(self, which: int) -> None:
        self.computer(which).take_in()

    @rule(verdict=st.sampled_from((State.ACCEPTED, State.REJECTED)), open_=st.booleans())
    def office(self, verdict: State, open_: bool) -> None:
        self.world.server.decide(verdict)
        self.world.server.open = open_

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "world"):
            self.world.check()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.heal()


Firm.TestCase.settings = settings(max_examples=500, stateful_step_count=25, deadline=None)
TestFirm = Firm.TestCase
