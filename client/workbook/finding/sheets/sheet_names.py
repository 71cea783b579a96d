"""What sheets and workbooks are called: months by number alone, examples, drafts, the group beside the firm."""

from __future__ import annotations

import re
from collections.abc import Iterable

from client.workbook.finding.names.periods import period_in
from client.workbook.finding.taken.extraction import Note
from client.workbook.model import Book, Sheet
from forms.periods import Period

_ASIDE = re.compile("示例|样[表例本]|填[报写表]?说明|模板|作废|备份|草稿|旧版|调整前|未审")
_WORDED = re.compile("[年月季]")
"""In a workbook's name a bare 20251008 is when it was saved."""
_SHORT = re.compile(r"(2\d)[.\-/年](0?[1-9]|1[0-2])月?")


def numbered(book: Book, asked: Period) -> dict[str, Period]:
    """The months of sheets called 8 and 9, where several are and the asked one is among them, or 25.8 and 25.9."""
    if asked.kind != "month":
        return {}
    names = [sheet.name.strip() for sheet in book.sheets]
    plain = {name: int(name) for name in names if name.isdecimal() and 1 <= int(name) <= 12}
    found = {
        sheet.name: Period(2000 + int(short[1]), "month", int(short[2]))
        for sheet in book.sheets
        if (short := _SHORT.fullmatch(sheet.name.strip())) is not None
    }
    if len(plain) > 1 and asked.index in plain.values():
        found |= {
            sheet.name: Period(asked.year, "month", plain[sheet.name.strip()])
            for sheet in book.sheets
            if sheet.name.strip() in plain
        }
    return found


def set_aside(sheet: Sheet, warnings: Iterable[Note]) -> str:
    """Why a sheet is not meant where another one has the same figures: its name, or the title of a group's."""
    if _ASIDE.search(sheet.name) is not None:
        return sheet.name
    group = next((each for each in warnings if each.code == "warn.consolidated"), None)
    return "" if group is None else str(group.params["text"])


def other_in_file_name(file: str, taken: Period) -> Period | None:
    """The period a workbook is named after in words, where it is another than that of the figures taken."""
    named = period_in(file) if _WORDED.search(file) is not None else None
    if named is None or named.year != taken.year:
        return named
    year = "year" in (named.kind, taken.kind)
    return None if year or named.last_month == taken.last_month else named
