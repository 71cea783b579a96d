"""What the reading of a sheet rests on, each with why: form, orientation, headings, unit, period, enterprise."""

from __future__ import annotations

from collections.abc import Iterator

from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.choices import Choices
from client.workbook.finding.taken.extraction import Aspect, Note, Seen, note


def of_sheet(taking: Taking, orientation: str, choices: Choices) -> Iterator[Seen]:
    """In the order a person would look at it."""
    form = taking.forms[0]
    yield Seen(what="form", value=form, why=note(f"seen.{orientation}", form=taking.pack.forms[form].words))
    yield _told(
        "orientation", orientation, note(f"seen.why-{orientation}"), chosen=choices.orientation is not None
    )
    if rows := taking.heading_rows:
        span = f"{rows[0]}" if len(rows) == 1 else f"{rows[0]}-{rows[-1]}"
        yield _told("heading", span, note("seen.why-heading", rows=span), chosen=choices.heading is not None)
    facts = taking.facts
    if facts.unit:
        yield _told("unit", facts.unit, _noted(facts.notes, "seen.unit"), chosen=bool(choices.unit))
    if facts.period is not None:
        why = _noted(facts.notes, "seen.period")
        yield _told("period", str(facts.period), why, chosen=choices.period is not None)
    if facts.firm_code or facts.firm_name:
        value = facts.firm_code or facts.firm_name
        yield _told("enterprise", value, note("seen.why-enterprise", text=value), chosen=choices.any_enterprise)


def _told(what: Aspect, value: str, why: Note, *, chosen: bool) -> Seen:
    return Seen(what=what, value=value, why=note("seen.chosen") if chosen else why, chosen=chosen)


def _noted(notes: tuple[Note, ...], code: str) -> Note:
    return next((each for each in notes if each.code == code), note("seen.chosen"))
