"""Errors with a code, whose words live in a catalogue and not in the code that raises them.

A catalogue is a folder or file of TOML tables ``["area.name"]`` with the keys ``zh`` and ``en`` (what
happened, where) and ``zh_fix`` and ``en_fix`` (what to do); ``zh_cli`` and ``en_cli`` say what else is typed on
the command line, and no window shows them. ``{name}`` places take the error's parameters (``forms.words``).
"""

from __future__ import annotations

from functools import cache

import msgspec

from forms.words import LANGUAGES, Language, filled

__all__ = ["LANGUAGES", "CodedError", "FormsError", "Language", "Message", "parse_catalogue"]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of a catalogue: what happened and what to do, in both languages."""

    zh: str
    en: str
    zh_fix: str
    en_fix: str
    zh_cli: str = ""
    en_cli: str = ""

    def what(self, language: Language = "zh") -> str:
        return self.zh if language == "zh" else self.en

    def remedy(self, language: Language = "zh") -> str:
        return self.zh_fix if language == "zh" else self.en_fix

    def typed_remedy(self, language: Language = "zh") -> str:
        if language == "zh":
            return self.zh_fix + self.zh_cli
        return f"{self.en_fix} {self.en_cli}".strip()


def parse_catalogue(text: str) -> dict[str, Message]:
    """Read one TOML catalogue. Raises ``msgspec.ValidationError`` for an entry that is not a message."""
    import tomllib  # words are wanted only when something went wrong

    return msgspec.convert(tomllib.loads(text), dict[str, Message])


class CodedError(Exception):
    """An error named by a code of a catalogue; ``params`` fill the places of its texts.

    A parameter that is such an error itself, a reason say, or one of ``Words``, is told in the language asked
    for.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @classmethod
    def catalogue(cls) -> dict[str, Message]:
        """The texts this kind of error is looked up in."""
        return _forms_catalogue()

    def what(self, language: Language = "zh") -> str:
        """What happened and where."""
        return self._fill(self._message().what(language), language)

    def remedy(self, language: Language = "zh") -> str:
        """What the person can do about it."""
        return self._fill(self._message().remedy(language), language)

    def typed_remedy(self, language: Language = "zh") -> str:
        """``remedy`` for the command line, with the options and environment variables that serve."""
        return self._fill(self._message().typed_remedy(language), language)

    def __str__(self) -> str:
        return f"[{self.code}] {self.what('en')}"

    def _message(self) -> Message:
        unknown = Message(zh=self.code, en=self.code, zh_fix="", en_fix="")
        return self.catalogue().get(self.code, unknown)

    def _fill(self, text: str, language: Language) -> str:
        return filled(text, self.params, language)


class FormsError(CodedError):
    """Something asked of the definitions that cannot be answered: a malformed period, a broken pack."""


@cache
def _forms_catalogue() -> dict[str, Message]:
    from importlib import resources  # a tenth of what the desk imports, for words that are seldom wanted

    return parse_catalogue(resources.files("forms").joinpath("messages.toml").read_text("utf-8"))
