"""Workbooks in and out: reading in a guarded child process, finding one's way in a sheet, mapping, templates."""

from client.workbook.extraction import Extraction, Found, Note, NotTaken, SheetPlan
from client.workbook.mapping import map_book
from client.workbook.reading import read, warm

__all__ = ["Extraction", "Found", "NotTaken", "Note", "SheetPlan", "map_book", "read", "warm"]
