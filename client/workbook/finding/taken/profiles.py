"""What was chosen for a workbook, kept for the next one of the same shape.

A profile knows the workbook by the labels on it. Rows that are inserted, columns that move and sheets that get
another name do not matter, for nothing in it says where anything stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from client.workbook.finding.names.vocabulary import Vocabulary
from client.workbook.finding.taken.choices import Choices, key_of
from client.workbook.finding.taken.extraction import Extraction
from client.workbook.model import Book, Sheet

_ROWS, _COLUMNS = 400, 60
_ALIKE = 0.8
_FOREIGN_AT_MOST = 0.5
_LONGEST = 40
_HEADING_ALIKE = 0.6


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named set of choices and the workbooks they are for."""

    name: str
    labels: tuple[str, ...]
    """The known and the chosen labels of the workbook it was made from, as ``choices.key_of`` spells them."""
    heading: tuple[str, ...] = ()
    """The words of a row of headings that was chosen."""
    some_sheets: bool = False
    """Whether only sheets with these labels count."""
    choices: Choices = Choices()
    made_at: str = ""


class Matched(msgspec.Struct, frozen=True):
    """A profile found for a workbook, how alike they are (0 to 1), and its choices for this very workbook."""

    profile: Profile
    likeness: float
    choices: Choices


def made(name: str, book: Book, words: Vocabulary, found: Extraction, choices: Choices, at: str = "") -> Profile:
    """The profile of what was chosen for ``book``."""
    sheets = [sheet for sheet in book.sheets if not choices.sheets or sheet.name in choices.sheets]
    texts = set(_keys(sheets))
    known = {key for key in texts if words.matches(key)}
    labels = known | (texts & choices.lines.keys()) | (texts & choices.columns.keys())
    chosen_row = _row_of(sheets, choices.heading) if choices.heading else ()
    return Profile(
        name=name,
        labels=tuple(sorted(labels)),
        heading=chosen_row,
        some_sheets=bool(choices.sheets),
        choices=_portable(choices, found, sheets),
        made_at=at,
    )


def best(profiles: Iterable[Profile], book: Book, words: Vocabulary) -> Matched | None:
    """The profile that fits a workbook best; None when none does."""
    texts = set(_keys(book.sheets))
    known = {key for key in texts if words.matches(key)}
    found = None
    for profile in profiles:
        labels = set(profile.labels)
        likeness = len(labels & texts) / len(labels) if labels else 0.0
        foreign = len(known - labels) / len(known) if known else 0.0
        fits = likeness >= _ALIKE and (profile.some_sheets or foreign <= _FOREIGN_AT_MOST)
        if fits and (found is None or likeness > found.likeness):
            found = Matched(profile, round(likeness, 2), _for_book(profile, book))
    return found


def _for_book(profile: Profile, book: Book) -> Choices:
    choices, labels = profile.choices, set(profile.labels)
    if profile.some_sheets:
        alike = [s.name for s in book.sheets if len(labels & set(_keys([s]))) >= _ALIKE * len(labels)]
        choices = msgspec.structs.replace(choices, sheets=tuple(alike))
    if profile.heading:
        choices = msgspec.structs.replace(choices, heading=_heading_in(book, set(profile.heading)))
    return choices


def _portable(choices: Choices, found: Extraction, sheets: Iterable[Sheet]) -> Choices:
    """Without what holds for this one workbook alone: rows, letters, sheets, its period and enterprise."""
    columns: dict[str, str] = {}
    for name, role in choices.columns.items():
        columns |= dict.fromkeys(_headings_of(name, found, sheets) or [name], role)
    kept = Choices(unit=choices.unit, orientation=choices.orientation, months=choices.months)
    return msgspec.structs.replace(kept, lines=choices.lines, columns=columns)


def _headings_of(letter: str, found: Extraction, sheets: Iterable[Sheet]) -> list[str]:
    """What stands over a column, by the headings that were seen; nothing when the name is no letter."""
    if not (letter.isascii() and letter.isupper() and len(letter) <= 3):
        return []
    column = 0
    for sign in letter:
        column = column * 26 + ord(sign) - 64
    keys = []
    for sheet, plan in ((sheet, plan) for sheet in sheets for plan in found.sheets if plan.name == sheet.name):
        rows = next((seen.value for seen in plan.seen if seen.what == "heading"), "")
        first, _, last = rows.partition("-")
        texts = [sheet.spread(row, column) for row in range(int(first or 1), int(last or first or 0) + 1)]
        if joined := "".join(dict.fromkeys(text for text in texts if text)):
            keys.append(key_of(joined))
    return keys


def _keys(sheets: Iterable[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for row in sheet.rows[:_ROWS]:
            yield from _row_keys(sheet, row)


def _row_keys(sheet: Sheet, row: int) -> Iterator[str]:
    for column in sheet.across[:_COLUMNS]:
        value = sheet.value(row, column)
        if isinstance(value, str) and 1 < len(value) <= _LONGEST and (key := key_of(value)):
            yield key


def _row_of(sheets: Iterable[Sheet], row: int) -> tuple[str, ...]:
    return tuple(sorted({key for sheet in sheets for key in _row_keys(sheet, row)}))


def _heading_in(book: Book, wanted: set[str]) -> int | None:
    """The row that holds most of the words of a chosen heading."""
    rows = ((len(wanted & set(_row_keys(s, row))), row) for s in book.sheets for row in s.rows[:_ROWS])
    count, row = max(rows, default=(0, 0))
    return row if count >= _HEADING_ALIKE * len(wanted) else None
