"""How program and definitions stand, for the page that shows it: what is here, what could go over, what went."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from client.base.version import VERSION
from client.store import Books
from client.usecases.home import enterprises, pack_store
from client.usecases.home.session import Session
from client.usecases.renewal import daily_check
from client.usecases.renewal.daily_check import News
from client.usecases.returns import migrating
from client.usecases.returns.migrating import Prospect
from forms.returns import ReturnKey


@dataclass(frozen=True)
class Went:
    """A return whose newest act is going over: it can be taken back. ``new`` is its version now."""

    key: ReturnKey
    form_name: str
    new: str


@dataclass(frozen=True)
class VersionState:
    """``note_zh`` and ``note_en`` say what is new in the newest definitions, blank where nobody said."""

    program: str
    news: News
    note_zh: str
    note_en: str
    accepted_until: str
    waiting: tuple[Prospect, ...]
    went: tuple[Went, ...]


def version_state(session: Session, *, look: bool = False) -> VersionState:
    """How things stand; with ``look`` the repository is asked first. Raises nothing that has a name."""
    news = daily_check.look_out(session) if look else daily_check.news(session)
    newest = session.pack
    fetched = next((each for each in pack_store.kept(session.own) if each.version == newest.version), None)
    return VersionState(
        VERSION,
        news,
        fetched.note_zh if fetched else "",
        fetched.note_en if fetched else "",
        fetched.accepted_until if fetched else "",
        tuple(each for each in migrating.prospects(session) if not each.stays),
        tuple(_went(session)),
    )


def carry_over(session: Session) -> VersionState:
    """Every waiting draft goes over, as it was shown just before."""
    migrating.migrate(session, [each for each in migrating.prospects(session) if not each.stays])
    return version_state(session)


def take_back(session: Session) -> VersionState:
    """Every return that went and was not edited since is as it was."""
    for each in _went(session):
        migrating.take_back(session, each.key)
    return version_state(session)


def _went(session: Session) -> list[Went]:
    found = []
    for enterprise in enterprises.all_of(session):
        firm = enterprise.code
        found += session.look(firm, partial(_standing, session, firm=firm))
    return found


def _standing(session: Session, books: Books, firm: str) -> list[Went]:
    begun = {name.removeprefix("begun/") for name in books.settings.names("begun/")}
    found = []
    for head in books.returns.heads(firm):
        act = books.changes.undoable(head.key) if str(head.key) in begun else None
        if act is not None and act.change.pack is not None:
            name = session.shelf.version(head.pack).forms[head.form].name
            found.append(Went(head.key, name, head.pack))
    return found
