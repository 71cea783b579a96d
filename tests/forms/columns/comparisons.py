"""The comparisons of the language, as fractions have them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from forms.rules.tree import Comparison

COMPARISONS: dict[Comparison, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
