"""What a new version of a pack changes, in words, and what that means for returns begun with the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from forms.addresses import parse
from forms.pack.model import Form, Indicator, Pack, Part
from forms.problems import FormsError
from forms.returns import Cell, Return
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule

What = Literal["pack", "form", "indicator", "part", "list", "code", "constant", "rule"]
How = Literal["added", "removed", "changed"]


class Changed(msgspec.Struct, frozen=True):
    """One property before and after, as written."""

    field: str
    old: str
    new: str


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that differs. ``codes`` are the indicators whose cells it may touch, ``rules`` the rules that may
    come out otherwise; ``rereads`` says that what is filled there is read anew or has no place any more."""

    what: What
    how: How
    key: str
    name_zh: str
    name_en: str
    changed: tuple[Changed, ...] = ()
    codes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    rereads: bool = False


class Touched(msgspec.Struct, frozen=True):
    """What a difference means for one draft: the filled cells, and the rules that look at it anew."""

    difference: Difference
    cells: tuple[str, ...]
    rules: tuple[str, ...]


_IDLE = frozenset({"indicators", "form", "section", "parts", "table", "id", "formerly", "calendar"})
_READ = frozenset({"type", "scale", "unit", "list", "kind", "computed", "shape", "row_key", "frequency"})


def differences(old: Pack, new: Pack) -> list[Difference]:
    """Forms, indicators, lists, codes, constants and rules added, removed or changed."""
    return [
        *_head(old, new),
        *_each("form", old.forms, new.forms, old, new),
        *_each("indicator", _as_now(_indicators(old), new), _indicators(new), old, new),
        *_each("part", _parts(old), _parts(new), old, new),
        *_each("list", old.lists, new.lists, old, new),
        *_each("code", _codes(old), _codes(new), old, new),
        *_each("constant", old.constants, new.constants, old, new),
        *_each("rule", old.rules, new.rules, old, new),
    ]


def touched(found: list[Difference], draft: Return, new: Pack) -> list[Touched]:
    """What the differences mean for one return; only those that touch a filled cell or a rule of its form.

    A code that is changed or removed touches the cells that hold it, and no rule where none does.
    """
    filled: dict[str, list[str]] = {}
    for address, cell in draft.cells.items():
        if cell.text or cell.na is not None:
            try:
                filled.setdefault(parse(address).code, []).append(address)
            except FormsError:
                continue
    said = []
    for difference in found:
        cells = [address for code in difference.codes for address in filled.get(code, ())]
        if difference.what == "code" and difference.how != "added":
            wanted = difference.key.partition("/")[2]
            cells = [address for address in cells if _holds(draft.cells[address], wanted)]
            if not cells:
                continue
        rules = [rule for rule in difference.rules if _speaks_of(new, rule, draft.form)]
        if cells or rules or (difference.what == "form" and difference.key == draft.form):
            said.append(Touched(difference, tuple(cells), tuple(rules)))
    return said


def _holds(cell: Cell, code: str) -> bool:
    """Whether a code is what a cell says, alone or among others; one that could not be read is what was typed."""
    if isinstance(cell.value, tuple):
        return code in cell.value
    return code == (cell.text.strip() if cell.value is None else cell.value)


def _speaks_of(pack: Pack, rule: str, form: str) -> bool:
    return rule in pack.rules and pack.rules[rule].form == form


def _head(old: Pack, new: Pack) -> Iterator[Difference]:
    fields = ("id", "version", "title", "title_en", "authority", "document_no", "valid_from", "valid_to")
    changed = [
        Changed(field, getattr(old, field), getattr(new, field))
        for field in fields
        if getattr(old, field) != getattr(new, field)
    ]
    before, after = _days_off(old), _days_off(new)
    if before != after:  # of the pack, though each form carries it
        changed.append(Changed("calendar", _without(before, after), _without(after, before)))
    if changed:
        yield Difference(
            what="pack",
            how="changed",
            key=new.name,
            name_zh=new.title,
            name_en=new.title_en,
            changed=tuple(changed),
        )


def _days_off(pack: Pack) -> list[str]:
    """Each holiday as ``2026-02-16—2026-02-22 春节``."""
    return [f"{day.first}—{day.last} {day.name}" for year in pack.calendar.year for day in year.holiday]


def _without(days: list[str], known: list[str]) -> str:
    return "、".join(day for day in days if day not in known)


def _each(
    what: What, before: Mapping[str, Any], after: Mapping[str, Any], old: Pack, new: Pack
) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        how: How = "added" if key not in before else "removed" if key not in after else "changed"
        changed = tuple(_changed(one, other)) if how == "changed" else ()
        if how == "changed" and not changed:
            continue
        names = _names(other if key in after else one, key)
        codes = _codes_of(what, key, old, new)
        yield Difference(
            what=what,
            how=how,
            key=key,
            name_zh=names[0],
            name_en=names[1],
            changed=changed,
            codes=codes,
            rules=_rules_of(what, key, codes, how, new),
            rereads=what in ("indicator", "part", "code", "list", "form")
            and (how == "removed" or any(change.field in _READ for change in changed)),
        )


def _changed(one: Any, other: Any) -> Iterator[Changed]:
    if not isinstance(one, msgspec.Struct) or not isinstance(other, msgspec.Struct):
        if one != other:
            yield Changed("value", _written(one), _written(other))
        return
    for field in one.__struct_fields__:
        before, after = getattr(one, field), getattr(other, field)
        if field not in _IDLE and field not in ("codes", "sections") and before != after:
            yield Changed(field, _written(before), _written(after))


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return str(value)


def _names(thing: object, key: str) -> tuple[str, str]:
    zh = getattr(thing, "name", "") or getattr(thing, "zh", "") or key
    en = getattr(thing, "name_en", "") or getattr(thing, "en", "") or zh
    if isinstance(thing, Part):
        zh, en = thing.label, thing.label_en or thing.label
    return zh, en


def _indicators(pack: Pack) -> dict[str, Indicator]:
    return {code: indicator for form in pack.forms.values() for code, indicator in form.indicators.items()}


def _as_now(indicators: dict[str, Indicator], new: Pack) -> dict[str, Indicator]:
    """The old indicators under the codes they have now, so that a renamed one is a change and not two."""
    now = {indicator.formerly: code for code, indicator in _indicators(new).items() if indicator.formerly}
    return {now.get(code, code): indicator for code, indicator in indicators.items()}


def _parts(pack: Pack) -> dict[str, Part]:
    return {
        f"{code}.{name}": part
        for code, indicator in _indicators(pack).items()
        for name, part in _named(indicator).items()
    }


def _named(indicator: Indicator) -> dict[str, Part]:
    return indicator.parts | indicator.table


def _codes(pack: Pack) -> dict[str, Any]:
    return {f"{name}/{code}": entry for name, each in pack.lists.items() for code, entry in each.codes.items()}


def _codes_of(what: What, key: str, old: Pack, new: Pack) -> tuple[str, ...]:
    """The indicators whose cells a difference may touch."""
    if what in ("indicator", "part"):
        code = key.partition(".")[0]
        former = new.indicator(code)
        return (code, former.formerly) if former is not None and former.formerly else (code,)
    if what == "form":
        form: Form = (old.forms | new.forms)[key]
        return tuple(form.indicators)
    if what == "constant":
        named = _naming(key)
        return tuple(code for code, each in _indicators(new).items() if named.search(each.computed))
    if what not in ("list", "code"):
        return ()
    wanted = key.partition("/")[0]
    found = [
        code
        for pack in (old, new)
        for code, indicator in _indicators(pack).items()
        if wanted == indicator.list or wanted in {part.list for part in _named(indicator).values()}
    ]
    return tuple(dict.fromkeys(found))


def _rules_of(what: What, key: str, codes: tuple[str, ...], how: How, new: Pack) -> tuple[str, ...]:
    if what == "rule":
        return () if how == "removed" else (key,)
    if what == "constant":
        named, reached = _naming(key), frozenset(_rules_reached(codes, new))
        written = ((rule.id, f"{rule.expect} {rule.when} {rule.tolerance}") for rule in new.rules.values())
        return tuple(rule for rule, text in written if named.search(text) or rule in reached)
    if what in ("pack", "form"):
        return ()
    return tuple(_rules_reached(codes, new))


def _naming(constant: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(constant)}\b")  # PAY_MIN is not RD_PAY_MIN


def _rules_reached(codes: tuple[str, ...], new: Pack) -> Iterator[str]:
    """The rules that look at these indicators, or at what is computed from them."""
    book = rulebook(new)
    reached = book.dependants(codes) if codes else frozenset()
    for rule in new.rules.values():
        compiled = book.rule(rule)
        if isinstance(compiled, CompiledRule) and compiled.codes & reached:
            yield rule.id
