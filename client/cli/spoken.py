"""The language of help and complaints: Chinese as written in the source, or English where a person chose it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from client.base.errors import JibaoError
from client.base.paths import RESOURCES
from forms.problems import LANGUAGES, Language
from forms.words import Words

LANGUAGE_VARIABLE = "JIBAO_LANGUAGE"
_CALLED: ContextVar[Sequence[str]] = ContextVar("_CALLED", default=())
_MADE: dict[str, str] = {}
"""English of what is put together from tables that have both languages."""


def called_with(arguments: Sequence[str]) -> None:
    """Remember the call: the home named in it may have a language of its own."""
    _CALLED.set(tuple(arguments))


def language() -> Language:
    """What ``JIBAO_LANGUAGE`` says, else the home's settings, else Chinese; looked up only when it is needed."""
    said = os.environ.get(LANGUAGE_VARIABLE, "").lower()
    known = next((each for each in LANGUAGES if each == said), None)
    return known or _of_home()


def _of_home() -> Language:
    from client.base.home_choice import default_home
    from client.usecases.home.look import read_look

    with suppress(JibaoError):  # told by the command itself
        return "en" if read_look(_home_named() or default_home())["display.language"] == "en" else "zh"
    return "zh"


def _home_named() -> Path | None:
    """What ``--home`` says in the call, which may be one that cannot be understood."""
    words = list(_CALLED.get())
    for number, word in enumerate(words):
        if word == "--home" and number + 1 < len(words):
            return Path(words[number + 1])
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    return None


def in_both(words: Words) -> str:
    """The Chinese of a text that was put together, whose English is kept for the help page."""
    _MADE[words.zh] = words.en
    return words.zh


def said(chinese: str) -> str:
    """A text of the source in the language in force; one that has no English stays as it is."""
    if not chinese or language() == "zh":
        return chinese
    return _MADE.get(chinese) or english().get(chinese, chinese)


@cache
def english() -> dict[str, str]:
    """The English of help, by the Chinese of the source."""
    import tomllib  # only where English is spoken

    return tomllib.loads((RESOURCES / "translations" / "cli_en.toml").read_text("utf-8"))
