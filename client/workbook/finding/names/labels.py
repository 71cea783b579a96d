"""What people write in front of a figure, brought to one spelling: ``减：营业成本（元）`` is ``营业成本``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from client.workbook.finding.names.english import unit_in
from client.workbook.finding.names.traditional import simplified
from forms.values.currencies import WORDS as FOREIGN
from forms.values.units import compatible

_CIRCLED = re.compile("^[①-⑳㈠-㈩⑴-⒇]+|(?<=.)[①-⑳❶-❿]+$")
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_FRONT = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.,:]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[、.](?!\d)|\d{1,2}\)|"
    r"其中[:,]?|[减加][:,]|[*#△▲+\-—·•]+|[ivx]{1,4}(?:[、.,:]+|(?=[\u4e00-\u9fff]))|"
    r"(?!19|20)[1-6]\d{3}[-_\\/:、.]?(?=[\u4e00-\u9fff]))"
)
"""A numbering, 其中, or the code of an account before its name; four digits that may be a year stay."""
_DROPPED = re.compile(r"[\s:;,.、。·'\"“”‘’*#△▲/\\_\-—–]+")
_UNIT = re.compile(
    rf"(?:人民币)?([千百十]?万?亿?(?:元|{FOREIGN}|人月|人|家|个|件|项|篇|台|千瓦时|度|平方米|公顷|公斤|千克|吨|月)|%)"
)
_BEHIND = re.compile(
    rf"(?:(?<!单位)(?<!币[种别])(?<!货币)(?<!人民币)[/,:、]|(?<=[额数计期]))((?:人民币)?[千百十]?万?亿?(?:元|{FOREIGN})|(?:[千百十]?万|[百千])人)$"
)
"""A unit of money behind a heading without brackets: 金额/万元, 本年累计 万元."""
_OR = re.compile("[/、,或和]")
_LOSS_IS_NEGATIVE = re.compile(r"损失[以用按为].{0,3}(?:[-−－—]|负)|^加[:,]?.*损失")
_HARMLESS = re.compile(
    r"[以用按为].{0,3}(?:[-−－—]|负).{0,3}(?:号|填列|列示|表示)|当年价格|现价|本期|累计|1[-—–~至]\d+月|含税|不含税|净额|账面|"
    r"期末|境内|合计|单位负责人|成立|主营|或股东权益|千分位|选填|必填|如有|见附"
)
_MEANINGFUL = re.compile(
    r"预算|计划|目标|上年|去年|上[期月]|同期|[本当单每]月(?!止|末|底)|季度|资本化|预计|合并|母公司|增减|比重|占比|率|年初|期初|"
    r"lastyear|prior|previous|sameperiod|opening|beginning|plan|budget|target|forecast|consolidated|parent|"
    r"change|growth|ratio|share"
)


class Label(msgspec.Struct, frozen=True):
    """A label taken apart."""

    full: str
    """With the words in brackets kept: ``管理费用不含研发费用``."""
    bare: str
    """Without brackets: ``管理费用``; ``""`` when what the brackets say changes the meaning."""
    sure: bool
    """Whether leaving the brackets out is harmless."""
    unit: str
    """The unit named in brackets, or ``""``; 元/千元 where two are named for money."""
    loss_negative: bool
    """Whether it says that a loss stands with a minus sign."""


@lru_cache(maxsize=8192)
def label(text: str) -> Label:
    """Take a label apart. Never raises; long texts are no labels and give empty keys."""
    if not text or len(text) > 80:
        return Label("", "", False, "", False)
    plain = _BEHIND.sub(r"(\1)", _fold(text))
    brackets = [inner[1:-1] for inner in _BRACKETS.findall(plain)]
    unit = _joined(unit for inner in brackets if (unit := _unit_of(inner)))
    changed = any(_MEANINGFUL.search(inner) for inner in brackets)
    sure = all(_unit_of(inner) or _HARMLESS.search(inner) for inner in brackets)
    without_unit = plain if not unit else _BRACKETS.sub(_unless_unit, plain)
    return Label(
        full=_DROPPED.sub("", _strip_front(without_unit).replace("(", "").replace(")", "")),
        bare="" if changed else _DROPPED.sub("", _strip_front(_BRACKETS.sub("", plain))),
        sure=sure,
        unit=unit,
        loss_negative=_LOSS_IS_NEGATIVE.search(plain) is not None,
    )


def _unless_unit(bracket: re.Match[str]) -> str:
    return "" if _unit_of(bracket[0][1:-1]) else bracket[0]


def _unit_of(inner: str) -> str:
    """The unit that some words in brackets are, or two units of money; ``""`` for none."""
    several = [_one_unit(word) for word in _OR.split(inner)]
    if len(several) > 1 and all(several) and all(compatible(unit, "元") for unit in several):
        return _joined(several)
    return _one_unit(inner)


def _one_unit(word: str) -> str:
    found = _UNIT.fullmatch(word)
    return found[1] if found else unit_in(word)


def _joined(units: Iterable[str]) -> str:
    """The first unit, with those of money that differ from it."""
    several = list(dict.fromkeys(units))
    return "/".join(each for n, each in enumerate(several) if n == 0 or compatible(each, several[0]))


def _fold(text: str) -> str:
    without_spaces = re.sub(r"\s+", "", text)
    plain = unicodedata.normalize("NFKC", _CIRCLED.sub("", without_spaces)).casefold().replace("：", ":")
    return simplified(plain).replace("去年", "上年")


def _strip_front(text: str) -> str:
    while (shorter := _FRONT.sub("", text, count=1)) != text:
        if not shorter:
            return text
        text = shorter
    return text


_TOTAL = re.compile(r"(?:合计|总计|小计|共计|累计|汇总)(?:数|额|行)?|本页小计|total|subtotal|sum")
_TOTAL_HINT = re.compile(r"[计累汇]|total|sum", re.IGNORECASE)
_NOTE_WORDS = (
    r"(?:注|备注|说明|附注|填表说明|编制说明|数据来源|单位负责人|财务负责人|会计主管|统计负责人|"
    r"填[表报]人|制表人?|经办人|统计员|联系人|审核人?|复核人?|编制人?|(?:报出|报送|填[报表]|打印)日期|联系电话)\s*\d?\s*[:：.、(（]"
)
_NOTE = re.compile("^" + _NOTE_WORDS)
_PLAIN_HINTS = (
    *("total", "sum", "计", "累", "汇", "注", "说明", "来源", "负责", "主管", "填表", "填报", "制表"),
    *("审核", "复核", "编制", "经办", "统计员", "联系", "日期", "电话"),
)
"""One of them is in every such text; a plain search for each is fifty times quicker than the expression."""
_LINES_HINT = re.compile(rf"{_TOTAL_HINT.pattern}|^\s*{_NOTE_WORDS}", re.IGNORECASE | re.MULTILINE)


_STEMS = frozenset("甲乙丙丁戊己庚辛")


def is_total(text: str) -> bool:
    """Whether a row that begins so adds up other rows."""
    return _TOTAL_HINT.search(text) is not None and _TOTAL.fullmatch(label(text).full) is not None


def counts_columns(texts: Sequence[str]) -> bool:
    """Whether a line below headings only counts the columns: 甲 乙 丙 1 2, as official tables do."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    letters = [text for text in texts if not text.isdecimal()]
    return (
        numbers == list(range(1, len(numbers) + 1))
        and (len(numbers) > 1 or (len(numbers) == 1 and len(letters) > 1))
        and set(letters) <= _STEMS
    )


def is_note(text: str) -> bool:
    """Whether a line is a remark or part of the signature line."""
    return _NOTE.match(text.strip()) is not None


def may_end_list(text: str) -> bool:
    """Whether a text may be either; quick, for the thousands that are neither."""
    return _TOTAL_HINT.search(text) is not None or is_note(text)


def any_may_end_list(texts: Iterable[str]) -> bool:
    """Whether ``may_end_list`` may be true of one of many texts; one look at all of them together."""
    joined = "\n".join(texts)
    folded = joined.casefold()
    return any(hint in folded for hint in _PLAIN_HINTS) and _LINES_HINT.search(joined) is not None
