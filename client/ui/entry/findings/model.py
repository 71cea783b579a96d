"""Findings as a list in groups by level; blanks that are required make one line together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from client.ui.entry.cells.grid_model import Index
from client.ui.entry.cells.looks import is_missing
from client.ui.ground.language import told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.ground.words import ShownLevel, indicator_at, listed
from client.usecases.returns.remarked import Remarked
from forms.completeness import UNREAD
from forms.explanations import explained
from forms.findings import CellRef, Finding, Level
from forms.pack import Pack
from forms.returns import Return
from forms.words import Count

ITEM = Qt.ItemDataRole.UserRole + 1
ROOT = QModelIndex()
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NAMED = re.compile(r"“([^”]+)”(?:：|: )")
"""How the numbers of a record begin, in both languages."""
_ORDER: tuple[Level, ...] = ("error", "query", "hint")


HEADINGS: Terms[str] = Terms(
    "findings",
    {
        "error": QT_TRANSLATE_NOOP("findings", "强制　{}"),
        "query": QT_TRANSLATE_NOOP("findings", "核实　{}"),
        "hint": QT_TRANSLATE_NOOP("findings", "提示　{}"),
        "remark": QT_TRANSLATE_NOOP("findings", "退回意见　{}"),
    },
)
"""Above the findings of one level, with how many they are."""


@dataclass(frozen=True)
class Item:
    """One line of the list: a group's heading, a finding or the bureau's remark, or everything still blank."""

    kind: Literal["group", "finding", "missing"]
    level: ShownLevel | Literal["missing"]
    title: str
    text: str = ""
    finding: Finding | None = None
    done: bool = False
    cells: tuple[CellRef, ...] = ()
    name: str = ""
    """Of a record, where the title begins with it."""

    @property
    def key(self) -> tuple[object, ...]:
        """What the same finding is known by after the next check."""
        if self.finding is None:
            return (self.kind, self.level)
        return (self.level, self.finding.rule, self.finding.row, tuple(ref.address for ref in self.finding.cells))


class FindingsModel(QAbstractListModel):
    """The findings of one return, gravest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Item] = []
        self.row_name = ""
        self.pack: Pack | None = None
        """Code of the indicator that names a record of a rows form."""

    def show_findings(
        self, findings: tuple[Finding, ...], target: Return, remarked: tuple[Remarked, ...] = ()
    ) -> None:
        """Put the findings in anew; nothing happens when they are the same."""
        fresh = self.arranged(findings, target, remarked)
        if fresh == self.items:
            return
        self.beginResetModel()
        self.items = fresh
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{item.title} {item.text}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.items[index.row()].kind == "group":
            return Qt.ItemFlag.NoItemFlags
        return _CHOOSABLE

    def row_at(self, address: str, form: str, period: str) -> int | None:
        """The first finding that speaks of a cell."""
        for number, item in enumerate(self.items):
            if item.finding is not None:
                refs = item.finding.cells
                if any(r.address == address and r.form == form and r.period == period for r in refs):
                    return number
        return None

    def arranged(
        self, findings: tuple[Finding, ...], target: Return, remarked: tuple[Remarked, ...] = ()
    ) -> list[Item]:
        """The lines these findings make, below those of what the bureau remarked."""
        items = self._remarks(remarked, target) if remarked else []
        for level in _ORDER:
            group = [f for f in findings if f.level == level and not is_missing(f)]
            if group:
                items.append(_heading(level, len(group)))
                group.sort(key=_lateness)
                items.extend(self._item(finding, target) for finding in group)
        missing = [f for f in findings if is_missing(f)]
        if missing:
            items.append(self._missing(missing))
        return items

    def _item(self, finding: Finding, target: Return) -> Item:
        done = finding.level == "query" and explained(finding, target)
        text = numbers(finding)
        title = told(finding.title_zh, finding.title_en) or told(finding.expected_zh, finding.expected_en)
        if finding.rule == UNREAD.rule:
            title = self.tr("填写有误：{}").format(title)
        elif finding.outcome == "undecided":
            title = self.tr("未能判断：{}").format(title)
        name = ""
        if finding.row is not None and len(target.rows.get(target.form, ())) > 1:
            name = self._row_name(finding.row, target)
            title = self.tr("{}：{}").format(name, title)
            text = unnamed(text, title)
        cells = finding.cells + finding.conditions
        return Item("finding", finding.level, title, text, finding, done, cells, name)

    def _remarks(self, remarked: tuple[Remarked, ...], target: Return) -> list[Item]:
        items = [_heading("remark", len(remarked))]
        for each in remarked:
            found = each.now(target)
            title, told_at = told(found.title_zh, found.title_en), told(found.actual_zh, found.actual_en)
            cells = listed(self._cell_name(ref) for ref in found.cells[:MISSING_NAMED])
            text = "　".join(part for part in (cells, told_at) if part)
            items.append(Item("finding", "remark", title, text, found, each.answered(target), found.cells))
        return items

    def _row_name(self, row: str, target: Return) -> str:
        """What a record is called, else which one it is."""
        rows = target.rows.get(target.form, [])
        name = target.cells.get(f"{target.form}[{row}].{self.row_name}")
        if name is not None:
            return shortened(name.text)
        return self.tr("第 {} 项").format(rows.index(row) + 1) if row in rows else row

    def _cell_name(self, ref: CellRef) -> str:
        return (cell_name(ref, self.pack) if self.pack is not None else ref.name) or ref.address

    def _missing(self, findings: list[Finding]) -> Item:
        cells = tuple(ref for finding in findings for ref in finding.cells[:1])
        names = listed(self._cell_name(ref) for ref in cells[:MISSING_NAMED])
        more = "…" if len(cells) > MISSING_NAMED else ""
        title = self.tr("还有 {} 项必填未填").format(Count(len(findings)))
        return Item("missing", "missing", title, names + more, None, False, cells)


def _lateness(finding: Finding) -> int:
    """What is wrong comes first, then what cannot be read, then what cannot be decided for it."""
    return 0 if finding.outcome != "undecided" else 1 if finding.rule == UNREAD.rule else 2


def _heading(level: ShownLevel, count: int) -> Item:
    return Item("group", level, HEADINGS[level].format(count))


def row_of(items: Sequence[Item], key: tuple[object, ...]) -> int | None:
    """Where a finding stands among these."""
    return next((n for n, item in enumerate(items) if item.kind != "group" and item.key == key), None)


def first_of(items: Sequence[Item]) -> int | None:
    """The first line that can be chosen."""
    return next((n for n, item in enumerate(items) if item.kind != "group"), None)


def shortened(name: str) -> str:
    """A long name without its middle: projects often differ at the end alone, and what is wrong comes after."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 9]}…{name[-8:]}"


def cell_name(ref: CellRef, pack: Pack) -> str:
    """The cell's name in the window's language; a finding speaks Chinese of it."""
    indicator = indicator_at(ref.address, pack)
    english = f"{indicator.name_en} ({indicator.code})" if indicator is not None and indicator.name_en else ""
    before = " year before" if english and ref.address.endswith("@ly") else ""
    return told(ref.name, english + before)


def numbers(finding: Finding) -> str:
    """The rule with the numbers put in, or why it could not be decided."""
    if finding.outcome == "undecided":
        return told(finding.reason_zh, finding.reason_en)
    return told(finding.actual_zh, finding.actual_en)


def unnamed(text: str, title: str) -> str:
    """What is said of a record, without the name that stands in the title above it already."""
    named = _NAMED.match(text)
    return text[named.end() :] if named and shortened(named[1]) in title else text


LONGEST = 24
"""Letters of a record's name in the list of findings."""
MISSING_NAMED = 8
