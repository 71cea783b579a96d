"""The unified social credit code of GB 32100-2015 and the organisation code of GB 11714 inside it."""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {symbol: index for index, symbol in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, index, 31) for index in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IGNORED = r"[\s\-\u2010-\u2015]+"
_SHAPE = r"[0-9A-Z]{8}[0-9A-Z]{8}[0-9X][0-9A-Z]"


def normalise(text: str) -> str:
    """Upper case, half width, without spaces and hyphens: the form in which a code is kept."""
    return re.sub(_IGNORED, "", unicodedata.normalize("NFKC", text)).upper()


def problem(code: str) -> str | None:
    """Why a normalised code is not valid (``value.uscc-length``, ``-alphabet``, ``-check``), or None."""
    if len(code) != 18:
        return "value.uscc-length"
    if any(symbol not in _VALUE for symbol in code):
        return "value.uscc-alphabet"
    return None if _ALPHABET[_remainder(code)] == code[17] else "value.uscc-check"


def valid(code: str) -> bool:
    """Whether length, alphabet and the check character (position 18) hold."""
    return problem(code) is None


def valid_organisation(code: str) -> bool:
    """Whether positions 9-17 are an organisation code with the right check character.

    The standard does not make this part of the code's own check: treat a failure as a question.
    """
    if re.fullmatch(_SHAPE, code) is None:
        return False
    total = sum(int(symbol, 36) * weight for symbol, weight in zip(code[8:16], _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11] == code[16]


def _remainder(code: str) -> int:
    # The outer "mod 31" matters: a sum divisible by 31 has the check character 0.
    return (31 - sum(_VALUE[s] * w for s, w in zip(code, _WEIGHTS, strict=False)) % 31) % 31
