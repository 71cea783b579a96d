"""The language of all a command says: Chinese as written in the source, or English where a person chose it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from client.base.errors import JibaoError
from client.base.paths import RESOURCES
from client.cli.results.texts import Text
from forms.values.units import short_english_unit
from forms.words import LANGUAGES, Language, Words, filled

LANGUAGE_VARIABLE = "JIBAO_LANGUAGE"
_MADE: dict[str, str] = {}
"""English of what is put together from tables that have both languages."""


@dataclass
class _Call:
    """One call: its words, and the language of the home it names once that was looked up."""

    words: list[str] = field(default_factory=list)
    spoken: Language | None = None


_CALL: ContextVar[_Call | None] = ContextVar("_CALL", default=None)


@contextmanager
def called_with(arguments: Sequence[str]) -> Iterator[None]:
    """Within it one call is answered: the home named in it may have a language of its own."""
    before = _CALL.set(_Call(list(arguments)))
    try:
        yield
    finally:
        _CALL.reset(before)


def language() -> Language:
    """What ``JIBAO_LANGUAGE`` says, else the home's settings, else Chinese; looked up once a call, when needed."""
    said = os.environ.get(LANGUAGE_VARIABLE, "").lower()
    known = next((each for each in LANGUAGES if each == said), None)
    if known is not None:
        return known
    call = _CALL.get() or _Call()
    if call.spoken is None:
        call.spoken = _of_home()
    return call.spoken


def _of_home() -> Language:
    from client.base.home_choice import default_home
    from client.usecases.home.look import read_look

    with suppress(JibaoError):  # told by the command itself
        return "en" if read_look(_home_named() or default_home())["display.language"] == "en" else "zh"
    return "zh"


def _home_named() -> Path | None:
    """What ``--home`` says in the call, which may be one that cannot be understood."""
    call = _CALL.get()
    words = call.words if call is not None else []
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


def told(chinese: str, **places: object) -> str:
    """``said`` with the places of the text filled, as those of a message are (``forms.words``)."""
    return filled(said(chinese), places, language())


def in_force(text: Text) -> str:
    """A text of an answer in the language in force."""
    return text.told(language())


def unit_shown(unit: str) -> str:
    """A unit beside a figure in the language in force."""
    return short_english_unit(unit) if language() == "en" else unit


@cache
def english() -> dict[str, str]:
    """The English of help and answers, by the Chinese of the source."""
    import tomllib  # only where English is spoken

    return tomllib.loads((RESOURCES / "translations" / "cli_en.toml").read_text("utf-8"))
