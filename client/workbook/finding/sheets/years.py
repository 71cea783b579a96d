"""A year in one line of a heading and the months it is about in another: 1-9月 over 2025, or 2025 over 1-9月."""

from __future__ import annotations

import re
from collections.abc import Sequence

from client.workbook.finding.names.dates import timed

_YEAR = re.compile(r"(20\d\d)(?:年(?:度|全年)?)?")
_TIME = re.compile(
    r"(?:20\d\d年)?(?=0?1月?[-—–~至到－―]|(?:截[至止]到?)?\d{1,2}月|前\d{1,2}个?月|第?[一二三四1-4]季|[上下]半年|q[1-4]|h[12])"
)
_OWN_YEAR = re.compile(r"^\s*20\d\d\s*年\s*")


def year_first(texts: Sequence[str]) -> list[str]:
    """The different lines of a heading; one text, as 2025年1-9月, where its year stands apart from its months.

    A year beside the months, as in 2025年1-9月 over 2025 and 2024, gives way to that of the column.
    """
    texts = list(dict.fromkeys(texts))
    years = [match[1] for text in texts if (match := _YEAR.fullmatch(timed(text)))]
    rest = [text for text in texts if not _YEAR.fullmatch(timed(text))]
    if len(years) != 1 or not rest or _TIME.match(timed(rest[0])) is None:
        return texts
    return [f"{years[0]}年{_OWN_YEAR.sub('', rest[0])}{''.join(rest[1:])}"]
