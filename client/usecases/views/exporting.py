"""Returns and findings for other programs: a value a line or a list as a sheet, a finding a line; xlsx or csv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.base.stopping import NEVER, Stop
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.views.listing import ListTables
from client.workbook.writing.tables import Table, Value, write
from forms.addresses import parse, row_of
from forms.by_record import records_of
from forms.explanations import explained
from forms.pack import Form
from forms.pack.places import indicator_at, spec_at
from forms.periods import Period
from forms.returns import Cell, Return, explanation_key

Heard = Callable[[int, int, str], None]
VALUES, FINDINGS = "数据", "问题"
_TOLD_EVERY = 5_000
VALUE_HEADS = (
    "统一社会信用代码",
    "单位",
    "表",
    "报告期",
    "行",
    "地址",
    "指标",
    "计量单位",
    "数值",
    "原文",
    "来源",
)
_FINDING_HEADS = (
    "统一社会信用代码",
    "单位",
    "表",
    "报告期",
    "级别",
    "规则",
    "内容",
    "实际",
    "原因",
    "怎么办",
    "位置",
    "说明",
)
_LEVELS = {"error": "强制", "query": "核实", "hint": "提示"}


class Wanted(msgspec.Struct, frozen=True):
    """Which returns: of some enterprises or all, of one period and form or of every one."""

    firms: Sequence[str] = ()
    period: Period | None = None
    form: str | None = None


ALL = Wanted()


def export(
    session: Session,
    path: Path,
    wanted: Wanted = ALL,
    *,
    heard: Heard = lambda *_: None,
    stop: Stop = NEVER,
    over: bool = False,
    by_value: bool = False,
) -> list[Path]:
    """Write what is entered and what was found; answers the files.

    A value a line; of a list that is wanted by itself a record a line, as it can be imported again, unless asked
    for ``by_value``.
    ``heard`` is told how many enterprises are done, of how many, and the next one's name; of a single one how many
    of its values. ``over`` as for ``write``. Raises ``UserError('export.nothing')``, ``Stopped``, after which
    nothing of it is left, and as ``client.workbook.writing.tables.write``.
    """
    names = {enterprise.code: enterprise.name for enterprise in all_of(session)}
    chosen = {firm: names.get(firm, "") for firm in wanted.firms or names}
    findings: list[Sequence[Value]] = []
    if wanted.form is not None and session.forms[wanted.form].shape == "rows" and not by_value:
        tables = _list_tables(session, chosen, (wanted.period, wanted.form), findings, heard, stop)
        return write(path, [*tables, Table(FINDINGS, _FINDING_HEADS, findings)], over=over, heard=stop.check)
    values = _all_values(session, chosen, wanted, findings, heard, stop)
    first = next(values, None)
    if first is None:
        raise UserError("export.nothing")
    tables = [Table(VALUES, VALUE_HEADS, chain([first], values)), Table(FINDINGS, _FINDING_HEADS, findings)]
    return write(path, tables, over=over, heard=stop.check)


def _list_tables(
    session: Session,
    firms: Mapping[str, str],
    asked: tuple[Period | None, str],
    findings: list[Sequence[Value]],
    heard: Heard,
    stop: Stop,
) -> list[Table]:
    """The sheets of a list form; ``findings`` is complete when the first has been gone through."""
    period, form = asked
    places = {"统一社会信用代码": len(firms) > 1, "单位": len(firms) > 1, "报告期": period is None}
    made = ListTables(session.forms[form], [heading for heading, wanted in places.items() if wanted])

    def lines() -> Iterator[Sequence[Value]]:
        for at, (firm, name) in enumerate(firms.items()):
            heard(at, len(firms), name or firm)
            for check in check_returns(session, firm, period, form, stop):
                whole = (firm, name, str(check.target.period))
                findings.extend((firm, name, form, whole[2], *line) for line in _findings(check))
                front = [value for value, wanted in zip(whole, places.values(), strict=True) if wanted]
                records = made.lines(check, front, stop)
                of = len(check.target.rows.get(form, ()))
                for done, line in enumerate(records):
                    if len(firms) == 1 and done % _TOLD_EVERY == 0:
                        heard(done, of, name or firm)
                    yield line

    found = lines()
    first = next(found, None)
    if first is None:
        raise UserError("export.nothing")
    return made.tables(chain([first], found))


def _all_values(
    session: Session,
    firms: Mapping[str, str],
    wanted: Wanted,
    findings: list[Sequence[Value]],
    heard: Heard,
    stop: Stop,
) -> Iterator[Sequence[Value]]:
    """The values of one enterprise after another; ``findings`` is complete when they have been gone through."""
    for at, (firm, name) in enumerate(firms.items()):
        stop.check()
        heard(at, len(firms), name or firm)
        checks = check_returns(session, firm, wanted.period, wanted.form, stop)
        done, of = 0, sum(len(check.target.cells) for check in checks)
        for check in checks:
            front = (firm, name, check.target.form, str(check.target.period))
            findings += ((*front, *line) for line in _findings(check))
            for line in values_of(session, check.target, stop):
                if len(firms) == 1 and done % _TOLD_EVERY == 0:
                    heard(done, of, name or firm)
                done += 1
                yield (*front, *line)


def values_of(session: Session, target: Return, stop: Stop = NEVER) -> Iterator[Sequence[Value]]:
    """The cells of a return in the form's order, rows in theirs, those of a child table with their row.

    Heeds ``stop`` between two rows.
    """
    form = session.pack_of(target).forms[target.form]
    fields = _Fields(form)
    rows = {row: number for number, row in enumerate(target.rows.get(form.code, ()), 1)}
    records = records_of(target.cells)
    of_row: defaultdict[int, list[str]] = defaultdict(list)
    for record in records:
        of_row[rows.get(row_of(f"{record}]"), 0)].append(record)
    for row in sorted(of_row):
        stop.check()
        held = ((record, field, cell) for record in of_row[row] for field, cell in records[record].items())
        for _, line in sorted((fields.line(*each) for each in held), key=itemgetter(0)):
            yield (row or None, *line)


class _Fields:
    """What the fields of a form are called; each is looked up once, in whatever row."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._codes = {code: number for number, code in enumerate(form.indicators)}
        self._known: dict[tuple[str, str], tuple[int, str, str]] = {}

    def line(self, record: str, field: str, cell: Cell) -> tuple[tuple[int, str], Sequence[Value]]:
        """Where a cell stands in the order of its row, and its line."""
        address = f"{record}].{field}" if record else field
        place = record.rpartition("[")[0], field
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._looked_up(address)
        number, name, unit = known
        value = cell.value if not isinstance(cell.value, tuple) else "、".join(cell.value)
        shown: Value = "是" if value is True else "否" if value is False else value
        origin = cell.origin.place or cell.origin.source
        return (number, address), (address, name, unit, shown, cell.text, origin)

    def _looked_up(self, address: str) -> tuple[int, str, str]:
        where = parse(address)
        indicator, spec = indicator_at(self._form, where), spec_at(self._form, where)
        name = indicator.name if spec is indicator else f"{indicator.name}：{spec.label}"
        return self._codes[indicator.code], name, spec.unit


def _findings(check: ReturnCheck) -> Iterator[Sequence[Value]]:
    for finding in check.findings:
        places = "、".join(f"{ref.form} {ref.period} {ref.address}" for ref in finding.cells)
        key = explanation_key(finding.rule, tuple(ref.address for ref in finding.cells))
        words = check.target.explanations.get(key) if explained(finding, check.target) else None
        yield (
            _LEVELS[finding.level],
            finding.rule,
            finding.title_zh,
            finding.actual_zh,
            finding.reason_zh,
            finding.remedy_zh,
            places,
            words.text if words else "",
        )
