"""What a sheet says about itself outside its figures: unit, period, enterprise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from client.workbook.finding.names import currencies
from client.workbook.finding.names.labels import label
from client.workbook.finding.names.money_units import bracketed_unit, named_unit, titled_unit, worded_unit
from client.workbook.finding.names.periods import first_month, month_of_name, period_in
from client.workbook.finding.names.traditional import folded
from client.workbook.finding.sheets.people import people_over
from client.workbook.finding.taken.extraction import Note, note
from client.workbook.model import Sheet
from forms import uscc
from forms.periods import Period
from forms.values.units import unit_words

_TITLE_ROWS = 15
_FOOT_ROWS = 6
_LONGEST_FOOT = 40
_TITLE_COLUMNS = 60

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

_MONTH_TITLE = re.compile(r"(?!.*(?:上年|去年)).{1,20}月份?.{0,20}(?:表|月报|快报)(?:\(.*\))?")
"""8月份利润表: a title that tells its month without the year."""
_YEAR_OF_SHEET = re.compile(r"(?<![\d.\-])(20[12]\d)(?![\d.\-/]|.{0,2}(?:版|修订|标准|准则|格式))")
"""利润表2024 beside 利润表2025."""
_OTHER_DATE = re.compile(r"打印|制表|报出|导出|填[表报]日|编制日|审核|文号|〔")


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
    unit = _over(above) or _only(worded_unit(text) for _, text in foot)
    unit = unit or bracketed_unit(sheet.name)
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
        since=next((since for _, text in above if (since := first_month(text))), 1),
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
        named_unit(text) or titled_unit(text)
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


def _worded_code(text: str) -> tuple[str, str] | None:
    """The code after the words 统一社会信用代码 in one text; not a parent's or a customer's."""
    return code_of(text) if _CODE_WORDS.search(folded(text).replace(" ", "")) else None


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
    for text in (
        sheet.name,
        *(text for _, text in above if _MONTH_TITLE.fullmatch(folded(text).replace(" ", ""))),
    ):
        if (period := period_in(text) or month_of_name(text, asked)) is not None:
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
