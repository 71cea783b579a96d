"""What was typed, read as the type its indicator asks for. Never refuses: what cannot be read is kept, marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from forms import uscc
from forms.pack.model import NUMERIC, CodeList, Indicator, Pack, Spec
from forms.returns import Cell, Origin, Value
from forms.values.canonical import plain
from forms.values.numbers import Number, read_common, read_number
from forms.values.units import EXACT, TOO_LARGE, Unit, rounded, unit

UNDECIDED_MONTH = "000000"
"""How official forms write a month that is not yet known."""

Reading = tuple[Value | None, str | None]
"""A value or the code of the problem."""

_YES = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "✅", "1", "true", "yes", "y", "t"})
_NO = frozenset(
    {"否", "无", "没有", "不是", "×", "✗", "✘", "✕", "✖", "╳", "☒", "❌", "x", "0", "false", "no", "n", "f"}
)
_DRAWN = "\ufe0f\ufe0e()[]。."
"""What may stand around an answer: how a mark is to be drawn, and brackets."""
_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:(?P<packed>\d\d)(?:[0-3]\d)?|[-/.年]\s*(?P<month>\d{1,2})(?:月|[-/.月]\d{1,2}日?)?)"
    r"(?:\s*\d\d?:\d\d(?::\d\d)?)?"
)
_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)(?P<sep>[-/.]|年\s*|)(?P<month>\d{1,2})(?:(?P=sep)|月\s*)(?P<day>\d{1,2})日?"
    r"|(?P<first>\d{1,2})\.(?P<second>\d{1,2})\.(?P<last>(?:19|20)\d\d))(?:[T\s]\s*\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)?"
)
_SEVERAL = re.compile(r"[,;、/|\n\t]+|\s{2,}")
_NAMES = re.compile(r"[;\n、]+")
_LABELLED = re.compile(r"([0-9A-Za-z]+)\s*[-.、:．]?\s*(\D.*)")


def read(text: str, spec: Spec, pack: Pack) -> Cell:
    """The cell that ``text`` makes of a place described by ``spec``. Blank text gives a cell without value."""
    if not text.strip():
        return Cell(text=text)
    if spec.type in NUMERIC:
        return _read_number(text, spec)
    if isinstance(spec, Indicator) and spec.open_ended and _plain(text) == UNDECIDED_MONTH:
        return Cell(text=text, na=UNDECIDED_MONTH)
    reader = _READERS.get(spec.type, _read_text)
    value, problem = reader(text, pack.lists.get(spec.list))
    return Cell(text=text, value=value, problem=problem)


def _read_number(text: str, spec: Spec) -> Cell:
    common = read_common(text)  # as most cells of a pasted block are written
    if common is not None and abs(common) < TOO_LARGE:
        value = rounded(common, spec.decimals)
        return Cell(text, value) if value == common else Cell(text, None, "value.too-many-decimals")
    number = read_number(text)
    if number is None:
        return Cell(text=text, problem="value.not-a-number")
    exact = _in_unit(number, spec.unit)
    if exact is None:
        return Cell(text=text, problem="value.wrong-unit")
    if abs(exact) >= TOO_LARGE:
        return Cell(text=text, problem="value.too-large")
    value = rounded(exact, spec.decimals)
    if number.unit is not None and number.unit.name != spec.unit:
        return Cell(text=text, value=value, origin=Origin(raw=plain(number.value), unit=number.unit.name))
    # A figure typed in the indicator's own unit is taken as it is or not at all.
    return Cell(text=text, value=value) if value == exact else Cell(text=text, problem="value.too-many-decimals")


def _in_unit(number: Number, target: str) -> Decimal | None:
    """The figure in the indicator's unit; a bare 万 counts the base of that unit: 3万 in 千元 is 30."""
    if number.unit is None:
        return number.value
    own = unit(target) or Unit(target, target, Decimal(1))
    if number.unit.base not in ("", own.base):
        return None
    return EXACT.divide(EXACT.multiply(number.value, number.unit.factor), own.factor)


def _read_text(text: str, _entries: CodeList | None) -> Reading:
    return unicodedata.normalize("NFC", text).strip(), None


def _read_names(text: str, _entries: CodeList | None) -> Reading:
    names = (unicodedata.normalize("NFC", name).strip() for name in _NAMES.split(text.replace("；", ";")))
    return tuple(name for name in names if name), None


def _read_boolean(text: str, _entries: CodeList | None) -> Reading:
    word = _plain(text).lower().strip(_DRAWN)
    if word in _YES:
        return True, None
    return (False, None) if word in _NO else (None, "value.not-a-boolean")


def _read_month(text: str, _entries: CodeList | None) -> Reading:
    match = _MONTH.fullmatch(_plain(text))
    month = int(match["packed"] or match["month"]) if match else 0
    if match is None or not 1 <= month <= 12:
        return None, "value.not-a-month"
    return f"{match['year']}-{month:02d}", None


def _read_date(text: str, _entries: CodeList | None) -> Reading:
    """``2025-09-14``; with points the day may stand first, as on the Continent: ``14.9.2025``."""
    match = _DATE.fullmatch(_plain(text))
    if match is None or (match["sep"] == "" and len(match["month"] + match["day"]) != len("0914")):
        return None, "value.not-a-date"
    parts = (match[name] for name in (("year", "month", "day") if match["year"] else ("last", "second", "first")))
    try:
        return date(*map(int, parts)).isoformat(), None
    except ValueError:
        return None, "value.not-a-date"


def _read_code(text: str, entries: CodeList | None) -> Reading:
    code = _find(_plain(text), entries) if entries else None
    return (code, None) if code is not None else (None, "value.not-in-list")


def _read_codes(text: str, entries: CodeList | None) -> Reading:
    if entries is None:
        return None, "value.not-in-list"
    whole = _find(_plain(text), entries)
    words = [text] if whole is not None else [word for word in _SEVERAL.split(_plain(text)) if word.strip()]
    if len(words) == 1 and whole is None:
        words = words[0].split()
    found = {_find(_plain(word), entries) for word in words}
    if not found or None in found:
        return None, "value.not-in-list"
    return tuple(code for code in entries.codes if code in found), None


def _read_uscc(text: str, _entries: CodeList | None) -> Reading:
    code = uscc.normalise(text)
    # A faulty code is still the code the firm gave: rules judge it, the mark says why.
    return code, uscc.problem(code)


def _read_phone(text: str, _entries: CodeList | None) -> Reading:
    return re.sub(r"\s+", " ", _plain(text)), None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()


def _find(word: str, entries: CodeList) -> str | None:
    """A code by itself, by its name, or by both as in ``1 国有``."""
    word = word.strip()
    if word in entries.codes:
        return word
    names = _names(entries)
    named = names.get(word.casefold())
    if named is not None:
        return named
    match = _LABELLED.fullmatch(word)
    if match is not None and match[1] in entries.codes and names.get(match[2].strip().casefold()) == match[1]:
        return match[1]
    return word.upper() if word.upper() in entries.codes else None


@lru_cache(maxsize=256)
def _names(entries: CodeList) -> dict[str, str]:
    names: dict[str, str] = {}
    for code in entries.codes.values():
        for name in (code.name, code.name_en, *code.aliases):
            if name:
                names.setdefault(unicodedata.normalize("NFKC", name).casefold(), code.code)
    return names


_READERS: dict[str, Callable[[str, CodeList | None], Reading]] = {
    "boolean": _read_boolean,
    "month": _read_month,
    "date": _read_date,
    "code": _read_code,
    "codes": _read_codes,
    "text-list": _read_names,
    "uscc": _read_uscc,
    "phone": _read_phone,
}
