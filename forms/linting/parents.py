"""Codes whose ``parent`` leads nowhere, or back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Set

from forms.pack.model import CodeList, Pack
from forms.problems import FormsError


def parents(pack: Pack) -> Iterator[tuple[str, str, FormsError]]:
    """List, code and problem of each. A parent is a code of the same list or of another: the city of a county."""
    for listed in pack.lists.values():
        others = [other.codes.keys() for other in pack.lists.values() if other is not listed]
        elsewhere = frozenset[str]().union(*others)
        for entry in listed.codes.values():
            if entry.parent and entry.parent not in listed.codes and entry.parent not in elsewhere:
                yield listed.id, entry.code, FormsError("lint.parent", code=entry.code, parent=entry.parent)
            elif _comes_back(listed, entry.code, elsewhere):
                yield listed.id, entry.code, FormsError("lint.parent-circle", code=entry.code, parent=entry.parent)


def _comes_back(listed: CodeList, code: str, elsewhere: Set[str]) -> bool:
    """Whether the parents of a code lead to it again; one that only leads into a circle is not part of it.

    What is in another list too is meant there: a city without counties is the only one of its own.
    """
    above = listed.codes[code].parent
    for _ in listed.codes:
        if above in elsewhere or above not in listed.codes:
            return False
        if above == code:
            return True
        above = listed.codes[above].parent
    return False
