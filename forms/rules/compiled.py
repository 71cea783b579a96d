"""A rule made ready: its expression compiled for every line it speaks of, its guard, its tolerance, its places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

import msgspec

from forms.findings import Outcome
from forms.pack.model import Pack, Rule
from forms.problems import FormsError
from forms.rules.binding import Binder, Table
from forms.rules.closures.compiler import Compiler
from forms.rules.kinds import Kinds
from forms.rules.parser import parse
from forms.rules.results import Closure, Result
from forms.rules.scope import Books, Frame, Scope, Unknown
from forms.rules.tracing import Tracer, asserted
from forms.rules.tree import Aggregate, Compare, Node, Product, Ref, substitute, walk

_SHARE = re.compile(r"\s*\d+(\.\d+)?\s*%\s*")


class Variant(msgspec.Struct, frozen=True, eq=False):
    """The expression of a rule, for one of the lines of ``each`` if it has any."""

    rule: Rule
    code: str
    expect: Node
    run: Closure
    tolerance: Node | None
    when: Node | None
    asking: Tracer | None
    """Walks ``when``."""
    closures: dict[int, Closure]
    tracer: Tracer
    codes: tuple[str, ...]
    """The indicators it names, in order."""
    fields: frozenset[str]
    """Every field that is looked at: indicators with their columns, as ``JY001@ly``."""

    def trees(self) -> list[Node]:
        """All it says: the expression, when it is looked at, and how nearly it should hold."""
        return [tree for tree in (self.expect, self.when, self.tolerance) if tree is not None]


class Judgement(msgspec.Struct, frozen=True, eq=False):
    """What a rule says at one place; ``scope`` has that place's rows set only while it is being looked at."""

    variant: Variant
    outcome: Outcome
    scope: Scope
    frame: Frame | None = None
    unknown: Unknown | None = None

    @property
    def rule(self) -> Rule:
        return self.variant.rule

    @property
    def row(self) -> str | None:
        """The row of the form (or of its child table) the rule looked at."""
        return self.frame.row if self.frame is not None else None


class CompiledRule:
    """One rule over one pack; raises ``FormsError('rule.…')`` when it has no meaning there."""

    def __init__(self, pack: Pack, rule: Rule) -> None:
        self.rule = rule
        self._binder = Binder(pack)
        self.when = parse(rule.when) if rule.when else None
        expect = parse(rule.expect)
        self._trees = [(code, substitute(expect, "it", code)) for code in rule.each] or [("", expect)]
        self.tables = self._tables()
        frames = tuple(table.key for table in self.tables)
        guard = Compiler(pack, "decide", frames)
        self._guard = guard.compile(self.when) if self.when is not None else None
        self._asking = Tracer(self._binder, guard.closures, frames) if self.when is not None else None
        self.variants = [self._variant(pack, frames, code, tree) for code, tree in self._trees]
        shared = [v.tolerance for v in self.variants if v.tolerance] + ([self.when] if self.when else [])
        self._shared = frozenset(part.line for tree in shared for part in walk(tree) if isinstance(part, Ref))
        """What every line looks at."""

    @property
    def codes(self) -> frozenset[str]:
        """Every indicator the rule looks at."""
        return frozenset(part.code for tree in self.trees() for part in walk(tree) if isinstance(part, Ref))

    @property
    def fields(self) -> frozenset[str]:
        """Every field that is looked at: indicators with their columns, as ``JY001@ly``."""
        return self._shared.union(*(variant.fields for variant in self.variants))

    def trees(self) -> list[Node]:
        """Its expression for each line, tolerances and guard."""
        trees = [tree for _, tree in self._trees]
        trees += [variant.tolerance for variant in self.variants if variant.tolerance is not None]
        return trees + ([self.when] if self.when is not None else [])

    @cached_property
    def row_by_row(self) -> bool:
        """Whether what it says of a row depends on that row alone, as far as the return itself goes."""
        if not self.tables:
            return False
        frames, own = tuple(table.key for table in self.tables), self.tables[0].key
        try:
            over = {
                self._binder.aggregate_table(part, frames).key
                for tree in self.trees()
                for part in walk(tree)
                if isinstance(part, Aggregate)
            }
        except FormsError:  # an aggregate inside another, whose own table is not known out here
            return False
        return own not in over

    def lines(self, fields: frozenset[str] | None) -> tuple[int, ...]:
        """The lines whose outcome may change with some fields, by their place among ``variants``."""
        if fields is None or fields & self._shared:
            return tuple(range(len(self.variants)))
        return tuple(n for n, line in enumerate(self.variants) if not fields.isdisjoint(line.fields))

    def judge(
        self,
        books: Books,
        rows: frozenset[str] | None = None,
        lines: tuple[int, ...] | None = None,
        scope: Scope | None = None,
    ) -> Iterator[Judgement]:
        """What the rule says at each of its places, one after the other; at ``rows`` and of ``lines`` if given.

        Rules that are run together over cells that stand still may share a ``scope``.
        """
        scope = Scope(books) if scope is None or self.tables else scope
        if not self.tables:
            yield from self.at(scope, None, lines)
            return
        yield from self._rows(scope, self.tables, rows, lines)

    def _rows(
        self,
        scope: Scope,
        tables: tuple[Table, ...],
        only: frozenset[str] | None,
        lines: tuple[int, ...] | None,
    ) -> Iterator[Judgement]:
        table, rest = tables[0], tables[1:]
        for frame in scope.rows(table.key, table.parent, only) or ():
            scope[table.key] = frame
            if rest:
                yield from self._rows(scope, rest, None, lines)
            else:
                yield from self.at(scope, frame, lines)

    def at(self, scope: Scope, frame: Frame | None, lines: tuple[int, ...] | None = None) -> Iterator[Judgement]:
        """What each line of the rule says with the rows set as they are in ``scope``, or some of its lines."""
        applies = True if self._guard is None else self._guard(scope)
        for variant in self.variants if lines is None else [self.variants[n] for n in lines]:
            value = variant.run(scope) if applies is True else applies
            outcome, unknown = self._outcome(value, guarded=applies is not True)
            yield Judgement(variant, outcome, scope, frame, unknown)

    def _outcome(self, value: Result, *, guarded: bool) -> tuple[Outcome, Unknown | None]:
        if isinstance(value, bool):
            return ("not_applicable" if guarded else "pass" if value else "fail"), None
        unknown = value if isinstance(value, Unknown) else Unknown("wrong-type", self.variants[0].expect)
        if not unknown.missing:
            return "undecided", unknown
        # Only a blank that decides the outcome is worth a word; what was not asked or is not there is not.
        decides = self.rule.missing == "decide" and unknown.why == "blank" and not guarded
        return ("undecided", unknown) if decides else ("not_applicable", unknown)

    def _variant(self, pack: Pack, frames: tuple[str, ...], code: str, tree: Node) -> Variant:
        compiler = Compiler(pack, self.rule.missing, frames)
        tracer = Tracer(self._binder, compiler.closures, frames)
        tolerance = parse(self.rule.tolerance) if self.rule.tolerance else None
        for comparison, own in self.tolerances(tree):
            compiler.allowances[id(comparison)] = _allowance(compiler, tracer, comparison, own)
        refs = [part for part in walk(tree) if isinstance(part, Ref)]
        codes, fields = tuple(ref.code for ref in refs), frozenset(ref.line for ref in refs)
        run = compiler.compile(tree)
        return Variant(
            self.rule,
            code,
            tree,
            run,
            tolerance,
            self.when,
            self._asking,
            compiler.closures,
            tracer,
            codes,
            fields,
        )

    def tolerances(self, tree: Node) -> Iterator[tuple[Compare, Node | None]]:
        """The comparisons of numbers an expression asserts, each with the rule's tolerance as applied to it."""
        tolerance = parse(self.rule.tolerance) if self.rule.tolerance else None
        share = _SHARE.fullmatch(self.rule.tolerance)
        kinds = Kinds(self._binder)
        for comparison in asserted(tree):
            if kinds.kind(comparison.left) != "number":
                continue
            if tolerance is not None and share:
                right = Product(comparison.at, (("*", tolerance), ("*", comparison.right)))
                yield comparison, right
            else:
                yield comparison, tolerance

    def _tables(self) -> tuple[Table, ...]:
        """The rows the rule is looked at for, outermost first; none for a rule on the whole return."""
        rule, pack = self.rule, self._binder.pack
        if rule.scope == "form":
            return ()
        wanted = {rule.form} if rule.scope == "row" or rule.for_each == "row" else set()
        if rule.for_each and rule.for_each != "row":
            wanted = {rule.for_each}
        if not wanted:
            trees = [tree for _, tree in self._trees] + ([self.when] if self.when is not None else [])
            wanted = {table.key for tree in trees for table in self._binder.free_tables(tree)}
        tables = [self._binder.table_of(Ref(0, name)) for name in sorted(wanted)]
        found = [table for table in tables if table is not None and rule.form in (table.key, table.parent)]
        if len(found) < len(wanted):
            raise FormsError("rule.rows-outside-aggregate", name=" · ".join(sorted(wanted)), column=1)
        child = next((table for table in found if table.parent is not None), None)
        outer = (Table(rule.form),) if pack.forms[rule.form].shape == "rows" else ()
        return (*outer, child) if child is not None else outer if found else ()


def _allowance(compiler: Compiler, tracer: Tracer, node: Compare, tolerance: Node | None) -> Closure:
    """The rule's own tolerance, or what rounding may have moved the parts by if that is more."""
    if tolerance is None:
        return lambda scope: tracer.slack(node, scope)
    own = compiler.compile(tolerance)

    def run(scope: Scope) -> Result:
        value = own(scope)
        if type(value) is Decimal:
            return max(abs(value), tracer.slack(node, scope))
        return value if isinstance(value, Unknown) else Unknown("wrong-type", node)

    return run
