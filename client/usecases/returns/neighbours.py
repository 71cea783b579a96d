"""The returns a rule may look at beside the one being checked: other forms, earlier periods."""

from __future__ import annotations

from collections.abc import Mapping

from client.store import Books
from forms.checking import Snapshot
from forms.pack import Pack
from forms.periods import Period
from forms.returns import Return

Returns = Mapping[tuple[str, str], Return]


def gather(books: Books, firm: str, period: Period) -> dict[tuple[str, str], Return]:
    """All returns of the firm in the period's year and the year before, by form and period as spelled."""
    years = (period.year - 1, period.year)
    return {(r.form, str(r.period)): r for r in books.returns.all(firm=firm) if r.period.year in years}


def snapshot(pack: Pack, firm: str, returns: Returns) -> Snapshot:
    """What the rule engine sees of the firm."""
    return Snapshot(pack=pack, firm=firm, returns=returns)


def blank_return(pack: Pack, firm: str, form: str, period: Period) -> Return:
    """A return nothing has been entered in yet."""
    return Return(firm=firm, form=form, period=period, pack=pack.version)
