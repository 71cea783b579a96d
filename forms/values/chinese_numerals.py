"""Amounts written out in Chinese, wholly or in part: 一亿二千万元, 壹佰万元整, 1亿2000万, 1234万5678元."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "兩": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
}
_PLACES = {"千": 1000, "仟": 1000, "百": 100, "佰": 100, "十": 10, "拾": 10}
_NONE = "零〇"
_ONE = "".join(digit for digit in _DIGITS if digit not in _NONE)
_MOST = 10_000
_PART = re.compile(rf"(?P<zero>[{_NONE}]?)(?P<digit>[{_ONE}]|\d{{1,4}})?(?P<place>[{''.join(_PLACES)}]?)")
_AMOUNT = re.compile(
    rf"(?:(?P<yi>[{_NONE}{_ONE}{''.join(_PLACES)}\d]+)[亿億])?(?:(?P<wan>[{_NONE}{_ONE}{''.join(_PLACES)}\d]+)[万萬])?"
    rf"(?P<rest>[{_NONE}{_ONE}{''.join(_PLACES)}\d]*)(?P<yuan>[元圆圓]?)[整正]?"
)


def read_chinese(text: str) -> tuple[Decimal, bool] | None:
    """The amount a text without spaces spells, and whether it says that it counts yuan.

    None for all that is no such amount or could be two: ``三万五``, a year in digits, a numbering: ``十二``.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None or not (match["yi"] or match["wan"] or match["yuan"]) or text.isascii():
        return None
    written = [(match["yi"], 10**8), (match["wan"], 10**4), (match["rest"], 1)]
    parts = [(_below_ten_thousand(part), times, part) for part, times in written if part]
    if not any(re.search(rf"[\d{_ONE}]", part) for _, _, part in parts):
        return None  # 十万元 is a unit
    total = 0
    for n, (value, times, part) in enumerate(parts):
        if value is None or (n and len(part) == 1):
            return None
        total += value * times
    return Decimal(total), bool(match["yuan"])


def _below_ten_thousand(part: str) -> int | None:
    """二千零五十 as 2050; None where the places do not fall, or a bare digit behind one could mean the next."""
    if part.isascii():
        return int(part) if len(part) < len(str(_MOST)) else None
    value, above, at = 0, _MOST, 0
    while at < len(part):
        match = _PART.match(part, at)
        if match is None or match.end() == at:
            return None
        at = match.end()
        digit, place = match["digit"], _PLACES.get(match["place"], 1)
        if digit is None and (place != 10 or match["zero"] or value):  # 十二 is 一十二
            if at < len(part) or place > 1:
                return None
            continue
        number = 1 if digit is None else _DIGITS[digit] if digit in _DIGITS else int(digit)
        bare = place == 1 and value and not match["zero"] and above > 10
        if place >= above or bare or (digit is not None and digit.isdecimal() and place > 1 and number > 9):
            return None
        value, above = value + number * place, place
    return value
