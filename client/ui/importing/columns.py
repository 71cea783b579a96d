"""The columns of the import page's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import overload

import msgspec
from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import spoken, told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.ground.words import (
    Tone,
    Word,
    figure_word,
    level_word,
    listed,
    number_word,
    period_word,
    short_unit_word,
)
from client.ui.parts.shown import Shown
from client.ui.parts.table import TableColumn
from client.usecases.books.preview.lines import ImportLine, Joined
from client.usecases.returns.checking import ReturnCheck
from client.workbook import NotTaken, SheetPlan
from forms.findings import Finding, Level
from forms.pack import Pack
from forms.words import Count

SURE = 0.9
"""A mapping less certain than this is pointed out."""


@dataclass(frozen=True)
class FindingRow:
    """A finding the returns would have after the import."""

    form_name: str
    finding: Finding


class _Rows(Sequence[FindingRow]):
    """Findings of one return as rows, each made when it is looked at."""

    def __init__(self, form_name: str, findings: Sequence[Finding]) -> None:
        self._form_name = form_name
        self._findings = findings

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, index: int) -> FindingRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FindingRow, ...]: ...
    def __getitem__(self, index: int | slice) -> FindingRow | tuple[FindingRow, ...]:
        if isinstance(index, slice):
            return tuple(FindingRow(self._form_name, finding) for finding in self._findings[index])
        return FindingRow(self._form_name, self._findings[index])


def finding_rows(checks: Sequence[ReturnCheck], pack: Pack | None = None) -> Sequence[FindingRow]:
    """The findings of all returns, errors first; ``pack`` knows the forms' names in the window's language."""
    names = {check.form_name: told(check.form_name, _english(check, pack)) for check in checks}
    levels: tuple[Level, ...] = ("error", "query", "hint")
    return Joined([_Rows(names[check.form_name], check.of_level(level)) for level in levels for check in checks])


def _english(check: ReturnCheck, pack: Pack | None) -> str:
    return pack.forms[check.target.form].name_en if pack is not None else ""


def line_columns(pack: Pack) -> tuple[TableColumn[ImportLine], ...]:
    """What each value would change, where it stands in the workbook and how it was recognised."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("import", "指标"), _indicator, 10, stretch=3),
        TableColumn(translate("import", "报表 · 行"), lambda line: _return(line, pack), 7, stretch=2, drop=2),
        TableColumn(translate("import", "原值"), _old, 7.2, stretch=1, right=True, drop=1),
        TableColumn(translate("import", "新值"), _new, 7.6, stretch=1, right=True),
        TableColumn(translate("import", "差额"), _difference, 5.4, right=True, drop=3),
        TableColumn(translate("import", "出处"), _place, 7.5, stretch=2),
        TableColumn(translate("import", "对应"), _how, 4.4, drop=4),
    )


def left_columns() -> tuple[TableColumn[NotTaken], ...]:
    """What was not taken, where it stands and why."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("import", "工作表"), lambda left: Shown(left.sheet), 8, stretch=1),
        TableColumn(translate("import", "位置"), _where, 5),
        TableColumn(
            translate("import", "内容"), lambda left: Shown(left.label, faint=not left.label), 9, stretch=2
        ),
        TableColumn(
            translate("import", "为什么没有取"), lambda left: Shown(left.why.what(spoken())), 12.5, stretch=4
        ),
        TableColumn(
            translate("import", "可以怎么做"),
            lambda left: Shown(left.why.remedy(spoken()), faint=True),
            10,
            stretch=4,
            drop=1,
        ),
    )


def sheet_columns(pack: Pack) -> tuple[TableColumn[SheetPlan], ...]:
    """How each sheet was understood."""
    translate = QCoreApplication.translate

    def form(sheet: SheetPlan) -> Shown:
        forms = [pack.forms[code] for code in sheet.forms]
        names = listed(told(each.name, each.name_en) for each in forms)
        return Shown(names or translate("import", "没有取用"), faint=not names)

    return (
        TableColumn(translate("import", "工作表"), _sheet, 8, stretch=1),
        TableColumn(translate("import", "对应报表"), form, 9, stretch=2),
        TableColumn(
            translate("import", "报告期"), lambda s: Shown(period_word(s.period) if s.period else ""), 6, drop=1
        ),
        TableColumn(translate("import", "单位"), lambda s: Shown(short_unit_word(s.unit or "")), 4, drop=2),
        TableColumn(translate("import", "取用"), lambda s: Shown(str(s.taken), right=True), 4, right=True),
        TableColumn(translate("import", "怎么认出来的"), _why, 11, stretch=5),
    )


def finding_columns() -> tuple[TableColumn[FindingRow], ...]:
    """What the checks would say afterwards."""
    translate = QCoreApplication.translate
    return (
        TableColumn("", lambda r: Shown(chips=(level_word(r.finding.level),)), 3.6),
        TableColumn(translate("import", "报表"), lambda r: Shown(r.form_name), 9, stretch=1),
        TableColumn(translate("import", "问题"), _finding, 22, stretch=5),
    )


def difference(line: ImportLine) -> Decimal | None:
    """New less old, where both are numbers; a blank old value counts for nothing."""
    try:
        return Decimal(line.new) - Decimal(line.old) if line.old is not None else None
    except InvalidOperation:
        return None


def _indicator(line: ImportLine) -> Shown:
    return Shown(told(line.name, line.name_en), below=code_word(line.code, line.address), keeps=True)


def code_word(code: str, address: str) -> str:
    """An indicator's code, and that a figure is of last year's: behind a long name that would be cut off."""
    before = QCoreApplication.translate("import", "上年同期")
    return f"{code} · {before}" if address.endswith("@ly") else code


def _return(line: ImportLine, pack: Pack) -> Shown:
    form = pack.forms[line.form]
    name = line.row_label or told(form.name, form.name_en)
    return Shown(name, below=f"{line.form} · {period_word(line.period)}", keeps=True)


def _old(line: ImportLine) -> Shown:
    return Shown(_figure(line.old, line), right=_is_number(line), faint=True)


def _new(line: ImportLine) -> Shown:
    unread = line.found.cell.problem is not None
    shown = Shown(_figure(line.new, line), bold=not unread, tone="error" if unread else "plain")
    if not _is_number(line):
        return shown
    return msgspec.structs.replace(shown, below=short_unit_word(line.unit), right=True)


def _difference(line: ImportLine) -> Shown:
    if line.old is None:
        return Shown(QCoreApplication.translate("import", "新填"), right=True, faint=True)
    gap = difference(line)
    if gap is None or gap == 0:
        same = line.old == line.new or gap == 0
        return Shown(QCoreApplication.translate("import", "相同") if same else "", right=True, faint=True)
    sign = "+" if gap > 0 else ""
    return Shown(sign + number_word(gap), right=True, tone="query")


def _place(line: ImportLine) -> Shown:
    _, _, inside = line.found.place.partition(" › ")
    source = line.found
    raw = (
        figure_word(source.raw, source.raw_unit) if _is_number(line) else f"{source.raw} {source.raw_unit}".strip()
    )
    return Shown(inside or source.place, below=raw, keeps=_is_number(line))


def _how(line: ImportLine) -> Shown:
    translate = QCoreApplication.translate
    sure = line.found.confidence >= SURE and not line.doubts
    tone: Tone = "plain" if sure else "query"
    doubtful = translate("import", "；").join(doubt.what(spoken()) for doubt in line.doubts)
    return Shown(chips=(Word(how_word(line.found.how), tone),), below=doubtful)


def how_word(how: str) -> str:
    """By what a line was recognised."""
    return _RECOGNISED.get(how, how)


_RECOGNISED = Terms(
    "import",
    {
        "code": QT_TRANSLATE_NOOP("import", "按代码"),
        "name": QT_TRANSLATE_NOOP("import", "按名称"),
        "alias": QT_TRANSLATE_NOOP("import", "按别名"),
        "similar": QT_TRANSLATE_NOOP("import", "相近"),
        "chosen": QT_TRANSLATE_NOOP("import", "按指定"),
    },
)


def _where(left: NotTaken) -> Shown:
    translate = QCoreApplication.translate
    if left.row is not None and left.column is not None:
        return Shown(f"{left.column}{left.row}")
    if left.row is not None:
        return Shown(translate("import", "第 {} 行").format(left.row))
    return Shown(
        translate("import", "{} 列").format(left.column) if left.column else translate("import", "整张表")
    )


def _sheet(sheet: SheetPlan) -> Shown:
    return Shown(sheet.name, below=QCoreApplication.translate("import", "{} 行").format(Count(sheet.rows)))


def _why(sheet: SheetPlan) -> Shown:
    notes = [note.what(spoken()) for note in sheet.notes]
    half = (len(notes) + 1) // 2
    between = QCoreApplication.translate("import", "；")
    return Shown(between.join(notes[:half]), below=between.join(notes[half:]), faint=not notes)


def _finding(row: FindingRow) -> Shown:
    found = row.finding
    if spoken() == "en":
        return Shown(found.title_en or found.expected_en, below=found.actual_en or found.reason_en)
    return Shown(found.title_zh or found.expected_zh, below=found.actual_zh or found.reason_zh)


def _is_number(line: ImportLine) -> bool:
    return isinstance(line.found.cell.value, Decimal)


def _figure(text: str | None, line: ImportLine) -> str:
    if text is None:
        return ""
    try:
        return number_word(Decimal(text)) if _is_number(line) else text
    except InvalidOperation:
        return text
