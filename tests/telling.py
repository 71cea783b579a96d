"""What a message is told with: whatever the program itself names goes into it in both languages.

Every error and every remark that the program makes in a test is looked at. A value that reads Chinese is right
only as one of ``forms.words`` (a period, a form, an indicator), which is told in the language asked for, or under
a name that stands for what somebody typed: a file, a sheet, an enterprise.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

import pytest

from client.workbook.finding import extraction
from forms.problems import CodedError, Language
from forms.words import Listed, filled

TYPED = frozenset(
    {
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
TYPED_NAMES = ("profile.", "device.")
"""Errors whose ``name`` somebody gave, as that of a profile."""
IN_ONE_LANGUAGE = ("reason.",)
"""Made for a sentence of one language and told at once."""
HAN = re.compile(r"[㐀-鿿]")


def only_chinese(params: Mapping[str, object]) -> Iterator[str]:
    """The parameters that would stand in Chinese in an English sentence, each with its value."""
    for name, value in params.items():
        values = value if isinstance(value, Listed) else (value,)
        if name not in TYPED and any(isinstance(each, str) and HAN.search(each) for each in values):
            yield f"{name}={value!r}"


def watch(patch: pytest.MonkeyPatch, seen: list[str]) -> None:
    """From now on note in ``seen`` what the program tells in Chinese alone."""
    make = CodedError.__init__

    def made(error: CodedError, code: str, /, **params: object) -> None:
        if sys._getframe(1).f_globals.get("__name__", "").partition(".")[0] in ("client", "forms"):
            typed = {"name"} if code.startswith(TYPED_NAMES) else set()
            theirs = {name: each for name, each in params.items() if name not in typed}
            seen.extend(f"{code}: {each}" for each in only_chinese(theirs) if not code.startswith(IN_ONE_LANGUAGE))
        make(error, code, **params)

    def told(text: str, params: Mapping[str, object], language: Language) -> str:
        seen.extend(f"{text}: {each}" for each in only_chinese(params))
        return filled(text, params, language)

    patch.setattr(CodedError, "__init__", made)
    patch.setattr(extraction, "filled", told)
