"""The two tables of the roll-up: indicators with their totals, and the enterprises behind one of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec
from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.terms import Word
from client.ui.ground.words import unit_word
from client.ui.parts.shown import Shown
from client.ui.parts.table import TableColumn
from client.ui.rollup.words import (
    LACKING,
    WHYS,
    figure,
    growth,
    line_name,
    since_before,
    standing_word,
)
from client.usecases.views.rollup.model import Comparison, LeftOut, Line, Part, Rollup
from client.usecases.views.rollup.showing import unit_shown
from forms.words import Count


class LineRow(msgspec.Struct, frozen=True):
    """One indicator; ``line`` is None for one that is not added up."""

    name: str
    below: str
    total: Shown
    year: Shown = Shown()
    before: Shown = Shown()
    counted: Shown = Shown()
    lacking: tuple[Word, ...] = ()
    line: Line | None = None


class FirmRow(msgspec.Struct, frozen=True):
    """One enterprise in a total or not in it; ``firm`` is blank for the heading of a group."""

    name: str
    below: str
    value: Shown
    share: str = ""
    year: Shown = Shown()
    before: Shown = Shown()
    word: Word = Word("", "plain")
    firm: str = ""
    counts: bool = False
    """Whether it is in the total."""


def line_rows(found: Rollup, unit: str) -> list[LineRow]:
    """Every line, columns of a year ago being beside theirs; what is not added up comes last."""
    lines = [_line_row(found, line, unit) for line in found.lines if not line.address.endswith("@ly")]
    return lines + [_left_row(each) for each in found.left_out]


def _line_row(found: Rollup, line: Line, unit: str) -> LineRow:
    asked = len(found.firms)
    counted = len(line.parts) + len(found.nil[line.form])
    if line.key:  # who does not make a product has nothing to add
        counted = len(line.parts)
    out = {
        "unread": len(found.unread),
        "unreadable": len(line.unreadable),
        "missing": len(line.missing),
        "absent": len(found.absent[line.form]),
        "exempt": len(line.exempt),
    }
    words = QCoreApplication.translate("rollup", "{} {}")
    lacking = [
        Word(words.format(LACKING[why].text, count), LACKING[why].tone) for why, count in out.items() if count
    ]
    total = Shown(figure(line.total, line, unit), unit_word(unit_shown(line.unit, unit)), right=True, bold=True)
    before, year = line.against("previous"), line.against("last_year")
    share = Shown(f"{counted} / {asked}", share=counted / max(asked, 1))
    return LineRow(
        line_name(line),
        _code(line),
        total,
        _growth(year, growth(year.now, year.before) if year else "", asked),
        _growth(before, since_before(line, before.now, before.before, unit) if before else "", asked),
        share,
        tuple(lacking),
        line,
    )


def _code(line: Line) -> str:
    code = f"{line.address} {line.key}" if line.key else line.address
    if line.recomputed:
        return QCoreApplication.translate("rollup", "{}　由合计重算").format(code)
    return code


def _growth(compared: Comparison | None, text: str, asked: int) -> Shown:
    """Of how many enterprises, unless it is of all."""
    if compared is None:
        return Shown("—", right=True, faint=True)
    of = QCoreApplication.translate("rollup", "{} 家可比").format(compared.firms) if compared.firms < asked else ""
    return Shown(text, below=of, right=True)


def _left_row(each: LeftOut) -> LineRow:
    word = QCoreApplication.translate("rollup", "不汇总")
    name = told(each.name, each.name_en)
    return LineRow(name, f"{each.address}　{WHYS[each.why]}", Shown(word, right=True, faint=True))


def firm_rows(found: Rollup, line: Line, unit: str) -> list[FirmRow]:
    """Group by group, the largest first; then those that are not in the total, each with why."""
    made: list[FirmRow] = []
    groups = list(line.groups()) if found.by else [""]
    for group in groups:
        parts = [part for part in line.parts if not found.by or part.group == group]
        if found.by:
            name = told(group, found.groups_en.get(group, group))
            made.append(_group_row(line, group, name, len(parts), unit))
        made += [_firm_row(found, line, part, unit) for part in sorted(parts, key=_largest)]
    return [*made, *_lacking_rows(found, line)]


def _largest(part: Part) -> tuple[Decimal, str]:
    return -part.value, part.firm


def _group_row(line: Line, group: str, name: str, count: int, unit: str) -> FirmRow:
    value = line.groups()[group]
    counted = QCoreApplication.translate("rollup", "{}　{} 家").format(name, count)
    return FirmRow(counted, "", Shown(figure(value, line, unit), right=True, bold=True), _share(line, value))


def _firm_row(found: Rollup, line: Line, part: Part, unit: str) -> FirmRow:
    translate = QCoreApplication.translate
    below = part.firm if part.name else ""
    if part.records:
        count = translate("rollup", "{} 条记录").format(Count(len(part.records)))
        blanks = translate("rollup", "，{} 条未填").format(part.blanks) if part.blanks else ""
        below = f"{below}　{count}{blanks}".strip()
    year = Shown(figure(part.last_year, line, unit), growth(part.value, part.last_year), right=True)
    since = since_before(line, part.value, part.previous, unit)
    return FirmRow(
        part.name or part.firm,
        below,
        Shown(figure(part.value, line, unit), right=True),
        _share(line, part.value),
        year,
        Shown(figure(part.previous, line, unit), since, right=True),
        standing_word(found.standing.get((line.form, part.firm))),
        part.firm,
        counts=True,
    )


def _share(line: Line, value: Decimal) -> str:
    """Of the total, where parts are shares of it at all: nothing is negative, nothing is a quotient."""
    if line.recomputed or not line.total or any(part.value < 0 for part in line.parts):
        return ""
    return f"{value / line.total * 100:.1f}%"


def _lacking_rows(found: Rollup, line: Line) -> Iterator[FirmRow]:
    sets = {
        "unread": tuple(found.unread),
        "unreadable": line.unreadable,
        "missing": line.missing,
        "absent": found.absent[line.form],
        "nil": found.nil[line.form],
        "exempt": line.exempt,
    }
    for why, firms in sets.items():
        for firm in firms:
            name = found.names.get(firm, "")
            none = Shown("—", right=True, faint=True)
            yield FirmRow(name or firm, firm if name else "", none, "", none, none, LACKING[why], firm)


def line_columns() -> tuple[TableColumn[LineRow], ...]:
    """Indicator, total, growth, how many are in it, and why others are not."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("rollup", "指标"), _name, 12, stretch=5),
        TableColumn(translate("rollup", "合计"), lambda each: each.total, 8.5, stretch=2, right=True),
        TableColumn(translate("rollup", "比上年同期"), lambda each: each.year, 6.2, stretch=1, right=True, drop=1),
        TableColumn(translate("rollup", "比上期"), lambda each: each.before, 6.2, stretch=1, right=True, drop=3),
        TableColumn(translate("rollup", "计入家数"), lambda each: each.counted, 6.5, stretch=1, drop=2),
        TableColumn(translate("rollup", "未计入"), lambda each: Shown(chips=each.lacking), 6),
    )


def _name(each: LineRow) -> Shown:
    return Shown(each.name, below=each.below, faint=each.line is None)


def firm_columns() -> tuple[TableColumn[FirmRow], ...]:
    """Enterprise, figure, share, a year ago, the report before, where its return stands, the way to the cell."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("rollup", "单位"), _firm, 10, stretch=5),
        TableColumn(translate("rollup", "数值"), lambda each: each.value, 8, stretch=2, right=True),
        TableColumn(translate("rollup", "占比"), _share_shown, 4, stretch=1, right=True, drop=2),
        TableColumn(translate("rollup", "上年同期"), lambda each: each.year, 7, stretch=1, right=True, drop=1),
        TableColumn(translate("rollup", "上期"), lambda each: each.before, 7, stretch=1, right=True, drop=3),
        TableColumn(translate("rollup", "状态"), _word, 6),
        TableColumn("", _way, 5.8),
    )


def _firm(each: FirmRow) -> Shown:
    return Shown(each.name, below=each.below, bold=not each.firm)


def _share_shown(each: FirmRow) -> Shown:
    return Shown(each.share, right=True)


def _word(each: FirmRow) -> Shown:
    return Shown(chips=(each.word,) if each.word.text else ())


def _way(each: FirmRow) -> Shown:
    translate = QCoreApplication.translate
    there = translate("rollup", "看这个数") if each.counts else translate("rollup", "去填报")
    return Shown(there, link=True) if each.firm else Shown()
