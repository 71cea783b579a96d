"""In which money figures are, where a heading or the column beside them says it by its name alone: 美元, RMB."""

from __future__ import annotations

import re

from client.workbook.finding.names.labels import label
from client.workbook.finding.names.traditional import compared
from forms.values.units import foreign_money

_YUAN = re.compile(
    r"(?:折合?|折算(?:成|为)?)?(?:人民币|rmb|cny)(?:元|金额|数)?|本(?:位)?币(?:金额|数)?|折(?:合)?本(?:位)?币(?:金额)?"
)
_SAID_YUAN = re.compile(r"人民币|rmb|cny|本位?币")
_HEAD = re.compile(r"币[种别](?:名称|代码)?|货币(?:名称|代码)?|currency(?:code)?")


def yuan(text: str) -> bool:
    """Whether a heading says yuan, or the money of the books, and nothing else: 人民币, 折合人民币, 本币金额."""
    return _YUAN.fullmatch(compared(text)) is not None


def says_yuan(text: str) -> bool:
    """Whether a heading speaks of yuan, whatever else it says: 本年累计(RMB)."""
    return _SAID_YUAN.search(compared(text)) is not None


def foreign(text: str) -> str:
    """The unit of foreign money that a text is: ``USD``, 美元金额, 万美元; ``""`` for yuan and all else."""
    plain = re.sub("(?:金额|数)$", "", text.strip())
    unit = label(f"({plain})").unit if 0 < len(plain) <= 12 else ""
    return unit if unit and foreign_money(unit) else ""


def heads_money(text: str) -> bool:
    """Whether a column says in which money each line is."""
    return _HEAD.fullmatch(compared(text)) is not None
