"""The recovery code on the 应急卡: 130 random bits, and check characters that name the group mistyped.

Thirty characters of Crockford's base 32 in six groups of five. The last four are a Reed-Solomon check over
GF(32): one or two wrong characters, and two that changed places, are found and their groups named. Nothing is
mended silently: the person looks at the card again.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from client.base.errors import UserError
from forms.words import Listed

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DATA, _CHECK, _GROUP = 26, 4, 5
LENGTH = _DATA + _CHECK
_SEPARATORS = " -\u2010\u2011\u2012\u2013\u2014\u2015\u2212_.·　\t\r\n"


def new_code() -> str:
    """A new code as it is printed: ``7G2QX-…``."""
    import secrets  # a card is made once; what reads its code is loaded at every start

    data = [secrets.randbelow(32) for _ in range(_DATA)]
    return spelled("".join(ALPHABET[symbol] for symbol in [*data, *_check_of(data)]))


def spelled(code: str) -> str:
    """A code in groups of five."""
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def read_code(text: str) -> str:
    """The thirty characters of a code as it was typed: in any case and width, with any separators.

    Raises ``UserError``: ``recovery.length``, ``recovery.character``, ``recovery.groups`` (one or two characters
    are wrong, and in which groups), ``recovery.mistyped`` (more are).
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    groups = "".join(" " if mark in _SEPARATORS else mark for mark in plain).split()
    code = "".join(groups)
    if odd := [number for number, mark in enumerate(code) if mark not in ALPHABET]:
        raise UserError("recovery.character", groups=_named(odd))
    if len(code) != LENGTH:
        short = [n for n, group in enumerate(groups, 1) if len(group) != _GROUP]
        named = len(groups) == LENGTH // _GROUP and Listed(short)
        raise UserError("recovery.length", found=len(code), wanted=LENGTH, groups=named or "?")
    syndrome = _syndrome([ALPHABET.index(mark) for mark in code])
    if any(syndrome):
        wrong = _located(syndrome)
        if wrong:
            raise UserError("recovery.groups", groups=_named(wrong))
        raise UserError("recovery.mistyped")
    return code


def _named(places: list[int]) -> Listed:
    """Numbers of the groups, from one, in which these characters lie."""
    return Listed(sorted({place // _GROUP + 1 for place in places}))


# Arithmetic in GF(32), modulus x⁵ + x² + 1 -----------------------------------------------------------


def _powers() -> list[int]:
    powers = [1]
    for _ in range(30):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0x25 if doubled & 0x20 else doubled)
    return powers


_POWER = _powers()[:31]
_LOG = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(a: int, b: int) -> int:
    return _POWER[(_LOG[a] + _LOG[b]) % 31] if a and b else 0


def _generator() -> list[int]:
    """Coefficients, highest first, of the product of (x - αⁱ) for i from 1 to 4."""
    product = [1]
    for i in range(1, _CHECK + 1):
        shifted = [*product, 0]
        scaled = [0, *(_times(each, _POWER[i]) for each in product)]
        product = [a ^ b for a, b in zip(shifted, scaled, strict=True)]
    return product


def _check_of(data: list[int]) -> list[int]:
    """The remainder of the data, times x⁴, by the generator."""
    generator, rest = _generator(), [*data, *[0] * _CHECK]
    for place in range(_DATA):
        factor = rest[place]
        for step, coefficient in enumerate(generator):
            rest[place + step] ^= _times(coefficient, factor)
    return rest[_DATA:]


def _syndrome(symbols: list[int]) -> tuple[int, ...]:
    """The word's value at α to α⁴; all zero for a code as it was made."""
    values = []
    for i in range(1, _CHECK + 1):
        value = 0
        for symbol in symbols:
            value = _times(value, _POWER[i]) ^ symbol
        values.append(value)
    return tuple(values)


@cache
def _single() -> dict[tuple[int, ...], int]:
    """The syndrome of every single wrong character, with its place."""
    found = {}
    for place in range(LENGTH):
        for value in range(1, 32):
            word = [0] * LENGTH
            word[place] = value
            found[_syndrome(word)] = place
    return found


def _located(syndrome: tuple[int, ...]) -> list[int]:
    """Places of one or two wrong characters; empty when there are more."""
    single = _single()
    if syndrome in single:
        return [single[syndrome]]
    for first, place in single.items():
        rest = tuple(a ^ b for a, b in zip(syndrome, first, strict=True))
        if rest in single and single[rest] != place:
            return sorted((place, single[rest]))
    return []
