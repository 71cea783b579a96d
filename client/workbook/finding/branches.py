"""Sheets of branches, workshops or divisions: the one that adds them up is the firm's own, no other one is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from client.workbook.finding.names.traditional import compared
from client.workbook.finding.one_sheet import SheetReading
from client.workbook.finding.readers.monthly import sums_up
from client.workbook.finding.taken.extraction import note
from forms.pack.model import Pack
from forms.words import Listed

_PART = re.compile(
    "分公司|车间|事业部|分厂|分部|门店|营业部|办事处|项目部|工厂|厂区|园区|本部|总部|总公司|总厂|生产线|branch|division|workshop"
)
_WHOLE = re.compile(r"[合总共]计|汇总|总表|全公司|全厂|total|summary")
_GROUP = re.compile(r"合并|集团|(?<!分)(?<!全)(?<!总)公司|consolidated|group")
"""Other firms' figures, of which the firm's own is one part."""
Figures = Mapping[tuple[str, ...], Decimal]


def pass_over(results: Sequence[SheetReading], pack: Pack) -> None:
    """Of sheets with different figures for the same places take the one that the others are parts of, by its name
    or by its figures; where all are parts, take none."""
    figures = {n: dict(_figures(result, pack)) for n, result in enumerate(results)}
    rivals = [n for n in figures if any(_contradict(figures[n], figures[m]) for m in figures if m != n)]
    names = {n: compared(results[n].sheet.name) for n in rivals}
    parts = [n for n in rivals if _PART.search(names[n]) and not _WHOLE.search(names[n])]
    if len(rivals) < 2 or any(map(_GROUP.search, names.values())):
        return
    others = [n for n in rivals if n not in parts]
    whole = others[0] if len(others) == 1 else _sum_of_others(rivals, figures)
    if whole is None and others:
        return
    said = Listed([results[n].sheet.name for n in rivals])
    for n in rivals:
        if whole is None:
            results[n].pass_over(note("left.sheet-branch", sheets=said))
        elif n != whole:
            results[n].pass_over(note("left.sheet-part", whole=results[whole].sheet.name))


def _figures(result: SheetReading, pack: Pack) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    """A sheet's figures that add up over the parts of a firm."""
    for found in result.values:
        indicator = pack.indicator(found.address)
        sums = indicator is not None and indicator.numeric and indicator.unit != "%"
        if sums and isinstance(found.cell.value, Decimal) and not found.row_key:
            yield (found.form, str(found.period), found.address), found.cell.value


def _contradict(one: Figures, other: Figures) -> bool:
    return any(one[place] != other[place] for place in one.keys() & other.keys())


def _sum_of_others(rivals: Sequence[int], figures: Mapping[int, Figures]) -> int | None:
    """The sheet of which every line is the sum of those of two or more others."""
    return next((n for n in rivals if _adds_up(figures[n], [figures[m] for m in rivals if m != n])), None)


def _adds_up(whole: Figures, parts: Sequence[Figures]) -> bool:
    beside: dict[tuple[str, ...], list[Decimal]] = defaultdict(list)
    for part in parts:
        for place in part.keys() & whole.keys():
            beside[place].append(part[place])
    lines = [(whole[place], held) for place, held in beside.items() if len(held) > 1 and whole[place]]
    return len(lines) > 1 and all(sums_up([line]) for line in lines)
