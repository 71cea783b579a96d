"""What is taken of small sheets by the program's own pack, and what is left of them."""

from __future__ import annotations

from collections.abc import Sequence

from client.workbook import Extraction, map_book
from client.workbook.model import Book, Sheet
from forms.pack.loader import bundled_pack
from forms.periods import Period

FIRM = "91441300MA58H0D25G"
SEPTEMBER = Period.parse("2025-09")


def mapped(*sheets: Sheet, period: Period = SEPTEMBER, forms: Sequence[str] | None = None) -> Extraction:
    return map_book(Book("账.xlsx", sheets), bundled_pack(), period, FIRM, forms=forms)


def texts(extraction: Extraction) -> dict[str, str]:
    return {found.address: found.text for found in extraction.values}


def left(extraction: Extraction) -> dict[tuple[int | None, str | None], str]:
    return {(entry.row, entry.column): entry.code for entry in extraction.left}
