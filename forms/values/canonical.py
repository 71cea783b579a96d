"""One spelling of every value for the store and the wire: a tag and a text.

``n`` number (plain digits, no exponent) · ``b`` boolean (``true``/``false``) · ``t`` text · ``c`` several codes
or texts (a JSON array).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec

from forms.problems import FormsError
from forms.returns import Value

Tag = Literal["n", "b", "t", "c"]


def encode(value: Value) -> tuple[Tag, str]:
    """Tag and text of a value. Raises ``FormsError('value.not-finite')`` for a number that is none."""
    if isinstance(value, bool):
        return "b", "true" if value else "false"
    if isinstance(value, Decimal):
        return "n", plain(value)
    if isinstance(value, str):
        return "t", value
    return "c", msgspec.json.encode(value).decode()


def decode(tag: str, text: str) -> Value:
    """The value that ``encode`` gave tag and text for; raises ``FormsError('value.not-canonical')``."""
    try:
        if tag == "n":
            return _number(text)
        if tag == "b":
            return {"true": True, "false": False}[text]
        if tag == "c":
            return msgspec.json.decode(text, type=tuple[str, ...])
    except (KeyError, InvalidOperation, msgspec.DecodeError) as error:
        raise FormsError("value.not-canonical", tag=tag) from error
    if tag == "t":
        return text
    raise FormsError("value.not-canonical", tag=tag)


def typed(value: Value) -> str:
    """A value as a person would type it; read again it is the same: ``是``, ``1.50``, ``甲、乙``."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, str) else "、".join(value)


def plain(value: Decimal) -> str:
    """A number in plain digits, without exponent and without a negative zero; its decimals are kept.

    Raises ``FormsError('value.not-finite')``.
    """
    if not value.is_finite():
        raise FormsError("value.not-finite")
    return format(value if value else abs(value), "f")


def _number(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or plain(value) != text:
        raise InvalidOperation
    return value
