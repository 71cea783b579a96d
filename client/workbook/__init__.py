"""Workbooks in and out: reading in a guarded child process, finding one's way in a sheet, mapping, templates.

What the package gives is imported when it is first asked for: the reading child lives in here too, starts while a
person waits, and needs none of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from client.workbook.finding.dividing import Divided, Share, divide, share_of
    from client.workbook.finding.mapping import map_book
    from client.workbook.finding.taken.choices import NONE, Choices, written
    from client.workbook.finding.taken.extraction import (
        Extraction,
        Found,
        Note,
        NotTaken,
        Seen,
        SheetPlan,
        ValueColumn,
    )
    from client.workbook.finding.taken.profiles import Profile
    from client.workbook.model import Book
    from client.workbook.reader.reading import read, warm

_GIVES = {
    "finding.taken.choices": ("NONE", "Choices", "written"),
    "finding.dividing": ("Divided", "Share", "divide", "share_of"),
    "finding.taken.extraction": ("Extraction", "Found", "Note", "NotTaken", "Seen", "SheetPlan", "ValueColumn"),
    "finding.mapping": ("map_book",),
    "model": ("Book",),
    "finding.taken.profiles": ("Profile",),
    "reader.reading": ("read", "warm"),
}
_HOMES = {name: module for module, names in _GIVES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


__all__ = [
    "NONE",
    "Book",
    "Choices",
    "Divided",
    "Extraction",
    "Found",
    "NotTaken",
    "Note",
    "Profile",
    "Seen",
    "Share",
    "SheetPlan",
    "ValueColumn",
    "divide",
    "map_book",
    "read",
    "share_of",
    "warm",
    "written",
]
