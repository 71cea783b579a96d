"""Deadlines as an iCalendar file (RFC 5545), for the calendar a person looks at anyway. It holds no figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from client.base.errors import WorldError
from client.usecases.views.desk_rows import Desk, DeskRow
from forms.problems import Language

_LONGEST = 75
"""Octets of a line; longer ones are folded."""


def write(desk: Desk, path: Path, now: datetime, *, days_ahead: int = 3, language: Language = "zh") -> Path:
    """Write what is still due. Raises ``WorldError('desk.calendar-not-written')``."""
    try:
        path.write_bytes(calendar(desk, now, days_ahead=days_ahead, language=language))
    except OSError as error:
        raise WorldError("desk.calendar-not-written", file=path, reason=error.strerror or "") from error
    return path


def calendar(desk: Desk, now: datetime, *, days_ahead: int = 3, language: Language = "zh") -> bytes:
    """One event a return, at its deadline, with an alarm before it; importing it again moves, not doubles."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jibao//Jibao//ZH", "METHOD:PUBLISH"]
    for row in desk.rows:
        if row.open and row.deadline is not None:
            lines.extend(_event(desk, row, row.deadline, now, days_ahead, language))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(
    desk: Desk, row: DeskRow, deadline: datetime, now: datetime, days_ahead: int, language: Language
) -> list[str]:
    name = row.form_name_en if language == "en" and row.form_name_en else row.form_name
    what = f"{name} {row.period.label(language)}"
    title = f"{what} due" if language == "en" else f"{what} 报送截止"
    return [
        "BEGIN:VEVENT",
        f"UID:{desk.firm}.{row.form}.{row.period}@jibao",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(deadline)}",
        f"DTEND:{_moment(deadline)}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(desk.name or desk.firm)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-P{days_ahead}D",
        f"DESCRIPTION:{_escaped(title)}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign, spelled in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, spelled)
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, never within a character; each but the first begins with a space."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _LONGEST:
            yield part
            part = " "
        part += letter
    yield part
