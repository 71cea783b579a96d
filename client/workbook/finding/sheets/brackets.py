"""What is said of positive figures that a sheet shows in brackets, where an accountant reads a loss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import Sheet, reference
from forms.words import Listed

Place = tuple[int, int]
"""Row and column."""
_NAMED = 8
"""So many are named before it says …"""


def remark(sheet: Sheet, places: Iterable[Place]) -> Iterator[Note]:
    """A remark on the positive figures among cells that show theirs in brackets, if there are any.

    What the cell holds is taken: whether brackets mean a loss only whoever made the sheet can tell.
    """
    shown = [place for place in sorted(set(places)) if _positive(sheet.value(*place))]
    if shown:
        cells = [reference(*place) for place in shown[:_NAMED]]
        more = ["…"] if len(shown) > _NAMED else []
        yield note("warn.bracketed", sheet=sheet.name, count=len(shown), cells=Listed([*cells, *more]))


def _positive(value: object) -> bool:
    return isinstance(value, Decimal) and value > 0
