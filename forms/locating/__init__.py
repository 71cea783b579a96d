"""What is probably wrong in a return: the smallest sets of cells, and the slips that settle every rule at once.

Nothing is changed here. Linear rules are lifted into inequalities over the return's own cells; those without
linear form, on texts, or undecided take no part in the search for sets and are named, but every proposal is tried
on all rules as they are.
"""

from __future__ import annotations

from forms.locating.focus import MOST_ROWS
from forms.locating.model import CellChange, CellSet, Kind, LeftOut, Location, Proposal, Settled
from forms.locating.whole import locate

__all__ = [
    "MOST_ROWS",
    "CellChange",
    "CellSet",
    "Kind",
    "LeftOut",
    "Location",
    "Proposal",
    "Settled",
    "locate",
]
