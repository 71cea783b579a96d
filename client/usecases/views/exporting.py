"""Returns and findings for other programs: a value a line or a list as a sheet, a finding a line; xlsx or csv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

from client.base.errors import UserError
from client.base.stopping import NEVER, Stop
from client.keys import Keychain
from client.store import Enterprise, ReturnHead
from client.usecases.home.enterprises import all_of
from client.usecases.home.opening import open_to_read
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
from forms.problems import CodedError
from forms.returns import Cell, Return, explanation_key

Heard = Callable[[int, int, str], None]
VALUES, FINDINGS, UNREAD = "数据", "问题", "读不出"
_TOLD_EVERY = 5_000
_UNREADABLE = (CodedError, LookupError, ValueError, TypeError)
"""What a format of the future may end in."""
_VALUE_HEADS = (
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


def export(
    session: Session,
    path: Path,
    firms: Sequence[str] = (),
    period: Period | None = None,
    form: str | None = None,
    *,
    heard: Heard = lambda *_: None,
    stop: Stop = NEVER,
    over: bool = False,
    by_value: bool = False,
) -> list[Path]:
    """Write what is entered and what was found, of some enterprises or all; answers the files.

    A value a line; a list ``form`` a record a line, as it can be imported again, unless asked for ``by_value``.
    ``heard`` is told how many enterprises are done, of how many, and the next one's name; of a single one how many
    of its values. ``over`` as for ``write``. Raises ``UserError('export.nothing')``, ``Stopped``, after which
    nothing of it is left, and as ``client.workbook.writing.tables.write``.
    """
    names = {enterprise.code: enterprise.name for enterprise in all_of(session)}
    chosen = {firm: names.get(firm, "") for firm in firms or names}
    findings: list[Sequence[Value]] = []
    if form is not None and session.forms[form].shape == "rows" and not by_value:
        tables = _list_tables(session, chosen, (period, form), findings, heard, stop)
        return write(path, [*tables, Table(FINDINGS, _FINDING_HEADS, findings)], over=over, heard=stop.check)
    values = _all_values(session, chosen, (period, form), findings, heard, stop)
    first = next(values, None)
    if first is None:
        raise UserError("export.nothing")
    tables = [Table(VALUES, _VALUE_HEADS, chain([first], values)), Table(FINDINGS, _FINDING_HEADS, findings)]
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
    asked: tuple[Period | None, str | None],
    findings: list[Sequence[Value]],
    heard: Heard,
    stop: Stop,
) -> Iterator[Sequence[Value]]:
    """The values of one enterprise after another; ``findings`` is complete when they have been gone through."""
    for at, (firm, name) in enumerate(firms.items()):
        stop.check()
        heard(at, len(firms), name or firm)
        checks = check_returns(session, firm, *asked, stop)
        done, of = 0, sum(len(check.target.cells) for check in checks)
        for check in checks:
            front = (firm, name, check.target.form, str(check.target.period))
            findings += ((*front, *line) for line in _findings(check))
            for line in _values(session, check.target, stop):
                if len(firms) == 1 and done % _TOLD_EVERY == 0:
                    heard(done, of, name or firm)
                done += 1
                yield (*front, *line)


def rescue(
    home: Path,
    path: Path,
    firms: Sequence[str] = (),
    period: Period | None = None,
    form: str | None = None,
    *,
    passphrase: str | None = None,
    keys: Keychain | None = None,
    heard: Heard = lambda *_: None,
    stop: Stop = NEVER,
    over: bool = False,
) -> list[Path]:
    """Write what can be read of a home that a newer program wrote, which changes nothing in it.

    Every cell as it is kept; names and units as far as these definitions know them. What cannot be read is listed
    beside it. Raises as ``export`` and ``opening.open_to_read``.
    """
    unread: list[Sequence[Value]] = []
    with open_to_read(home, passphrase=passphrase, keys=keys) as session:
        chosen = [each for each in all_of(session) if not firms or each.code in firms]
        values = _all_rescued(session, chosen, (period, form), unread, heard, stop)
        first = list(islice(values, 1))
        if not first and not unread:
            raise UserError("export.nothing")
        tables = [Table(VALUES, _VALUE_HEADS, chain(first, values)), Table(UNREAD, _VALUE_HEADS[:4], unread)]
        return write(path, tables, over=over, heard=stop.check)


def _all_rescued(
    session: Session,
    firms: Sequence[Enterprise],
    asked: tuple[Period | None, str | None],
    unread: list[Sequence[Value]],
    heard: Heard,
    stop: Stop,
) -> Iterator[Sequence[Value]]:
    """The values that can be read; ``unread`` is complete when they have been gone through."""
    period, form = asked
    for at, enterprise in enumerate(firms):
        stop.check()
        heard(at, len(firms), enterprise.name or enterprise.code)
        for head in _heads(session, enterprise.code, unread):
            if period in (None, head.period) and form in (None, head.form):
                yield from _rescued(session, enterprise, head, unread)


def _heads(session: Session, firm: str, unread: list[Sequence[Value]]) -> list[ReturnHead]:
    try:
        return session.look(firm, lambda books: books.returns.heads(firm))
    except _UNREADABLE:
        unread.append((firm, "", "*", "*"))
        return []


def _rescued(
    session: Session, enterprise: Enterprise, head: ReturnHead, unread: list[Sequence[Value]]
) -> Iterator[Sequence[Value]]:
    front = (enterprise.code, enterprise.name, head.form, str(head.period))
    try:
        found = session.look(head.firm, lambda books: books.returns.get(head.key))
        lines = list(_values(session, found)) if found is not None else []
    except CodedError as error:
        if error.code != "pack.version" or found is None:
            unread.append(front)
            return
        lines = [_plain(address, cell) for address, cell in found.cells.items()]
    except _UNREADABLE:
        unread.append(front)
        return
    yield from ((*front, *line) for line in lines)


def _plain(address: str, cell: Cell) -> Sequence[Value]:
    """A cell of definitions that are not here."""
    return None, address, "", "", cell.text, cell.text, cell.origin.place or cell.origin.source


def _values(session: Session, target: Return, stop: Stop = NEVER) -> Iterator[Sequence[Value]]:
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
