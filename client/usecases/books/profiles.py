"""Profiles: what was chosen for a workbook, remembered in the home, and passed on to colleagues as a file.

A file of profiles holds labels and codes, never a figure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.base.files import at_most
from client.base.whole_files import write_whole
from client.store import Books
from client.usecases.home.session import Session
from client.workbook import Choices, Extraction, Profile
from client.workbook.finding.names.vocabulary import of_pack
from client.workbook.finding.taken.profiles import made
from client.workbook.model import Book
from forms.words import Listed

_PREFIX = "profile/"
_FORMAT = 1
_LARGEST = 4 * 1024 * 1024


class ProfileFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of profiles."""

    jibao_profiles: int
    profiles: list[Profile]


def all_of(session: Session) -> tuple[Profile, ...]:
    """Every profile of the home, by name."""

    def fetch(books: Books) -> list[bytes]:
        return [books.settings.get(name) or b"" for name in books.settings.names(_PREFIX)]

    kept = (msgspec.json.decode(body, type=Profile) for body in session.own.run(fetch) if body)
    return tuple(sorted(kept, key=lambda profile: profile.name))


def remember(session: Session, name: str, book: Book, found: Extraction, choices: Choices) -> Profile:
    """Keep what was chosen for a workbook; one of the same name is replaced.

    Raises ``UserError`` ``profile.no-name`` and ``profile.nothing-chosen``.
    """
    if not name.strip():
        raise UserError("profile.no-name")
    words = of_pack(session.pack, tuple(session.pack.forms))
    profile = made(name.strip(), book, words, found, choices, session.clock.now().isoformat(timespec="seconds"))
    if profile.choices == Choices() and not profile.some_sheets and not profile.heading:
        raise UserError("profile.nothing-chosen", name=name)
    _put(session, [profile])
    return profile


def forget(session: Session, name: str) -> None:
    """Drop a profile; raises ``UserError('profile.unknown')``."""
    named(all_of(session), name)
    session.own.run(lambda books: books.settings.delete(_place(name)))


def named(profiles: Sequence[Profile], name: str) -> Profile:
    """The profile of that name; raises ``UserError('profile.unknown')``."""
    found = next((profile for profile in profiles if profile.name == name), None)
    if found is None:
        raise UserError("profile.unknown", name=name, known=Listed(p.name for p in profiles) or "—")
    return found


def export(session: Session, path: Path, names: Sequence[str] = (), *, over: bool = False) -> tuple[Profile, ...]:
    """Write some profiles, or all, to a file for colleagues; ``over`` lets it replace one that is there.

    Raises ``UserError`` ``profile.unknown``, ``profile.none``, ``profile.exists`` and ``profile.not-written``,
    ``WorldError('file.no-room')``.
    """
    every = all_of(session)
    chosen = tuple(named(every, name) for name in names) if names else every
    if not chosen:
        raise UserError("profile.none")
    if path.exists() and not over:
        raise UserError("profile.exists", file=path)
    body = msgspec.json.encode(ProfileFile(jibao_profiles=_FORMAT, profiles=list(chosen)))
    try:
        write_whole(path, msgspec.json.format(body, indent=1) + b"\n")
    except OSError as error:
        raise UserError("profile.not-written", file=path) from error
    return chosen


def take_in(session: Session, path: Path) -> tuple[Profile, ...]:
    """Keep the profiles of a colleague's file, all or none; those of a known name are replaced.

    Raises ``UserError`` ``profile.unreadable``, ``profile.malformed`` and ``profile.newer``.
    """
    try:
        body = at_most(path, _LARGEST)
    except OSError as error:
        raise UserError("profile.unreadable", file=path) from error
    try:
        body = b"" if len(body) > _LARGEST else body
        version = msgspec.json.decode(body, type=dict[str, msgspec.Raw]).get("jibao_profiles", msgspec.Raw(b"0"))
        if msgspec.json.decode(version, type=int) > _FORMAT:
            raise UserError("profile.newer", file=path)
        read = msgspec.json.decode(body, type=ProfileFile)
    except msgspec.MsgspecError as error:
        raise UserError("profile.malformed", file=path) from error
    if not read.profiles or not all(profile.name.strip() and profile.labels for profile in read.profiles):
        raise UserError("profile.malformed", file=path)
    _put(session, read.profiles)
    return tuple(read.profiles)


def _put(session: Session, profiles: Sequence[Profile]) -> None:
    def store(books: Books) -> None:
        for profile in profiles:
            books.settings.put(_place(profile.name), msgspec.json.encode(profile))

    session.own.run(store)


def _place(name: str) -> str:
    return _PREFIX + hashlib.sha256(name.encode()).hexdigest()[:32]
