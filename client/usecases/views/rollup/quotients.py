"""Quotients of a whole group, such as 研发投入强度: the pack's own formula over the sums of its sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from client.usecases.views.rollup.spans import Span
from forms.checking import Snapshot, compute
from forms.pack import Pack
from forms.returns import Cell, Return

Mixed = Mapping[str, list[Return]]
"""By enterprise: returns with the figures a quotient is made from."""


def made_anew(
    pack: Pack,
    span: Span,
    code: str,
    sources: frozenset[str],
    mixed: Mixed,
    groups: Mapping[str, str],
) -> tuple[Decimal | None, dict[str, Decimal]]:
    """The quotient of all and of each group, of those enterprises alone that have every figure it is made from.

    None where it has no value, as when nobody has both or the divisor is zero.
    """
    whole = {firm: returns for firm, returns in mixed.items() if sources <= _there(returns)}
    by_group: dict[str, list[list[Return]]] = defaultdict(list)
    for firm, returns in whole.items():
        by_group[groups.get(firm, "")].append(returns)
    made = {name: _made(pack, span, code, each) for name, each in by_group.items()}
    total = _made(pack, span, code, whole.values())
    return total, {name: value for name, value in made.items() if value is not None}


def _there(returns: Iterable[Return]) -> frozenset[str]:
    return frozenset(
        code for each in returns for code, cell in each.cells.items() if isinstance(cell.value, Decimal)
    )


def _made(pack: Pack, span: Span, code: str, together: Iterable[list[Return]]) -> Decimal | None:
    form, period, _ = span
    sums: dict[tuple[str, str], Return] = {}
    for target in (each for returns in together for each in returns):
        place = (target.form, str(target.period))
        into = sums.setdefault(place, Return("", target.form, target.period, pack.version, {}))
        for address, cell in target.cells.items():
            if isinstance(cell.value, Decimal):
                held = into.cells.get(address)
                value = cell.value + (held.value if held is not None and isinstance(held.value, Decimal) else 0)
                into.cells[address] = Cell(str(value), value)
    if not sums:
        return None
    sums.setdefault((form.code, str(period)), Return("", form.code, period, pack.version, {}))
    made = compute(Snapshot(pack, "", sums), form.code, period).get(code)
    return made.value if made is not None and isinstance(made.value, Decimal) else None
