"""The unit of money that a text names: 单位：千元, 利润表（万元）, RMB'000; 元/千元 where it names two."""

from __future__ import annotations

import re

from client.workbook.finding.names import english
from client.workbook.finding.names.traditional import folded
from forms.values.currencies import WORDS as FOREIGN
from forms.values.units import MULTIPLIERS

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


def worded_unit(text: str) -> tuple[str, str] | None:
    """The unit after the word 单位."""
    said = folded(text)
    plain = re.sub(r"(?<=元)\s+(?=[\u4e00-\u9fff])(?![或和及])", ";", said).replace(" ", "")  # 单位：元 累计数
    if (currency := _CURRENCY.search(plain)) is not None:
        return currency[1], text
    if (latin := _LATIN_UNIT.search(plain)) is not None and (money := english.money_in(latin[1])):
        return money, text
    if (short := _SHORT_UNIT.search(plain)) is not None:
        return f"{short[1] or ''}元", text
    match = _UNIT.search(plain) or _COUNTED.search(plain)
    named = _moneys(plain, match)[0] if match else english.worded_unit(said) if text.isascii() else ""
    return (named, text) if named else None


def named_unit(text: str) -> tuple[str, str] | None:
    """The unit after the word 单位, or that of a text which is a unit and nothing else."""
    plain = folded(text).replace(" ", "")
    match = _WHOLE_UNIT.match(plain)
    said, behind = _moneys(plain, match) if match else ("", "")
    named = said if not _COUNTED_BESIDE.sub("", behind).strip(")]】〕") else ""
    named = named or english.unit_in(text) or english.money_in(text)
    return (named, text) if named else worded_unit(text)


def titled_unit(text: str) -> tuple[str, str] | None:
    """The unit at the end of a title."""
    plain = folded(text).replace(" ", "")
    match = _TITLED_UNIT.search(plain)
    said, behind = _moneys(plain, match) if match else ("", "")
    return (said, text) if said and not behind.strip(")]】") else None


def bracketed_unit(name: str) -> tuple[str, str] | None:
    """The unit in brackets in a sheet's name: 利润表（元）."""
    match = _BRACKETED_UNIT.search(folded(name).replace(" ", ""))
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
