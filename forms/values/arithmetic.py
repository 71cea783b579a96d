"""Sums as people write them into a spreadsheet, ``=120.5+33``: worked out exactly; without cells and functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from forms.values.canonical import plain
from forms.values.numbers import read_common

_LONGEST = 200
_DEEPEST = 20
_DECIMALS = 12
"""Of a quotient that has no end."""
_TOKEN = re.compile(r"\s*(?:(?P<number>[\d,]+\.\d*|[\d,]*\.?\d+)|(?P<sign>[-+*/%()]))", re.ASCII)
_PLAIN = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}} | str.maketrans(
    "−×÷", "-*/"
)
"""How the signs of a school book are written on a keyboard, too."""


def worked_out(text: str) -> str | None:
    """The result in plain digits of ``=`` or ``+`` and numbers with ``+ - * / %`` and brackets; else None.

    Exact; a quotient without an end is rounded half up after twelve decimals. What a spreadsheet refuses, or what
    could mean something else (``=1,2``, ``=A1+3``, ``=1/0``), is not worked out.
    """
    if text.lstrip()[:1] not in ("=", "＝", "+", "＋") or len(text) > _LONGEST:
        return None
    written = text.translate(_PLAIN).strip().removeprefix("=")
    try:
        return plain(_decimal(_Sum(_tokens(written)).whole()))
    except (ValueError, ZeroDivisionError):
        return None


class _Sum:
    """A sum in hand: its parts from left to right, with brackets before products before sums."""

    def __init__(self, tokens: Iterator[str | Fraction]) -> None:
        self._tokens = tokens
        self._next = next(tokens, "")
        self._depth = 0

    def whole(self) -> Fraction:
        """All of it; ``ValueError`` where something is left over or lacks."""
        value = self._terms()
        if self._next != "":
            raise ValueError
        return value

    def _take(self) -> str | Fraction:
        taken, self._next = self._next, next(self._tokens, "")
        return taken

    def _terms(self) -> Fraction:
        value = self._factors()
        while self._next in ("+", "-"):
            value += self._factors() if self._take() == "+" else -self._factors()
        return value

    def _factors(self) -> Fraction:
        value = self._part()
        while self._next in ("*", "/"):
            value = value * self._part() if self._take() == "*" else value / self._part()
        return value

    def _part(self) -> Fraction:
        negative = False
        while self._next in ("+", "-"):
            negative ^= self._take() == "-"
        value = self._take()
        if value == "(" and self._depth < _DEEPEST:
            self._depth += 1
            value = self._terms()
            self._depth -= 1
            if self._take() != ")":
                raise ValueError
        if not isinstance(value, Fraction):
            raise ValueError  # noqa: TRY004 for whoever writes it this is no type
        while self._next == "%":
            self._take()
            value /= 100
        return -value if negative else value


def _tokens(text: str) -> Iterator[str | Fraction]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError
        at = match.end()
        if (sign := match["sign"]) is not None:
            yield sign
            continue
        number = match["number"].removesuffix(".")
        value = read_common(f"0{number}" if number.startswith(".") else number)
        if value is None:
            raise ValueError
        yield Fraction(value)


def _decimal(value: Fraction) -> Decimal:
    """In plain digits, all of them where they end within twelve decimals."""
    shifted = abs(value) * 10**_DECIMALS
    whole, left = divmod(shifted.numerator, shifted.denominator)
    digits = str(whole + (2 * left >= shifted.denominator)).rjust(_DECIMALS + 1, "0")
    decimals = digits[-_DECIMALS:].rstrip("0")
    return Decimal(f"{'-' if value < 0 else ''}{digits[:-_DECIMALS]}.{decimals}".rstrip("."))
