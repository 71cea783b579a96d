"""Figures as pictures show them: points by period, worked out from the stored returns, nothing drawn here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from client.usecases.home.pack_store import lies_in
from client.usecases.home.session import Session
from forms.pack import Form, Pack
from forms.periods import Period
from forms.pictures import PictureEntry, load_pictures
from forms.returns import Return
from forms.targets import load_targets

Returns = Mapping[tuple[str, str], Return]
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Point:
    """A figure at the end of a month; ``month`` is the year × 12 + 1 to 12."""

    month: int
    value: Decimal


@dataclass(frozen=True)
class Curve:
    """Points in the order of time; ``plan`` curves are a pace, not figures of returns."""

    name: str
    name_en: str
    points: tuple[Point, ...]
    plan: bool = False


@dataclass(frozen=True)
class Picture:
    """Curves in one unit, perhaps with a level to be reached. ``choices`` are records to choose one from.

    ``unplanned`` of the records drawn say too little for a pace: they are in what is done, not in the plan.
    """

    entry: PictureEntry
    unit: str
    curves: tuple[Curve, ...]
    level: Decimal | None = None
    choices: tuple[tuple[str, str], ...] = field(default=())
    """Row id and name of each record of a list."""
    chosen: str = ""
    reached: Decimal | None = None
    """What is done in per cent of the pace due by then, of the records that have one."""
    unplanned: int = 0

    @property
    def empty(self) -> bool:
        return not any(curve.points for curve in self.curves if not curve.plan)


def pictures(session: Session, firm: str, year: int, record: str = "") -> tuple[Picture, ...]:
    """Every picture of the pack for ``firm``, seen from ``year``; ``record`` is one project, blank their sum."""
    stored = session.look(firm, lambda books: books.returns.all(firm=firm))
    returns = {(each.form, str(each.period)): each for each in stored if each.period.year <= year}
    pack, folder = session.pack, lies_in(session.home, session.pack)
    draw: dict[str, Callable[[PictureEntry], Picture]] = {
        "course": lambda entry: _course(pack, entry, returns, year),
        "share": lambda entry: _share(pack, entry, returns, year, folder),
        "progress": lambda entry: _progress(pack, entry, returns, record),
    }
    return tuple(draw[entry.kind](entry) for entry in load_pictures(folder) if _asked(pack, entry))


def _asked(pack: Pack, entry: PictureEntry) -> bool:
    """Whether this version of the definitions still asks for all the picture is made of."""
    codes = [entry.indicator, *(code for share in entry.share for code in (share.part, share.whole))]
    return all(code in pack.home for code in codes if code)


def years_of(session: Session, firm: str) -> tuple[int, ...]:
    """The years there are returns of, newest first."""
    stored = session.look(firm, lambda books: books.returns.all(firm=firm))
    return tuple(sorted({each.period.year for each in stored}, reverse=True))


def _course(pack: Pack, entry: PictureEntry, returns: Returns, year: int) -> Picture:
    """This year's reports, and last year's: as filed then, else as the last-year column has it."""
    form = pack.forms[pack.home[entry.indicator]]
    now = tuple(_points(form, returns, year, entry.indicator))
    filed = {point.month: point for point in _points(form, returns, year - 1, entry.indicator)}
    column = _points(form, returns, year, f"{entry.indicator}@ly")
    told = {point.month - 12: Point(point.month - 12, point.value) for point in column}
    before = tuple(point for _, point in sorted({**told, **filed}.items()))
    curves = (Curve(f"{year}年", str(year), now), Curve(f"{year - 1}年", str(year - 1), before))
    return Picture(entry, form.indicators[entry.indicator].unit, curves)


def _points(form: Form, returns: Returns, year: int, address: str) -> Iterator[Point]:
    found = [each for (code, _), each in returns.items() if code == form.code and each.period.year == year]
    for each in sorted(found, key=_end):
        cell = each.cells.get(address)
        if cell is not None and isinstance(cell.value, Decimal):
            yield Point(_end(each), cell.value)


def _share(pack: Pack, entry: PictureEntry, returns: Returns, year: int, folder: Path) -> Picture:
    """Per cent over this year and the two before."""
    curves = []
    for share in entry.share:
        form, whole = pack.forms[pack.home[share.part]], pack.forms[pack.home[share.whole]]
        by_month = {p.month: p.value for y in _years(year) for p in _points(whole, returns, y, share.whole)}
        parts = [point for y in _years(year) for point in _points(form, returns, y, share.part)]
        points = tuple(
            Point(p.month, p.value * _HUNDRED / by_month[p.month]) for p in parts if by_month.get(p.month, 0) > 0
        )
        curves.append(Curve(share.name, share.name_en, points))
    level = load_targets(folder).number(entry.target) if entry.target else None
    return Picture(entry, "%", tuple(curves), level)


def _years(year: int) -> tuple[int, int, int]:
    return year - 2, year - 1, year


def _progress(pack: Pack, entry: PictureEntry, returns: Returns, record: str) -> Picture:
    """What was invested since the start against the pace of the plan, of one project or of all together."""
    form = pack.forms[pack.home[entry.indicator]]
    reports = sorted((each for (code, _), each in returns.items() if code == form.code), key=_end)
    choices = tuple(_records(form, reports[-1])) if reports else ()
    rows = [row for row, _ in choices if record in ("", row)]
    done = tuple(point for each in reports if (point := _done(form, entry, each, rows)))
    spans = {row: span for row in rows if (span := _span(form, entry, reports[-1], row))} if reports else {}
    plan = _plan(list(spans.values()))
    curves = (Curve("累计完成", "Done", done), Curve("计划进度", "Plan", plan, plan=True))
    reached = _reached(form, entry, reports[-1], spans) if reports else None
    unplanned = len(rows) - len(spans)
    unit = form.indicators[entry.indicator].unit
    return Picture(entry, unit, curves, choices=choices, chosen=record, reached=reached, unplanned=unplanned)


def _end(target: Return) -> int:
    return _count(target.period)


def _count(period: Period) -> int:
    return period.year * 12 + period.months


def _records(form: Form, target: Return) -> Iterator[tuple[str, str]]:
    for row in target.rows.get(form.code, ()):
        named = target.cells.get(f"{form.code}[{row}].{form.row_name}")
        yield row, named.text if named else row


def _done(form: Form, entry: PictureEntry, target: Return, rows: list[str]) -> Point | None:
    values = [v for row in rows if (v := _number(form, target, row, entry.indicator)) is not None]
    return Point(_end(target), sum(values, Decimal(0))) if values else None


Span = tuple[int, int, Decimal]
"""From which month to which a plan runs, and its total."""


def _plan(spans: list[Span]) -> tuple[Point, ...]:
    """The pace of each project added up; one without start, end or total takes no part."""
    if not spans:
        return ()
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return tuple(Point(month, _due(month, spans)) for month in range(first, last + 1))


def _due(month: int, spans: Iterable[Span]) -> Decimal:
    return sum((total * pace(month, begin, end) for begin, end, total in spans), Decimal(0))


def _reached(form: Form, entry: PictureEntry, newest: Return, spans: dict[str, Span]) -> Decimal | None:
    """Like is held against like: what projects with a pace have done, against what was due of these by then."""
    done = _done(form, entry, newest, list(spans))
    due = _due(_end(newest), spans.values())
    return done.value * _HUNDRED / due if done is not None and due else None


def pace(month: int, begin: int, end: int) -> Decimal:
    """The share of a plan due by the end of ``month``: slow, fast, slow (3t² − 2t³), 0 before and 1 after."""
    if end <= begin:
        return Decimal(month >= end)
    t = Decimal(min(max(month - begin, 0), end - begin)) / (end - begin)
    return t * t * (3 - 2 * t)


def _span(form: Form, entry: PictureEntry, target: Return, row: str) -> Span | None:
    total = _number(form, target, row, entry.total)
    begin, end = (_month(form, target, row, code) for code in (entry.begins, entry.ends))
    return None if total is None or begin is None or end is None else (begin, end, total)


def _number(form: Form, target: Return, row: str, code: str) -> Decimal | None:
    cell = target.cells.get(f"{form.code}[{row}].{code}")
    return cell.value if cell is not None and isinstance(cell.value, Decimal) else None


def _month(form: Form, target: Return, row: str, code: str) -> int | None:
    cell = target.cells.get(f"{form.code}[{row}].{code}")
    if cell is None or not isinstance(cell.value, str):
        return None
    return _count(Period.parse(cell.value))
