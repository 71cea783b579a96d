"""The search over one return from end to end."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext

from forms.checking import Snapshot
from forms.explanations import figure_of
from forms.locating.clock import Deadline
from forms.locating.focus import focused
from forms.locating.history import History
from forms.locating.linear import cells_of, meet, ranges
from forms.locating.model import LeftOut, LeftOutWhy, Location, Range
from forms.locating.proposing import Proposer
from forms.locating.records import Record, record_of
from forms.locating.ruling import Ruled, filling, prepare, ruled
from forms.locating.search import WHOLE, Search
from forms.locating.telling import Teller
from forms.locating.trying import Trial
from forms.locating.weighing import weights
from forms.periods import Period
from forms.returns import Explanation
from forms.values.units import EXACT
from forms.words import Words

_MOST_BLANKS = 12
"""With more required blanks than this a return is being filled in, not slipped in."""

_WHY: dict[LeftOutWhy, Words] = {
    "not-linear": Words("不是线性关系", "not a linear relation"),
    "not-numeric": Words("不涉及可改的数值格", "no figure of this return is part of it"),
    "undecided": Words("无法判断", "undecided"),
    "broken": Words("审核关系本身有误", "the rule itself has no meaning"),
    "too-many-cases": Words("情形太多", "too many cases"),
}


def locate(
    snapshot: Snapshot, form: str, period: Period, limit_ms: float = 200, *, by_row: bool = False
) -> Location:
    """What probably went wrong in the return of ``form`` and ``period``.

    Failed errors and queries have to be explained, hints only where nothing else failed; a query the person has
    explained is taken as right. Raises ``FormsError('form.unknown')``. The limit is of processor time, so that a
    busy machine does not cut a search short; it does not count loading the solver's library and compiling the
    pack's rules, once per process. ``by_row``: the return holds only those rows of a longer list that are to be
    searched.
    """
    with localcontext(EXACT):
        if form in snapshot.pack.forms:
            prepare(snapshot.pack, form)
        deadline = Deadline(limit_ms)
        if by_row:
            record = record_of(snapshot, form, period, by_row=True)
        else:
            record = focused(snapshot, form, period, deadline)
        rules = list(ruled(record.books(), record.cells, by_row=record.by_row))
        must = _must(record, rules)
        if not must and not record.cells.needed:
            return Location(left_out=_left_out(record, rules), timed_out=deadline.late)
        return _located(record, rules, must, deadline)


def _located(record: Record, rules: list[Ruled], must: list[Ruled], deadline: Deadline) -> Location:
    history = History(record)
    search = Search(record, rules, must)
    proposer = Proposer(search, Trial(record, rules), history, Teller(record, history))
    totals = frozenset(cell for one in rules if one.condition is not None for cell in _alone(one))
    proposals = proposer.proposals(_omissions(search, deadline), deadline)
    sets = search.sets(weights(record, history, totals), deadline)
    several = [found for found in sets if len(found.addresses) > 1]
    joint = proposer.together(several, proposals, deadline)
    ordered = sorted([*proposals, *joint], key=lambda one: -one.score)
    return Location(tuple(ordered), _left_out(record, rules), tuple(sets), deadline.late)


def _must(record: Record, rules: Sequence[Ruled]) -> list[Ruled]:
    """The failures to be explained."""
    failed = [one for one in rules if one.outcome == "fail" and one.cells]
    firm = [one for one in failed if one.level == "error"]
    firm += [one for one in failed if one.level == "query" and not _explained(record, one)]
    return firm or [one for one in failed if one.level == "hint"]


def _explained(record: Record, one: Ruled) -> bool:
    """Whether the person has said why a query is right, in the same row if it is about one."""
    row = f"[{one.key.row.partition('·')[0]}]" if one.key.row else ""
    return any(
        told.rule == one.key.rule
        and (not row or any(row in address for address in told.at))
        and _stands(record, told)
        for told in record.target.explanations.values()
    )


def _stands(record: Record, told: Explanation) -> bool:
    """Whether the return still holds the figures that were explained; other returns are not looked at."""
    cells = (record.target.cells.get(address) for address in told.at)
    return not told.figures or all(cell is None or figure_of(cell.text) in told.figures for cell in cells)


def _alone(one: Ruled) -> frozenset[str]:
    """The cell that stands alone on its side of a sum of three or more."""
    assert one.condition is not None
    for system in one.condition:
        for inequality in system:
            positive = [cell for cell, k in inequality.parts.items() if k > 0]
            negative = [cell for cell, k in inequality.parts.items() if k < 0]
            for side, other in ((positive, negative), (negative, positive)):
                if len(side) == 1 and len(other) > 1:
                    return frozenset(side)
    return frozenset()


def _omissions(search: Search, deadline: Deadline) -> dict[str, tuple[Range, ...]]:
    """The required blanks and what the rules leave each, all others staying as they are."""
    record = search.record
    needed = sorted(record.cells.needed)
    found: dict[str, tuple[Range, ...]] = {}
    for cell in needed if len(needed) <= _MOST_BLANKS else ():
        if deadline.passed():
            break
        allowed: tuple[Range, ...] = WHOLE
        code = record.indicators[cell].code
        for one in filling(record.books(), record.cells, cell, code, by_row=record.by_row):
            if one.condition is not None and one.level != "hint" and cell in cells_of(one.condition):
                allowed = meet(allowed, ranges(one.condition, cell, search.values)) or allowed
        found[cell] = allowed
    return found


def _left_out(record: Record, rules: Sequence[Ruled]) -> tuple[LeftOut, ...]:
    """Failed and undecided rules that took no part in the search for sets, each once."""
    found: dict[str, LeftOut] = {}
    for one in rules:
        if one.outcome in ("fail", "undecided") and one.condition is None:
            why: LeftOutWhy = one.why if one.why in _WHY else "not-numeric"
            words = _WHY[why]
            rule = record.snapshot.pack.rules[one.key.rule]
            told = Words(f"{rule.id} {rule.zh}：{words.zh}", f"{rule.id} {rule.en or rule.zh}: {words.en}")
            found.setdefault(rule.id, LeftOut(rule.id, one.level, why, told))
    return tuple(found.values())
