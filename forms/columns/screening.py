"""Which rows of a long list a check has anything to say of: found over columns, for closures to look at alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import localcontext

import numpy as np

from forms.columns.compiled import check_table, plan_for
from forms.columns.conditions import required
from forms.columns.outcomes import FAIL, UNDECIDED
from forms.columns.tables.of_returns import ReturnSource
from forms.columns.tables.table import Table
from forms.completeness import is_blank, is_suspect, places_of
from forms.pack.model import Indicator
from forms.returns import Cell
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Books, Frame
from forms.values.units import EXACT


class Screen:
    """A list as it stands now; its columns are made when a check first asks for them and serve all checks."""

    def __init__(self, books: Books) -> None:
        self._pack, self._form = books.pack, books.pack.forms[books.form]
        self._source = ReturnSource.over(books)
        self._table = Table(books.pack, self._form, books.period, self._source)
        self._frames: list[Frame] = list(books.sheet(books.form).table(books.form).values())

    def spread(self, codes: Iterable[str] | None = None, between: Callable[[], None] = lambda: None) -> None:
        """Have all cells ready (or those of some indicators), for as long as everything is looked at.

        What ``between`` raises ends that.
        """
        chosen = self._form.chosen_indicators(codes)
        places = (place for indicator in chosen for place in places_of(indicator))
        self._source.spread([field for _, field, _ in places], between)

    def let_go(self) -> None:
        """Everything was looked at."""
        self._source.spread(())

    def refresh(self, fields: Iterable[str]) -> bool:
        """Forget the columns of fields that changed; False when that by which rows are known did: keep nothing."""
        changed = frozenset(fields)
        if self._form.row_key in changed:
            return False
        self._table.forget(changed)
        return True

    def suspects(self, compiled: CompiledRule, rows: frozenset[str] | None) -> frozenset[str] | None:
        """Those of ``rows`` (None: all) where a rule on rows fails or is undecided.

        ``rows`` themselves where only the closures can say.
        """
        rule = (compiled.rule.id,)
        if any(plan.why for plan in plan_for(self._pack, self._form.code, rule).rules):
            return rows
        found = check_table(self._pack, self._form.code, self._table, rule)[compiled.rule.id]
        if found.error is not None or found.rows is not None:
            return rows
        wrong = [(line.outcomes == FAIL) | (line.outcomes == UNDECIDED) for line in found.lines]
        places = np.flatnonzero(np.logical_or.reduce(wrong)).tolist() if wrong else ()
        return self._named(places, rows)

    def incomplete(
        self, rows: frozenset[str] | None, codes: Iterable[str] | None
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """The indicators (of ``codes`` if given) that the built-in checks may have something to say of, and where.

        The rows are among ``rows`` (None: all).
        """
        asked = {indicator.code for indicator in self._form.asked_indicators(self._table.period, codes)}
        for indicator in self._form.chosen_indicators(codes):
            wanted = indicator.code in asked and not (indicator.preset or indicator.computed)
            look = self._with_rows if indicator.table else self._lacking_or_unfit
            found = self._named(look(indicator, wanted=wanted), rows)
            if found:
                yield indicator.code, found

    def _with_rows(self, indicator: Indicator, *, wanted: bool) -> set[int]:
        """The places of rows that have rows of an indicator's own, or need some."""
        sheets = enumerate(self._frames)
        places = {place for place, frame in sheets if frame.sheet.table(frame.address(indicator.code))}
        return places | self._needing(indicator) if wanted else places

    def _lacking_or_unfit(self, indicator: Indicator, *, wanted: bool) -> set[int]:
        cells = {field: [*self._source.striking(field)] for _, field, _ in places_of(indicator)}
        places = {
            place for held in cells.values() for place, cell in held if cell is not None and is_suspect(cell)
        }
        return places | self._lacking(indicator, cells) if wanted else places

    def _lacking(self, indicator: Indicator, cells: dict[str, list[tuple[int, Cell | None]]]) -> set[int]:
        """The places of rows in which something of an indicator is blank that has to be filled."""
        beside = self._form.columns_required != "no"
        looked_at = [held for field, held in cells.items() if beside or "@" not in field]
        blank = {place for held in looked_at for place, cell in held if is_blank(cell)}
        return blank & self._needing(indicator) if blank else blank

    def _needing(self, indicator: Indicator) -> set[int]:
        with localcontext(EXACT):
            return set(np.flatnonzero(required(self._pack, self._table, indicator)).tolist())

    def _named(self, places: Iterable[int], rows: frozenset[str] | None) -> frozenset[str]:
        found = frozenset(self._frames[place].row or "" for place in places)
        return found if rows is None else found & rows
