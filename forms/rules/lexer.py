"""Words of the rule language. Everything is bounded: an expression is data from outside."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from forms.problems import FormsError

LONGEST = 4_000
MOST_TOKENS = 1_000
_LONGEST_NUMBER = 30
_LONGEST_TEXT = 200

Kind = Literal["number", "text", "name", "sign", "end"]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)"
    rf'|(?P<text>"[^"\n]{{0,{_LONGEST_TEXT}}}"|\'[^\'\n]{{0,{_LONGEST_TEXT}}}\')'
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>>=|<=|!=|[≥≤≠=<>+\-*/(){},.@%])"
    r"|(?P<end>$))"
)
_SPELLED = {"≥": ">=", "≤": "<=", "≠": "!="}


class Token(msgspec.Struct, frozen=True):
    """One word, and where it begins."""

    kind: Kind
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The words of ``text``, ended by an ``end`` token. Raises ``FormsError('rule.…')``."""
    if len(text) > LONGEST:
        raise FormsError("rule.too-long", length=len(text), limit=LONGEST)
    found: list[Token] = []
    at = 0
    while not found or found[-1].kind != "end":
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            if text[at] in "\"'":
                raise FormsError("rule.text", column=at + 1, limit=_LONGEST_TEXT)
            raise FormsError("rule.character", character=text[at], column=at + 1)
        found.append(_token(match))
        at = match.end()
        if len(found) > MOST_TOKENS:
            raise FormsError("rule.too-many-words", limit=MOST_TOKENS)
    return found


def _token(match: re.Match[str]) -> Token:
    text = match[match.lastgroup or "end"]
    at = match.end() - len(text)
    match match.lastgroup:
        case "number":
            if len(text) > _LONGEST_NUMBER:
                raise FormsError("rule.number-too-long", column=at + 1)
            return Token("number", text, at)
        case "text":
            return Token("text", text[1:-1], at)
        case "name":
            return Token("name", text, at)
        case "sign":
            return Token("sign", _SPELLED.get(text, text), at)
    return Token("end", "", at)
