"""Which cells a part of an expression looked at, and by how much their rounding may have moved it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from forms.returns import Cell
from forms.rules.binding import Binder, Place, Table
from forms.rules.results import Closure
from forms.rules.scope import Frame, Scope
from forms.rules.tree import (
    SHIFTS,
    Aggregate,
    Call,
    Compare,
    If,
    Junction,
    Negative,
    Node,
    Number,
    Ref,
    Sum,
    children,
    walk,
)


class Seen(msgspec.Struct, frozen=True, eq=False):
    """One cell an expression looks at; ``cell`` is None when it is blank."""

    frame: Frame
    place: Place
    cell: Cell | None

    @property
    def field(self) -> str:
        return self.place.field

    @property
    def address(self) -> str:
        return self.frame.address(self.place.field)

    @property
    def refined(self) -> bool:
        """Whether the figure was rounded from a finer unit than its indicator's."""
        origin = self.cell.origin if self.cell is not None else None
        return origin is not None and origin.rounded_to(self.place.spec.unit)


class _Step(msgspec.Struct, frozen=True, eq=False):
    """One thing a part looks at, moved in time by ``shifts``: a cell, or what an aggregate counts."""

    shifts: tuple[str, ...]
    what: Place | Aggregate


class Tracer:
    """Walks an expression over a scope with the closures it was compiled to."""

    def __init__(self, binder: Binder, closures: dict[int, Closure], frames: tuple[str, ...]) -> None:
        self.binder = binder
        self._closures = closures
        self.frames = frames
        self._inner: dict[str, Tracer] = {}
        self._known: dict[int, tuple[Node, tuple[_Step, ...]]] = {}
        """What parts look at, by their identity: they are kept, so that no other can come to have it."""
        self._tables: dict[int, tuple[Node, Table]] = {}
        self._added: dict[int, tuple[Node, bool]] = {}

    def within(self, table: str) -> Tracer:
        """The walk inside an aggregate over ``table``."""
        found = self._inner.get(table)
        if found is None:
            found = self._inner[table] = Tracer(self.binder, self._closures, (*self.frames, table))
        return found

    def cells(self, node: Node, scope: Scope) -> Iterator[Seen]:
        """The cells a part looks at, blank ones too."""
        for step in self._steps(node):
            there, what = scope, step.what
            for shift in step.shifts:
                there = there.shifted(shift)
            if isinstance(what, Place):
                frame = there[what.key]
                yield Seen(frame, what, frame.cells.get(what.field))
            else:
                for frame in self.rows(what, there):
                    yield from self._row(what, there, frame)

    def make_ready(self, node: Node) -> Iterator[Place]:
        """Know beforehand what an expression looks at, and each part that may fail alone; answers the cells."""
        yield from (step.what for step in self._steps(node) if isinstance(step.what, Place))
        for part in children(node) if isinstance(node, Junction | If) else ():
            yield from self.make_ready(part)

    def _steps(self, node: Node) -> tuple[_Step, ...]:
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = node, tuple(self._walk(node, ()))
        return known[1]

    def _walk(self, node: Node, shifts: tuple[str, ...]) -> Iterator[_Step]:
        match node:
            case Ref():
                yield from (_Step(shifts, place) for place in self._places(node))
            case Call() if node.name in SHIFTS:
                yield from self._walk(node.args[0], (*shifts, node.name))
            case Aggregate():
                yield _Step(shifts, node)
                yield from (_Step(shifts, place) for place in self._at_hand(node))
            case _:
                for part in children(node):
                    yield from self._walk(part, shifts)

    def _at_hand(self, node: Aggregate) -> Iterator[Place]:
        """What ``count(… where …)`` asks of the row at hand: ``CP001`` in ``count(HY where HY001 = CP001)``."""
        inner = self.table(node).key
        for part in walk(node.where) if node.where is not None else ():
            for place in self._places(part) if isinstance(part, Ref) else ():
                if place.key != inner and place.key in self.frames:
                    yield place

    def _places(self, ref: Ref) -> Iterator[Place]:
        indicator = self.binder.pack.indicator(ref.code)
        if indicator is None:
            return
        if not ref.part and (indicator.parts or indicator.table):
            for part in indicator.parts:
                yield from self._places(Ref(ref.at, ref.code, part))
            return
        yield self.binder.place(ref)

    def table(self, node: Aggregate) -> Table:
        """The table an aggregate runs over."""
        known = self._tables.get(id(node))
        if known is None:
            known = self._tables[id(node)] = node, self.binder.aggregate_table(node, self.frames)
        return known[1]

    def rows(self, node: Aggregate, scope: Scope) -> list[Frame]:
        """The rows an aggregate counts."""
        table = self.table(node)
        frames = scope.rows(table.key, table.parent) or []
        if node.where is None:
            return frames
        counts = self._closures[id(node.where)]
        return [frame for frame in frames if self.at_row(node, scope, frame, counts) is True]

    def at_row(self, node: Aggregate, scope: Scope, frame: Frame, closure: Closure) -> object:
        """What a closure gives with ``frame`` as the current row of the aggregate's table."""
        key = self.table(node).key
        outer = scope.get(key)
        scope[key] = frame
        result = closure(scope)
        restore(scope, key, outer)
        return result

    def _row(self, node: Aggregate, scope: Scope, frame: Frame) -> list[Seen]:
        key = self.table(node).key
        inner, outer = self.within(key), scope.get(key)
        scope[key] = frame
        asked = (*node.args, node.where) if node.name == "count" and node.where is not None else node.args
        seen = [cell for argument in asked for cell in inner.cells(argument, scope)]
        restore(scope, key, outer)
        return seen

    def slack(self, node: Compare, scope: Scope) -> Decimal:
        """Half a unit of the last place for each rounded part of a sum, when any part came from a finer unit."""
        if not self._linear(node):
            return Decimal(0)
        seen = [cell for cell in self.cells(node, scope) if cell.cell is not None and cell.cell.value is not None]
        if not any(cell.refined for cell in seen):
            return Decimal(0)
        scale = min(cell.place.spec.decimals for cell in seen)
        return Decimal(len(seen) - 1).scaleb(-scale) / 2

    def _linear(self, node: Compare) -> bool:
        known = self._added.get(id(node))
        if known is None:
            known = self._added[id(node)] = node, linear(node.left) and linear(node.right)
        return known[1]


def restore(scope: Scope, key: str, frame: Frame | None) -> None:
    """Set the current row of a table back to what it was."""
    if frame is None:
        scope.pop(key, None)
    else:
        scope[key] = frame


def linear(node: Node) -> bool:
    """Whether a part only adds and subtracts figures."""
    match node:
        case Ref() | Number():
            return True
        case Sum() | Negative():
            return all(linear(part) for part in children(node))
        case Call():
            return node.name in SHIFTS | {"abs", "or_zero"} and all(linear(part) for part in node.args)
        case Aggregate():
            return node.name == "sum" and linear(node.args[0])
    return False


def asserted(node: Node) -> Iterator[Compare]:
    """The comparisons an expression says should hold (not those it takes as conditions), as far as a tolerance
    may forgive them: ``!=`` says that figures differ at all, and knows none.
    """
    match node:
        case Compare() if node.op != "!=":
            yield node
        case Junction():
            for item in node.items:
                yield from asserted(item)
        case If():
            yield from asserted(node.then)
            if node.otherwise is not None:
                yield from asserted(node.otherwise)
        case Aggregate() if node.name == "every":
            yield from asserted(node.args[0])
