"""Years and months as people write them, with the digits of 2025年9月: 二〇二五年九月, 25年9月, 第9期."""

from __future__ import annotations

import re

from client.workbook.finding.names.traditional import compared

_DIGITS = {word: str(n) for n, words in enumerate(("〇○零", *"一二三四五六七八九")) for word in words}
_YEAR = re.compile(rf"(?<![{''.join(_DIGITS)}])二[〇○零][{''.join(_DIGITS)}]{{2}}(?=年)")
_WORDS = {word: month for month, word in enumerate((*"一二三四五六七八九十", "十一", "十二"), 1)}
_NUMBER = "|".join(reversed(_WORDS))
_MONTH = re.compile(rf"(?<![一二三四五六七八九十])({_NUMBER})(?=月|月?[-—–~至到－―]+(?:{_NUMBER})月)")
_TERM = re.compile(r"(?<=年)(?:度?第)?((?:\d{1,2}[-—–~至到])?\d{1,2})(?:会计)?期(?![末初间])")
_SHORT = re.compile(
    r"(?<!\d)([23]\d)(?=年(?:\d{1,2}月|1[-—–~至到]|累计|度|全年|前|第?[一二三四1-4]季|[上下]半年))"
)
"""25年9月, 25年累计: a year of this century where what follows is a part of it."""
_WRITTEN = re.compile(r"[〇○零一二三四五六七八九十期年]")


def in_digits(text: str) -> str:
    """A text without spaces, its years, months and terms of a ledger in digits; anything else as it stands."""
    if _WRITTEN.search(text) is None:
        return text
    text = _SHORT.sub(r"20\1", text)
    text = _YEAR.sub(lambda year: "".join(_DIGITS[digit] for digit in year[0]), text)
    return _TERM.sub(r"\1月", _MONTH.sub(lambda month: str(_WORDS[month[1]]), text))


def timed(text: str) -> str:
    """A text as times are looked for in it: as ``compared``, in digits."""
    return in_digits(compared(text))
