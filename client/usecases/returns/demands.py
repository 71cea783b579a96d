"""What is asked of all returns of a month together: every form that is due, every query explained (C136, C137).

A return is filed by itself, whatever these say; they tell whether the month is complete.
"""

from __future__ import annotations

from collections.abc import Sequence

from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck
from forms.checking import Snapshot
from forms.filing import check_filing
from forms.findings import Finding
from forms.periods import Period


def demands(session: Session, firm: str, month: Period, checks: Sequence[ReturnCheck]) -> list[Finding]:
    """What keeps the firm's month from being complete; ``checks`` are those of all its returns of the month."""
    by_place = {(each.target.form, str(each.target.period)): each for each in checks}
    return check_filing(
        Snapshot(session.pack_for(month), firm, {place: each.target for place, each in by_place.items()}),
        month,
        nil={place for place, each in by_place.items() if _is_nil(each)},
        checked={place: each.findings for place, each in by_place.items()},
    )


def _is_nil(check: ReturnCheck) -> bool:
    """Whether what counts of it is that there is nothing to report."""
    if check.filled:
        return False
    if check.filed_elsewhere and check.elsewhere is not None:
        return check.elsewhere.theirs.kind == "nil"
    return check.head is not None and check.head.kind == "nil" and check.head.state in _COUNTS


_COUNTS = ("queued", "sent", "received", "accepted")
"""States of a version that is on its way, or there."""
