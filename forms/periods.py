"""Reporting periods, spelled ``2025``, ``2025-H1``, ``2025-Q3``, ``2025-09``: a year, half, quarter or month.

A monthly period stands for everything from 1 January to the end of that month (cumulative), so
``2025-02`` is the report of January and February together.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from forms.problems import FormsError
from forms.words import Language, Words

Kind = Literal["year", "half", "quarter", "month"]

_SPELLING = r"(20\d\d)(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?"
_MONTHS: dict[Kind, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}


class Period(msgspec.Struct, frozen=True, order=True):
    """One period; ``index`` counts from 1 within the year (a year has index 1)."""

    year: int
    kind: Kind
    index: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read one of the four spellings; raises ``FormsError('period.malformed')``."""
        match = re.fullmatch(_SPELLING, text.strip().upper())
        if match is None:
            raise FormsError("period.malformed", text=text)
        year, half, quarter, month = match.groups()
        if half:
            return cls(int(year), "half", int(half))
        if quarter:
            return cls(int(year), "quarter", int(quarter))
        if month:
            return cls(int(year), "month", int(month))
        return cls(int(year), "year", 1)

    def __str__(self) -> str:
        match self.kind:
            case "month":
                return f"{self.year}-{self.index:02d}"
            case "quarter":
                return f"{self.year}-Q{self.index}"
            case "half":
                return f"{self.year}-H{self.index}"
        return str(self.year)

    @property
    def months(self) -> int:
        """Months from 1 January to the end of the period."""
        return self.index * _MONTHS[self.kind]

    @property
    def last_month(self) -> str:
        """The month the period ends in, as ``YYYY-MM``."""
        return f"{self.year}-{self.months:02d}"

    def label(self, language: Language = "zh") -> str:
        """The period as a person says it: ``2025年9月``, ``2025年1—2月`` for the year's first monthly report."""
        if language == "en":
            return str(self)
        if self.kind == "month":
            return f"{self.year}年1—2月" if self.index == 2 else f"{self.year}年{self.index}月"
        if self.kind == "quarter":
            return f"{self.year}年{'一二三四'[self.index - 1]}季度"
        if self.kind == "half":
            return f"{self.year}年{'上下'[self.index - 1]}半年"
        return f"{self.year}年"

    @property
    def words(self) -> Words:
        """``label`` in both languages, for a message."""
        return Words(self.label("zh"), self.label("en"))

    def previous(self) -> Period | None:
        """The report before this one in the same year; ``None`` for the first (January is never reported)."""
        first = 2 if self.kind == "month" else 1
        return None if self.index <= first else Period(self.year, self.kind, self.index - 1)

    @property
    def ordinal(self) -> int:
        """Which report of its kind it is since the year 0: those that follow each other differ by one."""
        first = 2 if self.kind == "month" else 1
        return self.year * (13 - first if self.kind == "month" else 12 // _MONTHS[self.kind]) + self.index - first

    def last_year(self) -> Period:
        """The same period one year earlier."""
        return Period(self.year - 1, self.kind, self.index)

    def year_end(self) -> Period:
        """The last period of this kind in the year before."""
        return Period(self.year - 1, self.kind, 12 // _MONTHS[self.kind])

    def enclosing(self, kind: Kind) -> Period:
        """The period of ``kind`` in which this one ends (``2025-09`` as a quarter is ``2025-Q3``)."""
        return Period(self.year, kind, -(-self.months // _MONTHS[kind]))
