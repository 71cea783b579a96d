"""Workbooks in and out: reading in a guarded child process, finding one's way in a sheet, mapping, templates."""

from client.workbook.choices import NONE, Choices, written
from client.workbook.dividing import Divided, Share, divide, share_of
from client.workbook.extraction import Extraction, Found, Note, NotTaken, Seen, SheetPlan
from client.workbook.mapping import map_book
from client.workbook.model import Book
from client.workbook.profiles import Profile
from client.workbook.reading import read, warm

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
    "divide",
    "map_book",
    "read",
    "share_of",
    "warm",
    "written",
]
