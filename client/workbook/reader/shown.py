"""Number formats that show a figure in another size than it has: ``0!.0,"万"`` shows 12345678 as 1234.6万.

Runs inside the child.
"""

from __future__ import annotations

import re
from typing import Protocol

from forms.values.currencies import CURRENCIES

Scale = tuple[int, str]
"""By which power of ten the shown figure is smaller, and the multiple or sign of foreign money shown beside it.

The multiple is 元 where the figure is shown as it is, and as yuan.
"""

PERCENT: Scale = (-2, "")
"""A percentage: 0.685 shown as 68.5%."""

BRACKETED: Scale = (0, "()")
"""A positive figure shown as accountants write a negative one."""

_CONDITION = re.compile(r"\[[<>=]")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[0#?][^()（）]*[)）]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|[_*].')
_POINT = "\ufffc"
"""Stands for a decimal point that is only written between two digits."""
_COMMAS = re.compile(rf"(?<=[0#?])(,+)(?![0#?,{_POINT}])")
_BEHIND = re.compile(rf"{_POINT}([0#?]+)")
_MULTIPLE = re.compile(r"百万|十亿|千万|[千万亿]")
_AS_YUAN = re.compile(r"[\s¥￥]*元整?[\s¥￥]*")


_MONEY = re.compile(r"\[\$([^\]-]*)(-[^\]]*)?\]|([A-Z]{2}\$|[$€£₩])")
_YUAN = frozenset(("", "¥", "￥", "元", "CNY", "RMB"))
_CURRENCIES = {
    word: each.latin[0].upper() for each in CURRENCIES for word in (each.name, *each.also, each.latin[0].upper())
}
"""The sign of each word that a format may have for foreign money."""
_JAPAN = re.compile(r"-(?:411|ja.*)", re.IGNORECASE)


class Held(Protocol):
    """What keeps the marks of one sheet."""

    percents: list[tuple[int, int]]
    scaled: list[tuple[int, int, int, str]]


def mark(held: Held, place: tuple[int, int], scale: Scale) -> None:
    """Note of a cell in which size it shows its figure."""
    if scale == PERCENT:
        held.percents.append(place)
    else:
        held.scaled.append((*place, *scale))


def multiple_in(text: str) -> str:
    """The multiple that is written behind a figure: 万 of 万元; ``""`` for none, 元 of yuan."""
    found = _MULTIPLE.search(text)
    return found[0] if found else "元" if _AS_YUAN.fullmatch(text) else ""


def scaled(power: int, named: str) -> Scale | None:
    """The scale, if it is one; beside a figure shown smaller 元 says nothing of what it was."""
    named = "" if power and named == "元" else named
    return (power, named) if power or named else None


def shown_by(code: str) -> Scale | None:
    """What a number format does to a figure; None for nothing."""
    if "%" in code:
        return PERCENT
    sign = foreign_sign(code)
    if (scale := scale_of(code)) is not None:
        return scale[0], sign or scale[1]
    return (0, sign) if sign else BRACKETED if in_brackets(code) else None


def foreign_sign(code: str) -> str:
    """The sign of foreign money that a number format puts beside a figure: ``$`` of ``[$$-409]0.00``, ``USD`` of
    ``0.00"美元"``."""
    for found in _MONEY.finditer(code.partition(";")[0]):
        sign = (found[1] if found[3] is None else found[3]).strip()
        if sign in ("¥", "￥") and _JAPAN.fullmatch(found[2] or ""):
            return "JPY"
        if sign not in _YUAN:
            return sign
    written = "".join(found[1] or found[2] or "" for found in _LITERAL.finditer(code.partition(";")[0]))
    return next((sign for word, sign in _CURRENCIES.items() if word in written), "")


def in_brackets(code: str) -> bool:
    """Whether a number format puts figures in brackets that are not negative: ``[Red](#,##0)``."""
    if _CONDITION.search(code):
        return False  # the first section may be the one for figures below zero
    first = _BRACKETS.sub("", code).partition(";")[0]
    return _IN_BRACKETS.search(_LITERAL.sub(lambda found: found[1] or found[2] or "", first)) is not None


def scale_of(code: str) -> Scale | None:
    """By which power of ten a number format shows a figure smaller, and with which multiple behind it."""
    words: list[str] = []

    def put_aside(literal: re.Match[str]) -> str:
        text = literal[1] if literal[1] is not None else literal[2] or ""
        words.append(text)
        return _POINT if text == "." else ""

    plain = _LITERAL.sub(put_aside, _BRACKETS.sub("", code).partition(";")[0])
    behind = _BEHIND.search(plain)
    power = 3 * sum(len(commas) for commas in _COMMAS.findall(plain)) + (len(behind[1]) if behind else 0)
    named = multiple_in("".join(words) + re.sub(r"General|G/通用格式|[0#?,.]", "", plain))
    return scaled(power, named)
