"""The decimal point written as a comma: only a file as a whole can tell, for ``9.600`` may be either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:[.\u0020\u00a0\u202f']\d{3})+|\d+),\d+")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+")
_POINT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_GAPS = re.compile(r"[.\u0020\u00a0\u202f']")


def writes_commas(texts: Sequence[str], least: int = 1) -> bool:
    """Whether texts prove it: ``least`` that can be nothing else (``12,5``, ``9.600,1``), and none against it."""
    proof = (text for text in texts if "," in text and _COMMA.fullmatch(text) and not _GROUPED.fullmatch(text))
    return sum(1 for _ in islice(proof, least)) == least and not any(
        "." in text and _POINT.fullmatch(text) and not _THOUSANDS.fullmatch(text) for text in texts
    )


def may_be_grouped(text: str) -> bool:
    """Whether commas may stand between thousands: ``1,234``."""
    return _GROUPED.fullmatch(text) is not None


def with_point(text: str) -> str:
    """``1.234,5`` as ``1234.5``; what is no such figure stays as it is."""
    if _COMMA.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return _GAPS.sub("", text).replace(",", ".")
    return text
