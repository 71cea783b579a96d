"""A month a line: indicators that add up over the year, of which each line has the month's own figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from client.workbook.finding.names.labels import is_total
from client.workbook.finding.names.vocabulary import Match
from client.workbook.finding.readers.monthly import Line, alone, amount, missing, sums_up
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import adds_up
from client.workbook.finding.sheets.month_columns import spans
from client.workbook.finding.sheets.month_lines import MonthLines
from client.workbook.finding.taken.converting import Way
from client.workbook.finding.taken.extraction import Found, note
from forms.returns import Cell
from forms.words import Listed


class Mapped(msgspec.Struct, frozen=True):
    """One column and what it holds."""

    column: int
    match: Match
    way: Way
    confidence: float


def without_lone_months(
    taking: Taking, lines: MonthLines, mapped: Sequence[Mapped], titles: Mapping[int, tuple[str, ...]]
) -> list[Mapped]:
    """The columns that are taken as they stand; the others are added up where the person says so, else named."""
    sheet, asked = taking.sheet, taking.asked
    rows = {month.index: row for row, month in lines.months.items() if month.year == asked.year and month <= asked}
    flows = [each for each in mapped if _adds_up(each, titles)]
    figures = {each.column: _line(taking, each.column, rows) for each in flows}
    above = range(sheet.top, taking.heading_rows[0])
    told = [sheet.name, *(text for row in above for column in sheet.across if (text := sheet.text(row, column)))]
    said = taking.choices.months
    summed = not said and _summed(taking, lines, flows)
    if said == "sums" or (
        not said and not summed and not alone(told, [line for line in figures.values() if line])
    ):
        return list(mapped)
    joined = 2 in rows and spans(sheet.text(rows[2], lines.column))
    lacking = missing(rows, asked.index, joined=joined)
    for each in flows:
        label = titles[each.column][0]
        if said != "added" and (lacking or not summed):
            taking.leave(note("left.column-months-alone"), column=each.column, label=label)
        elif lacking:
            taking.leave(note("left.row-months-missing", months=Listed(lacking)), column=each.column, label=label)
        else:
            _add(taking, each, [rows[month] for month in sorted(rows)], label)
    if flows and not said and (lacking or not summed):
        taking.conflicts.append(note("warn.months-ask", sheet=sheet.name))
    return [each for each in mapped if each not in flows]


def _summed(taking: Taking, lines: MonthLines, flows: Sequence[Mapped]) -> bool:
    """Whether a line below the months is their sum, so that each of them has its own figures."""
    sheet, last = taking.sheet, max(lines.months)
    said = {row: sheet.text(row, lines.column) for row in sheet.rows if row > last}
    totals = (row for row, text in said.items() if is_total(text) or adds_up(text))
    if (total := next(totals, None)) is None:
        return False
    beside = ((sheet.value(total, each.column), [*_held(taking, each.column, lines.months)]) for each in flows)
    return sums_up((figure, held) for value, held in beside if (figure := amount(value)) and len(held) > 1)


def _held(taking: Taking, column: int, rows: Iterable[int]) -> Iterator[Decimal]:
    return (figure for row in rows if (figure := amount(taking.sheet.value(row, column))) is not None)


def _adds_up(mapped: Mapped, titles: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether a column's indicator adds up over the year, and its heading does not say that its figures do."""
    indicator = mapped.match.target.indicator
    sums = any(adds_up(text) for text in titles[mapped.column])
    return indicator.numeric and indicator.kind == "cumulative" and not sums


def _line(taking: Taking, column: int, rows: Mapping[int, int]) -> Line:
    read = {month: amount(taking.sheet.value(row, column)) for month, row in rows.items()}
    return {month: figure for month, figure in read.items() if figure is not None}


def _add(taking: Taking, mapped: Mapped, rows: Sequence[int], label: str) -> None:
    cell = taking.converter.added([(row, mapped.column) for row in rows], mapped.way)
    target = mapped.match.target
    if isinstance(cell, Cell):
        taking.values.append(
            Found(
                form=target.form,
                period=taking.period(target.form),
                address=target.field,
                cell=cell,
                how=mapped.match.how,
                confidence=mapped.confidence,
                note=note("seen.months-added", months=taking.asked.index),
            )
        )
    elif cell is not None:
        taking.leave(cell, column=mapped.column, label=label)
