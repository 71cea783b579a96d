"""Lists and constants of a pack that nothing speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from forms.pack.model import Pack, Spec
from forms.problems import FormsError
from forms.rules.parser import parse
from forms.rules.tree import Ref, Word, walk

READ_BY_PROGRAM = frozenset({"reason"})
"""Reason codes of explanations: no indicator takes them."""


def unused(pack: Pack) -> Iterator[tuple[str, str, FormsError]]:
    """File, key and problem of each."""
    spoken = set(_names(pack))
    listed = {spec.list for spec in _specs(pack)} | spoken
    for name in pack.lists:
        if name not in listed and name not in READ_BY_PROGRAM and not _above(pack, name, listed):
            yield f"lists/{name}.toml", name, FormsError("lint.unused-list", list=name)
    for name in pack.constants:
        if name not in spoken:
            yield "pack.toml", name, FormsError("lint.unused-constant", name=name)


def _above(pack: Pack, name: str, listed: set[str]) -> bool:
    """Whether the codes of a list are the groups or parents of those of a list in use: cities of counties."""
    codes = pack.lists[name].codes.keys()
    used = (entry for other in listed & pack.lists.keys() for entry in pack.lists[other].codes.values())
    return any(entry.parent in codes or entry.group in codes for entry in used)


def _specs(pack: Pack) -> Iterator[Spec]:
    for form in pack.forms.values():
        for indicator in form.indicators.values():
            yield indicator
            yield from (*indicator.parts.values(), *indicator.table.values())


def _names(pack: Pack) -> Iterator[str]:
    """Every name in an expression that can be read."""
    for text in _expressions(pack):
        try:
            tree = parse(text)
        except FormsError:  # said where the expression itself is looked at
            continue
        for part in walk(tree):
            if isinstance(part, Ref):
                yield part.code
            elif isinstance(part, Word):
                yield part.name


def _expressions(pack: Pack) -> Iterator[str]:
    for rule in pack.rules.values():
        yield from (text for text in (rule.expect, rule.when, rule.tolerance) if text)
    for form in pack.forms.values():
        for indicator in form.indicators.values():
            if indicator.computed:
                yield indicator.computed
    for spec in _specs(pack):
        if spec.required.startswith("when "):
            yield spec.required.removeprefix("when ")
