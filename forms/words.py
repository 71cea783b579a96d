"""What is called otherwise in each language, and how a message says it.

A message has places: ``{period}`` takes a value, ``{count:return|returns}`` a number with the word for one of
them or for several: ``1 return``, ``3 returns``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

PLACE = re.compile(r"\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}")


class Words(msgspec.Struct, frozen=True):
    """A name in both languages: of a period, a form, an indicator. As a plain text it is the Chinese one."""

    zh: str
    en: str

    def what(self, language: Language = "zh") -> str:
        """The name in ``language``; the Chinese one where there is no other."""
        return self.en if language == "en" and self.en else self.zh

    def __str__(self) -> str:
        return self.zh


class Listed(tuple[object, ...]):
    """Several values of a message in a row, with the comma of its language: ``JY、XM`` or ``JY, XM``."""

    def what(self, language: Language = "zh") -> str:
        """The values, each in ``language``."""
        return ("、" if language == "zh" else ", ").join(_told(each, language) for each in self)

    def __str__(self) -> str:
        return self.what()


class Count(int):
    """A number of things, shown in groups of three, that chooses the word behind it: ``1 return``, ``2,000 rows``.

    ``"{:return|returns}".format(Count(1))`` in a translation; ``"{}"`` where the language has no such words.
    """

    def __format__(self, spec: str) -> str:
        shown = format(int(self), ",")
        if not spec:
            return shown
        one, several = spec.split("|")
        return f"{shown} {one if self == 1 else several}"


def filled(text: str, params: Mapping[str, object], language: Language) -> str:
    """``text`` with its places filled; one that has no value stays as it is written."""

    def value_of(place: re.Match[str]) -> str:
        name, one, several = place.groups()
        if name not in params:
            return place[0]
        said = _told(params[name], language)
        return said if one is None else f"{said} {one if said == '1' else several}"

    return PLACE.sub(value_of, text)


def _told(value: object, language: Language) -> str:
    what = getattr(value, "what", None)
    return str(what(language)) if callable(what) else str(value)


_OF_WHICH = ("其中", "of which", "Of which", *"①②③④⑤⑥⑦⑧⑨")


def of_which(name: str) -> bool:
    """Whether a name says that it is a part of what stands above it, and so is set in."""
    return name.startswith(_OF_WHICH)
