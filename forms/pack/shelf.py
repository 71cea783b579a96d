"""Versions of a pack side by side: the one in force for a period, and the one a return was begun with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import combinations
from pathlib import Path

import msgspec

from forms.pack.loader import bundled_pack, bundled_versions, load_pack, ordinal
from forms.pack.model import Form, Pack
from forms.periods import Period
from forms.problems import FormsError
from forms.words import Listed


class Shelf(msgspec.Struct, frozen=True, eq=False):
    """The versions of one pack, the oldest first."""

    packs: tuple[Pack, ...]

    @property
    def newest(self) -> Pack:
        return self.packs[-1]

    @property
    def forms(self) -> dict[str, Form]:
        """Every form there ever was, as the newest version that has it defines it; those asked now come first."""
        found: dict[str, Form] = {}
        for pack in reversed(self.packs):
            found |= {code: form for code, form in pack.forms.items() if code not in found}
        return found

    def in_force(self, period: Period) -> Pack:
        """The version returns of ``period`` are begun with; outside all of them, the newest."""
        return next((pack for pack in reversed(self.packs) if pack.in_force(period)), self.newest)

    def version(self, name: str) -> Pack:
        """The version a return is pinned to, as ``2026.1`` or ``gd-eic/2026.1``.

        Raises ``FormsError('pack.version')`` when it does not come with this program.
        """
        for pack in self.packs:
            if name in (pack.version, pack.name):
                return pack
        raise FormsError("pack.version", version=name, versions=Listed(pack.version for pack in self.packs))


def shelf_of(packs: Iterable[Pack]) -> Shelf:
    """Put versions side by side. Raises ``FormsError('pack.overlap')`` when two are in force at once."""
    ordered = tuple(sorted(packs, key=lambda pack: ordinal(pack.version)))
    for one, other in combinations(ordered, 2):
        if collide(one, other) and not _succeeds(other, one, ordered):
            raise overlap(one, other)
    return Shelf(ordered)


def collide(one: Pack, other: Pack) -> bool:
    """Whether both are in force in some month, and neither says that it takes the other's place."""
    meets = one.valid_from <= other.valid_to and other.valid_from <= one.valid_to
    return meets and one.version != other.supersedes and other.version != one.supersedes


def _succeeds(later: Pack, earlier: Pack, packs: tuple[Pack, ...]) -> bool:
    """Whether the later version takes the earlier one's place by way of those between them."""
    by_version = {pack.version: pack for pack in packs}
    step: Pack | None = later
    while step is not None and ordinal(step.supersedes) < ordinal(step.version):
        if step.supersedes == earlier.version:
            return True
        step = by_version.get(step.supersedes)
    return False


def overlap(one: Pack, other: Pack, folder: str = "") -> FormsError:
    """Two versions are in force in the same months; ``folder`` is where the other lies."""
    there = f"{other.name} ({folder})" if folder else other.name
    first, last = max(one.valid_from, other.valid_from), min(one.valid_to, other.valid_to)
    return FormsError("pack.overlap", one=one.name, other=there, first=first, last=last)


@cache
def bundled_shelf(id: str = "gd-eic", load: Callable[[Path], Pack] = load_pack) -> Shelf:
    """All versions of a pack that come with the program; ``load`` is that of ``bundled_pack``."""
    return shelf_of(bundled_pack(id, version, load=load) for version in bundled_versions(id))
