"""What is due, and when."""

from __future__ import annotations

from datetime import datetime

import pytest

from client.base.clock import CHINA
from client.practice.bureau import calendar
from client.protocol.messages import Obligations
from forms.pack.loader import load_pack
from forms.periods import Period

from .conftest import PACK, Device, problem, read

SHORT = load_pack(PACK)


def periods(form: str, year: int, month: int, day: int = 9) -> list[str]:
    now = datetime(year, month, day, 12, tzinfo=CHINA)
    return [str(due.period) for due in calendar.due(SHORT, now) if due.form.code == form]


def test_twenty_four_months_without_their_januaries() -> None:
    found = periods("JY", 2025, 10)
    assert (found[0], found[-1], len(found)) == ("2025-09", "2023-10", 22)
    assert not [period for period in found if period.endswith("-01")]


def test_the_month_that_runs_is_not_due_yet() -> None:
    assert periods("JY", 2025, 10, 31)[0] == "2025-09"
    assert periods("JY", 2025, 11, 1)[0] == "2025-10"
    assert periods("JY", 2025, 1, 1)[0] == "2024-12"
    assert periods("JY", 2025, 2, 20)[0] == "2024-12"


def test_the_year_s_profile_is_open_within_the_year() -> None:
    assert periods("JB", 2025, 1, 1) == ["2025", "2024", "2023"]
    assert periods("JB", 2025, 12, 31) == ["2025", "2024", "2023"]


def test_quarterly_lines_of_an_annual_form_have_their_quarters() -> None:
    found = periods("YF", 2025, 10, 1)
    assert [p for p in found if "-" in p][:4] == ["2025-Q3", "2025-Q2", "2025-Q1", "2024-Q4"]
    assert [p for p in found if "-" not in p] == ["2025", "2024", "2023"]


def test_only_what_the_pack_is_in_force_for() -> None:
    assert periods("JY", 2023, 4) == ["2023-03", "2023-02"]
    assert calendar.find(SHORT, "JY", Period.parse("2022-09")) is None


@pytest.mark.parametrize(
    ("form", "period", "opens", "deadline"),
    [
        ("JY", "2025-09", "2025-10-01T00:00", "2025-10-10T18:00"),
        ("JY", "2025-12", "2026-01-01T00:00", "2026-01-10T18:00"),
        ("JB", "2025", "2025-01-01T00:00", "2026-03-10T18:00"),
        ("YF", "2025-Q3", "2025-10-01T00:00", "2025-10-15T18:00"),
    ],
)
def test_dates(form: str, period: str, opens: str, deadline: str) -> None:
    due = calendar.find(SHORT, form, Period.parse(period))
    assert due is not None
    assert due.opens_at == datetime.fromisoformat(opens).replace(tzinfo=CHINA)
    assert due.deadline_at == datetime.fromisoformat(deadline).replace(tzinfo=CHINA)
    assert due.correctable_until.year >= due.deadline_at.year + 5


@pytest.mark.parametrize("period", ["2025-H1", "2025-01", "2025-Q3"])
def test_what_is_never_asked_is_not_found(period: str) -> None:
    assert calendar.find(SHORT, "JY", Period.parse(period)) is None


def asked(device: Device, query: str) -> set[str]:
    answer = read(device.call("GET", f"/v1/obligations{query}"), Obligations)
    return {item.return_key.partition(".")[2] for item in answer.items}


def test_obligations_by_period_range_or_all(device: Device) -> None:
    assert asked(device, "?period=2025-09") == {"JY.2025-09", "XM.2025-09", "YF.2025-Q3", "JB.2025", "YF.2025"}
    assert asked(device, "?period=2025") == {"JB.2025", "YF.2025"}
    assert asked(device, "?from=2025-07&to=2025-08") == {"JY.2025-07", "XM.2025-07", "JY.2025-08", "XM.2025-08"}
    assert asked(device, "?from=2025-Q3&to=2025-Q3") == {
        f"{form}.2025-0{month}" for form in ("JY", "XM") for month in (7, 8, 9)
    } | {"YF.2025-Q3"}
    everything = asked(device, "")
    assert {"JY.2023-10", "JB.2023"} <= everything
    assert len(everything) > 50
    assert asked(device, "?period=2031-05") == set()


def test_an_obligation_says_all_that_filing_needs(device: Device) -> None:
    answer = read(device.call("GET", "/v1/obligations?period=2025-09"), Obligations)
    item = next(item for item in answer.items if item.form == "JY")
    assert answer.period == "2025-09"
    assert (item.title, item.return_key) == ("营业收入", device.key())
    assert item.deadline_at == "2025-10-10T18:00:00.000+08:00"
    assert [(pack.version, pack.sha256, pack.use) for pack in item.packs] == [
        (SHORT.version, SHORT.sha256, "current")
    ]
    assert item.head is None


def test_obligations_have_an_etag_that_follows_the_heads(device: Device) -> None:
    answer = device.call("GET", "/v1/obligations")
    tag = answer.headers["etag"]
    assert device.call("GET", "/v1/obligations", If_None_Match=tag).status_code == 304
    frozen = device.freeze()
    device.put(frozen)
    device.decided(frozen)
    assert device.call("GET", "/v1/obligations", If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("query", ["?period=", "?period=2025-13", "?from=yesterday", "?to=2025-1"])
def test_malformed_periods_are_refused(device: Device, query: str) -> None:
    problem(device.call("GET", f"/v1/obligations{query}"), 400, "malformed")
