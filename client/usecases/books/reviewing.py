"""A workbook under review: read once, understood anew with every correction, some of it chosen, then applied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from client.base.stopping import NEVER, Stop
from client.usecases.books import extracting, importing, profiles, several
from client.usecases.books.extracting import Extracted, Reading
from client.usecases.books.importing import ImportPlan
from client.usecases.books.months import months_of
from client.usecases.books.selecting import ALL, Selection
from client.usecases.home.session import Session
from client.workbook import NONE, Choices, Profile, warm
from client.workbook.finding.dividing import told_whose
from client.workbook.finding.taken.labelled import label_of
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
    parts: tuple[Extracted, ...] = ()
    """What is taken, month by month; ``extracted`` is the latest of them."""
    months: tuple[Period, ...] = ()
    """The months the workbook holds, the earliest first; fewer than two are no choice."""

    @property
    def chosen(self) -> tuple[Period, ...]:
        """The months that are taken."""
        return tuple(part.period for part in self.parts)

    def label_at(self, place: str) -> str:
        """What stands beside or above the cell ``book › sheet › D7``."""
        return label_of(self.extracted.book, self.whole.sheets, place)


def begin(
    session: Session,
    path: Path,
    firm: str,
    period: Period,
    own: Choices = NONE,
    stop: Stop = NEVER,
    *,
    declined: str = "",
    ask: bool = False,
) -> Reviewed:
    """Read a workbook for the period it names, else for ``period``; raises as ``extracting.extract``.

    With ``ask`` one that gives nothing until a person says what is meant is reviewed without values.

    Of several months in it the newest up to ``period`` is taken; where a profile was ``declined``, none is
    followed.
    """
    warm()  # it starts while the home is asked
    known = () if declined else profiles.all_of(session)
    pack = importing.pack_in_use(session, firm, period)
    reading = Reading(firm, period, choices=own, profiles=known, pack=pack, follow=True, ask=ask)
    extracted = extracting.extract(path, reading, stop)
    months = months_of(extracted.extraction, extracted.period, extracted.book, extracted.pack)
    if len(months) > 1 and extracted.period not in months and own.period is None:
        newest = max((month for month in months if month <= period), default=months[-1])
        extracted = _anew(session, extracted, own, known, newest)
    return _planned(session, path, (extracted,), own, declined, months)


def correct(
    session: Session, reviewed: Reviewed, own: Choices, period: Period | None = None, stop: Stop = NEVER
) -> Reviewed:
    """Understand the workbook anew by what the person chose, without reading its file again.

    Raises ``UserError`` ``workbook.no-values`` and the like when nothing is left to be taken; ``Stopped``.
    """
    before = reviewed.extracted
    if own.any_enterprise != reviewed.own.any_enterprise:
        asked = period or before.period
        return begin(session, reviewed.path, before.firm, asked, own, stop, declined=reviewed.declined)
    return _of_months(session, reviewed, own, (period,) if period else reviewed.chosen, stop)


def take_months(session: Session, reviewed: Reviewed, months: Collection[Period], stop: Stop = NEVER) -> Reviewed:
    """Take these of the workbook's months, at least one; raises as ``correct``."""
    return _of_months(session, reviewed, reviewed.own, months, stop)


def _of_months(
    session: Session, reviewed: Reviewed, own: Choices, months: Collection[Period], stop: Stop
) -> Reviewed:
    before = reviewed.extracted
    known = () if reviewed.declined else tuple(_found(profiles.all_of(session), before.profile))
    parts = several.extract_each(partial(_anew, session, before, own, known), months, stop)
    stop.check()
    return _planned(session, reviewed.path, parts, own, reviewed.declined, reviewed.months)


def _anew(
    session: Session, before: Extracted, own: Choices, known: Sequence[Profile], period: Period
) -> Extracted:
    """What was read, for a period; lines of others that were named before still are."""
    pack = importing.pack_in_use(session, before.firm, period)
    reading = Reading(before.firm, period, choices=own, profiles=known, pack=pack)
    found = extracting.extract_from(before.book, before.sha256, reading)
    others = tuple(each for each in before.extraction.left if told_whose(each))
    every = (*found.extraction.left, *(each for each in others if each not in found.extraction.left))
    return replace(found, extraction=msgspec.structs.replace(found.extraction, left=every))


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
    return several.plan_each(session, reviewed.parts, selection)


def apply(session: Session, reviewed: Reviewed, selection: Selection, stop: Stop = NEVER) -> int:
    """Store the chosen part, all its months in one transaction; raises as ``importing.apply``."""
    return importing.apply(session, choose(session, reviewed, selection), stop)


def remember(session: Session, reviewed: Reviewed, name: str) -> Profile:
    """Keep what was chosen for workbooks of this shape; raises as ``profiles.remember``."""
    found = reviewed.extracted
    return profiles.remember(session, name, found.book, found.extraction, found.choices)


def _planned(
    session: Session,
    path: Path,
    parts: tuple[Extracted, ...],
    own: Choices,
    declined: str,
    months: tuple[Period, ...],
) -> Reviewed:
    whole = several.plan_each(session, parts)
    return Reviewed(path, parts[-1], whole, own, declined, parts, months)


def _found(known: tuple[Profile, ...], name: str) -> list[Profile]:
    """The profile a review began with; it is not exchanged for another while one looks."""
    return [profile for profile in known if profile.name == name]
