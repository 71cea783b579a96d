"""The plan's targets, and the two paths to them: by the growth rate it names, and to the level it names.

The two do not agree (4.3 growing by 6 % a year does not reach 6.6), so neither is ever shown as the other.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Literal

import msgspec

from forms.pack.loader import read_part
from forms.problems import FormsError
from forms.values.units import EXACT

TARGET_YEAR = 2025

Bound = Literal["at-least", "above", "about"]


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One countable target; ``value`` is None where the plan names a direction only."""

    id: str
    name: str
    name_en: str
    unit: str
    fed_by: str
    source: str
    indicators: tuple[str, ...]
    value: Decimal | None = None
    bound: Bound = "at-least"
    note: str = ""


class Course(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quantity with a target of growth (% a year) and one of level; ``base`` is its known value, if any."""

    id: str
    name: str
    name_en: str
    growth: str
    level: str
    base_year: int | None = None
    base: Decimal | None = None
    note: str = ""


class Point(msgspec.Struct, frozen=True):
    """One year of a path."""

    year: int
    value: Decimal


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``targets.toml`` of a pack."""

    target: tuple[Target, ...]
    path: tuple[Course, ...] = ()

    def of(self, id: str) -> Target:
        """The target called ``id``; raises ``FormsError('target.unknown')``."""
        found = next((target for target in self.target if target.id == id), None)
        if found is None:
            raise FormsError("target.unknown", target=id)
        return found

    def number(self, id: str) -> Decimal:
        """Its value; raises ``FormsError('target.unknown')`` for one without a number."""
        value = self.of(id).value
        if value is None:
            raise FormsError("target.unknown", target=id)
        return value

    def growth_path(self, path: Course) -> tuple[Point, ...]:
        """From the base by the rate of growth the plan names; empty without a base."""
        if path.base is None or path.base_year is None:
            return ()
        return _grown(path.base_year, path.base, 1 + self.number(path.growth) / 100)

    def level_path(self, path: Course) -> tuple[Point, ...]:
        """From the base to the level the plan names, by an even rate; empty without a base."""
        if path.base is None or path.base_year is None:
            return ()
        return _grown(path.base_year, path.base, self.rate_to_level(path) / 100 + 1)

    def rate_to_level(self, path: Course) -> Decimal:
        """The even growth in % a year that leads from the base to the level."""
        if path.base is None or path.base_year is None:
            raise FormsError("target.no-base", path=path.id)
        with localcontext(EXACT):
            years = TARGET_YEAR - path.base_year
            return ((self.number(path.level) / path.base) ** (Decimal(1) / years) - 1) * 100

    def base_for_level(self, path: Course, year: int) -> Decimal:
        """What the value of ``year`` would have to be for the plan's growth to reach its level."""
        with localcontext(EXACT):
            return self.number(path.level) / (1 + self.number(path.growth) / 100) ** (TARGET_YEAR - year)


def load_targets(folder: Path | str) -> Targets:
    """The targets of the pack in ``folder``, none without ``targets.toml``; raises ``FormsError('pack.…')``."""
    file = Path(folder) / "targets.toml"
    return read_part(Path(folder), file, Targets) if file.is_file() else Targets(())


def shown(value: Decimal, decimals: int) -> Decimal:
    """A figure of a path as it is printed: half up."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _grown(year: int, base: Decimal, factor: Decimal) -> tuple[Point, ...]:
    with localcontext(EXACT):
        return tuple(Point(year + n, base * factor**n) for n in range(TARGET_YEAR - year + 1))
