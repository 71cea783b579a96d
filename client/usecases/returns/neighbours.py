"""The returns a rule may look at beside the one being checked: other forms, earlier periods."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from client.base.stopping import NEVER, Stop
from client.store import Books
from forms.checking import Snapshot
from forms.pack import Pack
from forms.periods import Period
from forms.returns import Return, ReturnKey

Returns = Mapping[tuple[str, str], Return]


def gather(
    books: Books, firm: str, period: Period, forms: Collection[str] | None = None, stop: Stop = NEVER
) -> dict[tuple[str, str], Return]:
    """Returns of the firm in the period's year and the year before, by form and period as spelled.

    All of them, or those of some ``forms``; the rows of lists are unpacked when they are looked at: what no rule
    speaks of stays packed. Raises ``Stopped``.
    """
    years = (period.year - 1, period.year)
    heads = [h for h in books.returns.heads(firm) if h.period.year in years and (forms is None or h.form in forms)]
    found = (books.returns.packed(head.key, stop) for head in heads)
    return {(each.form, str(each.period)): each for each in found if each is not None}


def snapshot(pack: Pack, firm: str, returns: Returns) -> Snapshot:
    """What the rule engine sees of the firm."""
    return Snapshot(pack=pack, firm=firm, returns=returns)


def blank_return(pack: Pack, key: ReturnKey) -> Return:
    """A return nothing has been entered in yet."""
    return Return(*key, pack=pack.version)
