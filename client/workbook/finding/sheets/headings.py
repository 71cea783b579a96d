"""What the heading of a value column means: this year so far, the month alone, last year, the year's start …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from client.workbook.finding.names import currencies
from client.workbook.finding.names.bilingual import sides
from client.workbook.finding.names.dates import in_digits, timed
from client.workbook.finding.names.labels import label
from client.workbook.finding.names.periods import period_in
from client.workbook.finding.names.sides import Side
from client.workbook.finding.names.traditional import compared
from client.workbook.finding.sheets.month_columns import month_of, spans
from client.workbook.model import Scalar
from forms.periods import Period

Role = Literal[
    "code",
    "line",
    "unit",
    "note",
    "consolidated",
    "reference",
    "change",
    "plan",
    "opening",
    "last_year",
    "last_year_month",
    "previous",
    "cumulative",
    "end",
    "month",
    "current",
    "other_period",
]


class Heading(msgspec.Struct, frozen=True):
    """The heading of one value column."""

    text: str
    role: Role | None
    unit: str
    side: Side = ""


_DASH = r"[-—–~至到－―]"
_ENGLISH: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("code", re.compile(r"(?:indicator)?code")),
    ("line", re.compile(r"(?:line)?no\.?|line")),
    ("unit", re.compile(r"units?(?:ofmeasure)?")),
    ("note", re.compile(r"(?:notes?|remarks?|comments?|source)")),
    ("change", re.compile(r".*(?:change|growth|ratio|increase|yoy).*")),
    ("plan", re.compile(r".*(?:budget|forecast|target|planned).*|plan")),
    ("opening", re.compile(r".*(?:opening|beginning).*")),
    ("last_year_month", re.compile(r"samemonth(?:of)?lastyear|(?:p|py|ly)mtd")),
    ("last_year", re.compile(r".*(?:last|prior|previous)(?:year|ytd).*|(?:p|py|ly)ytd|py|ly")),
    ("previous", re.compile(r"(?:prior|previous|last)(?:period|month)")),
    ("month", re.compile(r"(?:(?:this|current)month|month)(?:only)?|mtd|monthtodate")),
    ("cumulative", re.compile(r".*(?:yeartodate|ytd|cumulative).*|(?:this|current)year")),
    ("end", re.compile(r"closing(?:balance)?|(?:period|month|year)-?end|endof(?:the)?(?:period|month|year)")),
    ("current", re.compile(r"(?:this|current)period|amounts?|values?|actual|figures?")),
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    *_ENGLISH,
    ("reference", re.compile(r".*\(参考\)|.*参考|(?:余额)?方向|借贷(?:方向|标志)?|币[种别]|货币")),
    ("code", re.compile(r"(?:指标|项目|科目)?(?:代码|编码)")),
    ("line", re.compile(r"行次|序号|行号|编号|no\.?")),
    ("unit", re.compile(r"(?:计量)?单位")),
    ("note", re.compile(r"备注|附注.*|注释|来源|说明|填报说明|审核.*")),
    ("change", re.compile(r".*(?:增减|增幅|增长|同比|环比|比重|占比|完成率|差异|变动|比例|%).*")),
    ("plan", re.compile(r".*(?:预算|计划|目标|预计|预测|预估|测算|概算).*")),
    ("opening", re.compile(r".*(?:年初(?!至|起|累计)|期初|上年年?末|上期末|上年期末).*")),
    ("last_year_month", re.compile(r"(?:上年|去年)(?:同期)?(?:\d{1,2}月份?)?(?:[本当同单]月).*")),
    (
        "last_year",
        re.compile(
            rf".*(?:上年|去年)(?:同期|累计|数|金额|1{_DASH}).*|.*累计数?(?:上年|去年)|(?:累计)?同期(?:累计)?(?:数|金额)?|(?:上年|去年).*"
        ),
    ),
    ("previous", re.compile(r"上[月期].*")),
    ("month", re.compile(r"[本当单]月(?:数|金额|发生额?|实际)?")),
    (
        "cumulative",
        re.compile(
            rf".*累计.*|.*年初至.*|1{_DASH}(?:[本当]|\d{{1,2}})月.*|本年(?:度|数|金额|实际|发生额)?|全年.*|年度(?:金额|数)?"
        ),
    ),
    ("end", re.compile(r".*(?:期末|月末|年末|季末).*")),
    (
        "current",
        re.compile(
            r"本(?:报告)?期.*|金额|数值|数量|数|值|内容|填[写报]内容|实际(?:数|值)?|(?:合计|汇总)(?:数|金额)?|"
            r"发生额|指标值|情况|审定(?:数|金额)?|审计后(?:数|金额)?|调整后(?:数|金额)?|报表数|"
            r"不?含(?:增值)?税(?:金额|数|价|收入|销售额)?|价税合计(?:金额|数)?"
        ),
    ),
)


_OF_QUARTER = re.compile(r"[本当]季度?(?:累计|合计)(?:数|金额|发生额?)?(?:\(.*\))?")
"""From the second quarter on not the sum since January."""


_OWN = re.compile(
    r"^(?:母公司|本公司|本企业|本单位|公司(?=[本上期年累金\d])|单体|个别(?:报表)?)(?:数|口径)?(?=.)|"
    r"(?<=.)\(?(?:母公司|本公司|本企业|本单位|单体|个别报表)(?:数|口径|金额)?\)?$"
)
_OF_GROUP = re.compile(
    r"(?:集团)?合并.*|consolidated.*|集团(?:数|口径|合计|金额|[本上][期年月].*|累计.*|同期.*)?|"
    r".*[^非未不](?:合并|集团)(?:数|口径|金额)?|.*\((?:合并|集团)(?:数|口径)?\)"
)
_WHOSE = re.compile("(?:母公司|本公司|本企业|本单位|公司|单体|个别(?:报表)?)(?:数|口径|金额)?")


def says_whose(text: str) -> bool:
    """Whether a heading says that its figures are the firm's own, and nothing else: 母公司."""
    return _WHOSE.fullmatch(compared(text)) is not None


def role_of(text: str, asked: Period) -> Role | None:
    """The meaning of a heading (or of two lines of one, joined); None when it says nothing known."""
    plain = timed(text)
    plain = _OWN.sub("", plain)
    if not plain or len(plain) > 40:
        return None
    if _OF_GROUP.fullmatch(plain) is not None:
        return "consolidated"
    if currencies.yuan(text) or currencies.foreign(text):
        return "current"
    named = _named_period(plain, asked) or _named_month(plain, asked) or _named_span(plain, asked)
    if named is not None:
        return named
    if of_another_period(text, asked):
        return "other_period"
    if _OF_QUARTER.fullmatch(plain) and asked.months > 3:
        return "month" if asked.kind == "quarter" else "other_period"
    bare = label(plain).bare or label(plain).full
    found = next((role for role, pattern in _ROLES if pattern.fullmatch(bare) or pattern.fullmatch(plain)), None)
    found = found or _said_twice(plain, asked)
    return _of_its_year(_as_long_ago(found, plain, asked), plain, asked)


def _said_twice(plain: str, asked: Period) -> Role | None:
    """The meaning of a heading that says the same in Chinese and in English: 金额 Amount."""
    apart = sides(plain)
    roles = {role_of(side.strip("()-"), asked) for side in apart} if apart is not None else set()
    return roles.pop() if len(roles) == 1 else None


def _as_long_ago(role: Role | None, plain: str, asked: Period) -> Role | None:
    """The meaning where last year's figures are of other months than the asked ones: 上年1—8月, 去年全年."""
    if role not in ("last_year", "last_year_month"):
        return role
    part = re.search(rf"(?<!前)(?:{_PART_OF_YEAR.pattern})", plain) if asked.kind == "month" else None
    if part is not None:
        return role if _since_january(part[0], asked) else "other_period"
    months = _FIRST_MONTHS.findall(plain) or re.findall(r"(\d{1,2})月(?!.*[本当]月)", plain)
    last = int(months[-1]) if months else 12 if "全年" in plain else asked.months
    return role if last == asked.months else "other_period"


def of_another_period(text: str, asked: Period) -> bool:
    """Whether what stands in brackets is the time of other figures than those asked: 营业收入（1—8月）."""
    plain = timed(text)
    return any(
        _another(inner.strip("截止至到于末底"), asked) for inner in re.findall(r"[(\[]([^()\[\]]+)[)\]]", plain)
    )


def month_in_brackets(text: str) -> bool:
    """Whether a month stands in brackets by itself: 营业收入（9月）."""
    return re.search(r"\((?:0?[2-9]|1[0-2])月份?\)", timed(text)) is not None


def _another(said: str, asked: Period) -> bool:
    if _EDITION.search(said) is not None:
        return False
    period = period_in(said)
    if period is not None:
        return period.year != asked.year or (period.kind != "year" and period.months != asked.months)
    if (month := month_of(said)) is not None:
        return month != asked.months
    part = _PART_OF_YEAR.fullmatch(said)
    if part is None or asked.kind != "month":
        return part is not None and said not in asked.label()
    return not _since_january(said, asked)


_EDITION = re.compile("版|修订|标准|准则")
"""国民经济行业代码（2017年版）: a year of what the figures are told by, not of theirs."""
_PART_OF_YEAR = re.compile(r"第?[一二三四1-4]季度?|[上下]半年|q[1-4]|h[12]")
_FIRST_PARTS = {3: re.compile(r"第?[一1]季度?|q1"), 6: re.compile("上半年|h1")}


def _since_january(part: str, asked: Period) -> bool:
    """Whether a part of the year is the months up to the asked one: 上半年 of June."""
    return asked.months in _FIRST_PARTS and _FIRST_PARTS[asked.months].fullmatch(part) is not None


def _of_its_year(role: Role | None, plain: str, asked: Period) -> Role | None:
    """The meaning where a year beside it is not the asked one's: YTD 2024, FY24 YTD."""
    year = re.search(r"(?<!\d)(?:fy'?|(?:fy)?20)(\d\d)(?!\d)", plain)
    if year is None or role not in ("cumulative", "current", "month") or int(year[1]) == asked.year % 100:
        return role
    if int(year[1]) != (asked.year - 1) % 100:
        return "other_period"
    return "last_year_month" if role == "month" else "last_year"


def year_of(value: Scalar) -> int | None:
    """The year that a number above figures stands for, also one kept as text."""
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"\s*20\d\d\s*", value) else None
    return int(value) if isinstance(value, Decimal) and value in _YEARS_NOW else None


_YEARS_NOW = range(2000, 2100)


def as_long(roles: dict[int, Role | None], texts: dict[int, str], asked: Period) -> dict[int, Role | None]:
    """The roles, where last year's whole year stands beside the months since January: it is not their like."""
    now = [texts[column] for column, role in roles.items() if role in ("cumulative", "current")]
    if asked.kind == "year" or asked.months == 12 or not any(map(_of_months, now)):
        return roles
    whole = {column for column, role in roles.items() if role == "last_year" and not _of_months(texts[column])}
    named = {column for column in whole if _WHOLE_YEAR.fullmatch(texts[column])}
    return {column: "other_period" if column in named else role for column, role in roles.items()}


_WHOLE_YEAR = re.compile(r"20\d\d年?(?:度|全年)?(?:数|金额|发生额)?")


def _of_months(text: str) -> bool:
    """Whether a heading names months: 2025年1—9月, 2025年9月."""
    return re.search(r"\d{1,2}月", compared(text)) is not None


def role_of_lines(texts: Sequence[str], asked: Period) -> Role | None:
    """The meaning of a heading of several lines, the highest first: 本月 over 本年 is the month alone."""
    if (joined := role_of("".join(texts), asked)) is not None:
        return joined
    roles = [role for text in reversed(texts) if (role := role_of(text, asked))]
    if "month" in roles and roles[0] in _YEARS:
        return _YEARS[roles[0]]
    return next(iter(roles), None)


_YEARS: dict[Role, Role] = {
    "cumulative": "month",
    "current": "month",
    "last_year": "last_year_month",
    "previous": "last_year_month",
}
"""What the columns below 本月 are, where alone they would be those of the whole year."""


_TIME_ALONE = re.compile(r"(?:[上本今]年)?(?:同期|同月|[本当]月|1[本当]月)?(?:止?累计)?(?:数|实际)?")


def says_when(text: str) -> bool:
    """Whether a heading tells the time of its figures and nothing else: 上年同期累计."""
    return _TIME_ALONE.fullmatch(label(text).full) is not None


def when(texts: Sequence[str], asked: Period) -> Role | None:
    """Of the headings over a column of a list, the lowest first: which figures of the indicator above it holds."""
    return role_of(texts[0], asked) if len(texts) > 1 else None


def adds_up(text: str) -> bool:
    """Whether a heading speaks of the months since January: 累计, 1—9月, 年初至报告期末, YTD."""
    plain = timed(text)
    if re.fullmatch(r"20\d\d-\d\d-\d\d", plain) is not None:
        return False  # a date: the first of a month
    return re.search(rf"累计|年初至|ytd|(?<!\d)(?:20\d\d)?0?1月?{_DASH}", plain) is not None


def _of_year(apart: int, plain: str) -> Role:
    """A year, and below it perhaps which part of it: 2025年 › 本月."""
    alone = re.search(r"[本当]月", plain) is not None and not adds_up(plain)
    if apart == 0:
        return "month" if alone else "cumulative" if "累计" in plain else "current"
    if apart == -1:
        return "last_year_month" if alone else "last_year"
    return "other_period"


def _named_span(plain: str, asked: Period) -> Role | None:
    """The months since January, where they are no column of a month: 前9个月, of a half 1—6月, of June 上半年."""
    if asked.kind == "month" and _since_january(plain, asked):
        return "cumulative"
    first = _FIRST_MONTHS.fullmatch(plain)
    month = int(first[1]) if first else month_of(plain) if asked.kind != "month" and spans(plain) else None
    if month is None:
        return None
    return "cumulative" if month == asked.months else "other_period"


_FIRST_MONTHS = re.compile(r"(?:前(?=\d+个?月)|截[至止]到?)(\d{1,2})个?月[末底]?(?:累计|合计)?")


def part_of_year(text: str) -> bool:
    """Whether a heading is a quarter or half of the year and nothing else: 三季度."""
    return _PART_OF_YEAR.fullmatch(label(in_digits(text)).full) is not None


def part_ends(text: str) -> int:
    """The last month of a quarter or half that a heading is; 0 for any other."""
    plain = label(in_digits(text)).full if part_of_year(text) else ""
    for number, words in enumerate(("一1", "二2", "三3", "四4"), 1):
        if "季" in plain and any(word in plain for word in words):
            return 3 * number
    ends = {"q1": 3, "q2": 6, "q3": 9, "q4": 12, "h1": 6, "h2": 12, "上半年": 6, "下半年": 12}
    return ends.get(plain, 0)


def _named_month(plain: str, asked: Period) -> Role | None:
    """A heading that is a month without its year; a span of months is told by its words."""
    month = month_of(plain) if asked.kind == "month" and not spans(plain) else None
    if month is None:
        return None
    return "current" if month == asked.index else "other_period"


def side_by_side(
    roles: dict[int, Role | None], texts: dict[int, list[str]], asked: Period
) -> dict[int, Role | None]:
    """The roles of columns: where months stand beside each other only the asked one counts.

    A lone column is taken whatever month it names: the sheet's own period tells whether that is the asked one.
    """
    named = {column: [month for each in lines if (month := month_of(each))] for column, lines in texts.items()}
    months = {column: found[-1] for column, found in named.items() if found}
    if asked.kind != "month" or not months:
        return roles
    several = len(set(months.values())) > 1
    found = dict(roles)
    for column, month in months.items():
        if several and month != asked.index:
            found[column] = "other_period"
        elif not several and roles[column] == "other_period":
            found[column] = None
    return found


def _named_period(plain: str, asked: Period) -> Role | None:
    """A heading that names a period: the asked one, the same one last year, or another."""
    period = period_in(plain)
    if period is None or re.search("增|比|计划|预算|目标|年初|期初", plain):
        return None
    if period.kind == "year" and asked.kind != "year":
        first = _FIRST_MONTHS.fullmatch(re.sub(r"^20\d\d年度?", "", plain))
        if first is not None and int(first[1]) != asked.months:
            return "other_period"
        return _of_year(period.year - asked.year, plain)
    if period == asked:
        return "cumulative" if adds_up(plain) else "current"
    since_january = period.index == 1 or (period.kind == "month" and adds_up(plain))
    if period.kind != asked.kind and period.months == asked.months and since_january:
        return "cumulative" if period.year == asked.year else _of_year(period.year - asked.year, "")
    return "last_year" if period == asked.last_year() else "other_period"
