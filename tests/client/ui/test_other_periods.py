"""报送 in March: the annual returns of the year before are due with February's, and are found from there."""

from __future__ import annotations

from datetime import date

import pytest

from client.base.clock import SystemClock
from client.usecases.home.session import Session
from forms.periods import Period
from tests.client.ui.at_sending import go_to_sending, shown_states
from tests.client.ui.conftest import Pilot


@pytest.fixture
def in_march(session: Session) -> None:
    session.clock = SystemClock(date(2026, 3, 2))


@pytest.mark.usefixtures("in_march")
def test_in_march_the_annual_returns_are_a_press_away(pilot: Pilot, said_aloud: list[str]) -> None:
    go_to_sending(pilot)
    page = pilot.pages.sending
    pilot.until(lambda: not page.other_periods.isHidden())
    assert page.period.currentData() == Period.parse("2026-02")
    said_aloud.clear()
    pilot.pages.sending.refresh()
    pilot.settle()
    assert not [said for said in said_aloud if "别的报告期" in said], "nothing changed"
    assert "JB" not in shown_states(pilot)
    assert "企业基本情况 · 2025年" in page.other_periods.text
    assert page.other_periods.button.text() == "转到 2025年12月"
    page.other_periods.button.click()
    pilot.until(lambda: "JB" in shown_states(pilot))
    assert page.period.currentData() == Period.parse("2025-12")
    pilot.until(lambda: page.other_periods.button.text() == "转到 2026年1—2月")
    assert [said for said in said_aloud if "别的报告期" in said] == [page.other_periods.text]
    assert "营业收入与生产经营 · 2026年1—2月" in page.other_periods.text
    assert "企业基本情况" not in page.other_periods.text, "it is in the list"
