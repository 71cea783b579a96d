"""Where a new home is in its first run, and that what cannot be is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.keys import Keychain
from client.usecases.home import enterprises, first_run
from client.usecases.home.opening import open_session

FIRM = "91441300MA58H0D25G"


@pytest.fixture
def session(home: Path):
    with open_session(home, keys=Keychain.loose(home)) as opened:
        yield opened


def test_a_new_home_begins_with_the_language(session) -> None:
    assert first_run.step_of(session) == "language"


def test_a_home_with_an_enterprise_and_no_first_run_is_done(session) -> None:
    enterprises.add(session, FIRM)
    assert first_run.step_of(session) == "done"


@pytest.mark.parametrize("step", ["firm", "endpoint", "card", "past", "done"])
def test_without_an_enterprise_every_later_step_asks_for_one(session, step: first_run.Step) -> None:
    assert first_run.go_to(session, step) == "firm"


@pytest.mark.parametrize(
    ("step", "shown"),
    [("language", "language"), ("firm", "endpoint"), ("card", "card"), ("past", "past"), ("done", "done")],
)
def test_with_one_it_is_not_asked_again(session, step: first_run.Step, shown: str) -> None:
    enterprises.add(session, FIRM)
    assert first_run.go_to(session, step) == shown
    assert first_run.step_of(session) == shown


def test_steps_follow_each_other_and_end() -> None:
    way = ["language"]
    while (step := first_run.after(way[-1])) != way[-1]:
        way.append(step)
    assert tuple(way) == first_run.STEPS
    back = {step: first_run.before(step) for step in way[1:]}
    assert back.pop("endpoint") == "language", "what enterprise this is has been said"
    assert list(back.values()) == [before for before in way[:-1] if before != "firm"]
