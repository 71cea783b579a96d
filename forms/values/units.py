"""Units of measure: a multiplier (百 千 万 亿 …) before a base unit (元, 人, 千瓦时 …), and exact conversion."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

import msgspec

from forms.problems import FormsError
from forms.values import currencies
from forms.values.latin_units import latin_unit
from forms.words import Words

MULTIPLIERS: dict[str, Decimal] = {
    "万亿": Decimal(10**12),
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "十亿": Decimal(10**9),
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "十万": Decimal(10**5),
    "万": Decimal(10**4),
    "千": Decimal(10**3),
    "百": Decimal(10**2),
    "": Decimal(1),
}

_SPELLING = (
    "(?P<multiplier>" + "|".join(MULTIPLIERS) + ")"
    f"(?P<base>千瓦时|度|吨标准煤|吨|公斤|克|公顷|平方米|立方米|平方公里|米|公里|人民币元|{currencies.WORDS}|元"
    "|人月|人年|人次|人|家|个月|个|件|项|篇|台|部|套|只|块|片|张|条|户|月|年|小时|瓦|伏安|平方英寸)"
)
_SAME = {
    "人民币元": ("元", 1),
    **{other: (name, 1) for other, name in currencies.OTHER_NAMES.items()},
    "度": ("千瓦时", 1),
    "个月": ("月", 1),
    "公斤": ("克", 10**3),
    "吨": ("克", 10**6),
    "公里": ("米", 10**3),
    "公顷": ("平方米", 10**4),
    "平方公里": ("平方米", 10**6),
}
"""Other names and multiples of a base."""
_IN_NUMBERS = frozenset("台部套只块片张条辆")
"""What is made or sold, and told in 万台 as well."""
_ONE_BY_ONE = _IN_NUMBERS.union(
    "人名位户家个件项篇例笔份宗次天日夜间床所座艘架头株", ("人次", "间夜", "床位", "岗位", "架次", "车次", "班次")
)
_COUNTS = (_ONE_BY_ONE - _IN_NUMBERS) | {"人月", "人年", "月", "年", "%", "‰", "个百分点", "百分点"}
_RATIOS = {"%": Decimal(1), "‰": Decimal("0.1"), "个百分点": Decimal(1), "百分点": Decimal(1)}

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Arithmetic that never rounds for the figures of a return (18 digits) and their products."""


TOO_LARGE = Decimal(10**18)
"""No figure of a return reaches it."""

UNITS_EN = {
    "元": "yuan",
    "千元": "thousand yuan",
    "万元": "× 10,000 yuan",
    "百万元": "million yuan",
    "亿元": "× 100 million yuan",
    "十亿元": "billion yuan",
    "人": "persons",
    "人月": "person-months",
    "人年": "person-years",
    "件": "pieces",
    "项": "items",
    "个": "units",
    "家": "enterprises",
    "月": "months",
    "个百分点": "percentage points",
    "按目录": "as listed",
    "平方米": "square metres",
    "千瓦时": "kWh",
    "万千瓦时": "× 10,000 kWh",
}
"""Each reads well after a figure and by itself; others are said by ``english_unit``."""


AS_LISTED = "按目录"
"""Written where each line counts in a unit of its own, as the list of products has it."""

_BASES_EN = {
    "元": "yuan",
    **{each.name: each.english for each in currencies.CURRENCIES},
    "人": "persons",
    "名": "persons",
    "人次": "visits",
    "户": "households",
    "岗位": "posts",
    "床位": "bed places",
    "床": "beds",
    "间": "rooms",
    "夜": "nights",
    "间夜": "room nights",
    "天": "days",
    "日": "days",
    "小时": "hours",
    "年": "years",
    "台": "sets",
    "套": "sets",
    "部": "sets",
    "辆": "vehicles",
    "架次": "flights",
    "车次": "trips",
    "班次": "departures",
    "头": "head",
    "株": "plants",
    "篇": "papers",
    "笔": "transactions",
    "份": "copies",
    "克": "g",
    "公斤": "kg",
    "千克": "kg",
    "吨": "tonnes",
    "吨标准煤": "tonnes of coal equivalent",
    "米": "metres",
    "公里": "km",
    "平方米": "square metres",
    "平方公里": "square kilometres",
    "公顷": "hectares",
    "立方米": "cubic metres",
    "千瓦时": "kWh",
    "度": "kWh",
    "瓦": "W",
    "伏安": "VA",
}
"""What a unit counts that is named with or without a multiple of it."""
_MANY_EN = {"千": "thousand", "百万": "million", "十亿": "billion"}
_TENS_EN = {"万": ("× 10,000", 4), "亿": ("× 100 million", 8)}
"""Multiples English has no word for, as powers of ten."""
_MULTIPLE = "(" + "|".join(filter(None, MULTIPLIERS)) + ")(.+)"
_PLURAL = r"(?<=[a-z]{2})s\b"
_LARGE_EN = ((9, "billion "), (6, "million "))
_DECIMALS_EN = 4


@cache
def english_unit(name: str) -> str:
    """A unit as English has it, by itself: ``thousand euros``; one that is not known is written as it is."""
    if name in UNITS_EN or name in _BASES_EN:
        return UNITS_EN.get(name) or _BASES_EN[name]
    over, _, under = name.partition("/")
    if under:
        sides = english_unit(over), english_unit(under)
        return name if sides == (over, under) else f"{sides[0]} per {re.sub(_PLURAL, '', sides[1])}"
    many, base = _multiple(name)
    word = _MANY_EN.get(many) or (_TENS_EN[many][0] if many in _TENS_EN else "")
    return f"{word} {english_unit(base)}" if word and english_unit(base) != base else name


def finer_unit(name: str) -> str:
    """What a unit is a multiple of: 千瓦时 of 万千瓦时; blank of others."""
    many, base = _multiple(name)
    return base if many and unit(base) is not None else ""


@cache
def _multiple(name: str) -> tuple[str, str]:
    """The multiple in front of a unit and what it is one of: 万, 千瓦时. No multiple of one that has a name."""
    match = re.fullmatch(_MULTIPLE, name) if name not in _BASES_EN else None
    return (match[1], match[2]) if match is not None else ("", name)


def english_amount(value: Decimal, name: str) -> tuple[Decimal, str]:
    """A figure and its unit as English says them, never rounded: 810 万元 are 8.1 million yuan."""
    many, counted_in = _multiple(name)
    base, word = english_unit(counted_in), english_unit(name)
    if many not in _TENS_EN or word == name:
        return value, re.sub(_PLURAL, "", word) if abs(value) == 1 and not many else word
    whole = _shifted(value, _TENS_EN[many][1])
    for large, said_as in _LARGE_EN:
        said = _shifted(whole, -large)
        if abs(said) >= 1 and -int(said.as_tuple().exponent) <= _DECIMALS_EN:
            return said, said_as + base
    return whole, base


def in_tens(name: str) -> str:
    """``10,000 yuan`` of a unit that English has no word for; blank of others."""
    many, _ = _multiple(name)
    return english_unit(name).removeprefix("× ") if many in _TENS_EN and english_unit(name) != name else ""


def _shifted(value: Decimal, power: int) -> Decimal:
    """``value`` times ten to the ``power``, without zeros at the end of its decimals."""
    plain = EXACT.normalize(value.scaleb(power, EXACT))
    return plain.quantize(Decimal(1), context=EXACT) if plain == plain.to_integral_value() else plain


def unit_words(name: str) -> Words:
    """A unit in both languages, for a message."""
    return Words(name, english_unit(name))


_SHORT_EN = {
    "人月": "p-months",
    "人年": "p-years",
    "家": "firms",
    "平方米": "sq. metres",
    "立方米": "cu. metres",
}
_MANY_SHORT_EN = {"千": "k", "万": "10k", "百万": "m", "亿": "100m", "十亿": "bn"}


@cache
def short_english_unit(name: str) -> str:
    """A unit for a narrow column, beside which the whole word is said: ``k euros``."""
    many, base = _multiple(name)
    word = _SHORT_EN.get(base) or english_unit(base)
    return (
        f"{_MANY_SHORT_EN[many]} {word}" if many in _MANY_SHORT_EN and word != base else word if not many else name
    )


class Unit(msgspec.Struct, frozen=True):
    """A unit as a multiple of its base: 千元 is 1000 × 元."""

    name: str
    base: str
    factor: Decimal


@cache
def unit(name: str) -> Unit | None:
    """The unit called ``name``; None when it is not a known multiple of a known base."""
    if name in _RATIOS:
        return Unit(name, "%", _RATIOS[name])
    match = re.fullmatch(_SPELLING, name)
    if match is None:
        latin = latin_unit(name)
        return None if latin is None else Unit(name, *latin)
    base, own = _SAME.get(match["base"], (match["base"], 1))
    return Unit(name, base, MULTIPLIERS[match["multiplier"]] * own)


def compatible(first: str, second: str) -> bool:
    """Whether figures in ``first`` can be converted to ``second``."""
    if first == second:
        return True
    one, other = unit(first), unit(second)
    return one is not None and other is not None and one.base == other.base


def convertible(name: str) -> bool:
    """Whether figures in this unit come in others too, so that one may be taken for another: money, energy."""
    return bool(name) and name not in _COUNTS


def counted(name: str) -> bool:
    """Whether a unit counts things one by one, so that others may be held against them: 人次 and 夜, no 万人."""
    return name in _ONE_BY_ONE


def foreign_money(name: str) -> bool:
    """Whether a unit is of another currency than yuan."""
    named = unit(name)
    return named is not None and named.base in currencies.FOREIGN


def finer(name: str, than: str) -> bool:
    """Whether figures in unit ``name`` were rounded when they came to be in ``than``; a unit not known may be."""
    one, other = unit(name), unit(than)
    bare = MULTIPLIERS.get(name) if name else None  # 亿 alone counts the base of the other
    factor = bare if bare is not None else one.factor if one is not None else None
    return name != than and (factor is None or other is None or factor < other.factor)


def convert(value: Decimal, from_unit: str, to_unit: str, scale: int) -> tuple[Decimal, Decimal]:
    """``value`` in ``to_unit``: rounded once, half up, to ``scale`` decimals, and exact.

    Raises ``FormsError('unit.incompatible')`` when there is no conversion.
    """
    exact = value
    if from_unit != to_unit:
        source, target = unit(from_unit), unit(to_unit)
        if source is None or target is None or source.base != target.base:
            raise FormsError("unit.incompatible", from_unit=unit_words(from_unit), to_unit=unit_words(to_unit))
        exact = EXACT.divide(EXACT.multiply(value, source.factor), target.factor)
    return rounded(exact, scale), exact


def rounded(value: Decimal, scale: int) -> Decimal:
    """``value`` half up to ``scale`` decimals (away from zero at the half, as offices do)."""
    step = _STEPS[scale] if 0 <= scale < len(_STEPS) else Decimal(1).scaleb(-scale)
    return value.quantize(step, rounding=ROUND_HALF_UP, context=EXACT)


_STEPS = tuple(Decimal(1).scaleb(-scale) for scale in range(8))
