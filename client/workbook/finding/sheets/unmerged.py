"""Headings over several columns that are not merged, as in a CSV file: 本期,,上年同期 over 本月,累计,本月,累计."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from client.workbook.finding.sheets.headings import says_when


def spread(over: Mapping[int, str], under: Mapping[int, str]) -> dict[int, str]:
    """What each blank cell of a line of headings is below, by column, the columns in their order.

    Nothing unless several headings stand each over the same words of the line below: else one cannot know how far
    they reach.
    """
    above, reaching = "", {}
    for column, text in over.items():
        above = text or above
        if above and under.get(column):
            reaching[column] = above
    groups = [[*group] for _, group in groupby(reaching, reaching.__getitem__)]
    words = {tuple(under[column] for column in group) for group in groups}
    if len(groups) < 2 or len(words) > 1 or len(groups[0]) < 2:
        return {}
    return {column: text for column, text in reaching.items() if not over[column]}


def reach(over: Mapping[int, str], under: Mapping[int, str]) -> dict[int, str]:
    """``spread`` for a list, whose headings may have a line each: what only says when is below what stands left.

    产量,,,销量, over 本月,本年累计,上年同期累计,本月,本年累计.
    """
    above, found = "", {}
    for column, text in over.items():
        if text or not says_when(under.get(column, "")):
            above = text if under.get(column) else ""
        elif above:
            found[column] = above
    return found
