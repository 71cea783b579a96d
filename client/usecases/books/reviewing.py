"""A workbook under review: read once, understood anew with every correction, some of it chosen, then applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from client.base.stopping import NEVER, Stop
from client.usecases.books import importing, profiles
from client.usecases.books.importing import Extracted, ImportPlan
from client.usecases.books.selecting import ALL, Selection
from client.usecases.home.session import Session
from client.workbook import NONE, Choices, Profile, warm
from client.workbook.finding.dividing import told_whose
from client.workbook.finding.labelled import label_of
from forms.periods import Period


@dataclass(frozen=True)
class Reviewed:
    """Everything a workbook would change (``whole``), and how it was understood.

    ``own`` is what the person chose in this review; what a profile chose comes beneath it.
    """

    path: Path
    extracted: Extracted
    whole: ImportPlan
    own: Choices = NONE
    declined: str = ""
    """The profile that fits and is not followed this once."""

    def label_at(self, place: str) -> str:
        """What stands beside or above the cell ``book › sheet › D7``."""
        return label_of(self.extracted.book, self.extracted.extraction.sheets, place)


def begin(
    session: Session,
    path: Path,
    firm: str,
    period: Period,
    own: Choices = NONE,
    stop: Stop = NEVER,
    *,
    declined: str = "",
) -> Reviewed:
    """Read a workbook for the period it names, else for ``period``; raises as ``importing.extract``.

    No profile is followed where one was ``declined``.
    """
    warm()  # it starts while the home is asked
    known = () if declined else profiles.all_of(session)
    pack = importing.pack_in_use(session, firm, period)
    extracted = importing.extract(
        path, firm, period, choices=own, profiles=known, follow=True, stop=stop, pack=pack
    )
    return _planned(session, path, extracted, own, declined)


def correct(
    session: Session, reviewed: Reviewed, own: Choices, period: Period | None = None, stop: Stop = NEVER
) -> Reviewed:
    """Understand the workbook anew by what the person chose, without reading its file again.

    Raises ``UserError`` ``workbook.no-values`` and the like when nothing is left to be taken; ``Stopped``.
    """
    before = reviewed.extracted
    asked = period or before.period
    if own.any_enterprise != reviewed.own.any_enterprise:
        return begin(session, reviewed.path, before.firm, asked, own, stop, declined=reviewed.declined)
    known = () if reviewed.declined else tuple(_found(profiles.all_of(session), before.profile))
    pack = importing.pack_in_use(session, before.firm, asked)
    found = importing.extract_from(
        before.book, before.sha256, before.firm, asked, choices=own, profiles=known, pack=pack
    )
    others = tuple(each for each in before.extraction.left if told_whose(each))
    stop.check()
    every = (*found.extraction.left, *(each for each in others if each not in found.extraction.left))
    found = replace(found, extraction=msgspec.structs.replace(found.extraction, left=every))
    return _planned(session, reviewed.path, found, own, reviewed.declined)


def follow(session: Session, reviewed: Reviewed, *, profile: bool, stop: Stop = NEVER) -> Reviewed:
    """Understand the workbook by the profile that fits it, or this once by none; what was chosen here stays.

    Raises as ``correct``.
    """
    name = reviewed.extracted.profile or reviewed.declined
    before = replace(reviewed.extracted, profile=name if profile else "")
    other = replace(reviewed, extracted=before, declined="" if profile else name)
    return correct(session, other, reviewed.own, stop=stop)


def choose(session: Session, reviewed: Reviewed, selection: Selection) -> ImportPlan:
    """What the chosen part would change, with what is left out named; nothing is stored."""
    if selection == ALL:
        return reviewed.whole
    return importing.plan_extracted(session, reviewed.extracted, selection)


def apply(session: Session, reviewed: Reviewed, selection: Selection, stop: Stop = NEVER) -> int:
    """Store the chosen part; raises as ``importing.apply``."""
    return importing.apply(session, choose(session, reviewed, selection), stop)


def remember(session: Session, reviewed: Reviewed, name: str) -> Profile:
    """Keep what was chosen for workbooks of this shape; raises as ``profiles.remember``."""
    found = reviewed.extracted
    return profiles.remember(session, name, found.book, found.extraction, found.choices)


def _planned(session: Session, path: Path, extracted: Extracted, own: Choices, declined: str) -> Reviewed:
    return Reviewed(path, extracted, importing.plan_extracted(session, extracted), own, declined)


def _found(known: tuple[Profile, ...], name: str) -> list[Profile]:
    """The profile a review began with; it is not exchanged for another while one looks."""
    return [profile for profile in known if profile.name == name]
