"""Rules compiled for columns, and run over a table: most rows at once, the odd ones by the closures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import localcontext
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np

from forms.columns.batch import Batch
from forms.columns.closures import by_closures, everywhere
from forms.columns.compiling.compiler import Compiler
from forms.columns.compiling.expressions import Context, Part, Unsupported
from forms.columns.outcomes import (
    NOT_APPLICABLE,
    UNDECIDED,
    Line,
    Outcomes,
    PlanNote,
    RuleOutcome,
    TableOutcome,
    Way,
)
from forms.columns.tables.table import Table
from forms.columns.unknowns import Unknowns, missing
from forms.columns.values import Flag, Whys
from forms.pack.model import Pack, Rule
from forms.problems import FormsError
from forms.rules.binding import Binder
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule, Variant
from forms.values.units import EXACT


class LinePlan(msgspec.Struct, frozen=True, eq=False):
    """One line of a rule over columns: where it applies, and what should hold there."""

    code: str
    guard: Part | None
    expect: Part
    unknowns: Unknowns


class RulePlan(msgspec.Struct, frozen=True, eq=False):
    """How one rule is run: over columns, or (``why`` says what for) by its closures."""

    rule: Rule
    compiled: CompiledRule | FormsError
    lines: tuple[LinePlan, ...]
    why: str = ""


class ColumnPlan:
    """The rules of a form (or those named) ready for its tables; kept beside the pack."""

    def __init__(self, pack: Pack, form: str, rules: Iterable[str] | None = None) -> None:
        wanted = None if rules is None else frozenset(rules)
        book = rulebook(pack)
        found = [rule for rule in book.of_form(form) if wanted is None or rule.id in wanted]
        self.pack = pack
        self.rules = tuple(_planned(pack, rule, book.rule(rule)) for rule in found)

    def explain(self) -> tuple[PlanNote, ...]:
        """Which rules run over columns, and what keeps the others from it."""
        ways: dict[bool, Way] = {True: "closures", False: "columns"}
        return tuple(PlanNote(plan.rule.id, ways[bool(plan.why)], plan.why) for plan in self.rules)


@lru_cache(maxsize=64)
def plan_for(pack: Pack, form: str, rules: tuple[str, ...] | None = None) -> ColumnPlan:
    """The plan of a form's rules, made once."""
    return ColumnPlan(pack, form, rules)


def check_table(pack: Pack, form: str, table: Table, rules: Sequence[str] | None = None) -> TableOutcome:
    """What the rules of a form say of every record of a table: the same as their closures, only sooner.

    Raises ``FormsError('form.unknown')``.
    """
    if form not in pack.forms:
        raise FormsError("form.unknown", form=form)
    plan = plan_for(pack, form, None if rules is None else tuple(rules))
    with localcontext(EXACT):
        return TableOutcome(pack, {each.rule.id: _ran(each, table) for each in plan.rules})


def _planned(pack: Pack, rule: Rule, compiled: CompiledRule | FormsError) -> RulePlan:
    if isinstance(compiled, FormsError):
        return RulePlan(rule, compiled, (), "has no meaning in its pack")
    try:
        lines = tuple(_line(pack, compiled, variant) for variant in compiled.variants)
    except Unsupported as unsupported:
        return RulePlan(rule, compiled, (), str(unsupported))
    return RulePlan(rule, compiled, lines)


def _line(pack: Pack, compiled: CompiledRule, variant: Variant) -> LinePlan:
    rule, form = compiled.rule, pack.forms[compiled.rule.form]
    if form.shape == "single" and compiled.tables:
        raise Unsupported("rows of a child table")
    if form.shape == "rows" and [table.key for table in compiled.tables] != [form.code]:
        raise Unsupported("rows of a child table" if compiled.tables else "the list as a whole")
    unknowns = Unknowns()
    context = Context(Binder(pack), unknowns, rule.missing, form.code)
    compiler = Compiler(context, {id(node): own for node, own in compiled.tolerances(variant.expect)})
    expect = compiler.truth(variant.expect)
    guard = None
    if compiled.when is not None:
        guard = Compiler(context.raw(), {}).truth(compiled.when)
    return LinePlan(variant.code, guard, expect, unknowns)


def _ran(plan: RulePlan, table: Table) -> RuleOutcome:
    rule, compiled = plan.rule.id, plan.compiled
    if isinstance(compiled, FormsError):
        undecided = np.full(table.size, UNDECIDED, np.uint8)
        return RuleOutcome(rule, (Line("", undecided, None, ()),), error=compiled)
    if plan.why:
        return everywhere(compiled, table)
    if not table.size:
        none = np.zeros(0, np.uint8)
        return RuleOutcome(rule, tuple(Line(line.code, none, None, (None,)) for line in plan.lines))
    found = [_over(plan, number, table) for number in range(len(plan.lines))]
    return RuleOutcome(rule, tuple(line for line, _ in found), by_closure=sum(count for _, count in found))


def _over(plan: RulePlan, number: int, table: Table) -> tuple[Line, int]:
    """One line over all rows: at once where every cell is known, then with reasons, then by closures."""
    line = plan.lines[number]
    batch = Batch(table, plain=True)
    outcomes, _ = _judged(plan.rule, line, batch)
    rest = batch.left()
    if not len(rest):
        return Line(line.code, outcomes, None, (None,)), 0
    why = np.zeros(table.size, np.int16)
    again = Batch(table, rest, plain=False)
    outcomes[rest], why[rest] = _judged(plan.rule, line, again)
    odd = rest[again.left()]
    if len(odd):
        assert isinstance(plan.compiled, CompiledRule)
        outcomes[odd], why[odd] = by_closures(plan.compiled, number, table, odd, line.unknowns)
    return Line(line.code, outcomes, why, tuple(line.unknowns.listed)), len(odd)


def _judged(rule: Rule, line: LinePlan, batch: Batch) -> tuple[Outcomes, Any]:
    """Outcome and reason of each row of a batch; those of stopped rows mean nothing."""
    expect: Flag = line.expect.run(batch)
    guard: Flag | None = None if line.guard is None else line.guard.run(batch)
    outcomes: Outcomes = np.logical_not(np.broadcast_to(expect.holds, batch.size)).view(np.uint8)
    if guard is not None:
        applied = guard.holds.view(np.uint8)
        outcomes = (outcomes & applied) | ((applied ^ np.uint8(1)) * np.uint8(NOT_APPLICABLE))
    if expect.why is None and (guard is None or guard.why is None):
        return outcomes, 0
    why, applies = _reason(expect, guard)
    silent = missing(why)
    if rule.missing == "decide":
        silent &= ~(line.unknowns.named("blank")[why] & applies)
    unknown = np.where(silent, np.uint8(NOT_APPLICABLE), np.uint8(UNDECIDED))
    return np.where(why != 0, unknown, outcomes), why


def _reason(expect: Flag, guard: Flag | None) -> tuple[Whys, Any]:
    """The reason of each row, and where the guard let the rule apply."""
    mine = np.zeros(1, np.int16) if expect.why is None else expect.why
    if guard is None:
        return mine, True
    if guard.why is None:
        return np.where(guard.holds, mine, np.int16(0)), guard.holds
    applies = guard.holds & (guard.why == 0)
    return np.where(applies, mine, guard.why), applies
