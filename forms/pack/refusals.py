"""Why an entry of a pack was not taken, in words of the pack: the decoder's own are English and speak of types."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec.inspect import DictType, Field, LiteralType, Metadata, StructType, Type, VarTupleType, type_info

from forms.problems import FormsError

_PLACE = re.compile(r" - at `(.+)`$")
_STEP = re.compile(r"\.?([A-Za-z_][\w-]*)|\[(\d+|\.\.\.)\]")
_TYPES = {
    "str": "entry.a-text",
    "int": "entry.a-number",
    "bool": "entry.a-boolean",
    "array": "entry.a-list",
    "object": "entry.a-table",
}
_NAME = "^[A-Z]"
"""How the pattern of a code begins: it has words of its own."""


def refusal(raw: object, shape: object, file: str, name: str, error: msgspec.ValidationError) -> FormsError:
    """``FormsError('pack.bad-entry')`` naming file, key, and what the entry should be.

    ``raw`` is what was to become a ``shape``; ``name`` is its key in a file of several.
    """
    text = str(error)
    place = _PLACE.search(text)
    path = place[1] if place else "$"
    problem = _in_words(_PLACE.sub("", text), _type_at(shape, path))
    key = _spoken(raw, path, name)
    return FormsError("pack.bad-entry", file=file, key=key, place=f"{file} {key}".rstrip(), problem=problem)


def _in_words(text: str, at: Type | None) -> object:
    """The decoder's sentence as an error with words in both languages; itself when it is of no known kind."""
    for pattern, tell in _SENTENCES:
        if found := pattern.fullmatch(text):
            return tell(found, at)
    return text


def _unknown(found: re.Match[str], at: Type | None) -> FormsError:
    known = [field.encode_name for field in at.fields] if isinstance(at, StructType) else []
    near = get_close_matches(found[1], known, 1)
    return FormsError("entry.misspelt", name=found[1], near=near[0]) if near else _about("entry.unknown", found)


def _choice(found: re.Match[str], at: Type | None) -> FormsError:
    allowed = [str(value) for value in at.values] if isinstance(at, LiteralType) else []
    shown = ", ".join(value for value in allowed if value)
    return FormsError("entry.choice", value=found[1], allowed=shown)


def _pattern(found: re.Match[str], _at: Type | None) -> FormsError:
    return (
        FormsError("entry.code") if found[1].startswith(_NAME) else FormsError("entry.pattern", pattern=found[1])
    )


def _type(found: re.Match[str], _at: Type | None) -> FormsError:
    return FormsError(_TYPES[found[1]])


def _about(code: str, found: re.Match[str]) -> FormsError:
    return FormsError(code, name=found[1])


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Type | None], FormsError]], ...] = (
    (re.compile("Object contains unknown field `(.+)`"), _unknown),
    (re.compile("Object missing required field `(.+)`"), lambda found, _: _about("entry.missing", found)),
    (re.compile("Invalid enum value '(.*)'"), _choice),
    (re.compile("Expected `str` matching regex '(.+)'"), _pattern),
    (re.compile("Expected `str` of length >= 1"), lambda *_: FormsError("entry.empty")),
    (re.compile("Expected `int` (.=) (.+)"), lambda found, _: FormsError("entry.bound", op=found[1], to=found[2])),
    (re.compile("Expected `array` of length <= (.+)"), lambda found, _: _about("entry.long", found)),
    (re.compile(f"Expected `({'|'.join(_TYPES)})(?: \\| null)?`, got `.+`"), _type),
)


def _type_at(shape: object, path: str) -> Type | None:
    """The type expected at ``$.section[0].indicator[3].type``; None when the path leaves the declared ones."""
    at: Type | None = type_info(shape)
    for step, _ in _STEP.findall(path.removeprefix("$")):
        match at:
            case StructType():
                at = next((_bare(field) for field in at.fields if field.encode_name == step), None)
            case VarTupleType():
                at = at.item_type
            case DictType():
                at = at.value_type
            case _:
                return None
    return at


def _bare(field: Field) -> Type:
    return field.type.type if isinstance(field.type, Metadata) else field.type


def _spoken(raw: object, path: str, name: str) -> str:
    """Spell ``$.section[0].indicator[3].type`` by codes and names: ``indicator JY004 › type``."""
    spoken = [name] if name else []
    node: Any = raw
    for step, index in _STEP.findall(path.removeprefix("$")):
        if step:
            node = node.get(step) if isinstance(node, dict) else None
            spoken.append(step)
        elif spoken:
            node = node[int(index)] if isinstance(node, list) and index.isdigit() else None
            entry = node if isinstance(node, dict) else {}
            spoken[-1] += f" {entry.get('code') or entry.get('name') or index}"
    return " › ".join(spoken)
