"""What a sheet says about itself outside its figures: unit, period, enterprise."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from client.workbook.finding.names import currencies, english
from client.workbook.finding.names.dates import timed
from client.workbook.finding.names.labels import label
from client.workbook.finding.names.traditional import simplified
from client.workbook.finding.sheets.people import people_over
from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import Sheet
from forms import uscc
from forms.periods import Period
from forms.values.currencies import WORDS as FOREIGN
from forms.values.units import MULTIPLIERS, unit_words

_TITLE_ROWS = 15
_FOOT_ROWS = 6
_LONGEST_FOOT = 40
_TITLE_COLUMNS = 60

_MANY = "|".join(filter(None, MULTIPLIERS))
_YUAN = "(?:人民币|RMB|CNY)?"
_MONEY = rf"{_YUAN}((?:{_MANY})?(?:元|{FOREIGN})|(?:{FOREIGN})(?:{_MANY})元?)(?:人民币)?"
_CURRENCY_FIRST = re.compile(rf"({FOREIGN})({_MANY})元?")
_UNIT = re.compile(
    rf"(?:单位(?:[:：;；]|均?为)?|金额[:：]|^(?:人民币|RMB|CNY)[:：])[(（]?{_YUAN}[(（:：/]?¥?{_MONEY}(?!(?![或和及]|(?:列?至)?角?分)[\u4e00-\u9fff])"
)
_COUNTED = re.compile(rf"以{_MONEY}(?:计(?![价算量])|为单位|列示|填列|表示)")
"""The figures of the sheet; 出口以美元计价 is how somebody sells."""
_CURRENCY = re.compile(rf"(?:币[种别]|货币)(?:名称|单位)?[:：]({FOREIGN})")
"""What the figures are in, whatever multiple of it is named beside."""
_LATIN_UNIT = re.compile(
    r"(?:(?:币[种别]|货币|单位)(?:名称|单位)?[:：]|^(?:币[种别]|货币)(?=[A-Z]{3}$))([A-Z]{2,3}\$?[A-Z',0-9]*)",
    re.IGNORECASE,
)
"""币种：USD, 单位：RMB'000."""
_FURTHER = re.compile(rf"\)?[(/|、,或和及]+{_MONEY}(?![\u4e00-\u9fff])")
"""A second unit of money right behind the first: 单位：元（千元）."""
_SHORT_UNIT = re.compile(rf"单位[:：](?:人民币)?(?:({_MANY})|RMB|CNY|¥)[)）]?$", re.IGNORECASE)
"""A unit without the word 元: 单位：百万, 单位：RMB."""
_WHOLE_UNIT = re.compile(rf"[(\[【〔]?{_MONEY}")
_COUNTED_BESIDE = re.compile(rf"(?:[、,/和及](?:(?:{_MANY})?人|个|件|项|家|台|万?千瓦时|万?度|%))+")
"""What figures that are not money are in, behind the unit of those that are: 万元、人."""
_BRACKETED_UNIT = re.compile(rf"[(（]{_MONEY}[)）]")
_TITLED_UNIT = re.compile(
    r"(?:表|月报|快报|情况|台账|汇总|明细|统计|数据).{0,16}?(?<![\d.,十百千万亿])"
    rf"{_MONEY}(?!(?![或和及])[\u4e00-\u9fff])"
)
"""The unit that ends a title: 利润表（万元）, 2025年1-9月利润表-万元; no sum of money."""
_NAME = re.compile(
    r"(?:编制单位|填报单位|填表单位|报送单位|单位名称|企业名称|公司名称|纳税人名称|会计主体|核算单位|"
    r"单位详细名称)(?:\([^)]*\))?:\s*([^:：\s]{4,60}?)(?=\s|$|单位:|金额|日期|所属|统一|20\d\d)"
)
_NAME_LABEL = re.compile(
    r"(?:编制单位|填报单位|填表单位|报送单位|单位名称|企业名称|公司名称|纳税人名称|会计主体|核算单位|单位详细名称):?"
)
_CODE_WORDS = re.compile(r"(?<!母公司)(?<!上级)(?<!客户)(?:统一社会信用代码|纳税人识别号|税号)[:：]?[0-9A-Z]")
_CODE_LABEL = re.compile(r"(?:统一)?(?:社会)?信用代码|纳税人识别号")
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{2}\d{6}[0-9A-Z]{10}(?![0-9A-Z])")

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
_MONTH_SHEET = re.compile(rf"(?:\D*[^\d一二三四五六七八九十])?(?:1月?{_DASH})?(\d{{1,2}})月份?\D*")
_MONTH_TITLE = re.compile(r"(?!.*(?:上年|去年)).{1,20}月份?.{0,20}(?:表|月报|快报)(?:\(.*\))?")
"""8月份利润表: a title that tells its month without the year."""
_YEAR_OF_SHEET = re.compile(r"(?<![\d.\-])(20[12]\d)(?![\d.\-/]|.{0,2}(?:版|修订|标准|准则|格式))")
"""利润表2024 beside 利润表2025."""
_OTHER_DATE = re.compile(r"打印|制表|报出|导出|填[表报]日|编制日|审核|文号|〔")
_LABELLED_YEAR = re.compile(rf"(?:年度|会计年度|所属年度|报告期)[:：]?{_YEAR}$")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet names; empty or None for what it does not."""

    unit: str = ""
    """元/千元 where it names two for its figures of money."""
    people: str = ""
    """The multiple of persons it names, 万人."""
    period: Period | None = None
    since: int = 1
    """The month from which on the figures are, where the sheet says so: 2025年9月1日至9月30日 is 9."""
    firm_code: str = ""
    firm_name: str = ""
    notes: tuple[Note, ...] = ()


def look(sheet: Sheet, first_data_row: int, asked: Period) -> Facts:
    """Read the facts from the rows above ``first_data_row``, the sheet's foot and its name.

    Where columns of several periods stand side by side, the ``asked`` one is the sheet's.
    """
    above = list(_texts(sheet, range(sheet.top, min(first_data_row, sheet.top + _TITLE_ROWS))))
    foot = list(_texts(sheet, _foot(sheet, first_data_row)))
    notes: list[Note] = []
    unit = _over(above) or _only(_worded_unit(text) for _, text in foot)
    unit = unit or _bracketed(sheet.name)
    if unit is not None:
        notes.append(note("seen.unit", unit=unit_words(unit[0]), text=unit[1][:40]))
    period = _period(sheet, above, asked)
    if period is not None:
        notes.append(note("seen.period", period=period[0].words, text=period[1][:40]))
    code = _first(_worded_code(text) for _, text in above + foot) or _labelled_code(sheet)
    return Facts(
        unit=unit[0] if unit else "",
        people=people_over([text for _, text in above + foot], [sheet.name, *_titles(sheet, above)]),
        period=period[0] if period else None,
        since=next((since for _, text in above if (since := _since(text))), 1),
        firm_code=code[0] if code else "",
        firm_name=_firm_name(sheet),
        notes=tuple(notes),
    )


def _titles(sheet: Sheet, above: list[tuple[tuple[int, int], str]]) -> Iterator[str]:
    """The texts that have a line to themselves from the first column on: no heading of some columns."""
    held = Counter(row for (row, _), _ in above)
    return (text for (row, at), text in above if held[row] == 1 and at == sheet.left)


def _foot(sheet: Sheet, first_data_row: int) -> range:
    """The last lines, and all without a figure above them: signatures may be many."""
    end = sheet.top + sheet.height
    start = end - _FOOT_ROWS
    while start > max(first_data_row, end - _LONGEST_FOOT) and not any(
        isinstance(sheet.value(start - 1, column), Decimal) for column in sheet.across[:_TITLE_COLUMNS]
    ):
        start -= 1
    return range(max(first_data_row, start), end)


def facts_above(
    sheet: Sheet, rows: range, asked: Period | None, columns: range | None = None
) -> tuple[str, Period | None]:
    """The unit and the period that some rows above figures name, or of them some ``columns``.

    ``""`` and None for what they do not.
    """
    above = [(place, text) for place, text in _texts(sheet, rows) if columns is None or place[1] in columns]
    unit = _over(above)
    named = _named(above, asked)
    return unit[0] if unit else "", named[0] if named else None


def _over(above: list[tuple[tuple[int, int], str]]) -> tuple[str, str] | None:
    """The unit that texts above figures name; not what heads one column each, as 美元 beside 人民币 does."""
    moneys = [(row, currencies.foreign(text)) for (row, _), text in above if _of_column(text)]
    heads = {row for row, foreign in moneys if foreign} & {row for row, foreign in moneys if not foreign}
    return _only(
        _unit_of(text) or _titled_unit(text)
        for (row, _), text in above
        if row not in heads or not _of_column(text)
    )


def _of_column(text: str) -> bool:
    """Whether a text is the name of money and nothing else."""
    return currencies.yuan(text) or bool(currencies.foreign(text))


def firm_of(sheet: Sheet) -> tuple[str, str]:
    """Code and name of the enterprise that a sheet's first and last lines name; ``""`` for what they do not."""
    rows = sheet.rows
    texts = _texts(sheet, rows if len(rows) <= _TITLE_ROWS + _FOOT_ROWS else rows[:_TITLE_ROWS])
    foot = () if len(rows) <= _TITLE_ROWS + _FOOT_ROWS else _texts(sheet, rows[-_FOOT_ROWS:])
    code = _first(_worded_code(text) for _, text in (*texts, *foot)) or _labelled_code(sheet)
    return code[0] if code else "", _firm_name(sheet)


def heads_codes(text: str) -> bool:
    """Whether a heading stands over credit codes of the enterprises themselves."""
    return _CODE_LABEL.fullmatch(label(text).bare) is not None


def heads_names(text: str) -> bool:
    """Whether a heading stands over names of the enterprises themselves."""
    return _NAME_LABEL.fullmatch(label(text).bare) is not None


def _first(found: Iterable[tuple[str, str] | None]) -> tuple[str, str] | None:
    return next((fact for fact in found if fact is not None), None)


def _only(found: Iterable[tuple[str, str] | None]) -> tuple[str, str] | None:
    """The unit that several texts agree on, with the first of them; the units side by side where they differ."""
    facts = [fact for fact in found if fact is not None]
    units = dict.fromkeys(unit for named, _ in facts for unit in named.split("/"))
    texts = dict.fromkeys(text for _, text in facts[: len(facts) if len(units) > 1 else 1])
    return ("/".join(units), " ".join(texts)) if units else None


def _texts(sheet: Sheet, rows: range) -> Iterator[tuple[tuple[int, int], str]]:
    for row in rows:
        for column in sheet.across[:_TITLE_COLUMNS]:
            value = sheet.value(row, column)
            if isinstance(value, str) and value.strip():
                yield (row, column), sheet.text(row, column)
            elif isinstance(value, date):
                yield (row, column), sheet.text(row, column)[:10]


def _fold(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text))


def _worded_unit(text: str) -> tuple[str, str] | None:
    """The unit after the word 单位."""
    folded = _fold(text)
    plain = re.sub(r"(?<=元)\s+(?=[\u4e00-\u9fff])(?![或和及])", ";", folded).replace(" ", "")  # 单位：元 累计数
    if (currency := _CURRENCY.search(plain)) is not None:
        return currency[1], text
    if (latin := _LATIN_UNIT.search(plain)) is not None and (money := english.money_in(latin[1])):
        return money, text
    if (short := _SHORT_UNIT.search(plain)) is not None:
        return f"{short[1] or ''}元", text
    match = _UNIT.search(plain) or _COUNTED.search(plain)
    named = _moneys(plain, match)[0] if match else english.worded_unit(folded) if text.isascii() else ""
    return (named, text) if named else None


def _unit_of(text: str) -> tuple[str, str] | None:
    """The unit after the word 单位, or that of a text which is a unit and nothing else."""
    plain = _fold(text).replace(" ", "")
    match = _WHOLE_UNIT.match(plain)
    said, behind = _moneys(plain, match) if match else ("", "")
    named = said if not _COUNTED_BESIDE.sub("", behind).strip(")]】〕") else ""
    named = named or english.unit_in(text) or english.money_in(text)
    return (named, text) if named else _worded_unit(text)


def _titled_unit(text: str) -> tuple[str, str] | None:
    """The unit at the end of a title."""
    plain = _fold(text).replace(" ", "")
    match = _TITLED_UNIT.search(plain)
    said, behind = _moneys(plain, match) if match else ("", "")
    return (said, text) if said and not behind.strip(")]】") else None


def _bracketed(name: str) -> tuple[str, str] | None:
    """The unit in brackets in a sheet's name: 利润表（元）."""
    match = _BRACKETED_UNIT.search(_fold(name).replace(" ", ""))
    return (_money(match), name) if match else None


def _moneys(plain: str, match: re.Match[str]) -> tuple[str, str]:
    """The unit, with a second one right behind it, and what follows."""
    named, further = _money(match), _FURTHER.match(plain, match.end())
    if further is None:
        return named, plain[match.end() :]
    return "/".join(dict.fromkeys((named, _money(further)))), plain[further.end() :]


def _money(match: re.Match[str]) -> str:
    """The unit as the program calls it: 港币千元 is 千港币."""
    return _CURRENCY_FIRST.sub(r"\2\1", match[1])


def _worded_code(text: str) -> tuple[str, str] | None:
    """The code after the words 统一社会信用代码 in one text; not a parent's or a customer's."""
    return code_of(text) if _CODE_WORDS.search(_fold(text).replace(" ", "")) else None


def code_of(text: str) -> tuple[str, str] | None:
    """A credit code that passes its check within ``text``, with the text."""
    for candidate in _CODE.findall(uscc.normalise(text)):
        if uscc.valid(candidate):
            return candidate, text
    return None


def _labelled_code(sheet: Sheet) -> tuple[str, str] | None:
    """The code beside the words 统一社会信用代码, also inside the table."""
    for (row, column), text in _texts(sheet, sheet.rows[:_TITLE_ROWS]):
        if _CODE_LABEL.fullmatch(label(text).bare) is not None:
            for other in range(column + 1, column + 8):
                if (found := code_of(sheet.text(row, other))) is not None:
                    return found
    return None


def _firm_name(sheet: Sheet) -> str:
    """The name behind or beside 编制单位, 单位名称 and the like, also inside the table."""
    for (row, column), text in _texts(sheet, sheet.rows[:_TITLE_ROWS]):
        plain = text.replace("：", ":")  # brackets stay as the name has them
        if (match := _NAME.search(plain)) is not None:
            return match[1]
        if _NAME_LABEL.fullmatch(plain.replace(" ", "")) is not None:
            beside = (sheet.text(row, other) for other in range(column + 1, column + 8))
            name = next((other for other in beside if other), "")
            if name and not heads_codes(name) and not heads_names(name):
                return name
    return ""


def _period(sheet: Sheet, above: list[tuple[tuple[int, int], str]], asked: Period) -> tuple[Period, str] | None:
    if (named := _named(above, asked)) is not None:
        return named
    for text in (sheet.name, *(text for _, text in above if _MONTH_TITLE.fullmatch(_fold(text).replace(" ", "")))):
        if (period := period_in(text) or _month_in(text, asked)) is not None:
            return period, text
    if (year := _YEAR_OF_SHEET.search(sheet.name)) is not None:
        return Period(int(year[1]), "year", 1), sheet.name
    return None


def _named(above: list[tuple[tuple[int, int], str]], asked: Period | None) -> tuple[Period, str] | None:
    """The period of the first line that names one; of several in that line the asked one."""
    named = [
        (row, period, text)
        for (row, _), text in above
        if _OTHER_DATE.search(text) is None and (period := period_in(text)) is not None
    ]
    beside = [(period, text) for row, period, text in named if row == named[0][0]]
    return next((fact for fact in beside if fact[0] == asked), beside[0] if beside else None)


_SPANS = (
    re.compile(rf"{_YEAR}-(\d{{1,2}})(?:至|到|~|—|–|--|-(?=20)){_YEAR}-\d{{1,2}}(?![\d.\-/])"),
    re.compile(rf"(?:{_YEAR}年)?(\d{{1,2}})月?(?:\d{{1,2}}日)?{_DASH}+(?:{_YEAR}年)?\d{{1,2}}月"),
    _days(r"(\d{1,2})", r"\d{1,2}"),
)


def _since(text: str) -> int:
    """The month in which a span of time begins that a title names; 0 for none."""
    plain = timed(text)
    found = next((match for pattern in _SPANS if len(plain) < 120 and (match := pattern.search(plain))), None)
    months = [int(group) for group in found.groups() if group and len(group) < 3] if found is not None else []
    return months[0] if months else english.since(text) if len(plain) < 120 else 0


def _month_in(name: str, asked: Period) -> Period | None:
    """The month that a sheet is named after, as in a workbook with a sheet a month; the year is the asked one."""
    match = _MONTH_SHEET.fullmatch(timed(name))
    if match is None or asked.kind != "month":
        return None
    month = int(match[1])
    return Period(asked.year, "month", month) if 1 <= month <= 12 else None


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
    if (english_month := english.month_in(_fold(text))) is not None:
        return Period(english_month[0], "month", english_month[1])
    labelled = _LABELLED_YEAR.search(plain)
    return Period(int(labelled[1]), "year", 1) if labelled else None


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
