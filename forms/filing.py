"""All returns of a period together: which forms are due, and what is asked of them as a whole (C136, C137).

A return is filed by itself, whatever these say; they tell whether the period is complete.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from forms.checking import Snapshot, check
from forms.explanations import explained, wants_explanation
from forms.findings import Finding
from forms.pack.model import FilingCheck, Form, Pack
from forms.periods import Period
from forms.returns import Return

Place = tuple[str, str]
"""Form and period as spelled."""


def due(pack: Pack, month: Period) -> list[tuple[Form, Period]]:
    """The forms whose period, or whose quarterly lines' quarter, ends with ``month``."""
    found = []
    for form in pack.forms.values():
        own = dict.fromkeys((form.period_of(month), month.enclosing("quarter")))
        found += [(form, period) for period in own if period.last_month == month.last_month and form.asked(period)]
    return found


def check_filing(
    snapshot: Snapshot,
    month: Period,
    nil: Collection[Place] = (),
    checked: Mapping[Place, Iterable[Finding]] | None = None,
) -> list[Finding]:
    """What keeps a month from being complete. ``nil`` are the returns declared empty.

    ``checked`` are the findings of returns that were checked already.
    """
    found: list[Finding] = []
    for demand in snapshot.pack.filing_checks.values():
        for form, period in due(snapshot.pack, month):
            place = form.code, str(period)
            held = snapshot.returns.get(place)
            if place in nil:
                continue
            if demand.holds == "every-due-form":
                found += [] if held is not None and held.cells else [_missing(demand, form, period)]
            elif held is not None:
                findings = (checked or {}).get(place)
                known = check(snapshot, form.code, period) if findings is None else findings
                found += _unexplained(demand, form, period, known, held)
    return found


def _missing(demand: FilingCheck, form: Form, period: Period) -> Finding:
    return _finding(demand, form, period, form.name, form.name_en)


def _unexplained(
    demand: FilingCheck, form: Form, period: Period, findings: Iterable[Finding], held: Return
) -> Iterator[Finding]:
    for query in findings:
        if wants_explanation(query) and not explained(query, held):
            zh, en = f"{form.name} · {query.rule}", f"{form.name_en} · {query.rule}"
            yield _finding(demand, form, period, zh, en, query)


def _finding(
    demand: FilingCheck, form: Form, period: Period, zh: str, en: str, query: Finding | None = None
) -> Finding:
    return Finding(
        rule=demand.id,
        level=demand.level,
        outcome="fail",
        form=form.code,
        period=str(period),
        row=query.row if query else None,
        cells=query.cells if query else (),
        title_zh=zh,
        title_en=en,
        expected_zh=demand.zh,
        expected_en=demand.en,
        actual_zh=query.actual_zh if query else "",
        actual_en=query.actual_en if query else "",
        remedy_zh=demand.zh_fix,
        remedy_en=demand.en_fix,
    )
