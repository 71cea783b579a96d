"""What a message is told with: whatever the program itself names goes into it in both languages.

Every error and every remark that the program makes in a test is looked at. What it calls a period, a form, an
indicator, a part or a unit goes into a message as one of ``forms.words``, which is told in the language asked for.
What others named may read Chinese: files, sheets, enterprises, certificates.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from client.workbook.finding.taken import extraction
from forms.pack.loader import bundled_pack
from forms.problems import CodedError, Language
from forms.values.units import UNITS_EN
from forms.words import Listed, filled

TYPED = frozenset(
    {
        "character",
        "code",
        "device",
        "file",
        "files",
        "folder",
        "home",
        "known",
        "label",
        "old",
        "other",
        "path",
        "program",
        "reason",
    }
    | {"sheet", "sheets", "text", "title", "value"}
)
"""What others named: files and folders, sheets and their headings, what stands in a cell, the system's reasons."""
IN_ONE_LANGUAGE = ("reason.",)
"""Made for a sentence of one language and told at once."""
HAN = re.compile(r"[㐀-鿿]")
PERIOD = re.compile(r"\d{4} ?年(?:[\d—]+ ?月|.季度|[上下]半年|全年)?")


@cache
def own_words() -> frozenset[str]:
    """What the program calls things in Chinese: forms, their indicators and parts, and units."""
    pack = bundled_pack()
    indicators = [each for form in pack.forms.values() for each in form.indicators.values()]
    parts = [part for each in indicators for part in each.parts.values()]
    named = [each.name for each in (*pack.forms.values(), *indicators, *parts)]
    return frozenset(name for name in (*named, *UNITS_EN) if HAN.search(name))


def is_ours(text: str) -> bool:
    """Whether a text is a word of the program's own, or several of them in a row."""
    return any(part in own_words() or PERIOD.fullmatch(part) for part in text.split("、"))


def only_chinese(params: Mapping[str, object]) -> Iterator[str]:
    """The parameters that would stand in Chinese in an English sentence, each with its value."""
    for name, value in params.items():
        values = value if isinstance(value, Listed) else (value,)
        if name not in TYPED and any(isinstance(each, str) and is_ours(each) for each in values):
            yield f"{name}={value!r}"


def watch(patch: pytest.MonkeyPatch, seen: list[str]) -> None:
    """From now on note in ``seen`` what the program tells in Chinese alone."""
    make = CodedError.__init__

    def made(error: CodedError, code: str, /, **params: object) -> None:
        if sys._getframe(1).f_globals.get("__name__", "").partition(".")[0] in ("client", "forms"):
            seen.extend(f"{code}: {each}" for each in only_chinese(params) if not code.startswith(IN_ONE_LANGUAGE))
        make(error, code, **params)

    def told(text: str, params: Mapping[str, object], language: Language) -> str:
        seen.extend(f"{text}: {each}" for each in only_chinese(params))
        return filled(text, params, language)

    patch.setattr(CodedError, "__init__", made)
    patch.setattr(extraction, "filled", told)
