"""Whether a sheet's title says that its figures are those of a group and not the firm's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from client.workbook.finding.names.traditional import compared
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import Sheet

_STATEMENT = "利润|损益|资产负债|现金流量|所有者权益|股东权益|财务|会计|经营|收入"
_GROUP = re.compile(
    rf"合并(?:{_STATEMENT}|报表)|(?:{_STATEMENT}).{{0,6}}\(合并[^)]{{0,4}}\)|consolidated|^(?:集团)?合并(?:数|口径|后)?$"
)
_OWN = re.compile(r"母公司|本公司|本企业|本单位|个别|单体|非合并|未合并|parent|unconsolidated|non-consolidated")
_PART = re.compile(
    rf"(?:分公司|事业部|车间|分厂|门店|项目部)(?:.{{0,8}}(?:{_STATEMENT}|情况|报表)|$|[本累上金数])"
)
_TITLES = 15
_COLUMNS = 60
_LONGEST = 60


def warned(taking: Taking) -> Iterator[Note]:
    """A remark where the title speaks of a group and no column that was taken of the firm itself."""
    if any(each.use and _OWN.search(compared(each.heading)) for each in taking.columns):
        return
    title = next((text for text in above(taking.sheet, taking.rows_used()) if of_a_group(text)), "")
    if title:
        yield note("warn.consolidated", sheet=taking.sheet.name, text=title)


def part_warned(taking: Taking) -> Iterator[Note]:
    """A remark where the title, or the column that was taken, is that of a branch or a division of the firm."""
    columns = (each.heading for each in taking.columns if each.use and not each.chosen)
    texts = (*titles(taking), *columns)
    said = next((text for text in texts if len(text) <= _LONGEST and _PART.search(compared(text))), "")
    if said:
        yield note("warn.branch", sheet=taking.sheet.name, text=said)


def of_a_group(title: str) -> bool:
    """Whether a title is that of consolidated figures alone."""
    folded = compared(title)
    return len(folded) <= _LONGEST and _GROUP.search(folded) is not None and _OWN.search(folded) is None


def titles(taking: Taking) -> Iterator[str]:
    """The sheet's name and what stands above its headings."""
    return above(taking.sheet, set(taking.heading_rows) or taking.rows_used())


def above(sheet: Sheet, used: set[int]) -> Iterator[str]:
    """The sheet's name and what stands above the figures."""
    yield sheet.name
    for row in range(sheet.top, min(used, default=sheet.top))[:_TITLES]:
        yield from (text for column in sheet.across[:_COLUMNS] if (text := sheet.text(row, column)))
