"""Labels that say the same in Chinese and in English: 营业收入 Revenue, Less: Operating cost／减：营业成本."""

from __future__ import annotations

import re

_CHINESE = r"[^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*?"
_ENGLISH = r"[(\[（]?[A-Za-z][\x20-\x7e’‘“”–—（）]*"
_SIDES = re.compile(
    rf"(?P<first>{_CHINESE})[\s/|／]*(?P<behind>{_ENGLISH})|(?P<before>{_ENGLISH}?)[\s/|／]*(?P<last>{_CHINESE})"
)
_WORD = re.compile(r"[a-z]+(?:&[a-z]+)?")

_NAMING = frozenset(
    _WORD.findall(
        "revenue revenues sales income turnover cost costs surcharge surcharges expense expenses profit profits "
        "loss losses gain gains earnings assets liabilities equity receivable receivables inventory inventories "
        "goods depreciation employees staff headcount output vat payable remuneration compensation wages value"
    )
)
"""One of them an English half has at least: *Export* alone narrows what stands beside it."""
_BESIDE = frozenset(
    _WORD.findall(
        "a an and as at by for from in into of off on or out the to which where wherein with i ii iii "
        "iv v vi vii viii add less plus minus incl including included include accounts account "
        "accumulated administration administrative average before business closing credit current "
        "delivery development disposal distribution end ending exposure fair finance financial finished "
        "fixed g&a general gross hedging impairment industrial investment investments management "
        "marketing net non nonoperating operating operation operations original owner owners period pre "
        "pretax price r&d rate research s selling shareholders stockholders tax taxes taxation total "
        "trade added change changes number rmb cny"
    )
)
"""What may stand beside it without narrowing it."""
_NARROWING = {
    "export": "出口", "exports": "出口", "import": "进", "imports": "进", "main": "主", "principal": "主",
    "core": "主", "primary": "主", "other": "其他", "electronic": "电子", "information": "信息",
}  # fmt: skip
"""Words that narrow it, and what the Chinese says then."""


def sides(text: str) -> tuple[str, str] | None:
    """The Chinese and the English of a text that is one beside the other; None for any other."""
    if text.isascii() or (found := _SIDES.fullmatch(text.strip())) is None:
        return None
    return (found["first"], found["behind"]) if found["first"] else (found["last"], found["before"])


def chinese_of(text: str) -> str:
    """The Chinese of a label whose English says the same once more; ``""`` for any other, LED 营业收入 too."""
    if (apart := sides(text)) is None:
        return ""
    chinese, english = apart
    words = set(_WORD.findall(english.casefold()))
    narrowed = words & _NARROWING.keys()
    same = words & _NAMING and words <= _NAMING | _BESIDE | narrowed
    return chinese if same and all(_NARROWING[word] in chinese for word in narrowed) else ""
