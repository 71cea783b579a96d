"""A workbook read and mapped onto the definitions, before anything is known of what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from client.base import files
from client.base.errors import UserError
from client.base.stopping import NEVER, Stop
from client.usecases.books.months import month_meant, other_months, other_periods
from client.usecases.home.enterprises import checked_code
from client.workbook import (
    NONE,
    Book,
    Choices,
    Extraction,
    NotTaken,
    Profile,
    map_book,
    read,
    share_of,
)
from client.workbook.finding.dividing import others_in, told_whose
from client.workbook.finding.names.vocabulary import of_pack
from client.workbook.finding.sheets.month_lines import months_held
from client.workbook.finding.taken.profiles import best
from forms.pack import Pack
from forms.pack.shelf import bundled_shelf
from forms.periods import Period


@dataclass(frozen=True)
class Reading:
    """What a workbook is read for, and by what."""

    firm: str
    period: Period
    forms: Sequence[str] | None = None
    """Only these; None for all."""
    choices: Choices = NONE
    profiles: Sequence[Profile] = ()
    """Earlier choices, of which those that fit best are followed where ``choices`` say nothing."""
    pack: Pack | None = None
    """The definitions it is read by; None for those that came with the program."""
    follow: bool = False
    """Whether it is read for the period that it names itself, where it names just one other."""
    ask: bool = False
    """Whether a workbook that gives nothing is shown all the same, for a person to say what is meant."""


@dataclass(frozen=True)
class Extracted:
    """A workbook read and mapped; nothing of a home was needed for it."""

    firm: str
    period: Period
    sha256: str
    extraction: Extraction
    book: Book
    profile: str = ""
    choices: Choices = NONE
    """What the person chose, over what the profile says."""
    pack: Pack = field(kw_only=True)
    """The definitions it was mapped by."""


def extract(path: Path, reading: Reading, stop: Stop = NEVER) -> Extracted:
    """Read and map a workbook.

    Raises ``UserError`` with a ``workbook.…`` code for a file that cannot be read or holds no known
    indicator, and ``enterprise.…`` for a credit code that is not one; ``Stopped``.
    """
    reading = replace(reading, firm=checked_code(reading.firm))
    with ThreadPoolExecutor(1) as aside:
        if reading.pack is None:
            aside.submit(bundled_shelf)  # while the other process reads
        digest = aside.submit(digest_of, path)
        book, left = read(path, stop=stop), list[NotTaken]()
    if not reading.choices.any_enterprise:
        book, left = share_of(book, reading.firm)
    found = extract_from(book, digest.result(), reading)
    stop.check()
    every = (*(each for each in found.extraction.left if not (left and told_whose(each))), *left)
    return replace(found, extraction=msgspec.structs.replace(found.extraction, left=every))


def _instead(error: UserError, book: Book, firm: str, asked: Period) -> UserError:
    """Why nothing could be taken: the lines may be other enterprises', the columns other months'."""
    if error.code not in ("workbook.no-values", "workbook.no-indicator", "workbook.columns-other-period"):
        return error
    if others := others_in(book, firm):
        return UserError("workbook.others-only", file=book.name, count=others, expected=firm)
    months = months_held(book, asked)
    return other_months(book.name, months, [asked]) if months and asked not in months else error


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal. Raises ``UserError('workbook.locked')`` for one that is gone."""
    try:
        return files.digest_of(path)
    except OSError as error:  # a stick pulled out, a share gone
        raise UserError("workbook.locked", file=path.name) from error


def extract_from(book: Book, sha256: str, reading: Reading) -> Extracted:
    """``extract`` of a workbook that was read already; ``sha256`` is its file's."""
    firm, period, forms, choices = reading.firm, reading.period, reading.forms, reading.choices
    if reading.follow and choices.period is None:
        period = month_meant(book, period, reading.pack or bundled_shelf().in_force(period))
    pack = reading.pack or bundled_shelf().in_force(period)
    matched = best(reading.profiles, book, of_pack(pack, tuple(pack.forms))) if reading.profiles else None
    if matched is not None:
        choices = choices.over(matched.choices)
    try:
        extraction = map_book(book, pack, period, firm, forms=forms, choices=choices, ask=reading.ask)
    except UserError as error:
        raise _instead(error, book, firm, period) from error
    named = named_period(extraction, period, pack) if reading.follow and choices.period is None else None
    if named is not None:
        extraction, period = map_book(book, pack, named, firm, forms=forms, choices=choices), named
    return Extracted(
        firm, period, sha256, extraction, book, matched.profile.name if matched else "", choices, pack=pack
    )


def named_period(extraction: Extraction, asked: Period, pack: Pack) -> Period | None:
    """The one period a workbook speaks of, when that is another than the asked one but of its kind.

    A month that is not reported is left to the person: January, where it comes with February.
    """
    named = {warning.params.get("named", "") for warning in extraction.warnings if warning.code == "warn.period"}
    found = other_periods(extraction, asked, pack) if len(named) == 1 else set()
    return found.pop() if len(found) == 1 else None
