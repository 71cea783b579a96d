"""One return, one model endpoint, up to four computers of a firm, and a line that loses, delays and repeats.

The computers run the real planner (``client.sync.engine.step``) and the real choice of a base
(``client.sync.basing.footing``). A version's content is the set of edits in it, so that a lost edit shows as a
missing element. ``World.check`` holds at every moment, ``World.heal`` is what must be true once the line is good.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from client.base.clock import CHINA
from client.sync.basing import TakenIn, footing
from client.sync.engine import (
    Adopt,
    Ask,
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
    step,
)
from client.sync.states import HAS_RECEIPT, UNSETTLED, State
from tests.client.sync.model_server import Bytes, Edits, Message, Server, Wrong

NOW = datetime(2026, 11, 9, 16, 2, tzinfo=CHINA)


@dataclass
class Row:
    """A version in a computer's outbox; bytes and filing are on disk."""

    frozen: Bytes
    filing: Filing = field(default_factory=Filing)

    @property
    def version_id(self) -> str:
        return self.frozen.version_id

    @property
    def base_version_id(self) -> str | None:
        return self.frozen.base

    @property
    def state(self) -> State:
        return self.filing.state

    @property
    def attempts(self) -> int:
        return self.filing.attempts


@dataclass
class Computer:
    """One PC: draft and outbox are on disk, ``live`` is what the running program remembers."""

    name: str
    world: World
    draft: Edits = frozenset()
    filed: Edits = frozenset()
    """What the newest version made here, or taken in, holds."""
    outbox: list[Row] = field(default_factory=list)
    taken_in: TakenIn | None = None
    live: dict[str, Filing] = field(default_factory=dict)
    pending: tuple[Row, Message] | None = None
    edits_while_sent: bool = False
    """The mistake of changing the bytes of a version that is on its way."""
    made: int = 0

    def edit(self) -> None:
        self.made += 1
        self.draft |= {f"{self.name}.{self.made}"}
        if self.edits_while_sent:
            for row in self.outbox:
                if row.state is State.SENT:
                    row.frozen = row.frozen._replace(content=self.draft)

    def file(self) -> None:
        """Freeze the draft, unless it is filed as it stands or an answer must come first."""
        stuck = bool(self.outbox) and self.outbox[-1].state in (State.CONFLICT, State.AT_DOOR)
        if not self.draft or (self.draft == self.filed and not stuck):
            return
        stand = footing(self.outbox, self.taken_in)
        if stand.waits_for is not None:
            return
        self.outbox = [row for row in self.outbox if row.version_id not in stand.discards]
        self.made += 1
        self.outbox.append(Row(Bytes(f"{self.name}-v{self.made}", stand.base, self.draft)))
        self.filed = self.draft

    def due(self, row: Row) -> None:
        """Start a turn of one version, if nothing else of this computer is on the line."""
        if self.pending is None and row.state in UNSETTLED:
            self.feed(row, Due())

    def feed(self, row: Row, event: Event) -> None:
        before = self.live.get(row.version_id, row.filing)
        after, effects = step(before, event, Moment(NOW))
        self.live[row.version_id] = after
        for effect in effects:
            self._carry_out(row, after, effect)

    def _carry_out(self, row: Row, after: Filing, effect: Effect) -> None:
        match effect:
            case Keep():
                row.filing = after
            case KeepReceipt():
                row.filing = after
                for base in self.outbox:
                    if base.version_id == row.base_version_id and base.state in HAS_RECEIPT:
                        base.filing = self.live[base.version_id] = Filing(State.SUPERSEDED, uncertain=False)
            case Put() | Ask():
                if row.filing.state is State.QUEUED:
                    raise Wrong("a byte leaves before the intent is on disk")
                self.pending = (row, Message(isinstance(effect, Put), row.frozen))
            case Adopt():
                head = next(each for each in self.outbox if each.version_id == self.world.server.head)
                filing = self.live.get(head.version_id, head.filing)
                self.live[head.version_id] = msgspec.structs.replace(filing, phase=Phase.ASKING)
                self.feed(head, self.world.server.answer(Message(False, head.frozen)))
                idle = msgspec.structs.replace(self.live[head.version_id], phase=Phase.IDLE)
                self.live[head.version_id] = idle

    def hear(self, event: Event) -> None:
        """The answer to what is on the line, or that there is none."""
        assert self.pending is not None
        row, _ = self.pending
        self.pending = None
        if isinstance(event, Refused) and event.code == "problem.base-moved":
            head = self.world.server.head
            if self.world.server.version(row.version_id) is not None:
                raise Wrong("false conflict: the endpoint has this very version")
            mine = head != row.version_id and any(each.version_id == head for each in self.outbox)
            event = msgspec.structs.replace(event, head_is_mine=mine)
        self.feed(row, event)

    def take_in(self) -> None:
        """Fetch the head that another computer filed and merge it; a person confirms."""
        head = self.world.server.chain[-1] if self.world.server.chain else None
        own = {row.version_id for row in self.outbox}
        if (
            head is None
            or head.version_id in own
            or (self.taken_in and self.taken_in.version_id == head.version_id)
        ):
            return
        clean = self.draft == self.filed
        self.draft |= head.content
        self.taken_in = TakenIn(head.version_id, self.world.server.states[head.version_id])
        self.filed = head.content if clean or self.draft == head.content else frozenset()

    def crash(self) -> None:
        """Only the disk survives; what was on the line may still arrive."""
        self.live.clear()
        self.pending = None
        for row in self.outbox:
            kept = row.filing
            row.filing = Filing(kept.state, kept.attempts, kept.next_attempt_at, kept.error)

    def keeps(self, edit: str) -> bool:
        return edit in self.draft


@dataclass
class World:
    """The firm's computers, the endpoint, and requests that are late."""

    computers_count: int = 2
    base_first: bool = False
    edits_while_sent: bool = False
    server: Server = field(init=False)
    computers: list[Computer] = field(init=False)
    late: list[Message] = field(default_factory=list)
    seen: dict[str, Edits] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server = Server(base_first=self.base_first)
        names = "ABCD"[: self.computers_count]
        self.computers = [Computer(name, self, edits_while_sent=self.edits_while_sent) for name in names]

    # What may happen -----------------------------------------------------------------------------

    def turn(self, computer: Computer, which: int) -> None:
        open_ones = [row for row in computer.outbox if row.state in UNSETTLED]
        if open_ones:
            computer.due(open_ones[which % len(open_ones)])

    def deliver(
        self,
        computer: Computer,
        *,
        arrives: bool = True,
        answered: bool = True,
        again: bool = False,
        twice: bool = False,
    ) -> None:
        """What is on a computer's line arrives or not, is answered or not, and may come a second time later.

        ``twice``: a gateway repeats it at once and hands back the second answer.
        """
        if computer.pending is None:
            return
        message = computer.pending[1]
        if again or not arrives:
            self.late.append(message)
        if not arrives:
            computer.hear(NoAnswer("net.cut-off"))
            return
        event = self.server.answer(message)
        if twice:
            event = self.server.answer(message)
        computer.hear(event if answered else NoAnswer("net.timeout"))

    def trickle(self, which: int) -> None:
        """A late duplicate reaches the endpoint; nobody waits for the answer."""
        if self.late:
            self.server.answer(self.late.pop(which % len(self.late)))

    def act(self, chance: random.Random) -> None:
        """One random step."""
        computer = chance.choice(self.computers)
        match chance.randrange(13):
            case 0 | 1:
                computer.edit()
            case 2 | 3:
                computer.file()
            case 4 | 5:
                self.turn(computer, chance.randrange(8))
            case 6 | 7:
                self.deliver(computer, again=chance.random() < 0.3, twice=chance.random() < 0.3)
            case 8:
                self.deliver(computer, arrives=chance.random() < 0.5, answered=False)
            case 9:
                self.trickle(chance.randrange(8))
            case 10:
                computer.crash()
            case 11:
                self.server.decide(chance.choice((State.ACCEPTED, State.REJECTED)))
                self.server.open = chance.random() < 0.8
            case _:
                computer.take_in()

    # What must hold ------------------------------------------------------------------------------

    def check(self) -> None:
        self._one_chain()
        for computer in self.computers:
            for row in computer.outbox:
                self._row(computer, row)
            for number in range(1, computer.made + 1):
                edit = f"{computer.name}.{number}"
                if edit in self.seen.get(computer.name, frozenset()) and not computer.keeps(edit):
                    raise Wrong(f"lost edit {edit}")
            self.seen[computer.name] = computer.draft

    def _one_chain(self) -> None:
        before: str | None = None
        for version in self.server.chain:
            if version.base != before:
                raise Wrong("a fork")
            before = version.version_id
        if len({version.version_id for version in self.server.chain}) != len(self.server.chain):
            raise Wrong("a version twice")

    def _row(self, computer: Computer, row: Row) -> None:
        stored = self.server.version(row.version_id)
        if row.state in HAS_RECEIPT and stored is None:
            raise Wrong("a receipt for what the endpoint does not have")
        if stored is not None and stored != row.frozen:
            raise Wrong("the bytes of a version changed")
        known = self.seen.setdefault(row.version_id, row.frozen.content)
        if known != row.frozen.content:
            raise Wrong("the bytes of a version changed")

    def heal(self) -> None:
        """The line is good, late duplicates have come in, everybody takes in, files and asks: all come to rest."""
        self.server.open = True
        while self.late:
            self.trickle(0)
        for computer in self.computers:
            if computer.pending is not None:
                computer.hear(NoAnswer("net.timeout"))
        for _ in range(4 * len(self.computers) + 4):
            for computer in self.computers:
                computer.take_in()
                computer.file()
                self._home(computer)
                self.check()
        self._rested()

    def _home(self, computer: Computer) -> None:
        for row in list(computer.outbox):
            for _ in range(4):
                computer.due(row)
                while computer.pending is not None:
                    self.deliver(computer)
                if row.state is not State.SENT:
                    break

    def _rested(self) -> None:
        edits = frozenset[str]().union(*(computer.draft for computer in self.computers))
        if edits and (not self.server.chain or self.server.chain[-1].content != edits):
            raise Wrong("no progress: the head does not hold every edit")
        for computer in self.computers:
            if any(row.state in (State.QUEUED, State.SENT) for row in computer.outbox):
                raise Wrong("no progress: a version is stuck")


def history(seed: int, steps: int = 60, **mistakes: bool) -> World:
    """One whole random history, checked after every step and healed at the end; raises ``Wrong``."""
    chance = random.Random(seed)
    world = World(1 + seed % 4, **mistakes)
    for _ in range(steps):
        world.act(chance)
        world.check()
    world.heal()
    return world
