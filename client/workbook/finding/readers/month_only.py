"""Whether figures that are to be those since January may be those of one month alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from client.workbook.finding.readers.consolidated import above, plain
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import adds_up
from client.workbook.finding.taken.extraction import Note, note

_BARE = re.compile(r"金额|数值|数|值|数额|发生额|合计(?:数|金额)?|amounts?|values?|total")
"""A heading that says nothing of the time its figures are of."""
_DAY = re.compile(r"月\d|月末|月底|[-./]\d{1,2}[-./]\d")


def warned(taking: Taking) -> Iterator[Note]:
    """A remark where the sheet names a month, and nothing on it says that the figures add up since January."""
    named = taking.facts.period
    if named is None or named.kind != "month" or named.index == 1 or taking.choices.months:
        return
    heads = (each for each in taking.columns if each.use == "current" and not each.chosen)
    bare = next(
        (each.heading for each in heads if _BARE.fullmatch(plain(re.sub(r"[(（].*", "", each.heading)))), ""
    )
    codes = (found.address.partition(".")[0] for found in taking.values)
    added = any((spec := taking.pack.indicator(code)) and spec.kind == "cumulative" for code in codes)
    if not (bare and added):
        return
    titles = [plain(title) for title in above(taking.sheet, taking.rows_used())]
    said = any(adds_up(title) or "ytd" in title or "yeartodate" in title or _DAY.search(title) for title in titles)
    if not said:
        yield note("warn.month-only", sheet=taking.sheet.name, text=bare, named=named.words)
