"""Sheets of branches, workshops or divisions: the one that adds them up is the firm's own, no other one is.

Of sheets of several firms the one called 母公司 is, or none. Of sheets without names of their own (Sheet1, Sheet2)
that hold one table with different figures none is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_CITIES = (
    "广州|深圳|珠海|汕头|佛山|韶关|湛江|肇庆|江门|茂名|惠州|梅州|汕尾|河源|阳江|清远|东莞|中山|潮州|揭阳|云浮|"
    "北京|上海|天津|重庆|香港|澳门|成都|武汉|西安|南京|杭州|苏州|长沙|厦门|合肥|郑州|青岛|南昌|赣州|越南"
)
_PLACE = re.compile(rf"(?:{_CITIES})市?(?:厂|基地)?")
"""A sheet called by a place alone is a branch's."""
_GROUP = re.compile(r"合并|集团|(?<!分)(?<!全)(?<!总)公司|consolidated|group")
"""Other firms' figures, of which the firm's own is one part."""
_OWN = re.compile("(?:母公司|本公司|公司本部|单体|个别)(?:报表|利润表|损益表|资产负债表|数|口径)?")
Figures = Mapping[tuple[str, ...], Decimal]

_NO_NAME = re.compile(r"(?:sheet|table|工作表|表)\d*")
"""What a sheet is called that nobody gave a name to."""
_COPY = re.compile(r"\(\d+\)$")


def pass_over(results: Sequence[SheetReading], pack: Pack) -> None:
    """Of sheets with different figures for the same places take the one that the others are parts of, by its name
    or by its figures; where all are parts, take none."""
    figures = {n: dict(_figures(result, pack)) for n, result in enumerate(results)}
    rivals = [n for n in figures if any(_contradict(figures[n], figures[m]) for m in figures if m != n)]
    names = {n: compared(results[n].sheet.name) for n in rivals}
    parts = [n for n in rivals if _is_part(names[n])]
    if len(rivals) < 2:
        return
    if any(map(_GROUP.search, names.values())):
        _of_firms([results[n] for n in rivals])
        return
    others = [n for n in rivals if n not in parts]
    whole = others[0] if len(others) == 1 else _sum_of_others(rivals, figures)
    if whole is None and others:
        if _name_firms([results[n] for n in rivals]):
            _take_none([results[n] for n in rivals], "left.sheet-firm")
        elif _nameless(names.values()) and _of_one_table([figures[n] for n in rivals]):
            _take_none([results[n] for n in rivals], "left.sheet-which")
            if any(each.values or each.blocks for each in results):
                said = Listed([results[n].sheet.name for n in rivals])
                results[rivals[0]].warnings.append(note("warn.sheets-which", sheets=said))
        return
    if whole is None:
        _take_none([results[n] for n in rivals], "left.sheet-branch")
        return
    for n in rivals:
        if n != whole:
            results[n].pass_over(note("left.sheet-part", whole=results[whole].sheet.name))


def _is_part(name: str) -> bool:
    return _WHOLE.search(name) is None and (_PART.search(name) or _PLACE.fullmatch(name)) is not None


def _nameless(names: Iterable[str]) -> bool:
    """Whether names do not tell sheets apart: Sheet1 and Sheet2, 利润表 and 利润表 (2)."""
    bare = {_COPY.sub("", name) for name in names}
    return len(bare) == 1 or all(map(_NO_NAME.fullmatch, bare))


def _of_one_table(figures: Sequence[Figures]) -> bool:
    """Whether sheets hold the same lines, and differ in most of them: not two tables with a line in common."""
    first, *others = sorted(figures, key=len)
    for other in others:
        shared = first.keys() & other.keys()
        differ = sum(first[place] != other[place] for place in shared)
        if 2 * len(shared) <= len(first) or (differ and 2 * differ <= len(shared)):
            return False
    return True


def _of_firms(rivals: Sequence[SheetReading]) -> None:
    """Of sheets named after firms take the one of the firm itself, and say so; where all are firms', take none."""
    own = [each for each in rivals if _OWN.fullmatch(compared(each.sheet.name))]
    firms = [each for each in rivals if each not in own and _GROUP.search(compared(each.sheet.name))]
    if len(own) == 1 and len(firms) == len(rivals) - 1:
        others = Listed([each.sheet.name for each in firms])
        own[0].warnings.append(note("warn.own-sheet", sheet=own[0].sheet.name, others=others))
        for each in firms:
            each.pass_over(note("left.sheet-other-firm", own=own[0].sheet.name))
    elif len(firms) == len(rivals) or _name_firms(rivals):
        _take_none(rivals, "left.sheet-firm")


def _name_firms(rivals: Sequence[SheetReading]) -> bool:
    """Whether every sheet says whose it is, and not all say the same."""
    named = [compared(each.facts.firm_name) for each in rivals]
    return all(named) and len(set(named)) > 1


def _take_none(rivals: Sequence[SheetReading], code: str) -> None:
    said = Listed([each.sheet.name for each in rivals])
    for each in rivals:
        each.pass_over(note(code, sheets=said))


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
