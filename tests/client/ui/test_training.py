"""Faults for practice, chosen in the settings: in force at once, told in words, off again."""

from __future__ import annotations

from client.practice.faults import Plan, read, write
from client.ui.settings.training import TrainingPart, words
from client.usecases.bureau.training import SCENARIOS
from client.usecases.home.session import Session


def test_a_scenario_is_chosen_told_and_taken_back(pilot, session: Session) -> None:
    pilot.click("goSettings")
    pilot.until(lambda: pilot.shell.findChildren(TrainingPart))
    pilot.settle()
    (part,) = pilot.shell.findChildren(TrainingPart)
    folder = session.home / "practice"
    part.scenario.choose("lost-answers")
    pilot.settle()
    assert read(folder).shares == {"drop-answer": 1.0}
    assert "不会重复报送" in pilot.child("practiceFaultsTold").text()
    write(folder, Plan(shares={"delay": 0.123}))
    part.refresh()
    pilot.settle()
    assert part.scenario.currentData() == "own"
    part.scenario.choose("none")
    pilot.settle()
    assert read(folder).quiet


def test_every_scenario_has_its_words() -> None:
    assert all(all(words(name)) for name in [*(each.name for each in SCENARIOS), "own"])
