"""How wide columns are in the room there is: shrunk a little, the least needed left out, else stretched."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Width(msgspec.Struct, frozen=True):
    """What one column would like, in device-independent units; ``drop`` 0 never goes, the highest goes first."""

    least: int
    full: int
    stretch: int = 0
    drop: int = 0


def spread(room: int, columns: Sequence[Width]) -> list[int]:
    """A width per column, 0 for one that is left out. The sum exceeds ``room`` only when nothing more can go."""
    kept = set(range(len(columns)))
    while sum(columns[n].least for n in kept) > room:
        droppable = [n for n in kept if columns[n].drop]
        if not droppable:
            break
        kept.discard(max(droppable, key=lambda n: columns[n].drop))
    widths = [column.least if n in kept else 0 for n, column in enumerate(columns)]
    spare = room - sum(widths)
    needs = [columns[n].full - widths[n] if n in kept else 0 for n in range(len(columns))]
    given = min(max(spare, 0), sum(needs))
    for n in kept:  # where there is not enough for all, each gets its share: none is cut off alone
        widths[n] += given * needs[n] // max(sum(needs), 1)
    spare -= given
    parts = sum(columns[n].stretch for n in kept)
    if spare > 0 and parts:
        for n in kept:
            widths[n] += spare * columns[n].stretch // parts
    if parts and (left := room - sum(widths)) > 0:  # by rounding: the last line of the table ends where it does
        widths[max(n for n in kept if columns[n].stretch)] += left
    return widths
