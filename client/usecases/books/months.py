"""A workbook that keeps several months, a sheet or more a month: which they are, and what each leaves out."""

from __future__ import annotations

from collections.abc import Iterable

from client.workbook import Extraction, NotTaken
from client.workbook.finding.facts import period_in
from forms.periods import Period

_OTHER_SHEET = "left.sheet-other-period"


def other_periods(extraction: Extraction, asked: Period) -> set[Period]:
    """Those the sheets name, of the kind of the asked one. January is left out: it is reported with February."""
    notes = [*extraction.warnings, *(entry.why for entry in extraction.left)]
    named = {str(note.params.get("named", "")) for note in notes if note.code in ("warn.period", _OTHER_SHEET)}
    found = (period_in(text) for text in named)
    return {period for period in found if period is not None and period.kind == asked.kind and period.months > 1}


def months_of(extraction: Extraction, asked: Period) -> list[Period]:
    """All months a workbook has sheets of, the earliest first."""
    unsaid = any(plan.taken for plan in extraction.sheets) and not any(
        warning.code == "warn.period" for warning in extraction.warnings
    )
    return sorted(
        other_periods(extraction, asked) | ({asked} if unsaid else set()), key=lambda each: each.last_month
    )


def left_everywhere(left: Iterable[NotTaken], taken: frozenset[str]) -> tuple[NotTaken, ...]:
    """What several months left out, without the sheets (``taken``) that only were another month's."""
    kept = (entry for entry in left if entry.code != _OTHER_SHEET or entry.sheet not in taken)
    return tuple({str(entry): entry for entry in kept}.values())
