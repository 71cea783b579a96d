"""A function of the rule language, run as rules run it."""

from __future__ import annotations

from decimal import Decimal, localcontext

from hypothesis import settings

from forms.rules.functions import FUNCTIONS
from forms.values.units import EXACT

few = settings(max_examples=40, deadline=None)


def run(name: str, *given: object) -> object:
    """What a function gives, in the arithmetic rules are run in; whole numbers are written plainly."""
    with localcontext(EXACT):
        return FUNCTIONS[name].run(*(Decimal(value) if isinstance(value, int) else value for value in given))
