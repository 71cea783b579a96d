"""The functions of the rule language that look at values alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal

import msgspec

from forms import uscc
from forms.values.units import EXACT

_MASK = {"#": "[0-9]", "@": "[A-Z]", "?": "[0-9A-Z]"}
_PHONE = re.compile(
    r"(?:\+?86-?)?(?:1\d{2}-?\d{4}-?\d{4}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4})(?:(?:-|转|#)\d{1,6})?", re.ASCII
)
"""A mobile number, area code and number, or 400 and 800 numbers; with an extension."""
_SIZES = (("L", 1000, 40_000), ("M", 300, 2_000), ("S", 20, 300))
_MOST_DECIMALS = 10

Takes = Literal["number", "text", "month", "date", "texts"]


class Function(msgspec.Struct, frozen=True):
    """``takes`` names the type of each argument (``texts``: one text or several), the last any
    number of times if it ``repeats``. ``run`` gives None when there is no result.
    """

    takes: tuple[Takes, ...]
    gives: Literal["number", "text", "month", "truth"]
    run: Callable[..., Any]
    repeats: bool = False


def _round(value: Decimal, decimals: Decimal) -> Decimal | None:
    if not 0 <= decimals <= _MOST_DECIMALS or value.adjusted() > EXACT.prec - _MOST_DECIMALS - 2:
        return None
    return value.quantize(Decimal(1).scaleb(-int(decimals)), rounding=ROUND_HALF_UP)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text.isascii() and text.isdigit() and len(text) <= EXACT.prec else None


def _text(value: str, start: Decimal, length: Decimal) -> str | None:
    first, count = int(start) - 1, int(length)
    return value[first : first + count] if first >= 0 and count >= 0 else None


def _matches(value: str, shape: str) -> bool:
    return shaped(shape)(value)


@lru_cache(maxsize=256)
def shaped(shape: str) -> Callable[[str], bool]:
    """Whether a text has a shape such as ``####-@@``, or is a telephone number (``phone``)."""
    if shape == "phone":
        return lambda value: _PHONE.fullmatch(re.sub(r"[\s()]", "", value)) is not None
    fits = re.compile("".join(_MASK.get(each, re.escape(each)) for each in shape)).fullmatch
    return lambda value: fits(value) is not None


def _contains(value: str, words: str | tuple[str, ...]) -> bool:
    return any(word in value for word in ((words,) if isinstance(words, str) else words))


def _similar(one: str, other: str) -> bool:
    """Whether at least half of the neighbouring character pairs are shared (Dice)."""
    if one == other:
        return True
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) >= (len(pairs) + len(others)) / 2 if pairs and others else False


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def month_number(month: str) -> int | None:
    """Months since the year 0, or None for a text that is no ``YYYY-MM``."""
    year, hyphen, number = month.partition("-")
    if not (hyphen and len(year) == 4 and len(number) == 2 and (year + number).isdigit() and month.isascii()):
        return None
    return int(year) * 12 + int(number) - 1 if 1 <= int(number) <= 12 else None


def _months_between(first: str, last: str) -> Decimal | None:
    start, end = month_number(first), month_number(last)
    return None if start is None or end is None else Decimal(end - start + 1)


def _months_within(first: str, last: str, start: str, end: str) -> Decimal | None:
    """Months of the span that lie between two others, both included."""
    if _months_between(first, last) is None:
        return None
    shared = _months_between(max(first, start), min(last, end))
    return None if shared is None else max(shared, Decimal(0))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2025-09-14") else None
    except ValueError:
        return None


def _month(text: str) -> str | None:
    """The month of a date."""
    return text[: len("2025-09")] if _day(text) is not None else None


def _days_between(first: str, last: str) -> Decimal | None:
    """Days from one date to another: 0 for the same day, negative when the other comes first."""
    start, end = _day(first), _day(last)
    return None if start is None or end is None else Decimal((end - start).days)


def _near_power_of_ten(value: Decimal, margin: Decimal) -> bool | None:
    """Whether a ratio lies within ``margin`` of 10, 100, 1000, 10000 or one of their inverses."""
    if not 0 <= margin < 1:
        return None
    powers = [Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4)]
    return any(abs(value - power) <= margin * power for power in powers)


def size_class(staff: Decimal, revenue: Decimal) -> str:
    """大中小微 of 2017 (L M S X), from persons and revenue in 万元: the highest class whose bounds both hold."""
    return next((size for size, people, money in _SIZES if staff >= people and revenue >= money), "X")


FUNCTIONS: dict[str, Function] = {
    "abs": Function(("number",), "number", abs),
    "max": Function(("number",), "number", max, repeats=True),
    "min": Function(("number",), "number", min, repeats=True),
    "round": Function(("number", "number"), "number", _round),
    "number": Function(("text",), "number", _number),
    "length": Function(("text",), "number", lambda value: Decimal(len(value))),
    "text": Function(("text", "number", "number"), "text", _text),
    "matches": Function(("text", "text"), "truth", _matches),
    "contains": Function(("text", "texts"), "truth", _contains),
    "similar": Function(("text", "text"), "truth", _similar),
    "valid_uscc": Function(("text",), "truth", uscc.valid),
    "valid_organisation": Function(("text",), "truth", uscc.valid_organisation),
    "months_between": Function(("month", "month"), "number", _months_between),
    "month": Function(("date",), "month", _month),
    "days_between": Function(("date", "date"), "number", _days_between),
    "months_within": Function(("month", "month", "month", "month"), "number", _months_within),
    "near_power_of_ten": Function(("number", "number"), "truth", _near_power_of_ten),
}
LOOKUPS = frozenset({"group", "parent", "name", "unit"})
"""``group(x, list)``: what the list says of a code."""
PEERS = frozenset({"peer_median", "peer_count"})
SPECIAL = frozenset({"filled", "blank", "or_zero", "size_class"}) | PEERS
