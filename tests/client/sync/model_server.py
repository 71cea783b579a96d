"""The endpoint of the model: versions in one chain, the identity looked at before the base."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from client.net.problems import KINDS
from client.sync.engine import Confirmed, Event, Refused, UnknownVersion
from client.sync.states import State

Edits = frozenset[str]


class Wrong(AssertionError):
    """A history that must not happen."""


class Bytes(NamedTuple):
    """What is frozen of a version and travels."""

    version_id: str
    base: str | None
    content: Edits


class Message(NamedTuple):
    """A request on the line."""

    put: bool
    frozen: Bytes


@dataclass
class Server:
    """Stores versions in one chain. ``base_first`` is the mistake of looking at the base before the identity."""

    base_first: bool = False
    open: bool = True
    chain: list[Bytes] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)

    @property
    def head(self) -> str | None:
        return self.chain[-1].version_id if self.chain else None

    def version(self, version_id: str) -> Bytes | None:
        return next((each for each in self.chain if each.version_id == version_id), None)

    def answer(self, message: Message) -> Event:
        sent = message.frozen
        if not message.put:
            return self._told(sent.version_id) if self.version(sent.version_id) else UnknownVersion()
        checks = [self._identity, self._base] if self.base_first is False else [self._base, self._identity]
        for check in checks:
            said = check(sent)
            if said is not None:
                return said
        if self.head is not None:
            self.states[self.head] = State.SUPERSEDED
        self.chain.append(sent)
        self.states[sent.version_id] = State.RECEIVED
        return self._told(sent.version_id)

    def decide(self, verdict: State) -> None:
        if self.head is not None and self.states[self.head] is State.RECEIVED:
            self.states[self.head] = verdict

    def _told(self, version_id: str) -> Event:
        state = self.states[version_id]
        return Confirmed(state, decided=state in (State.ACCEPTED, State.REJECTED), decide_after=1.0)

    def _identity(self, sent: Bytes) -> Event | None:
        known = self.version(sent.version_id)
        if known is None:
            return None if self.open else _refused("period-not-open")
        return self._told(sent.version_id) if known == sent else _refused("version-id-reused")

    def _base(self, sent: Bytes) -> Event | None:
        return None if sent.base == self.head else _refused("base-moved")


def _refused(kind: str) -> Refused:
    code = f"problem.{kind}"
    return Refused(code, KINDS[code].retry)
