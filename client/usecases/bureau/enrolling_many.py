"""Enrolling without a person at the screen: firms and their codes from a file, each firm on its own.

A line is a credit code, the bureau's enrolment code and, if wanted, the name, with commas, semicolons or tabs
between them; ``#`` begins a comment. Done again it does nothing: a firm that is enrolled there is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from client.base.errors import JibaoError, UserError
from client.base.files import at_most
from client.base.policy import policy
from client.protocol.messages import EndpointProfile
from client.sync.connecting import read_profile
from client.usecases.bureau import connecting
from client.usecases.home.enterprises import add, checked_code
from client.usecases.home.session import Session

LARGEST = 1_000_000
"""Bytes of a file of codes."""
_BETWEEN = re.compile(r"\s*[,;，；\t]\s*")


class Line(msgspec.Struct, frozen=True):
    """One firm to be enrolled."""

    firm: str
    code: str
    name: str = ""


class Enrolled(msgspec.Struct, frozen=True):
    """What came of one: the device's state (``active``, ``pending``), ``already``, or the problem."""

    firm: str
    state: str
    problem: JibaoError | None = None


def laid_down_profile() -> Path:
    """The endpoint profile the computer's policy names; ``UserError('enrol.no-profile')`` when it names none."""
    path = policy().path("endpoint")
    if path is None:
        raise UserError("enrol.no-profile")
    return path


def read_codes(path: Path) -> list[Line]:
    """The lines of a file of codes. Raises ``UserError``: ``enrol.codes-unreadable``, ``enrol.codes-line``."""
    try:
        data = at_most(path, LARGEST)
        text = data.decode("utf-8-sig") if len(data) <= LARGEST else None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("enrol.codes-unreadable", file=path) from error
    if text is None:
        raise UserError("enrol.codes-unreadable", file=path)
    found = []
    for number, written in enumerate(text.splitlines(), 1):
        said = written.partition("#")[0].strip()
        if not said:
            continue
        parts = _BETWEEN.split(said)
        if len(parts) not in (2, 3) or not parts[1]:
            raise UserError("enrol.codes-line", file=path, line=number)
        found.append(Line(checked_code(parts[0]), parts[1], parts[2] if len(parts) > 2 else ""))
    return found


def enrol_all(session: Session, profile_path: Path, lines: Iterable[Line]) -> list[Enrolled]:
    """Enrol each firm; one that fails keeps none of the others back. Raises only for the profile itself."""
    profile = read_profile(profile_path)
    return [_enrol(session, profile_path, profile, line) for line in lines]


def _enrol(session: Session, path: Path, profile: EndpointProfile, line: Line) -> Enrolled:
    held = connecting.enrolment(session, line.firm)
    if held is not None and connecting.is_of(held, profile):
        return Enrolled(line.firm, "already")
    try:
        made = connecting.enrol(session, line.firm, path, line.code)
    except JibaoError as error:
        return Enrolled(line.firm, "", error)
    if line.name:
        add(session, line.firm, line.name)
    return Enrolled(line.firm, made.state)
