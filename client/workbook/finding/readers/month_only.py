"""Whether figures that are to be those since January may be those of one month alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from client.workbook.finding.names.periods import period_in
from client.workbook.finding.names.traditional import compared
from client.workbook.finding.readers.consolidated import above
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import adds_up
from client.workbook.finding.sheets.month_columns import month_of, spans
from client.workbook.finding.taken.extraction import Note, note
from forms.periods import Period

_BARE = re.compile(
    r"(?:本(?:报告)?期)?(?:金额|数值|数|值|数额|发生额?)|本报告期|合计(?:数|金额)?|amounts?|values?|total"
)
"""A heading that says nothing of the time its figures are of."""
_MONTH_ALONE = re.compile(
    r"20\d\d[年./-]\d{1,2}(?:月份?)?(?:金额|数|发生额?|实际数?)?|[a-z]{3,9}[-.,'’]*(?:20)?2\d"
)
_LENGTHS = {"month": 1, "quarter": 3, "half": 6}
_DAY = re.compile(r"月\d|月末|月底|[-./]\d{1,2}[-./]\d")


def _lone_month(taking: Taking, heads: list[str]) -> str:
    """The heading 9月 where too few months stand beside it to tell whether they are sums."""
    months = [each.heading for each in taking.columns if _is_month(each.heading)]
    return (
        next((head for head in heads if head in months and not adds_up(head)), "") if len(months) < _TOLD else ""
    )


def _is_month(heading: str) -> bool:
    """Whether a heading is one month and nothing else: 9月, 2025年9月, Sep-25; a day is the end of a span."""
    if month_of(heading) is not None:
        return not spans(heading)
    named = period_in(heading) if _MONTH_ALONE.fullmatch(compared(heading)) else None
    return named is not None and named.kind == "month"


def _of_a_list(taking: Taking, named: Period | None) -> str:
    """The heading of a figure that adds up over the year, in a line each of one form below a quarter's title."""
    if named is None or named.kind not in ("quarter", "half"):
        return ""
    blocks = [block for block in taking.blocks if taking.pack.forms[block.form].shape == "single"]
    columns = [each.cells.column for block in blocks for each in block.columns if _adds(taking, each.address)]
    heads = (taking.sheet.text(taking.heading_rows[-1], column) for column in columns)
    return next((head for head in heads if not adds_up(head)), "")


def _adds(taking: Taking, code: str) -> bool:
    spec = taking.pack.indicator(code)
    return spec is not None and spec.kind == "cumulative"


_TOLD = 3
"""So many months side by side tell by themselves whether they are sums."""


def whole_year(taking: Taking) -> Iterator[Note]:
    """A remark where the figures taken stand below 全年, and the year is not over."""
    heads = [each.heading for each in taking.columns if each.use == "current" and not each.chosen]
    said = next((head for head in heads if "全年" in compared(head)), "")
    if said and taking.asked.kind == "month" and taking.asked.index < 12:
        yield note("warn.whole-year", sheet=taking.sheet.name, text=said)


_LAST_YEAR = re.compile(r"[上去]年(?:度)?(?:数|金额|实际(?:数)?)?")
"""The same period's, or the whole year's."""


def last_year(taking: Taking) -> Iterator[Note]:
    """A remark where a column of last year does not say whether its figures are the whole year's."""
    heads = [each.heading for each in taking.columns if each.use == "last_year" and not each.chosen]
    said = next((head for head in heads if _LAST_YEAR.fullmatch(compared(head))), "")
    if said and taking.asked.months < 12:
        yield note("warn.last-year", sheet=taking.sheet.name, text=said)


def warned(taking: Taking) -> Iterator[Note]:
    """A remark where the sheet names a part of the year, and nothing that its figures add up since January."""
    used = [each for each in taking.columns if each.use == "current" and not each.chosen]
    heads = [each.heading for each in used if each.letter not in taking.totals]
    bare = next((head for head in heads if _BARE.fullmatch(compared(re.sub(r"[(（].*", "", head)))), "")
    named = taking.facts.period
    if not bare and (bare := _lone_month(taking, heads)):
        named = taking.asked
    bare = bare or _of_a_list(taking, named)
    if named is None or named.kind == "year" or named.months <= _LENGTHS[named.kind] or taking.choices.months:
        return
    codes = (found.address.partition(".")[0] for found in taking.values)
    if not (bare and (taking.blocks or any(_adds(taking, code) for code in codes))):
        return
    titles = [compared(title) for title in above(taking.sheet, taking.rows_used())]
    said = any(adds_up(title) or "ytd" in title or "yeartodate" in title or _DAY.search(title) for title in titles)
    if not said:
        yield note("warn.month-only", sheet=taking.sheet.name, text=bare, named=named.words)
