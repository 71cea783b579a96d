"""Periods as a command is given them: one, a span of them, or all a workbook holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from client.base.errors import UserError
from client.usecases.books.extracting import Extracted
from client.usecases.books.months import months_of, other_months
from client.usecases.books.several import extract_each
from forms.periods import Period

_BETWEEN = ".."
_MOST_IN_A_YEAR = 12


@dataclass(frozen=True)
class PeriodSpan:
    """From ``first`` to ``last``; ``every`` takes whatever a workbook holds, ``last`` being its likely year."""

    first: Period
    last: Period
    every: bool = False

    @classmethod
    def of(cls, text: str, *, every: bool, today: date) -> PeriodSpan:
        """``2025-09``, ``2025-02..2025-12``, or ``""`` where every one is meant.

        Raises ``UserError`` ``cli.period-needed`` and ``cli.period-span``, ``FormsError('period.malformed')``.
        """
        if not text:
            if not every:
                raise UserError("cli.period-needed")
            year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
            return cls(Period(year, "month", month), Period(year, "month", month), every)
        begin, between, end = text.partition(_BETWEEN)
        first = Period.parse(begin)
        last = Period.parse(end) if between else first
        if first.kind != last.kind or first > last:
            raise UserError("cli.period-span", text=text)
        return cls(first, last, every)

    @property
    def several(self) -> bool:
        """Whether more than one may be meant."""
        return self.every or self.first != self.last

    @property
    def periods(self) -> frozenset[Period] | None:
        """Every period of the span; None where every one in the workbook is meant."""
        if self.every:
            return None
        years = range(self.first.year, self.last.year + 1)
        every = (Period(year, self.last.kind, n) for year in years for n in range(1, _MOST_IN_A_YEAR + 1))
        return frozenset(each for each in every if self.first <= each <= self.last)

    def of_book(self, found: Extracted, anew: Callable[[Period], Extracted]) -> tuple[Extracted, ...]:
        """What a workbook holds for each of them; ``anew`` takes another period of what was read.

        Raises ``UserError('workbook.other-months')`` where it holds others only.
        """
        if not self.several:
            return (found,)
        there = months_of(found.extraction, found.period, found.book, found.pack)
        asked = self.periods
        wanted = [month for month in there if asked is None or month in asked]
        if not wanted:
            raise other_months(found.book.name, there, [self.first, self.last])
        return extract_each(anew, wanted)

    def __str__(self) -> str:
        return str(self.last) if self.first == self.last else f"{self.first}{_BETWEEN}{self.last}"
