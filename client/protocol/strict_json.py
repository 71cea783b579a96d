"""JSON read strictly: UTF-8, no key twice, bounded depth, no number beyond 2⁵³, then the typed shape."""

from __future__ import annotations

import json
import re
from typing import TypeVar

import msgspec

from client.protocol.faults import ProtocolFault

T = TypeVar("T")

_MOST = 2**53
_DIGITS = 17
"""As many as ``_MOST`` has, and a sign."""
_LONG = 64 * 1024
"""Bytes from which on it matters how long the search for keys that stand twice goes on."""

# A string that never ends is taken to the end of the data, so that no start is tried twice: linear for any input.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_ALIKE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_PATH = re.compile(r" - at `([^`]*)`$")


def decode(data: bytes, shape: type[T], max_depth: int = 16) -> T:
    """Read ``data`` as ``shape``.

    Raises ``ProtocolFault`` with ``protocol.not-json``, ``protocol.duplicate-key``, ``protocol.too-deep`` or
    ``protocol.wrong-shape`` (``where`` is the path in the message).
    """
    # What opens no more brackets than that cannot be deeper; only the rest is looked at more closely.
    if data.count(b"[") + data.count(b"{") > max_depth and _deeper(data, max_depth):
        raise ProtocolFault("protocol.too-deep", limit=max_depth)
    try:
        if len(data) > _LONG:
            msgspec.json.decode(data, type=shape)  # gives up at once where the shape is another
        _READER.decode(data.decode("utf-8"))
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        found = _PATH.search(str(error))
        raise ProtocolFault("protocol.wrong-shape", where=found[1] if found else "$") from error
    except ValueError as error:  # msgspec's own among them
        raise ProtocolFault("protocol.not-json") from error


def encode(message: object) -> bytes:
    """The message as UTF-8 JSON; what is signed or digested is always these very bytes."""
    return msgspec.json.encode(message)


def _deeper(data: bytes, limit: int) -> bool:
    """Whether brackets lie deeper than that in what may be JSON: all that enclose nothing are taken away at once,
    layer by layer, so that a few megabytes of them hold nobody up.
    """
    left = _STRING.sub(b"", data).translate(_ALIKE, _NO_BRACKET)
    for _ in range(limit):
        left = left.replace(b"[]", b"")
    return b"[]" in left or left.count(b"[") > limit


def _refuse_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ProtocolFault("protocol.duplicate-key")
    return read


def _counted(digits: str) -> int:
    """Numbers on the wire are counts and seconds; what is larger is no such thing, and no clock could hold it."""
    if len(digits) > _DIGITS or abs(int(digits)) > _MOST:
        raise ProtocolFault("protocol.wrong-shape", where="$")
    return int(digits)


def _refuse_constant(_: str) -> object:
    raise ValueError


_READER = json.JSONDecoder(
    object_pairs_hook=_refuse_duplicates, parse_constant=_refuse_constant, parse_int=_counted
)
