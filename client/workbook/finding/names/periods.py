"""The period that a text names: 2025年9月, 二〇二五年1—9月, 2025年三季度, Sep 2025."""

from __future__ import annotations

import re

from client.workbook.finding.names import english
from client.workbook.finding.names.dates import timed
from client.workbook.finding.names.traditional import folded
from forms.periods import Period

_YEAR = r"(20\d\d)"
_DASH = r"(?:-|—|–|~|至|到|－|―)"


def _days(begun: str, ended: str) -> re.Pattern[str]:
    """From a day to a day, also as 税款所属期起：2025-07-01 税款所属期止：2025-09-30."""
    between = rf"日?.{{0,8}}?(?:{_DASH}|止:?)+"
    return re.compile(
        rf"{_YEAR}[-./年]{begun}[-./月]\d{{1,2}}{between}{_YEAR}[-./年]{ended}[-./月]\d{{1,2}}(?!\d)"
    )


_PERIODS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_YEAR}年(?:0?1月?|1月1日){_DASH}+(?:{_YEAR}年)?(\d{{1,2}})月"), "range"),
    (re.compile(rf"{_YEAR}年\d{{1,2}}月?(?:\d{{1,2}}日)?{_DASH}+(?:{_YEAR}年)?(\d{{1,2}})月"), "range"),
    (re.compile(rf"{_YEAR}[./]0?1{_DASH}(?:{_YEAR}[./])?(0?[1-9]|1[0-2])(?![\d.\-/])"), "range"),
    (re.compile(rf"{_YEAR}-\d{{1,2}}(?:至|到|~|—|–|--|-(?=20)){_YEAR}-(0?[1-9]|1[0-2])(?![\d.\-/])"), "range"),
    (re.compile(rf"(?<!\d){_YEAR}01{_DASH}(?:{_YEAR})?(0[1-9]|1[0-2])(?!\d)"), "range"),
    (_days(r"\d{1,2}", r"(\d{1,2})"), "range"),
    (re.compile(rf"{_YEAR}年0?1月?{_DASH}+[本当]月"), "year"),
    (re.compile(rf"{_YEAR}[年.\-/](\d{{1,2}})(?:月|[.\-/]\d{{1,2}}(?!\d)|(?![\d季]))"), "month"),
    (re.compile(rf"{_YEAR}年?度?第?([一二三四1-4])季"), "quarter"),
    (re.compile(rf"{_YEAR}年?度?([上下])半年"), "half"),
    (re.compile(rf"{_YEAR}年度?(?!\d)"), "year"),
    (re.compile(rf"(?<!\d){_YEAR}[.\-/]?(0[1-9]|1[0-2])(?!\d)"), "month"),
    (re.compile(rf"(?<![\d-]){_YEAR}(0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"), "month"),
)
_LABELLED_YEAR = re.compile(rf"(?:年度|会计年度|所属年度|报告期)[:：]?{_YEAR}$")
_MONTH_SHEET = re.compile(rf"(?:\D*[^\d一二三四五六七八九十])?(?:1月?{_DASH})?(\d{{1,2}})月份?\D*")
_SPANS = (
    re.compile(rf"{_YEAR}-(\d{{1,2}})(?:至|到|~|—|–|--|-(?=20)){_YEAR}-\d{{1,2}}(?![\d.\-/])"),
    re.compile(rf"(?:{_YEAR}年)?(\d{{1,2}})月?(?:\d{{1,2}}日)?{_DASH}+(?:{_YEAR}年)?\d{{1,2}}月"),
    _days(r"(\d{1,2})", r"\d{1,2}"),
)


def period_in(text: str) -> Period | None:
    """The period a text names: 2025年9月, 二〇二五年九月, 2025年1—9月, 2025-09, 2025年三季度, Sep 2025."""
    plain = timed(text)
    if len(plain) > 120:
        return None
    for pattern, kind in _PERIODS:
        if (match := pattern.search(plain)) is not None:
            period = _made(kind, [group for group in match.groups() if group])
            if period is not None:
                return period
    if (english_month := english.month_in(folded(text))) is not None:
        return Period(english_month[0], "month", english_month[1])
    labelled = _LABELLED_YEAR.search(plain)
    return Period(int(labelled[1]), "year", 1) if labelled else None


def month_of_name(name: str, asked: Period) -> Period | None:
    """The month that a sheet is named after, as in a workbook with a sheet a month; the year is the asked one."""
    match = _MONTH_SHEET.fullmatch(timed(name))
    if match is None or asked.kind != "month":
        return None
    month = int(match[1])
    return Period(asked.year, "month", month) if 1 <= month <= 12 else None


def first_month(text: str) -> int:
    """The month in which a span of time begins that a title names; 0 for none."""
    plain = timed(text)
    found = next((match for pattern in _SPANS if len(plain) < 120 and (match := pattern.search(plain))), None)
    months = [int(group) for group in found.groups() if group and len(group) < 3] if found is not None else []
    return months[0] if months else english.since(text) if len(plain) < 120 else 0


def _made(kind: str, groups: list[str]) -> Period | None:
    year = int(groups[0])
    if kind == "year":
        return Period(year, "year", 1)
    if kind == "quarter":
        return Period(year, "quarter", "一二三四1234".index(groups[1]) % 4 + 1)
    if kind == "half":
        return Period(year, "half", "上下".index(groups[1]) + 1)
    month = int(groups[-1])
    return Period(year, "month", month) if 1 <= month <= 12 else None
