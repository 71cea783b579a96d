"""Words by key, declared once and told in the language the window speaks when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Literal, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication

Tone = Literal["plain", "accent", "error", "query", "hint", "good", "practice"]
K = TypeVar("K", bound=str)

_spoken = QCoreApplication.translate
"""Under a name of its own: what is looked up here was collected for translation where it is declared."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001, N802 as Qt's collector knows it
    """``text``, collected for translation in ``context``."""
    return text


class Word(msgspec.Struct, frozen=True):
    """A text and the tone it is shown in."""

    text: str
    tone: Tone


class Terms(Generic[K]):
    """``words`` has each term as ``QT_TRANSLATE_NOOP(context, "…")``, by its key."""

    def __init__(self, context: str, words: Mapping[K, str]) -> None:
        self._context = context
        self._words = words

    def __getitem__(self, key: K) -> str:
        """The term. Raises ``KeyError`` for one nobody declared."""
        return _spoken(self._context, self._words[key])

    def get(self, key: K, other: str = "") -> str:
        """The term, or ``other`` where there is none."""
        return self[key] if key in self._words else other


class TonedTerms(Generic[K]):
    """``Terms``, each with the tone it is shown in."""

    def __init__(self, context: str, words: Mapping[K, tuple[str, Tone]]) -> None:
        self._context = context
        self._words = words

    def __getitem__(self, key: K) -> Word:
        """The term. Raises ``KeyError`` for one nobody declared."""
        text, tone = self._words[key]
        return Word(_spoken(self._context, text), tone)

    def tone(self, key: K) -> Tone:
        """The term's tone. Raises ``KeyError`` for one nobody declared."""
        return self._words[key][1]

    def get(self, key: K, other: str = "") -> Word:
        """The term, or ``other`` in no tone where there is none."""
        return self[key] if key in self._words else Word(other, "plain")
