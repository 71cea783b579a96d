"""The deadline herd in virtual time: many devices, all due in the last minutes, so many admitted a second.

The devices run the real planner with its real back-off; hello and token are counted apart and cost nothing here.
The endpoint answers ``busy`` with a ``Retry-After`` that is a place in a queue: whoever is sent away is told when
it is their turn. No thread, no clock: 20,000 devices take seconds.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from client.base.clock import CHINA
from client.net.problems import Retry
from client.sync.backoff import Pace
from client.sync.engine import Confirmed, Due, Event, Filing, Moment, Put, Refused, step
from client.sync.states import State

START = datetime(2026, 11, 10, 17, 50, tzinfo=CHINA)
TRIP = 0.1
"""Seconds a request takes there, and an answer back."""


@dataclass
class Door:
    """Admits ``rate`` submissions a second; sends the others away with a place in the queue."""

    rate: int
    queued: bool = True
    second: int = -1
    admitted: int = 0
    promised: float = 0.0
    answers: int = 0
    busiest: int = 0

    def ask(self, at: float) -> Event:
        self.answers += 1
        if int(at) != self.second:
            self.second, self.admitted = int(at), 0
        if self.admitted < self.rate:
            self.admitted += 1
            self.busiest = max(self.busiest, self.admitted)
            return Confirmed(State.RECEIVED, decide_after=3600.0)
        # Places are given out at nine tenths of the rate, so that late and early comers do not collide for ever.
        self.promised = max(self.promised, at + 1.0) + 1.0 / (0.9 * self.rate)
        told = float(int(self.promised - at) + 1) if self.queued else None
        return Refused("problem.busy", Retry.AS_TOLD, told)


@dataclass
class Herd:
    """What became of everybody; times are seconds after the start."""

    received: list[float] = field(default_factory=list)
    attempts: int = 0
    most_in_flight: int = 0


def stampede(
    devices: int, rate: int, seed: int, *, minutes: float = 10.0, queued: bool = True
) -> tuple[Herd, Door]:
    """All devices become due within the first half of the last minutes; ends with them, or when time is up."""
    chance = random.Random(seed)
    door, herd, pace = Door(rate, queued), Herd(), Pace()
    filings = [Filing() for _ in range(devices)]
    in_flight = [0] * devices
    end = minutes * 60.0
    waiting = [(chance.random() * end / 2, device, "due") for device in range(devices)]
    heapq.heapify(waiting)
    while waiting:
        at, device, what = heapq.heappop(waiting)
        if at > end:
            break
        moment = Moment(START + timedelta(seconds=at), chance.random(), last_hour=True, pace=pace)
        if what == "due":
            filings[device], effects = step(filings[device], Due(), moment)
            assert any(isinstance(effect, Put) for effect in effects)
            in_flight[device] += 1
            herd.most_in_flight = max(herd.most_in_flight, in_flight[device])
            herd.attempts += 1
            heapq.heappush(waiting, (at + TRIP, device, "there"))
        elif what == "there":
            in_flight[device] -= 1
            filings[device], _ = step(filings[device], door.ask(at), moment)
            if filings[device].state is State.RECEIVED:
                herd.received.append(at + TRIP)
                continue
            later = filings[device].next_attempt_at
            assert later is not None
            heapq.heappush(waiting, ((later - START).total_seconds(), device, "due"))
    return herd, door
