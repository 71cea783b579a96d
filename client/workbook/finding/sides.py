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
