"""Headings that stand one cell to the left of their figures, as where a column of ¥ or a narrow one lies there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from client.workbook.finding.readers.monthly import amount
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import Role, role_of_lines
from client.workbook.finding.sheets.layout import Panel
from client.workbook.finding.taken.extraction import note
from client.workbook.model import Sheet
from forms.periods import Period

Lines = Mapping[int, list[str]]
"""The lines of the heading over each column."""
_WITHOUT: frozenset[Role | None] = frozenset({"code", "line", "unit", "reference", "note"})
_SIGNS = ("", "¥", "￥")


def over_figures(lines: Lines, taking: Taking, panel: Panel, figures: Set[int], asked: Period) -> Lines:
    """The headings, each over its figures, with a remark where they were moved.

    They stay as they are unless every one has exactly one column of figures right of it and nothing below itself,
    and no figures are left over.
    """
    roles = {at: role_of_lines(texts, asked) for at, texts in lines.items() if texts}
    heads = [at for at, role in roles.items() if role not in _WITHOUT]
    wanted = {at + 1 for at in heads}
    counted = {at for at in figures if roles.get(at) not in _WITHOUT or at not in roles}
    if not heads or wanted != counted or wanted & roles.keys() or not _bare(taking.sheet, panel, heads):
        return lines
    taking.doubt(note("warn.headings-moved", sheet=taking.sheet.name))
    return {at: lines[at - 1] if at in wanted else [] if at in heads else texts for at, texts in lines.items()}


def _bare(sheet: Sheet, panel: Panel, columns: Sequence[int]) -> bool:
    """Whether columns hold no number in any line, and beside figures nothing but a sign of money."""
    lines = [row for row, found in panel.hits.items() if found[0].target.indicator.numeric]
    below = range(min(panel.hits), panel.rows.stop)
    numbers = any(amount(sheet.value(row, at)) is not None for at in columns for row in below)
    return not numbers and all(sheet.text(row, at).strip() in _SIGNS for at in columns for row in lines)
