"""What one cell of a grid looks like, worked out from the draft: text, alignment, state and level mark."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, get_args

import msgspec
from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.words import ShownLevel, growth_word, level_tone, number_word
from forms.completeness import UNREAD
from forms.findings import CellRef, Finding
from forms.pack import Indicator, Pack
from forms.pack.model import Spec
from forms.returns import Cell
from forms.values.units import compatible, convert

Mark = ShownLevel | Literal["missing", ""]
Ground = Literal["input", "readonly", "computed", "heading", "subheading", "action"]
_GRAVEST_FIRST: tuple[Mark, ...] = (*get_args(ShownLevel), "missing", "")
_RANK = {mark: rank for rank, mark in enumerate(_GRAVEST_FIRST)}


class Look(msgspec.Struct, frozen=True):
    """One cell as the delegate paints it. ``indent`` is in lines of text."""

    text: str = ""
    ground: Ground = "readonly"
    right: bool = False
    bold: bool = False
    faint: bool = False
    unreadable: bool = False
    mark: Mark = ""
    indent: float = 0.0
    icon: str = ""
    edge: bool = False
    """Whether a line parts it from what follows."""
    note: str = ""
    """Said at the far end of a heading."""
    tail: str = ""
    """What ``text`` ends with, which stays where the rest has no room."""


BLANK = Look()


def marks_of(
    findings: tuple[Finding, ...], form: str, period: str, remarks: Iterable[Finding] = ()
) -> dict[str, Mark]:
    """The gravest level at each address of one return, with what the bureau remarked.

    What cannot be decided because one cell cannot be read is that cell's fault alone.
    """
    told = (ref for remark in remarks for ref in remark.cells)
    marks: dict[str, Mark] = {ref.address: "remark" for ref in told if (ref.form, ref.period) == (form, period)}
    unread, undecided = set(), []
    for finding in findings:
        if finding.rule == UNREAD.rule:
            unread.add(finding.only_cell)
        elif finding.outcome == "undecided":
            undecided.append(finding)
            continue
        _mark(marks, finding, form, period)
    for finding in undecided:
        if not any(ref.address in unread and (ref.form, ref.period) == (form, period) for ref in finding.cells):
            _mark(marks, finding, form, period)
    return marks


def _mark(marks: dict[str, Mark], finding: Finding, form: str, period: str) -> None:
    for ref in finding.cells:
        mark: Mark = "missing" if is_missing(finding) or waits_for(finding, ref) else finding.level
        here = ref.form == form and ref.period == period
        if here and _RANK[mark] < _RANK[marks.get(ref.address, "")]:
            marks[ref.address] = mark


def colour_of(mark: Mark) -> str:
    """The theme's name for the colour that a mark, and what is listed under it, is drawn in."""
    match mark:
        case "missing" | "":
            return "border"
        case level:
            return level_tone(level)


def is_missing(finding: Finding) -> bool:
    """Whether the finding only says that something required is still blank."""
    return finding.missing


def waits_for(finding: Finding, ref: CellRef) -> bool:
    """Whether a finding cannot be decided only because this cell is still blank."""
    return finding.outcome == "undecided" and not ref.text


def shown(cell: Cell | None, spec: Spec, pack: Pack, unit: str = "") -> str:
    """A cell's value as a person reads it, in ``unit`` if given; what could not be read is shown as typed."""
    if cell is None:
        return ""
    if cell.na is not None:
        return QCoreApplication.translate("grid", "不适用")
    value = cell.value
    if value is None or cell.problem is not None:
        return cell.text
    if isinstance(value, bool):
        return QCoreApplication.translate("grid", "是") if value else QCoreApplication.translate("grid", "否")
    if isinstance(value, Decimal):
        return number_word(convert(value, spec.unit, unit, 0)[1] if unit else value, 0 if unit else spec.scale)
    if isinstance(value, tuple):
        return QCoreApplication.translate("grid", "、").join(_coded(one, spec, pack) for one in value)
    return _coded(value, spec, pack)


def _coded(value: str, spec: Spec, pack: Pack) -> str:
    listed = pack.lists.get(spec.list) if spec.list else None
    entry = listed.codes.get(value) if listed else None
    if entry is None or entry.name == value:
        return value
    return f"{told(entry.name, entry.name_en)}  {value}"


def unit_shown(spec: Spec, wanted: str) -> str:
    """The unit a definition's figures are shown in instead of their own; blank when they stay in that."""
    differs = bool(wanted and spec.unit) and wanted != spec.unit and spec.numeric
    return wanted if differs and compatible(spec.unit, wanted) else ""


def growth(now: Cell | None, before: Cell | None) -> str:
    """The change of a figure against another, blank when either is not a number."""
    if now is None or before is None:
        return ""
    if isinstance(now.value, Decimal) and isinstance(before.value, Decimal):
        return growth_word(now.value, before.value)
    return ""


def input_ground(spec: Spec, indicator: Indicator | None) -> Ground:
    """Whether the person may type here."""
    owner = spec if isinstance(spec, Indicator) else indicator
    if owner is not None and owner.computed:
        return "computed"
    return "readonly" if owner is not None and owner.preset else "input"
