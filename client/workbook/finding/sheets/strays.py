"""Names that stand around a table and are none of its lines: whose it is, who signed it, whom to call."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from client.workbook.finding.names.traditional import compared
from client.workbook.finding.names.vocabulary import Match
from client.workbook.finding.sheets.layout import Hits
from client.workbook.model import Sheet

_SIGNED = re.compile(
    "(?:制表|填[表报]|审核|复核|财务|主管|会计|统计|单位负责|企业负责|公司负责|法定代表|法人|编制|经办|报出|打印|出纳|记账|"
    "签[字章]|联系|电话)[^:]{0,12}:"
)
_FEW = 2


def without_strays(sheet: Sheet, hits: Hits) -> Hits:
    """The hits without those of another form than the table's: in a line of signatures, or beside its names.

    纳税人名称 above the figures of a statement would else head a table of its own, and 联系电话 below them.
    """
    main = _of_figures(hits)
    if not main:
        return hits
    strays = {*_beside(hits, main), *_signed(sheet, hits, main)}
    by_row: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    by_column: dict[int, dict[int, tuple[Match, ...]]] = defaultdict(dict)
    for row, found in hits.by_row.items():
        for column, matches in found.items():
            if (row, column) not in strays:
                by_row[row][column] = by_column[column][row] = matches
    return Hits(dict(by_row), dict(by_column))


def _of_figures(hits: Hits) -> str:
    """The form of which a sheet names the most figures; ``""`` where it names hardly any."""
    named = {
        (target.form, target.field)
        for found in hits.by_row.values()
        for matches in found.values()
        if (target := matches[0].target).indicator.numeric
    }
    most = Counter(form for form, _ in named).most_common(1)
    return most[0][0] if most and most[0][1] >= _FEW else ""


def _beside(hits: Hits, main: str) -> Iterator[tuple[int, int]]:
    """The few words above or below the table, in columns that name nothing of it."""
    lines = [
        row for row, found in hits.by_row.items() if any(_is_line(matches, main) for matches in found.values())
    ]
    within = range(min(lines), max(lines) + 1)
    for column, found in hits.by_column.items():
        aside = all(_is_aside(matches, main) and row not in within for row, matches in found.items())
        if len(found) <= _FEW and aside:
            yield from ((row, column) for row in found)


def _signed(sheet: Sheet, hits: Hits, main: str) -> Iterator[tuple[int, int]]:
    """The words of lines in which several people sign."""
    for row, found in hits.by_row.items():
        if all(_is_aside(matches, main) for matches in found.values()) and _signatures(sheet, row) > 1:
            yield from ((row, column) for column in found)


def _signatures(sheet: Sheet, row: int) -> int:
    texts = (sheet.text(row, column) for column in sheet.across[:60])
    return sum(_SIGNED.match(compared(text)) is not None for text in texts if text)


def _is_line(matches: tuple[Match, ...], main: str) -> bool:
    return matches[0].target.form == main and matches[0].target.indicator.numeric


def _is_aside(matches: tuple[Match, ...], main: str) -> bool:
    """Whether a name is one of no figure of the table's form."""
    told = any(match.target.form == main or match.target.indicator.numeric for match in matches)
    return not told and matches[0].how not in ("code", "chosen")
