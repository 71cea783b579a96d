"""What is probably wrong in a return, and taking a proposal up: as a change of its own that can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice

import msgspec

from client.base.errors import UserError
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.neighbours import snapshot
from client.usecases.returns.outcome import Outcome
from forms.checking import BUILT_IN
from forms.findings import Finding
from forms.locating import MOST_ROWS, Location, Proposal, locate
from forms.returns import ReturnKey
from forms.words import Words


def proposals(draft: Draft, limit_ms: float = 200) -> Location:
    """The proposals for a draft as it stands, likeliest first, with the smallest sets and what was left out.

    Nothing is changed. The first call of a process may take longer, while the solver is loaded.
    """
    return inquiry(draft, limit_ms)()


def inquiry(draft: Draft, limit_ms: float = 200) -> Callable[[], Location]:
    """What answers ``proposals`` for the draft as it stands now; may be called in another thread while the draft
    goes on being filled in.
    """
    now = draft.current
    by_row = len(now.rows.get(now.form, ())) > MOST_ROWS
    if by_row:
        frozen = draft.only(_failing(draft))
        if not frozen.rows[now.form]:
            return Location
    else:
        frozen = msgspec.structs.replace(
            now, cells=dict(now.cells), rows=dict(now.rows), explanations=dict(now.explanations)
        )
    form, period = draft.form.code, draft.period
    seen = snapshot(draft.pack, now.firm, {**draft.others, (form, str(period)): frozen})
    return lambda: locate(seen, form, period, limit_ms, by_row=by_row)


def _failing(draft: Draft) -> list[str]:
    """The first rows of a long list that an error or a query speaks of, as the open draft knows them by now."""
    bad = {finding.row for finding in draft.findings if finding.missing or _wrong(finding)}
    return (
        list(islice((row for row in draft.current.rows[draft.form.code] if row in bad), MOST_ROWS)) if bad else []
    )


def _wrong(finding: Finding) -> bool:
    return finding.outcome == "fail" and finding.level != "hint" and finding.rule not in BUILT_IN


def proposals_for(session: Session, key: ReturnKey, limit_ms: float = 200) -> Location:
    """``proposals`` for a return as stored."""
    return proposals(open_draft(session, key), limit_ms)


def mending(location: Location, rules: frozenset[str]) -> list[Proposal]:
    """The proposals, those first that settle all of ``rules`` (the errors) by the fewest cells.

    A query may have an honest explanation: mending it along with an error is second choice. Another digit is
    offered only where it is the one that fits: of several that would please the rules none is the likely figure.
    """

    def rank(proposal: Proposal) -> tuple[bool, int, float]:
        settled = {each.rule for each in proposal.settles}
        return not rules <= settled, len(proposal.cells), -proposal.score

    digits = Counter(_digit_of(proposal) for proposal in location.proposals)
    kept = [p for p in location.proposals if p.kind not in _ANY_DIGIT or digits[_digit_of(p)] == 1]
    return sorted(kept, key=rank)


_ANY_DIGIT = frozenset({"mistyped", "dropped"})


def _digit_of(proposal: Proposal) -> tuple[str, tuple[str, ...]]:
    return proposal.kind, tuple(cell.address for cell in proposal.cells)


def apply(draft: Draft, proposal: Proposal) -> Outcome | None:
    """Take a proposal up; the change is of source ``repair``. None when the cells already hold its figures.

    Raises ``UserError('repair.no-figure')`` for a proposal that only names the place, and
    ``UserError('repair.stale')`` when a cell no longer holds what the proposal was made for.
    """
    for cell in proposal.cells:
        if not cell.new:
            raise UserError("repair.no-figure", name=Words(cell.name_zh, cell.name_en))
        now = draft.cell(cell.address)
        if (now.text.strip() if now is not None else "") not in (cell.old, cell.new):
            raise UserError("repair.stale", name=Words(cell.name_zh, cell.name_en))
    return draft.type(proposal.texts, source="repair")
