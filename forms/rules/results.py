"""What an expression gives: an exact value, or an ``Unknown`` with its reason; and the logic of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from forms.pack.model import Missing
from forms.rules.scope import Scope, Unknown
from forms.rules.tree import Comparison, Node

Result = Decimal | bool | str | tuple[str, ...] | Unknown
Closure = Callable[[Scope], Result]

ZERO = Decimal(0)
_CLOSE = Decimal(1).scaleb(-50)


class Logic:
    """How missing values travel.

    ``skip``: one missing part makes the whole missing. ``zero`` and ``decide``: a false part of an ``and`` (a true
    part of an ``or``) settles it whatever the others are.
    """

    def __init__(self, missing: Missing) -> None:
        self.strict = missing == "skip"

    def worst(self, values: Iterable[Result], node: Node) -> Unknown:
        """The reason to give when ``values`` have no result; which kind it is does not hang on their order.

        Of what is missing a blank comes last: to fill it in would not make a rule applicable that is not.
        """
        unknowns = [value for value in values if isinstance(value, Unknown)]
        return min(unknowns, key=self._rank, default=None) or Unknown("wrong-type", node)

    def _rank(self, unknown: Unknown) -> tuple[bool, bool]:
        return unknown.missing != self.strict, unknown.why == "blank"

    def all_of(self, values: list[Result], node: Node) -> Result:
        """Kleene's *and*."""
        return self._settled(values, node, False)

    def any_of(self, values: list[Result], node: Node) -> Result:
        """Kleene's *or*."""
        return self._settled(values, node, True)

    def _settled(self, values: list[Result], node: Node, settles: bool) -> Result:
        unsettled = not settles
        if all(value is unsettled for value in values):
            return unsettled
        if self.strict and any(isinstance(value, Unknown) and value.missing for value in values):
            return self.worst(values, node)
        if any(value is settles for value in values):
            return settles
        return self.worst((value for value in values if value is not unsettled), node)


def gap_of(left: Decimal, right: Decimal, divided: bool) -> Decimal:
    """``left - right``. After a division a gap beyond every digit a quotient of figures can differ in is none."""
    gap = left - right
    if divided and gap and abs(gap) <= _CLOSE * max(abs(left), abs(right)):
        return ZERO
    return gap


def holds(op: Comparison, gap: Decimal, tolerance: Decimal) -> bool:
    """Whether ``left op right`` holds for ``gap = left - right`` within ``tolerance``, which ``!=`` never has."""
    match op:
        case "=":
            return abs(gap) <= tolerance
        case "!=":
            return gap != 0
        case "<=":
            return gap <= tolerance
        case ">=":
            return gap >= -tolerance
        case "<":
            return gap < tolerance
        case ">":
            return gap > -tolerance
