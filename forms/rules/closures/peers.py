"""What others of the same group have: the median of a figure by class, across all records looked at together.

In a list these are its rows; of single records, those of the other enterprises in the same file or table. A return
looked at by itself has none, and a group with too few readable figures has no median worth the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from forms.problems import FormsError
from forms.rules.closures.building import Building
from forms.rules.results import Closure, Result
from forms.rules.scope import Scope, Unknown
from forms.rules.tree import Call, Node, Number

LEAST = 5
"""So many readable figures make a group, where a rule names no other number."""
Groups = dict[str, list[Decimal]]


def compile_peers(building: Building, node: Call) -> Closure:
    """The closure of ``peer_median(x, class)`` and ``peer_count(x, class)``."""
    least = least_of(node)
    value, group = building.raw().compile(node.args[0]), building.compile(node.args[1])
    form = building.frames[0] if building.frames else ""
    logic, counts = building.logic, node.name == "peer_count"

    def run(scope: Scope) -> Result:
        own = group(scope)
        if not isinstance(own, str):
            return logic.worst([own], node)
        groups = _groups(scope, node, form, value, group)
        if groups is None:
            return Unknown("no-peers", node)
        found = groups.get(own, [])
        if counts:
            return Decimal(len(found))
        return middle(found) if len(found) >= least else Unknown("few-peers", node)

    return run


def least_of(node: Call) -> int:
    """How many figures make a group; raises ``FormsError('rule.arguments')``."""
    most = 3 if node.name == "peer_median" else 2
    last = node.args[2] if len(node.args) > 2 else None
    fits = last is None or (isinstance(last, Number) and last.value == int(last.value) and 1 <= last.value <= 1000)
    if not 2 <= len(node.args) <= most or not fits:
        raise FormsError("rule.arguments", function=node.name, column=node.at + 1)
    return int(last.value) if isinstance(last, Number) else LEAST


def middle(ordered: list[Decimal]) -> Decimal:
    """The median of figures in order."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _groups(scope: Scope, node: Node, form: str, value: Closure, group: Closure) -> Groups | None:
    """The readable figures of each group in order, found once for all records."""
    circle = scope.books.circle
    if circle is None and not form:
        return None
    memo = scope.memo if circle is None else circle.memo
    key = (id(node), scope.shifts)
    if key not in memo:
        groups: Groups = {}
        for each in _records(scope, form):
            name, figure = group(each), value(each)
            if isinstance(name, str) and type(figure) is Decimal:
                groups.setdefault(name, []).append(figure)
        memo[key] = {name: sorted(figures) for name, figures in groups.items()}
    return cast("Groups", memo[key])


def _records(scope: Scope, form: str) -> Iterator[Scope]:
    """A scope at each record, one after the other, moved in time as ``scope`` is."""
    circle = scope.books.circle
    for books in [scope.books] if circle is None else circle.books():
        here = Scope(books).at(scope.shifts)
        for frame in (here.rows(form, None) or ()) if form else (None,):
            if frame is not None:
                here[form] = frame
            yield here
