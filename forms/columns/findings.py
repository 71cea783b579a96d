"""What is wrong with a long list: found in columns, told row by row only when someone asks."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import partial
from itertools import islice
from typing import overload

import msgspec
import numpy as np

from forms.addresses import parse
from forms.blocks import Block, BlockColumn, Words
from forms.columns.compiled import check_table
from forms.columns.conditions import required
from forms.columns.outcomes import FAIL, UNDECIDED, RuleOutcome
from forms.columns.tables.listed import BlockCells, column_of
from forms.columns.tables.table import Table
from forms.columns.values import BLANK, Ints, Mask
from forms.completeness import NEGATIVE, REQUIRED, UNREAD, BuiltIn, built_in_finding
from forms.findings import Finding, FindingsByLevel, Level
from forms.pack.model import NUMERIC, Form, Indicator, Pack, Rule
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Return
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Books, Frame, Sheet, moved
from forms.rules.wording.reporting import broken_rule, finding_of
from forms.values.units import EXACT

_SHIFTS = ("previous", "last_year", "year_end")


class Group(msgspec.Struct, frozen=True, eq=False):
    """Findings of one check: ``tell`` gives the one at each of its ``places``."""

    rule: str
    level: Level
    places: Ints
    tell: Callable[[int], Finding]
    a_row: int = 0
    """So many places stand for a row; 0 where places are not rows."""
    undecided: Mask | None = None
    """By finding: whether it is undecided; None where all have failed."""

    def at(self, row: int) -> Iterator[Finding]:
        """The findings that may speak of a row."""
        for place in self.places.tolist():
            if not self.a_row or place // self.a_row == row:
                yield self.tell(place)

    def failed(self) -> Group:
        """Without what is undecided."""
        if self.undecided is None:
            return self
        return msgspec.structs.replace(self, places=self.places[~self.undecided], undecided=None)


class TableFindings(FindingsByLevel):
    """Findings in the order of checks, each row by row; one is made when it is asked for."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = [group for group in groups if len(group.places)]
        self._ends = np.cumsum([len(group.places) for group in self._groups]).tolist()
        self._known: dict[int, Finding] = {}

    def of_level(self, level: Level) -> TableFindings:
        """Those of one level."""
        return TableFindings([group for group in self._groups if group.level == level])

    def failed(self, level: Level) -> TableFindings:
        """Those of one level that have failed, leaving out what is undecided."""
        return TableFindings([group.failed() for group in self._groups if group.level == level])

    @property
    def rules(self) -> set[str]:
        """The checks there are findings of."""
        return {group.rule for group in self._groups}

    @property
    def levels(self) -> Counter[Level]:
        """How many there are of each level."""
        counts: Counter[Level] = Counter()
        for group in self._groups:
            counts[group.level] += len(group.places)
        return counts

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Finding]:
        return (self[number] for number in range(len(self)))

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        found = self._known.get(number)
        if found is None:
            which = bisect_right(self._ends, number)
            group = self._groups[which]
            place = number - (self._ends[which - 1] if which else 0)
            found = self._known[number] = group.tell(int(group.places[place]))
        return found


def columns_suffice(form: Form) -> bool:
    """Whether a list of this form can be checked in columns: nothing is computed, no row has rows of its own."""
    indicators = form.indicators.values()
    return form.shape == "rows" and not any(each.computed or each.table for each in indicators)


def block_findings(
    pack: Pack, period: Period, block: Block, others: Mapping[tuple[str, str], Return]
) -> TableFindings:
    """What ``forms.live.LiveCheck`` would find in a return that holds this block and nothing else.

    ``others`` are the enterprise's other returns, by form and period. Only for forms that ``columns_suffice``.
    """
    return _BlockCheck(pack, period, block, others).findings()


class _BlockCheck:
    def __init__(self, pack: Pack, period: Period, block: Block, others: Mapping[tuple[str, str], Return]) -> None:
        self._pack = pack
        self._form = pack.forms[block.form]
        self._period = period
        self._block = block
        self._others = others
        self._by_field = {column.field: column for column in block.columns}
        self._specs = {
            column.field: spec_at(self._form, parse(f"{block.form}[row].{column.field}"))
            for column in block.columns
        }
        self._columns = {each.field: column_of(block, each, self._specs[each.field]) for each in block.columns}
        self._table = Table.from_columns(
            pack, block.form, period, self._columns, rows=block.rows, shifted=self._shifted(), returns=others
        )
        self._opened: Books | None = None

    def _shifted(self) -> dict[str, Table]:
        """The same list at other times."""
        found = {}
        for shift in _SHIFTS:
            period = moved(self._form, self._period, shift)
            target = None if period is None else self._others.get((self._form.code, str(period)))
            if target is not None and period is not None:
                found[shift] = self._laid(target, period)
        return found

    def _laid(self, target: Return, period: Period) -> Table:
        code = self._form.code
        rows = target.rows.get(code, [])
        fields = dict.fromkeys(address.partition("].")[2] for address in target.cells if "]." in address)
        columns = {field: [target.cells.get(f"{code}[{row}].{field}") for row in rows] for field in fields}
        return Table.from_columns(self._pack, code, period, columns, rows=rows, returns=self._others)

    @property
    def _books(self) -> Books:
        """The list for the closures, its cells made when they are looked up."""
        if self._opened is None:
            block = self._block
            self._opened = Books(self._pack, self._others, self._form.code, self._period)
            sheet = Sheet(self._form.code, self._period, None, "")
            sheet.state = ""
            rows = {row: BlockCells(block, self._by_field, n) for n, row in enumerate(block.rows)}
            sheet.lay(self._form.code, rows)
            self._opened.put(sheet)
        return self._opened

    def _frame(self, position: int) -> Frame:
        return self._books.sheet(self._form.code).table(self._form.code)[self._block.rows[position]]

    def findings(self) -> TableFindings:
        outcomes = check_table(self._pack, self._form.code, self._table)
        rules = rulebook(self._pack).of_form(self._form.code)
        ruled = [self._rule(rule, outcomes[rule.id]) for rule in rules]
        unread = self._unread(ruled)
        return TableFindings([self._missing(), self._told_unread(unread), self._negative(unread), *ruled])

    def _rule(self, rule: Rule, outcome: RuleOutcome) -> Group:
        compiled = rulebook(self._pack).rule(rule)
        if not isinstance(compiled, CompiledRule):
            broken = broken_rule(rule, str(self._period), compiled)
            return Group(rule.id, rule.level, np.zeros(1, np.int64), lambda _: broken, 0, np.ones(1, np.bool_))
        return self._of_whole(compiled) if outcome.rows is not None else self._of_rows(compiled, outcome)

    def _of_whole(self, compiled: CompiledRule) -> Group:
        """A rule on the list as a whole is told at once."""
        with localcontext(EXACT):
            found = [
                finding_of(self._pack, judged)
                for judged in compiled.judge(self._books)
                if judged.outcome in ("fail", "undecided")
            ]
        undecided = np.array([finding.outcome == "undecided" for finding in found], np.bool_)
        rule = compiled.rule
        return Group(rule.id, rule.level, np.arange(len(found)), found.__getitem__, 0, undecided)

    def _of_rows(self, compiled: CompiledRule, outcome: RuleOutcome) -> Group:
        """Places are row × lines + line, so that they lie row by row."""
        count = len(outcome.lines)
        outcomes = np.stack([line.outcomes for line in outcome.lines], axis=1).reshape(-1)
        places = np.flatnonzero((outcomes == FAIL) | (outcomes == UNDECIDED))
        undecided = outcomes[places] == UNDECIDED
        rule, tell = compiled.rule, partial(self._told, compiled, count)
        return Group(rule.id, rule.level, places, tell, count, undecided)

    def _told(self, compiled: CompiledRule, count: int, place: int) -> Finding:
        row, line = divmod(place, count)
        with localcontext(EXACT):
            judged = compiled.judge(self._books, frozenset((self._block.rows[row],)))
            return finding_of(self._pack, next(islice(judged, line, None)))

    def _missing(self) -> Group:
        """Required places that are blank, row by row and then in the order of the form."""
        asked = [
            indicator
            for indicator in self._form.asked_indicators(self._period)
            if indicator.required not in ("no", "computed") and not indicator.preset
        ]
        fields = [(indicator, field) for indicator in asked for field in _fields(indicator)]
        blank = np.zeros((len(self._block.rows), len(fields)), np.bool_)
        with localcontext(EXACT):
            for number, (indicator, field) in enumerate(fields):
                lacks = self._blank(field)
                if lacks.any():
                    blank[:, number] = lacks & self._asked(indicator, field)

        def tell(place: int) -> Finding:
            row, number = divmod(place, len(fields))
            indicator, field = fields[number]
            return self._built_in(REQUIRED, row, indicator, field)

        return Group(REQUIRED.rule, REQUIRED.level, np.flatnonzero(blank), tell)

    def _asked(self, indicator: Indicator, field: str) -> Mask:
        needed = required(self._pack, self._table, indicator)
        part = indicator.parts.get(field.partition(".")[2])
        return needed if part is None else needed & required(self._pack, self._table, part)

    def _blank(self, field: str) -> Mask:
        size = len(self._block.rows)
        if field not in self._columns:
            return np.ones(size, np.bool_)
        state = self._columns[field].state
        return np.zeros(size, np.bool_) if state is None else state == BLANK

    def _unread(self, ruled: Sequence[Group]) -> list[tuple[int, int]]:
        """Position and column of cells that cannot be read: a block keeps them one by one."""
        listed = [(place, n) for n, column in enumerate(self._block.columns) for place in column.single]
        return [(place, n) for place, n in sorted(listed) if self._is_unread(place, self._block.columns[n], ruled)]

    def _told_unread(self, unread: list[tuple[int, int]]) -> Group:
        def tell(number: int) -> Finding:
            place, n = unread[number]
            field = self._block.columns[n].field
            indicator = self._form.indicators[parse(field).code]
            return self._built_in(UNREAD, place, indicator, field)

        return Group(UNREAD.rule, UNREAD.level, np.arange(len(unread)), tell, 0, np.ones(len(unread), np.bool_))

    def _is_unread(self, place: int, column: BlockColumn, ruled: Sequence[Group]) -> bool:
        cell = column.single[place]
        if cell.problem is None or cell.value is None:
            return cell.problem is not None
        address = f"{self._form.code}[{self._block.rows[place]}].{column.field}"
        return all(finding.only_cell != address for g in ruled for finding in g.at(place))

    def _negative(self, unread: list[tuple[int, int]]) -> Group:
        """Negative figures where there are none, row by row."""
        unsigned = [
            (n, column)
            for n, column in enumerate(self._block.columns)
            if self._specs[column.field].type in NUMERIC and not self._specs[column.field].signed
        ]
        below = np.zeros((len(self._block.rows), len(unsigned)), np.bool_)
        for number, (n, column) in enumerate(unsigned):
            below[:, number] = _below_zero(column)
            below[[place for place, other in unread if other == n], number] = False

        def tell(place: int) -> Finding:
            row, number = divmod(place, len(unsigned))
            field = unsigned[number][1].field
            return self._built_in(NEGATIVE, row, self._form.indicators[parse(field).code], field)

        return Group(NEGATIVE.rule, NEGATIVE.level, np.flatnonzero(below), tell)

    def _built_in(self, check: BuiltIn, row: int, indicator: Indicator, field: str) -> Finding:
        frame = self._frame(row)
        cell = None if check is REQUIRED else frame.cells.get(field)
        with localcontext(EXACT):
            return built_in_finding(self._books, check, indicator, frame, field, cell)


def _fields(indicator: Indicator) -> list[str]:
    return [f"{indicator.code}.{part}" for part in indicator.parts] or [indicator.code]


def _below_zero(column: BlockColumn) -> Mask:
    body = column.body
    if isinstance(body, Words):
        lower = [isinstance(value, Decimal) and value < 0 for value in body.values]
        below: Mask = np.array([*lower, False], np.bool_)[body.codes]
    else:
        below = body.steps < 0 if body.blank is None else (body.steps < 0) & ~body.blank
    for place, cell in column.single.items():
        below[place] = isinstance(cell.value, Decimal) and cell.value < 0
    return below
