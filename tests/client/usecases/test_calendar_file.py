"""Deadlines for another calendar: what RFC 5545 asks for, and no figures."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from client.base.clock import CHINA
from client.base.errors import WorldError
from client.tour.script import Sample
from client.usecases.home.session import Session
from client.usecases.views.calendar_file import calendar, write
from client.usecases.views.desk import overview
from client.usecases.views.desk_rows import Unknown
from forms.periods import Period

NOW = datetime(2025, 10, 8, 9, 0, tzinfo=CHINA)


@pytest.fixture
def lines(imported: Session, story: Sample) -> list[str]:
    return unfolded(calendar(overview(imported, story.firm), NOW))


def unfolded(written: bytes) -> list[str]:
    return re.sub(r"\r\n ", "", written.decode()).split("\r\n")


def test_there_is_one_event_for_every_return_still_due(imported: Session, story: Sample, lines: list[str]) -> None:
    desk = overview(imported, story.firm)
    due = [row for row in desk.rows if row.open and row.deadline is not None]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == lines.count("BEGIN:VALARM") == len(due) > 0
    assert f"UID:{story.firm}.JY.2025-09@jibao" in lines
    assert (lines[0], lines[1], lines[-2]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")


def test_a_deadline_is_told_in_universal_time_with_its_alarm(lines: list[str]) -> None:
    at = lines.index(next(line for line in lines if line.startswith("UID:") and ".JY." in line))
    event = lines[at : at + 12]
    assert "DTSTART:20251010T100000Z" in event, "18:00 in China"
    assert "SUMMARY:营业收入与生产经营 2025年9月 报送截止" in event
    assert "TRIGGER:-P3D" in event


def test_an_event_is_a_moment_and_a_later_export_goes_before_an_earlier(
    imported: Session, story: Sample, lines: list[str]
) -> None:
    assert not [line for line in lines if line.startswith("DTEND")], "RFC 5545: it would have to be later"
    later = unfolded(calendar(overview(imported, story.firm), NOW.replace(minute=1)))
    counts = [[int(line[9:]) for line in each if line.startswith("SEQUENCE:")] for each in (lines, later)]
    assert counts[0]
    assert all(0 < first < second < 2**31 for first, second in zip(*counts, strict=True))
    ids = [[line for line in each if line.startswith("UID:")] for each in (lines, later)]
    assert ids[0] == ids[1], "the same events, not others"


def test_what_no_version_here_knows_is_due_too_whatever_it_is_called(imported: Session, story: Sample) -> None:
    title = "附表\\一,二;三\r\nEND:VEVENT"
    lacking = Unknown("ZZ", title, Period.parse("2025-09"), datetime(2025, 10, 20, 18, tzinfo=CHINA), 7)
    desk = msgspec.structs.replace(overview(imported, story.firm), unknown=(lacking,))
    lines = unfolded(calendar(desk, NOW))
    assert f"UID:{story.firm}.ZZ.2025-09@jibao" in lines
    assert r"SUMMARY:附表\\一\,二\;三 END:VEVENT 2025年9月 报送截止" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")


def test_no_line_is_longer_than_allowed_and_no_letter_is_cut(imported: Session, story: Sample) -> None:
    written = calendar(overview(imported, story.firm), NOW)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    for line in written.split(b"\r\n"):
        line.decode()


def test_in_english(imported: Session, story: Sample) -> None:
    lines = unfolded(calendar(overview(imported, story.firm), NOW, days_ahead=5, language="en"))
    assert any(re.fullmatch(r"SUMMARY:[A-Za-z&\\, -]+ 2025-09 due", line) for line in lines)
    assert "TRIGGER:-P5D" in lines


def test_it_holds_no_figure_of_a_return(lines: list[str]) -> None:
    assert not [
        line for line in lines if re.search(r"\d{5}", line) and not re.match(r"DT|UID|SEQUENCE|DESCRIPTION", line)
    ]


def test_a_folder_that_refuses_is_named(imported: Session, story: Sample, tmp_path: Path) -> None:
    desk = overview(imported, story.firm)
    assert write(desk, tmp_path / "a.ics", NOW).exists()
    with pytest.raises(WorldError) as refused:
        write(desk, tmp_path / "no" / "a.ics", NOW)
    assert not list(tmp_path.glob("*.part"))
    assert refused.value.code == "desk.calendar-not-written"
