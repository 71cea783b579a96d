"""What one workbook would do for one enterprise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from client.usecases.books.months import left_everywhere
from client.workbook import Note, NotTaken
from forms.periods import Period
from forms.problems import CodedError

Place = tuple[str, Period]
"""A return of an enterprise: form and period."""


@dataclass(frozen=True)
class FirmPlan:
    """What one workbook would do for one enterprise; ``problem`` says why it does nothing."""

    firm: str
    name: str
    known: bool
    """Whether the home has the enterprise already."""
    taken: int = 0
    """How many values were found for it."""
    changed: int = 0
    """How many cells would be written; the others hold the same already."""
    left: tuple[NotTaken, ...] = ()
    warnings: tuple[Note, ...] = ()
    errors: int = 0
    queries: int = 0
    problem: CodedError | None = None
    places: tuple[Place, ...] = ()
    """The returns it has figures for."""


def together(parts: Sequence[FirmPlan], taken: Sequence[frozenset[str]]) -> FirmPlan:
    """The months of one workbook as what it does for an enterprise; ``taken`` are each one's sheets."""
    return replace(
        parts[0],
        name=next((part.name for part in parts if part.name), ""),
        taken=sum(part.taken for part in parts),
        changed=sum(part.changed for part in parts),
        left=left_everywhere([(part.left, sheets) for part, sheets in zip(parts, taken, strict=True)]),
        warnings=tuple({str(warning): warning for part in parts for warning in part.warnings}.values()),
        errors=sum(part.errors for part in parts),
        queries=sum(part.queries for part in parts),
        places=tuple(place for part in parts for place in part.places),
    )
