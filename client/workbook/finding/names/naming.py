"""What the headings of a file of records stand for: codes, names and aliases of one form, in either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec

from client.workbook.finding.names.labels import label
from forms.pack.model import Form, Indicator, Part, Spec
from forms.words import Words

How = Literal["code", "name", "alias"]

_COLUMN_WORDS: dict[str, tuple[str, ...]] = {"ly": ("上年同期", "上年", "去年同期", "last year", "previous year")}
"""How people call the further columns of a form; any other column is known by its code alone."""
_BRACKETS = re.compile(r"[(（\[［]\s*([^()（）\[\]［］]{1,20})\s*[)）\]］]\s*$")


class Place(msgspec.Struct, frozen=True):
    """What a figure is of: an indicator, or a named part of a composite, and the further column it stands in."""

    indicator: Indicator
    part: Part | None = None
    column: str = ""

    @property
    def spec(self) -> Spec:
        """What a cell's text is read against."""
        return self.part or self.indicator

    @property
    def name(self) -> str:
        """The name a person sees."""
        return self.words.zh

    @property
    def words(self) -> Words:
        """The name a person sees, in both languages."""
        zh, en = self.indicator.name, self.indicator.words.what("en")
        if self.part is not None:
            zh, en = f"{zh}：{self.part.label}", f"{en}: {self.part.words.what('en')}"
        behind = f" @{self.column}" if self.column else ""
        return Words(zh + behind, en + behind)


class Field(Place, frozen=True, kw_only=True):
    """A place of a record: ``RD001``, ``RD001@ly``, ``RD012.valid``."""

    address: str


class Named(msgspec.Struct, frozen=True):
    """What a heading was recognised as, and the unit it names (or ``""``)."""

    field: Field
    how: How
    unit: str


class Names:
    """The headings that are known for one form; one that could mean two fields is known for neither."""

    def __init__(self, form: Form) -> None:
        self._codes = {field.address.casefold(): field for field in _fields(form)}
        self._names: dict[str, Named | None] = {}
        for how in ("name", "alias"):
            for field in self._codes.values():
                for text in _texts(field, how):
                    self._add(_key(text), Named(field, how, ""))

    def find(self, heading: str) -> Named | None:
        """The field a heading names; None when it names none, or more than one."""
        unit = _BRACKETS.search(heading)
        bare = _BRACKETS.sub("", heading) if label(heading).bare else ""  # （预算）, （上年同期）: another figure
        for words, named_unit in ((heading, ""), (bare, _folded(unit[1]) if unit else "")):
            field = self._codes.get(_folded(words).casefold())
            if field is not None:
                return Named(field, "code", named_unit)
            found = self._names.get(_key(words))  # as it is written: folded, the ① of a numbered name is a figure
            if found is not None:
                return Named(found.field, found.how, named_unit or label(words).unit)
        lead = _folded(heading).split(maxsplit=1)  # "RD001 内部支出": the code, then whatever it is called
        field = self._codes.get(lead[0].casefold()) if len(lead) > 1 else None
        return None if field is None else Named(field, "code", "")

    def _add(self, key: str, named: Named) -> None:
        known = self._names.get(key, named)
        if known is None or not key:
            return
        if known.field.address == named.field.address:
            self._names[key] = known
        elif known.how == named.how:
            self._names[key] = None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _key(text: str) -> str:
    parsed = label(text)
    return parsed.full or parsed.bare


def _fields(form: Form) -> Iterator[Field]:
    for indicator in form.indicators.values():
        if indicator.table:
            continue
        for part in indicator.parts.values():
            yield Field(indicator, part, address=f"{indicator.code}.{part.name}")
        if not indicator.parts:
            yield Field(indicator, address=indicator.code)
        for column in indicator.columns:
            yield Field(indicator, column=column, address=f"{indicator.code}@{column}")


def _texts(field: Field, how: How) -> Iterator[str]:
    indicator, part = field.indicator, field.part
    own = (indicator.name, indicator.name_en) if how == "name" else indicator.aliases
    if part is not None:
        parts = (part.label, part.label_en) if how == "name" else part.aliases
        yield from (f"{name}{other}" for name in own for other in parts)
        yield from parts if how == "alias" else ()
    elif field.column:
        yield from (f"{name}{word}" for name in own if name for word in _COLUMN_WORDS.get(field.column, ()))
    else:
        yield from own
