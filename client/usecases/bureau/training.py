"""What the practice endpoint lets go wrong, for people who train: scenarios by name, over its fault console."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from client.usecases.home.session import Session

if TYPE_CHECKING:
    from client.practice.faults import Plan


@dataclass(frozen=True)
class Scenario:
    """One thing to train for. ``shares``, ``seconds``, ``clock`` and ``only`` are those of the console's plan."""

    name: str
    shares: dict[str, float] = field(default_factory=dict)
    seconds: float = 3.0
    clock: int = 0
    only: str = ""


FOLDER = "practice"
"""Where the practice endpoint of a home lives."""

SCENARIOS: tuple[Scenario, ...] = (
    Scenario("none"),
    Scenario("lost-answers", {"drop-answer": 1.0}, only="PUT "),
    Scenario("bad-line", {"drop-request": 0.15, "drop-answer": 0.15, "truncate": 0.1, "duplicate": 0.1}),
    Scenario("slow", {"delay": 1.0}, seconds=5.0),
    Scenario("busy", {"busy": 0.7}, only="PUT "),
    Scenario("broken", {"error": 0.6}),
    Scenario("wrong-certificate", {"wrong-certificate": 1.0}),
    Scenario("clock", clock=600),
)
"""From nothing at all to what a bad day brings."""


def chosen(session: Session) -> str:
    """The scenario in force: its name, or ``own`` for a plan that somebody wrote."""
    from client.practice import faults

    plan = faults.read(session.home / FOLDER)
    return next((each.name for each in SCENARIOS if plan_of(each) == plan), "own")


def choose(session: Session, name: str) -> str:
    """Put a scenario in force, for an endpoint that runs as for the next one that starts."""
    from client.practice import faults

    found = next(each for each in SCENARIOS if each.name == name)
    faults.write(session.home / FOLDER, plan_of(found))
    return name


def plan_of(scenario: Scenario) -> Plan:
    """The console's plan of a scenario."""
    from client.practice.faults import Plan

    return Plan(shares=scenario.shares, seconds=scenario.seconds, clock=scenario.clock, only=scenario.only)
