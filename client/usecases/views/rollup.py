"""汇总: the returns of many enterprises added up, with a way down to each figure.

Only figures that may be added are: counts and amounts, not percentages. Who has not entered a form, and whose
figure cannot be read, is named beside every total; nobody is counted as zero in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from client.base.errors import UserError
from client.store import Books
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.workbook.writing.tables import Link, Table, Value, write
from forms.addresses import parse
from forms.pack import Form, Indicator, Pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Return

PROFILE_FORM = "JB"
_RATIO = "%"
TOTALS, GROUPS, FIRMS, RECORDS, MISSING = "汇总", "分组", "按单位", "明细", "未填"


@dataclass(frozen=True)
class Part:
    """What one enterprise adds to a total; of a rows form the sum of its records."""

    firm: str
    name: str
    group: str
    value: Decimal
    records: tuple[tuple[str, Decimal], ...] = ()
    """Of a rows form: the key of each record and its figure."""


@dataclass(frozen=True)
class Line:
    """One indicator added up. ``column`` is ``""`` or a further column such as ``ly``."""

    form: str
    period: Period
    indicator: Indicator
    address: str
    unit: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    """Enterprises without this figure."""
    unreadable: tuple[str, ...]
    """Enterprises where it cannot be read: not in the total."""

    @property
    def total(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))

    def groups(self) -> dict[str, Decimal]:
        """The total by group, in the order of the groups' names."""
        found: dict[str, Decimal] = defaultdict(Decimal)
        for part in self.parts:
            found[part.group] += part.value
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Rollup:
    """Everything added up for one period."""

    period: Period
    by: str
    lines: tuple[Line, ...]
    absent: Mapping[str, tuple[str, ...]]
    """By form: the enterprises that entered nothing of it."""
    names: Mapping[str, str]

    def line(self, address: str, form: str | None = None) -> Line:
        """The line of an address; raises ``UserError('rollup.no-such-line')``."""
        found = next((x for x in self.lines if x.address == address and form in (None, x.form)), None)
        if found is None:
            raise UserError("rollup.no-such-line", address=address)
        return found


def roll_up(
    session: Session, period: Period, form: str | None = None, by: str = "", firms: Sequence[str] = ()
) -> Rollup:
    """Add up the returns of all enterprises, or some; ``by`` groups them by an indicator of their profile.

    Raises ``UserError`` ``rollup.nothing`` and ``rollup.no-such-group``.
    """
    pack = session.pack_for(period)
    if by and by not in pack.forms[PROFILE_FORM].indicators:
        raise UserError("rollup.no-such-group", code=by)
    names = {each.code: each.name for each in all_of(session)}
    chosen = list(firms) or list(names)
    forms = [each for each in pack.forms.values() if form in (None, each.code)]
    groups: dict[str, str] = {}
    found: dict[str, dict[str, Return]] = {each.code: {} for each in forms}
    for firm in chosen:  # one after the other: each has a store of its own
        groups[firm] = _group(session, firm, period, by) if by else ""
        for target in _returns(session, firm, forms, period):
            found[target.form][firm] = target
    lines: list[Line] = []
    absent: dict[str, tuple[str, ...]] = {}
    for each in forms:
        there = found[each.code]
        if there:
            lines += _lines(each, each.period_of(period), there, names, groups)
            absent[each.code] = tuple(firm for firm in chosen if firm not in there)
    if not lines:
        raise UserError("rollup.nothing", period=period.label())
    return Rollup(period, by, tuple(lines), absent, names)


def _returns(session: Session, firm: str, forms: Sequence[Form], period: Period) -> list[Return]:
    """What an enterprise has filled in of some forms."""

    def look(books: Books) -> list[Return]:
        found = (books.returns.get(firm, form.code, form.period_of(period)) for form in forms)
        return [target for target in found if target is not None and target.cells]

    return session.look(firm, look)


def _group(session: Session, firm: str, period: Period, by: str) -> str:
    pack: Pack = session.pack_for(period)
    profile = _returns(session, firm, [pack.forms[PROFILE_FORM]], period)
    cell = profile[0].cells.get(by) if profile else None
    if cell is None:
        return "—"
    spec = pack.forms[PROFILE_FORM].indicators[by]
    code = pack.lists[spec.list].codes.get(str(cell.value)) if spec.list else None
    return f"{code.code} {code.name}" if code else cell.text


def _lines(
    form: Form, period: Period, there: Mapping[str, Return], names: Mapping[str, str], groups: Mapping[str, str]
) -> list[Line]:
    figures: dict[str, dict[str, list[tuple[str, Decimal]]]] = defaultdict(lambda: defaultdict(list))
    unreadable: dict[str, list[str]] = defaultdict(list)
    for firm, target in there.items():
        for address, cell in target.cells.items():
            where = parse(address)
            spec = spec_at(form, where)
            if (
                spec.type not in ("integer", "decimal")
                or spec.unit == _RATIO
                or where.table not in (None, form.code)
            ):
                continue
            field = address.rpartition("].")[2]
            if isinstance(cell.value, Decimal):
                figures[field][firm].append((_key_of(form, target, where.row), cell.value))
            elif cell.na is None:
                unreadable[field].append(firm)
    made = []
    for field in sorted(figures, key=lambda text: (list(form.indicators).index(_code(text)), text)):
        parts = tuple(
            Part(
                firm,
                names.get(firm, ""),
                groups.get(firm, ""),
                sum((value for _, value in records), Decimal(0)),
                tuple(records) if form.shape == "rows" else (),
            )
            for firm, records in figures[field].items()
        )
        indicator = form.indicators[_code(field)]
        missing = tuple(firm for firm in there if firm not in figures[field] and firm not in unreadable[field])
        spec = indicator.parts.get(field.partition(".")[2].partition("@")[0], indicator)
        made.append(Line(form.code, period, indicator, field, spec.unit, parts, missing, tuple(unreadable[field])))
    return made


def _code(field: str) -> str:
    return field.partition("@")[0].partition(".")[0]


def _key_of(form: Form, target: Return, row: str | None) -> str:
    cell = target.cells.get(f"{form.code}[{row}].{form.row_key}") if row and form.row_key else None
    return cell.text if cell else ""


def write_book(found: Rollup, path: Path) -> list[Path]:
    """A workbook with a sheet a level: totals, groups, enterprises, records, and who entered nothing.

    Every total leads to the enterprises behind it. Raises as ``client.workbook.writing.tables.write``.
    """
    firms: list[Sequence[Value]] = []
    totals: list[Sequence[Value]] = []
    groups: list[Sequence[Value]] = []
    records: list[Sequence[Value]] = []
    for line in found.lines:
        front = (line.form, str(line.period), line.address, line.indicator.name, line.unit)
        link = Link(line.total, FIRMS, len(firms) + 2)
        lacking = "、".join(found.names.get(f) or f for f in (*line.missing, *line.unreadable))
        totals.append((*front, link, len(line.parts), len(line.missing), len(line.unreadable), lacking))
        groups += ((*front, name, value) for name, value in line.groups().items() if found.by)
        for part in line.parts:
            shown: Value = Link(part.value, RECORDS, len(records) + 2) if part.records else part.value
            firms.append((*front, part.group, part.firm, part.name, shown))
            records += ((*front, part.firm, part.name, key, value) for key, value in part.records)
    head = ("表", "报告期", "指标代码", "指标", "计量单位")
    tables = [Table(TOTALS, (*head, "合计", "家数", "未填家数", "读不出家数", "未填或读不出的单位"), totals)]
    if found.by:
        tables.append(Table(GROUPS, (*head, "分组", "合计"), groups))
    tables.append(Table(FIRMS, (*head, "分组", "统一社会信用代码", "单位", "数值"), firms))
    if records:
        tables.append(Table(RECORDS, (*head, "统一社会信用代码", "单位", "记录", "数值"), records))
    absent = [(form, firm, found.names.get(firm, "")) for form, firms_ in found.absent.items() for firm in firms_]
    tables.append(Table(MISSING, ("表", "统一社会信用代码", "单位"), absent))
    return write(path, tables)
