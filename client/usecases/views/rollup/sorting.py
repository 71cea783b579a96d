"""Which indicators of a form are added up over enterprises, which are made anew, and which are left out."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from client.usecases.views.rollup.model import LeftOut, Why
from forms.pack import Form, Indicator, Pack
from forms.pack.model import NUMERIC, Spec
from forms.rules.book import rulebook
from forms.values.units import AS_LISTED, counted, unit

_LEVELS = frozenset({"年", "月", "天", "日", "小时"})
"""Lengths of time: those of two enterprises together are no length of time."""


class Sorting(msgspec.Struct, frozen=True, eq=False):
    """The indicators of one form, by the code (and part) they are addressed by."""

    lines: dict[str, Spec]
    """Those that come out as lines."""
    split: frozenset[str]
    """Those among them that are added up for each code of the list's key by itself."""
    quotients: dict[str, frozenset[str]]
    """Those among them that are made anew, and what they are made from."""
    left_out: tuple[LeftOut, ...]
    computed: bool
    """Whether any line is computed."""
    sources: frozenset[str]
    """Indicators, also of other forms, that computed lines are made from."""


@lru_cache(maxsize=64)
def sorted_form(pack: Pack, code: str) -> Sorting:
    """Look through a form once."""
    form = pack.forms[code]
    made = {each.indicator.code: each.codes for each in rulebook(pack).computations(code)}
    lines: dict[str, Spec] = {}
    split, left = set(), []
    for indicator in form.indicators.values():
        for line, spec in _figures(indicator):
            why = _why_not(pack, form, indicator, spec)
            if why is not None:
                name = f"{indicator.name}：{spec.label}" if spec is not indicator else indicator.name
                left.append(LeftOut(form.code, line, name, indicator.name_en, why))
                continue
            lines[line] = spec
            if _own_units(pack, form, spec):
                split.add(line)
    quotients = {line: made[line] for line, spec in lines.items() if line in made and _is_share(spec)}
    wanted = [made[line] for line in lines if line in made]
    return Sorting(lines, frozenset(split), quotients, tuple(left), bool(wanted), frozenset().union(*wanted))


def _figures(indicator: Indicator) -> list[tuple[str, Spec]]:
    if indicator.type in NUMERIC:
        return [(indicator.code, indicator)]
    return [(f"{indicator.code}.{part.name}", part) for part in indicator.parts.values() if part.type in NUMERIC]


def _why_not(pack: Pack, form: Form, indicator: Indicator, spec: Spec) -> Why | None:
    if _is_share(spec):
        return None if form.shape == "single" and indicator.computed else "ratio"
    if spec.unit in _LEVELS:
        return "level"
    if spec is not indicator and not spec.unit:
        return "unit"  # the number beside a unit in words
    return "unit" if spec.unit == AS_LISTED and not _list_has_units(pack, form) else None


def _is_share(spec: Spec) -> bool:
    """A percentage, so much of one thing for each of another, or a mean of what is not counted: a temperature."""
    known = unit(spec.unit)
    if known is not None:
        return known.base == "%"
    return "/" in spec.unit or (spec.kind == "mean" and bool(spec.unit) and not counted(spec.unit))


def _own_units(pack: Pack, form: Form, spec: Spec) -> bool:
    """Whether each record counts in the unit that the list of its key has for it."""
    return bool(spec.unit) and unit(spec.unit) is None and _list_has_units(pack, form)


def _list_has_units(pack: Pack, form: Form) -> bool:
    key = form.indicators.get(form.row_key or "")
    return key is not None and bool(key.list) and any(code.unit for code in pack.lists[key.list].codes.values())
