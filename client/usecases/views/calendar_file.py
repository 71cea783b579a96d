"""Deadlines as an iCalendar file (RFC 5545), for the calendar a person looks at anyway. It holds no figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from client.base.errors import WorldError
from client.base.reasons import reason_of
from client.base.whole_files import write_whole
from client.usecases.views.desk_rows import Desk
from forms.periods import Period
from forms.problems import Language

_LONGEST = 75
"""Octets of a line; longer ones are folded."""


def write(desk: Desk, path: Path, now: datetime, *, days_ahead: int = 3, language: Language = "zh") -> Path:
    """Write what is still due, whole or not at all.

    Raises ``WorldError``: ``desk.calendar-not-written``, ``file.no-room``.
    """
    written = calendar(desk, now, days_ahead=days_ahead, language=language)
    try:
        write_whole(path, written)
    except OSError as error:
        raise WorldError("desk.calendar-not-written", file=path, reason=reason_of(error)) from error
    return path


def calendar(desk: Desk, now: datetime, *, days_ahead: int = 3, language: Language = "zh") -> bytes:
    """One event a return, at its deadline, with an alarm before it; importing it again moves, not doubles."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jibao//Jibao//ZH", "METHOD:PUBLISH"]
    for due in _still_due(desk, language):
        lines.extend(_event(desk, due, now, days_ahead, language))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


class _Due(msgspec.Struct, frozen=True):
    form: str
    name: str
    period: Period
    deadline: datetime


def _still_due(desk: Desk, language: Language) -> Iterator[_Due]:
    """Also what the authority asks for on a form that no version of the definitions here has."""
    for row in desk.rows:
        if row.open and row.deadline is not None:
            name = row.form_name_en if language == "en" and row.form_name_en else row.form_name
            yield _Due(row.form, name, row.period, row.deadline)
    for each in desk.unknown:
        yield _Due(each.form, each.title or each.form, each.period, each.deadline)


def _event(desk: Desk, due: _Due, now: datetime, days_ahead: int, language: Language) -> list[str]:
    """A moment: an event that ends when it begins has no end of its own. ``SEQUENCE`` grows with every export,
    as some calendars take a moved deadline from the higher one alone."""
    what = f"{due.name} {due.period.label(language)}"
    title = _escaped(f"{what} due" if language == "en" else f"{what} 报送截止")
    return [
        "BEGIN:VEVENT",
        f"UID:{desk.firm}.{due.form}.{due.period}@jibao",
        f"DTSTAMP:{_moment(now)}",
        f"SEQUENCE:{int(now.timestamp()) // 60}",
        f"DTSTART:{_moment(due.deadline)}",
        f"SUMMARY:{title}",
        f"DESCRIPTION:{_escaped(desk.name or desk.firm)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-P{days_ahead}D",
        f"DESCRIPTION:{title}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = " ".join(text.split())  # a line break or a control character would end the property
    for sign, spelled in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
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
