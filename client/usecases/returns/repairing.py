"""What is probably wrong in a return, and taking a proposal up: as a change of its own that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from client.base.errors import UserError
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, Outcome, open_draft
from client.usecases.returns.neighbours import snapshot
from forms.locating import Location, Proposal, locate
from forms.periods import Period


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
    frozen = msgspec.structs.replace(
        now, cells=dict(now.cells), rows=dict(now.rows), explanations=dict(now.explanations)
    )
    form, period = draft.form.code, draft.period
    seen = snapshot(draft.pack, now.firm, {**draft.others, (form, str(period)): frozen})
    return lambda: locate(seen, form, period, limit_ms)


def proposals_for(session: Session, firm: str, form: str, period: Period, limit_ms: float = 200) -> Location:
    """The same for a return as stored."""
    return proposals(open_draft(session, firm, form, period), limit_ms)


def mending(location: Location, rules: frozenset[str]) -> list[Proposal]:
    """The proposals, those first that settle all of ``rules`` (the errors) by the fewest cells.

    A query may have an honest explanation: mending it along with an error is second choice.
    """

    def rank(proposal: Proposal) -> tuple[bool, int, float]:
        settled = {each.rule for each in proposal.settles}
        return not rules <= settled, len(proposal.cells), -proposal.score

    return sorted(location.proposals, key=rank)


def apply(draft: Draft, proposal: Proposal) -> Outcome | None:
    """Take a proposal up; the change is of source ``repair``. None when the cells already hold its figures.

    Raises ``UserError('repair.no-figure')`` for a proposal that only names the place, and
    ``UserError('repair.stale')`` when a cell no longer holds what the proposal was made for.
    """
    for cell in proposal.cells:
        if not cell.new:
            raise UserError("repair.no-figure", name=cell.name_zh)
        now = draft.cell(cell.address)
        if (now.text.strip() if now is not None else "") not in (cell.old, cell.new):
            raise UserError("repair.stale", name=cell.name_zh)
    return draft.type(proposal.texts, source="repair")
