"""A finding: one rule at one place that failed or could not be decided, told in words and numbers."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

Level = Literal["error", "query", "hint"]
"""强制 (cannot be filed) · 核实 (filed with an explanation) · 提示 (information)."""

Outcome = Literal["pass", "fail", "undecided", "not_applicable"]

MISSING = "REQ"
"""The built-in check that what is required is filled."""


class CellRef(msgspec.Struct, frozen=True):
    """One cell a finding speaks of: form, period as spelled, address within the return, name and text."""

    form: str
    period: str
    address: str
    name: str = ""
    text: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One rule × one place. ``expected`` is the rule in words, ``actual`` the same with the numbers put in."""

    rule: str
    level: Level
    outcome: Outcome
    form: str
    period: str
    row: str | None = None
    cells: tuple[CellRef, ...] = ()
    conditions: tuple[CellRef, ...] = ()
    """Further cells that its ``when`` asks: why it is looked at here. An explanation does not depend on them."""
    title_zh: str = ""
    title_en: str = ""
    expected_zh: str = ""
    expected_en: str = ""
    actual_zh: str = ""
    actual_en: str = ""
    difference: Decimal | None = None
    unit: str = ""
    reason_zh: str = ""
    """Why it is undecided; empty for a failed rule."""
    reason_en: str = ""
    remedy_zh: str = ""
    remedy_en: str = ""

    @property
    def missing(self) -> bool:
        """Whether it only says that something required is still blank."""
        return self.rule == MISSING

    @property
    def only_cell(self) -> str:
        """The address of the one cell of its own return it speaks of; blank where there are more or it is none."""
        if len(self.cells) != 1 or (self.cells[0].form, self.cells[0].period) != (self.form, self.period):
            return ""
        return self.cells[0].address


class FindingsByLevel(Sequence[Finding]):
    """Findings that can be counted without being made; see ``forms.columns.findings``."""

    @property
    @abstractmethod
    def levels(self) -> Counter[Level]:
        """How many there are of each level."""

    @abstractmethod
    def of_level(self, level: Level) -> FindingsByLevel:
        """Those of one level."""
