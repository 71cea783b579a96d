"""What a person says about a workbook in place of what was guessed: sheets, headings, units, lines and columns.

Lines and columns are known by what is written on them, never by where they stand, so that a choice holds when rows
are inserted, columns moved and sheets renamed.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from client.base.errors import UserError
from client.workbook.finding.names.labels import label
from client.workbook.finding.names.traditional import compared
from client.workbook.finding.names.vocabulary import Guess, Match, Target, Vocabulary
from client.workbook.model import letters
from forms.periods import Period
from forms.values.units import unit as unit_called

Orientation = Literal["down", "across"]
Months = Literal["", "added", "sums"]
NOT_TAKEN = ""
"""The place of a line or column from which nothing is to be taken."""

_LINE = re.compile(r"(?P<sign>[-−－]?)(?P<field>[A-Za-z0-9_.]*)(?:[:：](?P<unit>\S+))?")
_LETTER = re.compile(r"[A-Z]{1,3}")


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a line or column goes: ``JY001``, ``JB022.valid``, or ``""`` for nowhere."""

    field: str
    unit: str = ""
    """The unit its figures stand in; ``""`` for what the sheet says."""
    negated: bool = False
    """Its figures have the opposite sign of what is asked."""


class Choices(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of it; what is empty or None is left to be guessed."""

    sheets: tuple[str, ...] = ()
    """Only these sheets, hidden ones too."""
    heading: int | None = None
    """The lowest row of the headings, from 1."""
    orientation: Orientation | None = None
    unit: str = ""
    """The unit of money of every figure."""
    period: Period | None = None
    """What the sheet's period is, whatever stands on it."""
    any_enterprise: bool = False
    """Take the figures although the workbook names another enterprise."""
    lines: dict[str, Line] = {}
    """By ``key_of`` a label (down) or a heading (across)."""
    months: Months = ""
    """What figures of months beside or below each other are: the months' own, to be ``added`` up, or ``sums``."""
    columns: dict[str, str] = {}
    """Meaning of a value column (``current``, ``last_year``, or ``""`` for none), by its letter or its heading's
    ``key_of``."""

    def line(self, text: str) -> Line | None:
        """What was chosen for a label or heading."""
        return self.lines.get(key_of(text)) if self.lines else None

    def role(self, column: int, heading: str) -> str | None:
        """What was chosen for a value column."""
        return self.columns.get(letters(column), self.columns.get(key_of(heading))) if self.columns else None

    def over(self, other: Choices) -> Choices:
        """These choices, and where they say nothing the other ones."""
        mine = {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) not in _NOTHING}
        lines, columns = {**other.lines, **self.lines}, {**other.columns, **self.columns}
        return msgspec.structs.replace(other, **{**mine, "lines": lines, "columns": columns})


_NOTHING: tuple[object, ...] = ((), None, "", False, {})
NONE = Choices()


def key_of(text: str) -> str:
    """A label or heading, however it is spaced and numbered."""
    return label(text).full or compared(text)


def written(
    lines: Iterable[str] = (),
    columns: Iterable[str] = (),
    **others: object,
) -> Choices:
    """Choices as they are typed: ``营业总成本=JY005``, ``减值损失=-JY011:万元``, ``旁注=``; ``C=current``.

    Raises ``UserError`` ``choices.malformed`` and ``choices.no-such-unit``.
    """
    taken: dict[str, Line] = {}
    for text in lines:
        name, sign, rest = text.rpartition("=")
        match = _LINE.fullmatch(rest.strip())
        if not sign or not name.strip() or match is None:
            raise UserError("choices.malformed", text=text)
        taken[key_of(name)] = Line(match["field"], _known_unit(match["unit"] or ""), bool(match["sign"]))
    meanings: dict[str, str] = {}
    for text in columns:
        name, sign, rest = text.rpartition("=")
        role = _MEANINGS.get(rest.strip())
        if not sign or not name.strip() or role is None:
            raise UserError("choices.malformed", text=text)
        plain = name.strip().upper()
        meanings[plain if _LETTER.fullmatch(plain) else key_of(name)] = role
    _known_unit(str(others.get("unit") or ""))
    return Choices(lines=taken, columns=meanings, **others)  # type: ignore[arg-type]


_MEANINGS = {
    "current": "current",
    "本期": "current",
    "last-year": "last_year",
    "上年同期": "last_year",
    "": NOT_TAKEN,
    "none": NOT_TAKEN,
    "不取": NOT_TAKEN,
}


def _known_unit(name: str) -> str:
    if name and unit_called(name) is None:
        raise UserError("choices.no-such-unit", text=name)
    return name


class Taught(Vocabulary):
    """A vocabulary that knows some labels from what was chosen for them."""

    def __init__(self, words: Vocabulary, lines: Mapping[str, Line]) -> None:
        self.forms = words.forms
        self._words = words
        self._lines = {key: self._target(line) for key, line in lines.items()}

    def _target(self, line: Line) -> Target | None:
        """Raises ``UserError('choices.no-such-place')`` for a place that no form has."""
        if line.field == NOT_TAKEN:
            return None
        found = self._words.matches(line.field)
        if not found or found[0].how != "code":
            raise UserError("choices.no-such-place", place=line.field)
        return found[0].target

    def matches(self, text: str) -> tuple[Match, ...]:
        """A chosen target before all others."""
        key = key_of(text)
        if key not in self._lines:
            return self._words.matches(text)
        target = self._lines[key]
        return () if target is None else (Match(target, "chosen", 1.0),)

    def beside_english(self, form: str) -> Vocabulary:
        """As of the vocabulary behind; what was chosen still comes first."""
        wider = copy.copy(self)
        wider._words = self._words.beside_english(form)
        return wider

    def nearest(self, text: str, form: str) -> Guess | None:
        """As of the vocabulary behind; a line that is not to be taken is near to nothing."""
        return None if key_of(text) in self._lines else self._words.nearest(text, form)
