"""Debit and credit: which side a column of a ledger's balances is, and which side an indicator is taken from."""

from __future__ import annotations

import re
from typing import Literal

from forms.pack.model import Indicator

Side = Literal["debit", "credit", ""]

_SIDE = re.compile(r"借方?|贷方?")


def side_of(text: str) -> Side:
    """The side a heading names: 期末余额借方, 贷; ``""`` when none or both."""
    named = set(_SIDE.findall("".join(text.split()))[:2])
    plain = {word[0] for word in named if word.endswith("方") or text.strip() == word}
    return "" if len(plain) != 1 else "debit" if plain == {"借"} else "credit"


def side_wanted(indicator: Indicator) -> Side:
    """The side that an indicator's definition or other names speak of: 贷方累计发生额."""
    return side_of("".join((indicator.definition, *indicator.aliases)))


_DEBITS = re.compile(r"资产|账款|存货|产成品|成本|费用|支出|损失|税金及附加")
_CREDITS = re.compile(r"折旧|负债|权益|收入|收益|利润|薪酬|增值税")


def contrary(indicator: Indicator) -> Side:
    """The side on which a balance is the opposite of what an indicator counts; ``""`` where either may be."""
    if _CREDITS.search(indicator.name):
        return "debit"
    return "credit" if _DEBITS.search(indicator.name) else ""
