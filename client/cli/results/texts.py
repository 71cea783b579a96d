"""The shapes that all parts of an answer share."""

from __future__ import annotations

import msgspec

from forms.problems import CodedError, Language
from forms.words import Words


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """The same sentence in both languages."""

    zh: str
    en: str

    def told(self, language: Language) -> str:
        """The sentence in ``language``; the Chinese one where it has no other."""
        return (self.en if language == "en" else self.zh) or self.zh


def text_of(words: Words) -> Text:
    """What is called otherwise in each language."""
    return Text(zh=words.zh, en=words.en or words.zh)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a command could not do what it was asked: a code, what happened where, what to do."""

    code: str
    what: Text
    remedy: Text


class LeftResult(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the workbook that was not taken, and why."""

    sheet: str
    row: int | None
    column: str | None
    label: str
    code: str
    why: Text


def problem_of(error: CodedError) -> Problem:
    """The published shape of an error."""
    return Problem(
        code=error.code,
        what=Text(zh=error.what("zh"), en=error.what("en")),
        remedy=Text(zh=error.typed_remedy("zh"), en=error.typed_remedy("en")),
    )
