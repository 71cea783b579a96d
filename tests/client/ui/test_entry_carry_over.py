"""A new report offers what the one before knows; taken with one click, taken back with one more."""

from __future__ import annotations

import pytest

from client.ui.entry.carry_over import CarryOver
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot


@pytest.fixture
def pilot_with_sample(imported: Session, pilot: Pilot) -> Pilot:
    """The window on the sample with its workbook imported."""
    return pilot


def offer(pilot: Pilot) -> CarryOver:
    found = pilot.entry.findChild(CarryOver)
    assert found is not None
    return found


def test_the_next_month_of_the_projects_is_begun_with_one_click(
    pilot_with_sample: Pilot, said_aloud: list[str]
) -> None:
    pilot = pilot_with_sample
    pilot.open("XM", "2025-10")
    pilot.until(offer(pilot).isVisible)
    assert "2025年9月 的代码和清单" in offer(pilot).text
    assert offer(pilot).text in said_aloud
    assert offer(pilot) in pilot.entry.regions(), "F6 comes to it"
    offer(pilot).take.click()
    pilot.settle()
    assert len(pilot.draft.current.rows["XM"]) == 3
    assert not offer(pilot).isVisible()
    assert "3 条记录" in pilot.entry.notice.text
    pilot.entry.notice.back.click()
    pilot.settle()
    assert not pilot.draft.current.rows.get("XM")
    assert offer(pilot).isVisible(), "taken back, it is offered again"


def test_a_report_that_was_begun_is_left_alone(pilot_with_sample: Pilot) -> None:
    pilot = pilot_with_sample
    pilot.open("XM", "2025-09")
    pilot.settle()
    assert not offer(pilot).isVisible()


def test_nothing_before_is_nothing_to_offer(pilot_with_sample: Pilot) -> None:
    pilot = pilot_with_sample
    pilot.open("HY", "2025-Q3")
    pilot.settle()
    assert not offer(pilot).isVisible()
