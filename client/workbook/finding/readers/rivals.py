"""Several columns that all say they are the asked figures: which of them is meant, and when nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from client.workbook.finding.names import currencies
from client.workbook.finding.names.labels import label
from client.workbook.finding.names.traditional import compared
from client.workbook.finding.sheets.headings import Heading, Role, adds_up, says_whose
from forms.values.units import foreign_money

_ASKED: tuple[Role, ...] = ("cumulative", "current", "end", "month", "last_year")
_TOTAL = re.compile(r"[合总共]计|全公司|total")
_ANOTHER = re.compile(
    r"其中|数量|笔数|户数|单价|均价|原币|外币|(?<!不)含(?:增值)?税|价税合计|未审|(?<!未)审计?前|审计调整|账面数|调整前|调整数|抵[销消]|quantity|volume"
)
"""Not what a return asks: how many, in which money, before what the auditors changed."""
_OTHERWISE = re.compile(r"^其中|单价|均价|笔数|户数|[原外]币|unitprice")
"""What is no amount of the books even where nothing stands beside it."""
_SHORTER = re.compile("(?<![-—–~至到－―])[本当](?:月|季度?)(?:累计|合计|数|金额|$)")
"""本月累计 beside 本年累计 is the month's."""


def counts_otherwise(heading: str) -> bool:
    """Whether figures below a heading are none of the books' even where it is the only one: 单价, 原币金额."""
    return _OTHERWISE.search(compared(heading)) is not None


def tells(heading: str) -> bool:
    """Whether a heading says whose its figures are, or that they are no amounts of the books."""
    return says_whose(heading) or counts_otherwise(heading)


def settled(
    headings: Mapping[int, Heading], figures: Set[int], chosen: Set[int], alike: Callable[[Sequence[int]], bool]
) -> tuple[frozenset[int], frozenset[int]]:
    """Columns that are not meant where another with the same meaning is, and those nobody can choose between.

    ``figures`` are the columns that hold some, ``chosen`` those a person spoke of; ``alike`` tells whether columns
    hold the same ones.
    """
    passed = set(_beside_yuan(headings, figures - chosen))
    contested: set[int] = set()
    for role in _ASKED:
        columns = [column for column, each in headings.items() if each.role == role]
        if chosen & set(columns) or len({headings[column].side for column in columns}) > 1:
            continue
        kept = narrowed([column for column in columns if column in figures], headings)
        passed |= set(columns) - set(kept) if kept else set()
        if undecided(kept, headings, alike):
            contested |= set(kept)
    return frozenset(passed), frozenset(contested)


def _beside_yuan(headings: Mapping[int, Heading], figures: Set[int]) -> Iterator[int]:
    """The columns in foreign money, where another one says that it is in yuan: 折合人民币 behind 本年累计(USD)."""
    roles: dict[Role | None, list[int]] = {}
    for column in figures & headings.keys():
        roles.setdefault(headings[column].role, []).append(column)
    counted = [column for role in _ASKED for column in roles.get(role, [])]
    if any(currencies.says_yuan(headings[column].text) for column in counted):
        yield from (column for column in counted if foreign_money(headings[column].unit))


def undecided(
    columns: Sequence[int], headings: Mapping[int, Heading], alike: Callable[[Sequence[int]], bool]
) -> bool:
    """Whether several columns hold different figures, and not the same ones in several units."""
    return len(columns) > 1 and not _in_units(columns, headings) and not alike(columns)


def narrowed(columns: list[int], headings: Mapping[int, Heading]) -> list[int]:
    """The columns, without those that something in their heading speaks against, as long as one is left."""
    words = {column: compared(headings[column].text) for column in columns}
    kept = _those(columns, lambda column: not foreign_money(headings[column].unit))
    kept = _those(kept, lambda column: _ANOTHER.search(words[column]) is None)
    kept = _those(kept, lambda column: _SHORTER.search(words[column]) is None)
    kept = _those(kept, lambda column: adds_up(words[column]))
    return _those(kept, lambda column: _TOTAL.search(words[column]) is not None)


def _those(columns: list[int], fits: Callable[[int], bool]) -> list[int]:
    return [column for column in columns if fits(column)] or columns


def _in_units(columns: Sequence[int], headings: Mapping[int, Heading]) -> bool:
    """Whether columns are the same one in several units: 本年累计（元） and 本年累计（万元）."""
    units = {headings[column].unit for column in columns}
    return len({label(headings[column].text).bare for column in columns}) == 1 and len(units) == len(columns)
