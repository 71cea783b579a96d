"""Texts of a whole table: compared by rank, and looked at once per distinct text instead of once per row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, DecimalException
from itertools import starmap
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from forms.columns.batch import Batch
from forms.columns.numbers import test
from forms.columns.unknowns import Unknowns
from forms.columns.values import MOST, Codes, Flag, Kind, Mask, Num, Txt, Val, limit_of, ranked, scaled
from forms.rules.scope import Unknown
from forms.rules.tree import Comparison

_MIRRORED: dict[Comparison, Comparison] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_MOST_SCALE = 10


def compare_texts(op: Comparison, left: Txt, right: Txt, batch: Batch) -> Mask:
    """``left op right`` in the order of code points."""
    if left.words is right.words:
        return test(op, left.codes, right.codes)
    if len(right.words) == 1:
        return _against(op, left, right.words[0])
    if len(left.words) == 1:
        return _against(_MIRRORED[op], right, left.words[0])
    ranks = batch.remembered((id(left.words), id(right.words)), lambda: _merged(left.words, right.words))
    return test(op, ranks[0][left.codes], ranks[1][right.codes])


def _against(op: Comparison, texts: Txt, word: Any) -> Mask:
    first, after = bisect_left(texts.words, word), bisect_right(texts.words, word)
    if op in ("=", "!="):
        return test(op, texts.codes, first if after > first else -1)
    border = first if op in ("<", ">=") else after
    return test("<" if op in ("<", "<=") else ">=", texts.codes, border)


def _merged(one: Sequence[Any], other: Sequence[Any]) -> tuple[Codes, Codes, Sequence[Any], Sequence[Any]]:
    """Ranks of both dictionaries in one; both are kept, so that their identity stays theirs."""
    rank = {word: code for code, word in enumerate(sorted({*one, *other}))}
    first, second = (np.array([rank[word] for word in words], np.int32) for words in (one, other))
    return first, second, one, other


def by_text(
    batch: Batch,
    texts: list[Txt],
    function: Callable[..., Any],
    kind: Kind,
    unknowns: Unknowns,
    key: object,
) -> Val:
    """``function`` of the rows' texts, called once for each distinct combination.

    It gives a value of ``kind`` or an ``Unknown``; ``key`` names it in the table's memory.
    """
    if prod(len(text.words) for text in texts) >= MOST:
        batch.stop_all()
        texts = [Txt(np.zeros(1, np.int32), text.words[:1]) for text in texts]
    codes, combinations = _combined(texts)

    def look() -> tuple[Val, Sequence[Sequence[Any]]]:
        return _column(list(starmap(function, combinations())), kind, unknowns), [t.words for t in texts]

    single = len(texts) == 1
    found = batch.remembered((key, unknowns, id(texts[0].words)), look)[0] if single else look()[0]
    why = None if found.why is None else found.why[codes]
    if why is not None and batch.plain:
        batch.stop(why != 0)
        why = None
    if isinstance(found, Flag):
        return Flag(found.holds[codes], why)
    if isinstance(found, Txt):
        return Txt(found.codes[codes], found.words, why)
    if found.bottom is not None:  # marks what does not fit
        batch.stop(found.bottom[codes] == 0)
    return Num(found.top[codes], found.scale, found.limit, why=why)


def _combined(texts: list[Txt]) -> tuple[npt.NDArray[Any], Callable[[], Iterable[tuple[Any, ...]]]]:
    """A code per row for its combination of texts, and the combinations by code."""
    if len(texts) == 1:
        return texts[0].codes, lambda: zip(texts[0].words)
    joint = np.zeros(1, np.int64)
    for text in texts:
        joint = joint * len(text.words) + text.codes
    distinct, codes = np.unique(joint, return_inverse=True)

    def combinations() -> list[tuple[Any, ...]]:
        rest, columns = distinct, []
        for text in reversed(texts):
            columns.append([text.words[code] for code in rest % len(text.words)])
            rest = rest // len(text.words)
        return list(zip(*reversed(columns), strict=True))

    return codes.reshape(joint.shape), combinations


def _column(values: list[Any], kind: Kind, unknowns: Unknowns) -> Val:
    why = None
    if any(isinstance(value, Unknown) for value in values):
        why = np.array([unknowns.take(v) if isinstance(v, Unknown) else 0 for v in values], np.int16)
    if kind == "truth":
        return Flag(np.array([value is True for value in values], np.bool_), why)
    if kind == "text":
        codes, words = ranked([value if isinstance(value, str) else "" for value in values])
        return Txt(codes, words, why)
    return _numbers([value if isinstance(value, Decimal) else Decimal(0) for value in values], why)


def _numbers(values: list[Decimal], why: Any) -> Num:
    scale = max((-int(v.normalize().as_tuple().exponent) for v in values if v), default=0)
    scale = min(max(scale, 0), _MOST_SCALE)
    tops = [scaled(value, scale) for value in values]
    top = np.array([number or 0 for number in tops], np.int64)
    unfit = np.array([number is not None for number in tops], np.int64) if None in tops else None
    return Num(top, scale, limit_of(top), unfit, why=why)


def guarded(function: Callable[..., Any], node: Any) -> Callable[..., Any]:
    """A function of the rule language as the closures call it: no result is a reason too."""
    wrong, large = Unknown("wrong-type", node), Unknown("too-large", node)

    def run(*values: Any) -> Any:
        try:
            result = function(*values)
        except DecimalException:
            return large
        return wrong if result is None else result

    return run
