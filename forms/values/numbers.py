"""Tolerant reading of a number as people and ledgers write it.

Full width, thousands separators, 万/亿, units, %, ¥, brackets or 负 or △ for negatives, spaces; never a guess: a
figure that could mean two things (``1,23``) is not read, nor two figures in one cell. Marks of footnotes behind a
figure (``1,234①``, ``1234*``) are left aside; ``forms.values.chinese_numerals`` reads amounts in Chinese numerals.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import msgspec

from forms.values.chinese_numerals import read_chinese
from forms.values.units import MULTIPLIERS, Unit, unit

_LONGEST = 80
_MARKS = re.compile(r"(?<=[\d元万亿%)）])\s*(?:[*＊※†‡①-⑳❶-❿]{1,3}|[(（\[【]?注[\d①-⑳]{0,2}[)）\]】]?)$")
"""Of a footnote."""
_NO_DIGITS = re.compile("[²³¹¼-¾⁰-⁹₀-₉⅐-\u218b①-\u249b\u24ea-\u24ff❶-\u2793]")
"""What a compatible spelling would turn into digits beside the others: ``1,234①`` is no 12,341."""
_SPACED = re.compile(r"\d+(?:\s+\d+)+")
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+")
_SPACES = re.compile(r"[\s\u200b\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Also what turns the direction of writing, which a copy from a dialogue of Windows begins with."""
_APOSTROPHE = re.compile("^['‘’`]")
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|¥|￥)", re.IGNORECASE)
_SIGN_BEHIND = re.compile(r"[\d,.]*\d[-\u2212]")
_SIGN = re.compile(r"^(?:[-\u2212\u2010-\u2015△▲]|负|[+])")
_DIGITS = r"\d{1,3}(?:[,'’_]\d{3})+|\d{1,4}(?:[,'’_]\d{4})+|\d{1,24}"
_BODY = re.compile(
    rf"(?P<whole>{_DIGITS})?(?:\.(?P<part>\d{{0,24}}))?(?:E(?P<power>[+-]?\d{{1,2}}))?"
    r"(?P<rest>(?:[^\d.,'’_].*)?)"
)
_COMMON = re.compile(r"-?(?:\d{1,18}|\d{1,3}(?:,\d{3}){1,5})(?:\.\d{1,12})?", re.ASCII)
_SEPARATORS = str.maketrans("", "", ",'’_")


class Number(msgspec.Struct, frozen=True):
    """A number as written: ``value`` still counts in ``unit``; a bare ``万`` is a unit without a base."""

    value: Decimal
    unit: Unit | None = None


def read_number(text: str) -> Number | None:
    """The number written in ``text``, or None when it is not one."""
    if len(text) > _LONGEST:
        return None
    common = read_common(text)
    if common is not None:
        return Number(common)
    marked = _MARKS.sub("", text.rstrip())
    if _NO_DIGITS.search(marked) is not None:
        return None
    apart = unicodedata.normalize("NFKC", marked)
    if any(_GROUPS.fullmatch(figures) is None for figures in _SPACED.findall(apart)):
        return None  # two figures in one cell
    plain, negative = _sign(_APOSTROPHE.sub("", _SPACES.sub("", apart)).replace("。", "."))
    match = _BODY.fullmatch(plain)
    if match is None or not (match["whole"] or match["part"]):
        return _spelt(plain, negative=negative)
    written = _unit(match["rest"])
    if written is None and match["rest"]:
        return _spelt(plain, negative=negative)
    digits = f"{(match['whole'] or '0').translate(_SEPARATORS)}.{match['part'] or ''}"
    value = Decimal(digits.rstrip(".")).scaleb(int(match["power"] or 0))
    return Number(-value if negative and value else value, written)


def _spelt(plain: str, *, negative: bool) -> Number | None:
    """An amount in Chinese numerals; one that names no 元 counts in 万 of what its unit is of."""
    if (amount := read_chinese(plain)) is None:
        return None
    value, of_yuan = amount
    counted = unit("元") if of_yuan else _unit("万")
    assert counted is not None
    value /= counted.factor
    return Number(-value if negative and value else value, counted)


def read_common(text: str) -> Decimal | None:
    """The number in plain digits, with or without commas between thousands; None where more must be understood."""
    if _COMMON.fullmatch(text) is None:
        return None
    value = Decimal(text.replace(",", ""))
    return value if value else abs(value)


def grouped(value: Decimal) -> str:
    """A number for reading: plain digits with a comma between thousands."""
    return format(value if value else abs(value), ",f")


def _sign(text: str) -> tuple[str, bool]:
    text, negative = _CURRENCY.sub("", text), False
    if text.startswith("(") and ")" in text:
        inner, _, rest = text[1:].partition(")")
        text, negative = inner + rest, True
    if _SIGN_BEHIND.fullmatch(text):  # as SAP writes a negative figure
        text = "-" + text[:-1]
    if (match := _SIGN.match(text)) is not None:
        if negative:  # a sign inside brackets could mean either
            return "", False
        negative = match[0] != "+"
        text = text[match.end() :]
    return _CURRENCY.sub("", text), negative


def _unit(text: str) -> Unit | None:
    if not text:
        return None
    if text in MULTIPLIERS:
        return Unit(text, "", MULTIPLIERS[text])
    return unit(text)
