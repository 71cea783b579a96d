"""From a rule's tree to linear inequalities over the cells of one return.

Cells of other forms and periods, texts and codes are constants. What is piecewise linear (absolute values, the
larger of two, a share of something) becomes a choice of systems; a quotient is multiplied out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property

import msgspec

from forms.locating.cases import (
    MOST_CASES,
    Case,
    NotAskedError,
    NotLiftedError,
    added,
    compare,
    extreme,
    joined,
    multiplied,
)
from forms.locating.linear import ALWAYS, NEVER, ZERO, Alternatives, Linear, both, either
from forms.rules.binding import Binder
from forms.rules.results import Closure
from forms.rules.scope import Frame, Scope, Unknown
from forms.rules.tracing import Tracer, restore
from forms.rules.tree import (
    Aggregate,
    Between,
    Call,
    Compare,
    Comparison,
    If,
    Junction,
    Negative,
    Node,
    Not,
    Product,
    Ref,
    Sum,
    children,
    walk,
)

_OPPOSITE: dict[Comparison, Comparison] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Made(msgspec.Struct, frozen=True, eq=False):
    """The expression a computed cell is made by, compiled."""

    tree: Node
    tracer: Tracer
    closures: dict[int, Closure]


class Cells(msgspec.Struct, frozen=True, eq=False, dict=True):
    """The cells of the return that may be changed.

    ``values`` of those that have one; ``optional`` blank ones that may count as 0; ``needed`` those that must be
    filled. ``signed`` may be negative; ``step`` is the smallest difference between two figures.
    """

    form: str
    period: str
    binder: Binder
    values: dict[str, Decimal]
    optional: frozenset[str]
    needed: frozenset[str]
    signed: frozenset[str]
    computed: frozenset[str]
    step: Decimal
    made: dict[str, Made]
    """Computed indicators of the form, by code."""

    @property
    def changeable(self) -> frozenset[str]:
        """Every cell a proposal may touch."""
        return self.optional | self.needed | self.values.keys()

    @cached_property
    def may_vary(self) -> frozenset[str]:
        """Every cell a proposal may touch, and what is computed from them."""
        return self.changeable | self.computed

    def alone(self, cell: str) -> Cells:
        """These cells, of which only one may change."""
        held = msgspec.structs.replace(self)
        held.__dict__["may_vary"] = self.computed | {cell}
        return held

    def address(self, node: Ref, scope: Scope) -> str | None:
        """Where a reference points to, when that is a single cell of this return."""
        indicator = self.binder.pack.indicator(node.code)
        if indicator is None or indicator.form != self.form:
            return None
        if (indicator.parts or indicator.table) and not node.part:
            return None
        place = self.binder.place(node)
        frame = scope[place.key]
        here = frame.sheet.form == self.form and str(frame.sheet.period) == self.period
        return frame.address(place.field) if here else None


class Lifter:
    """Lifts the parts of one compiled expression at one place.

    ``closures`` are those it was compiled to, ``allowances`` the tolerances of its comparisons by their ids;
    ``free`` are blank cells that are to be given a value.
    """

    def __init__(
        self,
        tracer: Tracer,
        closures: dict[int, Closure],
        places: Cells,
        allowances: dict[int, Callable[[Scope], Decimal]],
        free: frozenset[str] = frozenset(),
    ) -> None:
        self._tracer = tracer
        self._closures = closures
        self._places = places
        self._allowances = allowances
        self._free = free

    def condition(self, node: Node, scope: Scope, *, wanted: bool = True) -> Alternatives:
        """Where the expression is true, or false unless ``wanted``.

        Raises ``NotLiftedError`` and, where something it needs has no value, ``NotAskedError``.
        """
        if not self._varies(node, scope):
            return ALWAYS if self._truth(node, scope) is wanted else NEVER
        match node:
            case Not():
                found = self.condition(node.value, scope, wanted=not wanted)
            case Junction():
                parts = [self.condition(item, scope, wanted=wanted) for item in node.items]
                found = joined(parts, together=(node.kind == "and") is wanted)
            case If(otherwise=None):
                denied = self.condition(node.condition, scope, wanted=not wanted)
                found = joined([denied, self.condition(node.then, scope, wanted=wanted)], together=not wanted)
            case Compare():
                found = self._compared(node, scope, node.op if wanted else _OPPOSITE[node.op])
            case Between():
                found = self._between(node, scope, inside=wanted is not node.negated)
            case Aggregate(name="every" | "any"):
                parts = [self._in_row(node, scope, frame, wanted) for frame in self._tracer.rows(node, scope)]
                found = joined(parts, together=(node.name == "every") is wanted)
            case _:
                raise NotLiftedError("not-linear")
        if len(found) > MOST_CASES:
            raise NotLiftedError("too-many-cases")
        return found

    # --- conditions ---

    def _truth(self, node: Node, scope: Scope) -> bool:
        value = self._closures[id(node)](scope)
        if isinstance(value, bool):
            return value
        raise NotAskedError

    def _in_row(self, node: Aggregate, scope: Scope, frame: Frame, wanted: bool) -> Alternatives:
        with _row(self._tracer, node, scope, frame):
            return self._inside(node).condition(node.args[0], scope, wanted=wanted)

    def _inside(self, node: Aggregate) -> Lifter:
        key = self._tracer.binder.aggregate_table(node, self._tracer.frames).key
        return Lifter(self._tracer.within(key), self._closures, self._places, self._allowances, self._free)

    def _compared(self, node: Compare, scope: Scope, op: Comparison) -> Alternatives:
        allowance = self._allowances.get(id(node))
        tolerance = allowance(scope) if allowance is not None else ZERO
        return compare(self.cases(node.left, scope), self.cases(node.right, scope), op, tolerance, self._step)

    def _between(self, node: Between, scope: Scope, inside: bool) -> Alternatives:
        value = self.cases(node.value, scope)
        low, high = self.cases(node.low, scope), self.cases(node.high, scope)
        above = compare(value, low, ">=" if inside else "<", ZERO, self._step)
        below = compare(value, high, "<=" if inside else ">", ZERO, self._step)
        return both(above, below) if inside else either([above, below])

    @property
    def _step(self) -> Decimal:
        return self._places.step

    # --- values ---

    def cases(self, node: Node, scope: Scope) -> list[Case]:
        """The value of an expression, by cases. Raises ``NotLiftedError``: ``not-linear``, ``too-many-cases``."""
        if not self._varies(node, scope):
            return [Case(ALWAYS, Linear({}, self._number(node, scope)))]
        match node:
            case Ref():
                found = self._cell(node, scope)
            case Sum():
                found = self._sum(node, scope)
            case Negative():
                found = [Case(c.where, c.over.times(Decimal(-1)), c.under) for c in self.cases(node.value, scope)]
            case Product():
                found = self._product(node, scope)
            case Call():
                found = self._call(node, scope)
            case Aggregate(name="sum"):
                rows = [self._cases_in(node, scope, frame) for frame in self._tracer.rows(node, scope)]
                found = added([(Decimal(1), cases) for cases in rows])
            case If():
                found = self._chosen(node, scope)
            case _:
                raise NotLiftedError("not-linear")
        if len(found) > MOST_CASES:
            raise NotLiftedError("too-many-cases")
        return found

    def _number(self, node: Node, scope: Scope) -> Decimal:
        value = self._closures[id(node)](scope)
        if isinstance(value, Decimal):
            return value
        if isinstance(value, Unknown):
            raise NotAskedError
        raise NotLiftedError("not-numeric")

    def _cell(self, node: Ref, scope: Scope) -> list[Case]:
        address = self._places.address(node, scope)
        assert address is not None
        made = self._places.made.get(node.code)
        if made is not None:
            return Lifter(made.tracer, made.closures, self._places, {}, self._free).cases(made.tree, scope)
        fixed = address not in self._places.may_vary
        if fixed or (address not in self._places.values and address not in self._free):
            return [Case(ALWAYS, Linear({}, self._number(node, scope)))]
        return [Case(ALWAYS, Linear({address: Decimal(1)}))]

    def _sum(self, node: Sum, scope: Scope) -> list[Case]:
        return added([(Decimal(1 if sign == "+" else -1), self.cases(term, scope)) for sign, term in node.terms])

    def _product(self, node: Product, scope: Scope) -> list[Case]:
        total = [Case(ALWAYS, Linear({}, Decimal(1)))]
        for op, factor in node.factors:
            total = [multiplied(one, other, op) for one in total for other in self.cases(factor, scope)]
        return total

    def _call(self, node: Call, scope: Scope) -> list[Case]:
        match node.name:
            case "or_zero":
                return self._or_zero(node.args[0], scope)
            case "abs":
                parts = self.cases(node.args[0], scope)
                turned = [Case(p.where, p.over.times(Decimal(-1)), p.under) for p in parts]
                return extreme([parts, turned], largest=True)
            case "max" | "min":
                return extreme([self.cases(arg, scope) for arg in node.args], largest=node.name == "max")
        raise NotLiftedError("not-linear")

    def _or_zero(self, node: Node, scope: Scope) -> list[Case]:
        address = self._places.address(node, scope) if isinstance(node, Ref) else None
        if address is not None and address in self._places.optional:
            return [Case(ALWAYS, Linear({address: Decimal(1)}))]
        return self.cases(node, scope)

    def _cases_in(self, node: Aggregate, scope: Scope, frame: Frame) -> list[Case]:
        with _row(self._tracer, node, scope, frame):
            return self._inside(node).cases(node.args[0], scope)

    def _chosen(self, node: If, scope: Scope) -> list[Case]:
        if node.otherwise is None:
            raise NotLiftedError("not-numeric")
        applies = self.condition(node.condition, scope)
        denied = self.condition(node.condition, scope, wanted=False)
        then = [Case(both(applies, c.where), c.over, c.under) for c in self.cases(node.then, scope)]
        other = [Case(both(denied, c.where), c.over, c.under) for c in self.cases(node.otherwise, scope)]
        return then + other

    def _varies(self, node: Node, scope: Scope) -> bool:
        """Whether a cell that may be changed is part of the expression."""
        match node:
            case Ref():
                return self._places.address(node, scope) in self._places.may_vary
            case Call(name="previous" | "last_year" | "year_end"):
                return False  # an earlier report
            case Aggregate():
                return any(seen in self._places.may_vary for seen in addresses(self._tracer, node, scope))
        return any(self._varies(part, scope) for part in children(node))


@contextmanager
def _row(tracer: Tracer, node: Aggregate, scope: Scope, frame: Frame) -> Iterator[None]:
    """Sets the current row of an aggregate's table for a while."""
    key = tracer.binder.aggregate_table(node, tracer.frames).key
    outer = scope.get(key)
    scope[key] = frame
    try:
        yield
    finally:  # what cannot be lifted leaves by an exception, and the row at hand names the rule afterwards
        restore(scope, key, outer)


def addresses(tracer: Tracer, node: Node, scope: Scope) -> Iterator[str]:
    """The cells of the return being looked at that an expression speaks of."""
    if not any(isinstance(part, Ref) for part in walk(node)):
        return
    for seen in tracer.cells(node, scope):
        sheet = seen.frame.sheet
        if sheet.form == scope.books.form and sheet.period == scope.books.period:
            yield seen.address
