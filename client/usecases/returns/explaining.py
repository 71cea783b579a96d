"""核实说明: why a query is right as it stands, with the words of the last report offered again.

An explanation is never carried over by itself: circumstances change, so the person is shown the earlier words and
takes them up, or writes new ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from client.base.errors import UserError
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from forms.addresses import Address, parse
from forms.explanations import expired, given, wants_explanation
from forms.findings import Finding
from forms.pack import Form, Pack
from forms.pack.model import Code
from forms.periods import Period
from forms.returns import Explanation, Return

REASONS = "reason"
"""The pack's list of reason codes."""


@dataclass(frozen=True)
class Carried:
    """An explanation that fits a query: of an earlier report, or of this one before a figure was changed."""

    finding: Finding
    explanation: Explanation
    period: Period
    """The report it was given in."""

    @property
    def expired(self) -> bool:
        """Whether it is this report's own, given for figures that have changed since."""
        return str(self.period) == self.finding.period


def reasons(pack: Pack) -> tuple[Code, ...]:
    """The reason codes a person may choose from; empty for a pack without such a list."""
    listed = pack.lists.get(REASONS)
    return tuple(listed.codes.values()) if listed is not None else ()


def explain(draft: Draft, finding: Finding, code: str, text: str) -> Outcome:
    """Say why a query is right as it stands.

    Raises ``UserError``: ``explain.not-a-query`` for a finding of another kind, ``explain.unknown-reason`` for a
    code that is not in the pack's list, ``edit.empty-explanation`` for words that say nothing.
    """
    if not wants_explanation(finding):
        raise UserError("explain.not-a-query", rule=finding.rule)
    known = {reason.code for reason in reasons(draft.pack)}
    if known and code not in known:
        raise UserError("explain.unknown-reason", code=code)
    return draft.explain(finding, code, text)


def offer(draft: Draft, finding: Finding) -> Carried | None:
    """For a query its own words if they have expired, else the last report's for the same rule on the same
    indicators; None where there are none.
    """
    own = given(finding, draft.current)
    if own is not None and expired(own, finding):
        return Carried(finding, own, draft.period)
    wanted = _spots(draft.form, draft.current, (ref.address for ref in finding.cells))
    for earlier in _earlier(draft):
        for told in earlier.explanations.values():
            if told.rule == finding.rule and _spots(draft.form, earlier, told.at) == wanted:
                return Carried(finding, told, earlier.period)
    return None


def _earlier(draft: Draft) -> list[Return]:
    """The reports of the form before this one, latest first."""
    same = [r for r in draft.others.values() if r.form == draft.form.code and r.period.kind == draft.period.kind]
    past = [r for r in same if r.period < draft.period]
    return sorted(past, key=lambda r: r.period, reverse=True)


def _spots(form: Form, target: Return, addresses: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The indicators of a finding, each with what its row is known by in every report: its key, else its id."""
    return frozenset(_spot(form, target, parse(address)) for address in addresses)


def _spot(form: Form, target: Return, place: Address) -> tuple[str, str]:
    row = place.form_row or ""
    key = target.cells.get(f"{form.code}[{row}].{form.row_key}") if row else None
    return place.field, key.text.strip() if key is not None else row
