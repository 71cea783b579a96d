"""Several months of one workbook for one enterprise: extracted month by month, planned and stored as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import msgspec

from client.base.stopping import NEVER, Stop
from client.usecases.books.extracting import Extracted
from client.usecases.books.importing import ImportPlan, plan_extracted
from client.usecases.books.months import left_everywhere
from client.usecases.books.preview.lines import Joined
from client.usecases.books.selecting import ALL, Selection
from client.usecases.home.session import Session
from client.workbook import Note, NotTaken, SheetPlan
from client.workbook.finding.taken.extraction import Found, ValueColumn, Values, note
from client.workbook.finding.taken.places import doubled
from forms.pack import Pack
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import Return
from forms.returns import apply as carry_out

Place = tuple[str, Period]
_FALLS = 3
"""Of so many figures that add up over the year one falls from month to month: they are hardly sums."""


def extract_each(
    extract: Callable[[Period], Extracted], months: Iterable[Period], stop: Stop = NEVER
) -> tuple[Extracted, ...]:
    """What a workbook has for each of the months; one that cannot be taken is named among what another leaves.

    A return that several of them speak of (that of a quarter) is the latest month's. Raises what the first month
    raised where none can be taken.
    """
    found: list[Extracted] = []
    refused: list[tuple[Period, CodedError]] = []
    for month in sorted(months):
        stop.check()
        try:
            found.append(extract(month))
        except CodedError as error:
            refused.append((month, error))
    if not found:
        raise refused[0][1]
    left = tuple(_refused(month, error) for month, error in refused)
    return _each_once([_with_left(found[0], left), *found[1:]])


def _refused(month: Period, error: CodedError) -> NotTaken:
    why = Note(error.code, {name: str(value) for name, value in error.params.items()})
    return NotTaken(sheet="", label=month.label(), why=why)


def _with_left(each: Extracted, left: Iterable[NotTaken]) -> Extracted:
    extraction = each.extraction
    return replace(each, extraction=msgspec.structs.replace(extraction, left=(*extraction.left, *left)))


def _each_once(parts: Sequence[Extracted]) -> tuple[Extracted, ...]:
    """Every return in one part only: the latest that has figures for it."""
    owner: dict[Place, int] = {}
    for number, part in enumerate(parts):
        values = part.extraction.values
        owner.update({(each.form, each.period): number for each in values.singles})
        owner.update({(each.form, each.period): number for each in values.blocks})
    cells: dict[tuple[object, ...], Found] = {
        (found.form, found.period, found.row_key, found.item, found.address): found
        for number, part in enumerate(parts)
        for found in part.extraction.values.singles
        if owner[found.form, found.period] == number
    }
    made = []
    for number, part in enumerate(parts):
        values = part.extraction.values
        own = [each for each in values.singles if owner[each.form, each.period] == number]
        blocks = [each for each in values.blocks if owner[each.form, each.period] == number]
        others = (each for each in values.singles if owner[each.form, each.period] != number)
        left = [told for each in others if (told := _told(each, cells)) is not None]
        extraction = msgspec.structs.replace(part.extraction, values=Values(own, blocks))
        made.append(_with_left(replace(part, extraction=extraction), left))
    return tuple(made)


def _told(left_out: Found, cells: dict[tuple[object, ...], Found]) -> NotTaken | None:
    """A figure of an earlier month for a return that a later one fills; None when that says the same."""
    key = (left_out.form, left_out.period, left_out.row_key, left_out.item, left_out.address)
    chosen = cells.get(key)
    if chosen is not None and chosen.text == left_out.text:
        return None
    other = chosen.place if chosen is not None else left_out.period.words
    return doubled(left_out.place, left_out.address, other, same=False)


def returns_after(planned: ImportPlan) -> dict[tuple[str, str], Return]:
    """The returns as they will be once a plan is stored; later months keep the ids their records get now."""
    found: dict[tuple[str, str], Return] = {}
    for check in planned.checks:
        target = check.target
        if check.size is not None and not target.cells:  # a long list, whose cells lie in its change alone
            for change in planned.changes:
                if (change.form, change.period) == (target.form, target.period):
                    carry_out(target, change)
        found[target.form, str(target.period)] = target
    return found


def plan_each(session: Session, parts: Sequence[Extracted], selection: Selection = ALL) -> ImportPlan:
    """What the months of a workbook would change, each beside those before it, as one plan."""
    if len(parts) == 1:
        return plan_extracted(session, parts[0], selection)
    returns: dict[tuple[str, str], Return] = {}
    plans: list[ImportPlan] = []
    for part in parts:
        plans.append(plan_extracted(session, part, selection, returns))
        returns.update(returns_after(plans[-1]))
    last = plans[-1]
    warnings = {str(each): each for planned in plans for each in planned.warnings}
    taken = [frozenset(sheet.name for sheet in each.sheets if sheet.taken) for each in plans]
    return replace(
        last,
        firm_name=next((each.firm_name for each in plans if each.firm_name), ""),
        sheets=_sheets(plans),
        lines=Joined([each.lines for each in plans]),
        left=left_everywhere([(each.left, read) for each, read in zip(plans, taken, strict=True)]),
        warnings=(*warnings.values(), *_falling(plans, session.pack_for(last.period))),
        changes=tuple(change for each in plans for change in each.changes),
        checks=tuple(check for each in plans for check in each.checks),
        fresh=sum(each.fresh for each in plans),
        replaced=sum(each.replaced for each in plans),
    )


def _sheets(plans: Sequence[ImportPlan]) -> tuple[SheetPlan, ...]:
    """How each sheet was understood, with what every month took of it."""
    return tuple(_sheet([plan.sheets[number] for plan in plans]) for number in range(len(plans[0].sheets)))


def _sheet(seen: Sequence[SheetPlan]) -> SheetPlan:
    """Of the months that read a sheet the last tells how; none is its period where there are several."""
    read = [each for each in seen if each.taken] or [seen[-1]]
    periods = {each.period for each in read}
    used = [column for each in read for column in each.columns if column.use]
    best: dict[str, ValueColumn] = {column.letter: column for column in (*read[-1].columns, *used)}
    return msgspec.structs.replace(
        read[-1],
        taken=sum(each.taken for each in read),
        period=periods.pop() if len(periods) == 1 else None,
        columns=tuple(best[column.letter] for column in read[-1].columns),
    )


def _falling(plans: Sequence[ImportPlan], pack: Pack) -> Iterator[Note]:
    """Sums since January that fall from one month to the next are rather each month's own figures."""
    before: dict[tuple[str, str], tuple[Period, Decimal]] = {}
    compared = fell = 0
    for line in (line for planned in plans for line in planned.lines):
        indicator, now = pack.indicator(line.code), line.found.cell.value
        if indicator is None or indicator.kind != "cumulative" or line.address.endswith("@ly"):
            continue
        if not isinstance(now, Decimal):
            continue
        period, then = before.get((line.form, line.address), (line.period, now))
        if period.year == line.period.year and period != line.period:
            compared += 1
            fell += 0 <= now < then
        before[line.form, line.address] = (line.period, now)
    if fell and fell * _FALLS >= compared:
        yield note("warn.months-alone", count=fell, total=compared)
