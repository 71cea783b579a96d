"""Ids of new rows: UUIDs of version 7 in rising order, so that a long list is appended to the store's index."""

from __future__ import annotations

import os
import time

_VERSION, _VARIANT = 0x7, 0b10
_COUNTER_BITS = 32


def new_row_ids(count: int) -> list[str]:
    """``count`` ids, each above the one before: time, random bits shared by the batch, and a counter."""
    random = int.from_bytes(os.urandom(8), "big")
    first = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80 | _VERSION << 76 | (random >> 52) << 64
    first |= _VARIANT << 62 | (random & (1 << 30) - 1) << _COUNTER_BITS
    shared = _spelled(first)[:-8]  # the counter fills the last eight digits
    return list(map(shared.__add__, map("%08x".__mod__, range(count))))


def _spelled(number: int) -> str:
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
