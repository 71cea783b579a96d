"""The rules of one return, judged and lifted: what each says, which cells it speaks of, and its inequalities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

import msgspec

from forms.findings import Level, Outcome
from forms.locating.cases import NotAskedError, NotLiftedError
from forms.locating.lifting import Cells, Lifter, Made, addresses
from forms.locating.linear import Alternatives, Linear, both, cells_of, either
from forms.locating.model import Settled
from forms.pack.model import Pack, Rule
from forms.problems import FormsError
from forms.rules.binding import Binder
from forms.rules.book import frames_of, rulebook
from forms.rules.closures.compiler import Compiler
from forms.rules.compiled import CompiledRule, Judgement, Variant
from forms.rules.parser import parse
from forms.rules.results import Closure
from forms.rules.scope import Books, Scope
from forms.rules.tracing import Tracer, asserted
from forms.rules.tree import Compare, Node, Product

SIGN = "SIGN"
"""The built-in check that a figure which is never negative is not."""

_SHARE = re.compile(r"\s*\d+(\.\d+)?\s*%\s*")
_NOTHING = Decimal(0)


class Ruled(msgspec.Struct, frozen=True, eq=False):
    """One rule at one place. ``condition`` is None where it has no linear form, for the reason ``why``."""

    key: Settled
    level: Level
    outcome: Outcome
    cells: frozenset[str]
    """Cells that may be changed and that it speaks of."""
    condition: Alternatives | None = None
    why: str = ""


class _Prepared(msgspec.Struct, frozen=True, eq=False):
    """What lifting needs beside the compiled rule: its guard with closures of its own, and its tolerances."""

    when: Node | None
    closures: dict[int, Closure]
    tracer: Tracer
    tolerances: dict[tuple[str, int], Closure]
    """By the line of the rule and the place of the comparison among those that should hold."""


@lru_cache(maxsize=1024)
def _prepared(pack: Pack, rule: Rule) -> _Prepared:
    compiled = rulebook(pack).rule(rule)
    assert isinstance(compiled, CompiledRule)
    frames = tuple(table.key for table in compiled.tables)
    compiler = Compiler(pack, "decide", frames)
    when = parse(rule.when) if rule.when else None
    if when is not None:
        compiler.compile(when)
    tolerances = {
        (variant.code, number): Compiler(pack, rule.missing, frames).compile(
            _tolerance(rule, variant.tolerance, node)
        )
        for variant in compiled.variants
        for number, node in enumerate(asserted(variant.expect))
        if variant.tolerance is not None
    }
    return _Prepared(when, compiler.closures, Tracer(Binder(pack), compiler.closures, frames), tolerances)


def _tolerance(rule: Rule, tolerance: Node, node: Compare) -> Node:
    """The tolerance as an expression: a share is one of the right side."""
    if not _SHARE.fullmatch(rule.tolerance):
        return tolerance
    return Product(node.at, (("*", tolerance), ("*", node.right)))


def prepare(pack: Pack, form: str) -> None:
    """Compile once per process what lifting the rules of a form takes, ahead of any time limit."""
    for rule in rulebook(pack).of_form(form):
        if isinstance(rulebook(pack).rule(rule), CompiledRule):
            _prepared(pack, rule)


def made_of(pack: Pack, form: str) -> dict[str, Made]:
    """The computed indicators of a form with their expressions."""
    frames = frames_of(pack.forms[form])
    found = {}
    for indicator in pack.forms[form].indicators.values():
        if indicator.computed:
            compiler = Compiler(pack, "skip", frames)
            tree = parse(indicator.computed)
            compiler.compile(tree)
            found[indicator.code] = Made(tree, Tracer(Binder(pack), compiler.closures, frames), compiler.closures)
    return found


def ruled(books: Books, cells: Cells, *, by_row: bool = False) -> Iterator[Ruled]:
    """Every rule of the form at every place, and the sign of every figure.

    ``by_row`` leaves out rules on the whole return, for one of which only some rows are laid out.
    """
    yield from _judged(books, cells, frozenset(), rulebook(books.pack).of_form(books.form), by_row=by_row)
    yield from signs(cells)


def filling(books: Books, cells: Cells, address: str, code: str, *, by_row: bool = False) -> Iterator[Ruled]:
    """The rules an indicator takes part in, lifted as if its blank cell had a value."""
    rules = [rule for rule in rulebook(books.pack).touched_by([code]) if rule.form == books.form]
    yield from _judged(books, cells, frozenset([address]), rules, by_row=by_row)


def _judged(
    books: Books, cells: Cells, free: frozenset[str], rules: Iterable[Rule], *, by_row: bool
) -> Iterator[Ruled]:
    for rule in rules:
        compiled = rulebook(books.pack).rule(rule)
        if isinstance(compiled, FormsError):
            yield Ruled(Settled(rule.id), rule.level, "undecided", frozenset(), None, "broken")
        elif compiled.tables or not by_row:
            for judged in compiled.judge(books):
                yield _one(books.pack, judged, cells, free)


def alone(books: Books, cells: Cells, one: Ruled, cell: str) -> Alternatives | None:
    """A rule without linear form over all cells as a condition on one of them, if it has that."""
    compiled = rulebook(books.pack).rule(books.pack.rules[one.key.rule])
    assert isinstance(compiled, CompiledRule)
    held = cells.alone(cell)
    for judged in compiled.judge(books):
        if key_of(judged) == one.key:
            return _one(books.pack, judged, held, frozenset()).condition
    return None


def signs(cells: Cells) -> Iterator[Ruled]:
    """The built-in check of signs as rules on single cells."""
    for address, value in cells.values.items():
        if address not in cells.signed:
            condition = ((Linear({address: Decimal(-1)}),),)
            outcome: Outcome = "fail" if value < 0 else "pass"
            yield Ruled(Settled(SIGN, address), "query", outcome, frozenset({address}), condition)


def key_of(judged: Judgement) -> Settled:
    """What names a rule at one place."""
    scope, form = judged.scope, judged.rule.form
    outer = scope.get(form) if scope.books.pack.forms[form].shape == "rows" else None
    rows = [frame.row for frame in (outer, judged.frame) if frame is not None and frame.row]
    return Settled(judged.rule.id, judged.variant.code, "·".join(dict.fromkeys(rows)))


def _one(pack: Pack, judged: Judgement, cells: Cells, free: frozenset[str]) -> Ruled:
    rule = judged.rule
    prepared = _prepared(pack, rule)
    spoken = _spoken(judged, prepared, cells)
    condition, why = None, ""
    if judged.outcome == "undecided" and not free:
        why = "undecided"
    elif not spoken:
        why = "not-numeric"
    else:
        try:
            condition = _lifted(judged, prepared, cells, free)
        except NotLiftedError as error:
            why = error.why
        except NotAskedError:
            why = "not-asked"
    if condition is not None:
        spoken = cells_of(condition) or spoken
    return Ruled(key_of(judged), rule.level, judged.outcome, spoken, condition, why)


def _lifted(judged: Judgement, prepared: _Prepared, cells: Cells, free: frozenset[str]) -> Alternatives:
    variant, scope = judged.variant, judged.scope
    allowances = _allowances(variant, prepared)
    lifter = Lifter(variant.tracer, variant.closures, cells, allowances, free)
    guard = Lifter(prepared.tracer, prepared.closures, cells, {}, free)
    if prepared.when is None:
        return lifter.condition(variant.expect, scope)
    applies = guard.condition(prepared.when, scope)
    if not applies:
        raise NotAskedError
    denied = guard.condition(prepared.when, scope, wanted=False)
    return either([denied, both(applies, lifter.condition(variant.expect, scope))])


def _allowances(variant: Variant, prepared: _Prepared) -> dict[int, Callable[[Scope], Decimal]]:
    """The tolerance of each comparison that should hold: the rule's own, or what rounding may have moved."""
    found: dict[int, Callable[[Scope], Decimal]] = {}
    for number, node in enumerate(asserted(variant.expect)):
        found[id(node)] = _allowance(variant, node, prepared.tolerances.get((variant.code, number)))
    return found


def _allowance(variant: Variant, node: Compare, own: Closure | None) -> Callable[[Scope], Decimal]:
    def allowance(scope: Scope) -> Decimal:
        value = own(scope) if own is not None else _NOTHING
        slack = variant.tracer.slack(node, scope)
        return max(abs(value), slack) if isinstance(value, Decimal) else slack

    return allowance


def _spoken(judged: Judgement, prepared: _Prepared, cells: Cells) -> frozenset[str]:
    """The changeable cells a rule looks at, through computed ones too."""
    found = set(addresses(judged.variant.tracer, judged.variant.expect, judged.scope))
    if prepared.when is not None:
        found |= set(addresses(prepared.tracer, prepared.when, judged.scope))
    left = list(found)
    while left:
        made = cells.made.get(left.pop().rpartition(".")[2])
        if made is not None:
            new = set(addresses(made.tracer, made.tree, judged.scope)) - found
            found |= new
            left += new
    return frozenset(found & cells.changeable)
