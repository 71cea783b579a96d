"""The plan's targets, and which two speak of one quantity: a rate of growth, and a level to be reached.

The two do not agree (4.3 growing by 6 % a year does not reach 6.6), so neither is ever shown as the other.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

from forms.pack.loader import read_part
from forms.problems import FormsError

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


def load_targets(folder: Path | str) -> Targets:
    """The targets of the pack in ``folder``, none without ``targets.toml``; raises ``FormsError('pack.…')``."""
    file = Path(folder) / "targets.toml"
    return read_part(Path(folder), file, Targets) if file.is_file() else Targets(())
