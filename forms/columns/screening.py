"""Which rows of a long list a rule has anything to say of: found over columns, for closures to look at alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from forms.columns.compile import check_table
from forms.columns.outcomes import FAIL, UNDECIDED
from forms.columns.table import Table
from forms.pack.model import Pack
from forms.periods import Period
from forms.returns import Return
from forms.rules.compiled import CompiledRule


class Screen:
    """A list as it stands now; its columns are made when a rule first asks for them and serve all rules."""

    def __init__(self, pack: Pack, form: str, period: Period, returns: Mapping[tuple[str, str], Return]) -> None:
        self._pack, self._form = pack, form
        self._table = Table.from_returns(pack, form, period, [returns])
        self._rows = returns[form, str(period)].rows[form]

    def suspects(self, compiled: CompiledRule, rows: frozenset[str] | None) -> frozenset[str] | None:
        """Those of ``rows`` (None: all) where a rule that looks row by row fails or is undecided.

        ``rows`` themselves where that cannot be said.
        """
        rule = compiled.rule.id
        found = check_table(self._pack, self._form, self._table, (rule,))[rule]
        if found.error is not None or found.rows is not None or self._table.size != len(self._rows):
            return rows
        wrong = [(line.outcomes == FAIL) | (line.outcomes == UNDECIDED) for line in found.lines]
        places = np.flatnonzero(np.logical_or.reduce(wrong)).tolist() if wrong else ()
        suspects = frozenset(self._rows[place] for place in places)
        return suspects if rows is None else suspects & rows
