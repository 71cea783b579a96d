"""What workbooks in English write beside their indicators: units and months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.values.currencies import LATIN
from forms.values.units import compatible, foreign_money

_MULTIPLES = {
    r"100(?:million|mn?)": "亿",
    r"ten-?thousands?|10k|x?10,?000s?|10,?000's": "万",
    r"thousands?|k|x?1,000s?|'?000s?|000's": "千",
    r"millions?|mn|mln|m": "百万",
    r"billions?|bn": "十亿",
}
_BASES = {
    r"(?:rmb|cny|renminbi)?yuan|rmb|cny|renminbi|¥": "元",
    **{rf"{re.escape(word.replace(' ', ''))}s?": name for word, name in LATIN.items()},
    r"persons?|people|employees|headcount": "人",
    r"person-?months?": "人月",
    r"person-?years?": "人年",
    r"kwh": "千瓦时",
    r"kg": "公斤",
    r"t|tonnes?": "吨",
    r"ha|hectares?": "公顷",
    r"m2|sqm|sq\.?met(?:er|re)s|squaremet(?:er|re)s": "平方米",
}
_MULTIPLE = "|".join(_MULTIPLES)
_BASE = "|".join(_BASES)
_UNIT = re.compile(
    rf"(?:in)?(?:(?P<before>{_BASE})(?:in)?(?P<behind>{_MULTIPLE})?|[x×]?(?P<many>{_MULTIPLE})(?:of)?(?P<base>{_BASE}))"
)
_WORDED = re.compile(
    r"(?:units?|currency|amounts?|figures|expressed|stated|reported)(?:arein|in)?:?([^:;()]{2,30}?)"
    r"(?:(\([^()]{2,20}\))|(?=[:;()]|units?|currency|$))"
)
_APART = re.compile("[/()]")
_TITLE = re.compile(r"statement|sheet|report|accounts\b|p&l|profit and loss|profit or loss", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENDINGS = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "t(?:ember)?", "ober", "ember", "ember")
_NAMED = "|".join(f"{start}(?:{end})?" for start, end in zip(_MONTHS, _ENDINGS, strict=True))
_MONTH = re.compile(rf"(?<![a-z])({_NAMED})\.?[\s-]*(?:\d{{1,2}}(?:st|nd|rd|th)?\b)?[\s,-]*(20\d\d)(?!\d)")
"""``september 2025``, ``sep. 30, 2025``: of a text in small letters."""
_SHORT_YEAR = re.compile(rf"\s*(?:ytd\s*)?(?:\d{{1,2}}-)?({_NAMED})\.?\s*[-'’]\s*(2\d)\s*(?:ytd)?\s*")
"""``sep-25`` and ``30-sep-25``, as Excel writes a month and a day into text; ``sep-30`` is a day."""
_ENDED = re.compile(
    r"\b(?:(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})[\s-]*)?(month|quarter)s?[\s-]*ended\b"
)
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_CALLED = {
    r"(?:total|net)?revenues?|(?:net|total)sales|salesrevenue|turnover": "operatingrevenue",
    r"costof(?:sales|revenues?|goodssold)|cogs": "operatingcost",
    r"(?:selling|distribution)(?:(?:and|&)(?:distribution|marketing))?(?:expenses|costs?)": "sellingexpense",
    r"(?:g&a|general(?:and|&)administrative|administrative)expenses|g&a|g&aexpense": "administrativeexpense",
    r"(?:r&d|research(?:and|&)development)(?:expenses?|costs?)": "r&dexpenseaccounting",
    r"financ(?:e|ial)(?:expenses|costs?)": "financeexpense",
    r"(?:profit|income|earnings)before(?:income)?tax(?:es|ation)?|pretax(?:profit|income)": "totalprofit",
    r"totalcurrentassets": "currentassets",
    r"(?:accounts|trade)receivables?": "ofwhichaccountsreceivable",
}
"""Everyday names of lines that mean one thing everywhere, and what the definitions call it. *Operating income* is
not among them: it is said for 营业收入 as well as for 营业利润."""


def called(name: str) -> str:
    """What the definitions call a line of an English statement; ``""`` for none. Both are keys of labels."""
    return next((own for said, own in _CALLED.items() if re.fullmatch(said, name)), "") if name.isascii() else ""


def unit_in(text: str) -> str:
    """The unit an English text is, as the program calls it: ``RMB '000`` is 千元; ``""`` for anything else."""
    plain = "".join(text.casefold().split()).strip("()").replace("’", "'")
    found = _UNIT.fullmatch(plain) if plain.isascii() or "×" in plain or "¥" in plain else None
    if found is None:
        return ""
    many = found["many"] or found["behind"] or ""
    return _meaning(_MULTIPLES, many) + _meaning(_BASES, found["before"] or found["base"])


def money_in(title: str) -> str:
    """The unit of money that is one part of a title: *Income Statement, RMB thousand, Jan-Sep 2025*; or both."""
    if not title.isascii():
        return ""
    whole = _TITLE.search(title) is not None  # of a column's heading the brackets speak of the column
    parts = re.split(r",\s|[;|()]|\s-\s" if whole else r",\s|;|\||\s-\s", title)
    named = (next(filter(_is_money, map(unit_in, _last_words(part) if whole else [part])), "") for part in parts)
    return "/".join(dict.fromkeys(filter(None, named)))


def _is_money(unit: str) -> bool:
    return compatible(unit, "元") or foreign_money(unit)


def _last_words(part: str) -> Iterator[str]:
    """A part of a title, and its last words, behind which there may be a month: *Balance sheet 2025.09 CNY*."""
    words = part.split()
    return (" ".join(words[first:]) for first in (0, -2, -1) if words)


def worded_unit(text: str) -> str:
    """The unit behind *Unit:*, *expressed in* and the like; ``""`` for none, 元/千元 for *RMB (RMB'000)*."""
    found = _WORDED.findall("".join(text.casefold().split()))
    several = (dict.fromkeys(filter(None, map(unit_in, _APART.split("".join(each))))) for each in reversed(found))
    return next(("/".join(units) for units in several if units), "")


def month_in(text: str) -> tuple[int, int] | None:
    """Year and month that a text names: *January - September 2025*, *YTD Sep 2025*, *Sep-25* where it is all."""
    plain = text.casefold()
    if (found := _MONTH.search(plain)) is not None:
        return int(found[2]), _month(found[1])
    short = _SHORT_YEAR.fullmatch(plain)
    return (2000 + int(short[2]), _month(short[1])) if short is not None else None


def since(text: str) -> int:
    """The month in which *three months ended 30 September 2025* begin; 0 where a text says nothing of the kind."""
    ended, last = _ENDED.search(text.casefold()), month_in(text)
    if ended is None or last is None:
        return 0
    said = ended[1] or "1"
    months = int(said) if said.isdecimal() else _COUNTED.index(said) + 1
    return max(last[1] + 1 - months * (3 if ended[2] == "quarter" else 1), 0)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _meaning(words: dict[str, str], said: str) -> str:
    return next((meaning for word, meaning in words.items() if re.fullmatch(word, said)), "") if said else ""
