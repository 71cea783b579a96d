"""A roll-up as tables for other programs: a table a level, every total leading to the enterprises behind it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from client.usecases.returns.states import state_name
from client.usecases.views.rollup.model import Comparison, Line, Rollup, Why
from client.usecases.views.rollup.showing import in_unit, unit_shown
from client.workbook.writing.tables import Link, Table, Value, write

TOTALS, GROUPS, FIRMS, RECORDS, MISSING, LEFT = "汇总", "分组", "按单位", "明细", "未填", "不汇总"
WHYS: dict[Why, str] = {
    "ratio": "比率不能相加，也没有能由合计重算的算式",
    "unit": "各条记录的计量单位不同",
    "level": "时间长短不能相加",
    "mean": "平均数只能从年初算起，不能取其中一段",
}
_HEAD = ("表", "报告期", "指标代码", "指标", "计量单位")


def write_book(found: Rollup, path: Path, unit: str = "", *, over: bool = False) -> list[Path]:
    """Write xlsx, or csv beside each other; money in ``unit``, blank for each indicator's own.

    ``over`` lets ``path`` be replaced. Answers the files. Raises as ``client.workbook.writing.tables.write``.
    """
    firms: list[Sequence[Value]] = []
    totals: list[Sequence[Value]] = []
    groups: list[Sequence[Value]] = []
    records: list[Sequence[Value]] = []
    for line in found.lines:
        front = (line.form, _span(found, line), line.address, line.name, unit_shown(line.unit, unit))
        totals.append((*front, *_total(found, line, unit, len(firms) + 2)))
        groups += ((*front, name, in_unit(value, line.unit, unit)) for name, value in line.groups().items())
        for part in line.parts:
            value = in_unit(part.value, line.unit, unit)
            shown: Value = Link(value, RECORDS, len(records) + 2) if part.records else value
            compared = (_shown(part.previous, line, unit), _shown(part.last_year, line, unit))
            state = _state(found, line.form, part.firm)
            firms.append((*front, part.group, part.firm, part.name, shown, *compared, state))
            listed = ((key, in_unit(each, line.unit, unit)) for key, each in part.records)
            records += ((*front, part.firm, part.name, *each) for each in listed)
    return write(path, _tables(found, totals, groups, firms, records), over=over)


def _tables(
    found: Rollup,
    totals: Sequence[Sequence[Value]],
    groups: Sequence[Sequence[Value]],
    firms: Sequence[Sequence[Value]],
    records: Sequence[Sequence[Value]],
) -> list[Table]:
    counted = ("合计", "家数", "未填家数", "读不出家数", "不适用家数", "未报家数", "零申报家数")
    compared = ("比上期增减", "比上期%", "上期可比家数", "比上年同期增减", "比上年同期%", "上年可比家数")
    tables = [Table(TOTALS, (*_HEAD, *counted, "未填或读不出的单位", *compared), totals)]
    if found.by:
        tables.append(Table(GROUPS, (*_HEAD, "分组", "合计"), groups))
    firm = ("统一社会信用代码", "单位")
    tables.append(Table(FIRMS, (*_HEAD, "分组", *firm, "数值", "上期", "上年同期", "状态"), firms))
    if records:
        tables.append(Table(RECORDS, (*_HEAD, *firm, "记录", "数值"), records))
    absent = [(f, firm, found.names.get(firm, ""), "未报") for f, those in found.absent.items() for firm in those]
    nil = [(f, firm, found.names.get(firm, ""), "零申报") for f, those in found.nil.items() for firm in those]
    unread = [("*", firm, found.names.get(firm, ""), error.what("zh")) for firm, error in found.unread.items()]
    tables.append(Table(MISSING, ("表", *firm, "情况"), [*absent, *nil, *unread]))
    if found.left_out:
        left = [(each.form, each.address, each.name, WHYS[each.why]) for each in found.left_out]
        tables.append(Table(LEFT, ("表", "指标代码", "指标", "为什么不汇总"), left))
    return tables


def _total(found: Rollup, line: Line, unit: str, first: int) -> Sequence[Value]:
    total = in_unit(line.total, line.unit, unit) if line.total is not None else None
    lacking = "、".join(found.names.get(f) or f for f in (*line.missing, *line.unreadable))
    counts = (len(line.parts), len(line.missing), len(line.unreadable), len(line.exempt))
    beside = (len(found.absent[line.form]), len(found.nil[line.form]))
    link: Value = Link(total, FIRMS, first) if line.parts else total
    before = _change(line, line.against("previous"), unit, rate=not line.holds_earlier)
    return (link, *counts, *beside, lacking, *before, *_change(line, line.against("last_year"), unit))


def _change(
    line: Line, compared: Comparison | None, unit: str, *, rate: bool = True
) -> tuple[Value, Value, Value]:
    """The amount, in per cent with one decimal, and of how many enterprises; blank where it has no meaning."""
    if compared is None:
        return None, None, None
    growth = compared.growth if rate else None
    share = growth.quantize(Decimal("0.1")) if growth is not None else None
    return in_unit(compared.now - compared.before, line.unit, unit), share, compared.firms


def _shown(value: Decimal | None, line: Line, unit: str) -> Decimal | None:
    return None if value is None else in_unit(value, line.unit, unit)


def _span(found: Rollup, line: Line) -> str:
    since = found.question.since
    return f"{since} 至 {line.period}" if since is not None else str(line.period)


def _state(found: Rollup, form: str, firm: str) -> str:
    standing = found.standing.get((form, firm))
    if standing is None:
        return ""
    name = "草稿" if standing.state == "draft" else state_name(standing.state)
    return f"{name}，此后有改动" if standing.edited else name
