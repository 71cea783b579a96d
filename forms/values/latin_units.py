"""Units as offices elsewhere write them: ``kg``, ``ha``, ``thousand EUR``, ``USD million``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from forms.values.currencies import LATIN

_NAMES: dict[str, tuple[str, int]] = {
    "g": ("克", 1),
    "kg": ("克", 1000),
    "t": ("克", 10**6),
    "ton": ("克", 10**6),
    "tonne": ("克", 10**6),
    "m": ("米", 1),
    "km": ("米", 1000),
    "metre": ("米", 1),
    "square metre": ("平方米", 1),
    "m2": ("平方米", 1),
    "sqm": ("平方米", 1),
    "ha": ("平方米", 10**4),
    "hectare": ("平方米", 10**4),
    "km2": ("平方米", 10**6),
    "kwh": ("千瓦时", 1),
    "mwh": ("千瓦时", 1000),
    "gwh": ("千瓦时", 10**6),
    "person": ("人", 1),
    "people": ("人", 1),
    "hour": ("小时", 1),
    "piece": ("件", 1),
    "pcs": ("件", 1),
    "yuan": ("元", 1),
    "rmb": ("元", 1),
    "cny": ("元", 1),
    **{word: (name, 1) for word, name in LATIN.items()},
}
"""Each as a multiple of the base the program counts in."""
_MANY = {
    "thousand": 10**3,
    "k": 10**3,
    "'000": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
}
_WORD = "|".join(map(re.escape, sorted(_MANY, key=len, reverse=True)))
_BEFORE = rf"(?P<many>{_WORD})s?\s*(?:of\s+)?(?P<name>.+)"
_BEHIND = rf"(?P<name>\S+?)\s*(?P<many>{_WORD})s?"


@cache
def latin_unit(text: str) -> tuple[str, Decimal] | None:
    """The base a unit in Latin letters counts in and how many of it; None for one that is not known."""
    plain = text.strip().casefold().replace("²", "2").replace("’", "'").replace("m^2", "m2")
    own = _named(plain)
    if own is not None:
        return own
    for found in (re.fullmatch(_BEFORE, plain), re.fullmatch(_BEHIND, plain)):
        base = _named(found["name"]) if found is not None else None
        if found is not None and base is not None and (found["many"] != "k" or base[0].endswith("元")):
            return base[0], base[1] * _MANY[found["many"]]
    return None


def _named(word: str) -> tuple[str, Decimal] | None:
    """One word, in the singular or the plural."""
    known = _NAMES.get(word) or _NAMES.get(word.removesuffix("s") if len(word) > 3 else word)
    return None if known is None else (known[0], Decimal(known[1]))
