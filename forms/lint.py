"""The loader's second pass: does everything in a pack fit together? Each problem with file, key and remedy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from forms.linting import Verdict, below_zero, contrary, parents, unused, verdict
from forms.pack.loader import load_pack
from forms.pack.model import NUMERIC, Form, Indicator, Pack, Part, Rule
from forms.pack.shelf import collide, overlap
from forms.problems import FormsError, Language
from forms.rules.binding import Binder
from forms.rules.book import RuleBook, frames_of
from forms.rules.closures.compiler import Compiler
from forms.rules.compiled import CompiledRule
from forms.rules.kinds import Kind, Kinds
from forms.rules.parser import parse
from forms.rules.tree import Node, substitute

_CODED = frozenset({"code", "codes"})
_ALWAYS: dict[Verdict, str] = {
    "never-fails": "lint.never-fails",
    "never-passes": "lint.never-passes",
    "never-applies": "lint.never-applies",
}
_REQUIRED = frozenset({"always", "no", "computed", "annual"})


class Problem(msgspec.Struct, frozen=True):
    """One thing to mend: ``key`` is the rule, indicator or list in ``file``."""

    code: str
    file: str
    key: str
    what_zh: str
    what_en: str
    remedy_zh: str
    remedy_en: str

    def what(self, language: Language = "zh") -> str:
        return self.what_zh if language == "zh" else self.what_en


def lint(folder: Path | str) -> list[Problem]:
    """The problems of the pack in ``folder``; what the loader refuses is the only one then."""
    try:
        pack = load_pack(folder)
    except FormsError as error:
        file, key = str(error.params.get("file", "pack.toml")), str(error.params.get("key", ""))
        return [_problem(error, file, key)]
    return [*lint_pack(pack), *_side_by_side(Path(folder).resolve(), pack)]


def _side_by_side(folder: Path, pack: Pack) -> Iterator[Problem]:
    """Other versions of the pack in the folders beside it that are in force at the same time; a copy is none."""
    for head in sorted(folder.parent.glob("*/pack.toml")):
        if head.parent == folder:
            continue
        try:
            other = load_pack(head.parent)
        except FormsError:  # to be said when that folder itself is looked at
            continue
        if other.id == pack.id and other.version != pack.version and collide(pack, other):
            yield _problem(overlap(pack, other, head.parent.name), "pack.toml", "valid_from")


def lint_pack(pack: Pack) -> list[Problem]:
    """The problems of a loaded pack."""
    found: list[Problem] = []
    if pack.valid_from > pack.valid_to:
        found.append(_problem(FormsError("lint.period"), "pack.toml", "valid_to"))
    for form in pack.forms.values():
        found += [_problem(error, f"forms/{form.code}.toml", key) for key, error in _form(pack, form)]
    for listed in pack.lists.values():
        if not listed.codes:
            found.append(_problem(FormsError("lint.empty-list"), f"lists/{listed.id}.toml", listed.id))
    found += [_problem(error, f"lists/{name}.toml", code) for name, code, error in parents(pack)]
    for rule in pack.rules.values():
        found += [_problem(error, f"rules/{rule.form}.toml", rule.id) for error in _rule(pack, rule)]
    sound = [] if any(problem.file.startswith("rules/") for problem in found) else pack.rules.values()
    alike = contrary(pack, (CompiledRule(pack, rule) for rule in sound))
    found += [_problem(error, f"rules/{pack.rules[name].form}.toml", name) for name, error in alike]
    found += [_problem(error, file, key) for file, key, error in unused(pack)]
    return found


def _problem(error: FormsError, file: str, key: str) -> Problem:
    what = {language: error.what(language) for language in ("zh", "en")}
    return Problem(error.code, file, key, what["zh"], what["en"], error.remedy("zh"), error.remedy("en"))


# --- rules ---


def _rule(pack: Pack, rule: Rule) -> Iterator[FormsError]:
    yield from _texts(rule, "en", "zh_fix", "en_fix")
    unknown = [code for code in rule.each if code not in pack.home]
    if unknown:
        yield FormsError("rule.unknown-name", name=unknown[0], column=1, meant="")
        return
    try:
        compiled = CompiledRule(pack, rule)
    except FormsError as error:
        yield error
        return
    if not compiled.codes & pack.home.keys() and not _speaks_of_rows(pack, compiled):
        yield FormsError("lint.constant-rule")
        return
    misfits = list(_fits(pack, rule, compiled))
    yield from misfits
    if rule.tolerance and not any(
        True for variant in compiled.variants for _ in compiled.tolerances(variant.expect)
    ):
        yield FormsError("lint.idle-tolerance", tolerance=rule.tolerance)
    elif rule.tolerance and not misfits and below_zero(parse(rule.tolerance), Binder(pack)):
        yield FormsError("lint.negative-tolerance", tolerance=rule.tolerance)
    found = None if misfits else verdict(compiled, Binder(pack))
    if found is not None:
        yield FormsError(_ALWAYS[found], rule=rule.id)


def _speaks_of_rows(pack: Pack, compiled: CompiledRule) -> bool:
    return bool(compiled.codes & pack.forms.keys())


def _fits(pack: Pack, rule: Rule, compiled: CompiledRule) -> Iterator[FormsError]:
    seen: set[tuple[str, object]] = set()
    for variant in compiled.variants:
        for error in _kinds(pack, variant.expect, "truth"):
            if (key := (error.code, error.params.get("column"))) not in seen:
                seen.add(key)
                yield error
    if rule.when:
        yield from _kinds(pack, parse(rule.when), "truth")
    if rule.tolerance:
        yield from _kinds(pack, parse(rule.tolerance), "number")


def _kinds(pack: Pack, node: Node, wanted: Kind) -> Iterator[FormsError]:
    kinds = Kinds(Binder(pack))
    if kinds.kind(node) != wanted:
        yield kinds.mistaken(node, wanted)
    yield from kinds.problems(node)


# --- forms ---


def _form(pack: Pack, form: Form) -> Iterator[tuple[str, FormsError]]:
    if not form.indicators:
        yield form.code, FormsError("lint.empty-form", form=form.words)
    yield from _called(form)
    try:
        RuleBook(pack).computations(form.code)
    except FormsError as error:
        yield str(error.params.get("codes", form.code)), error
        return
    yield from (("columns_required", problem) for problem in _columns(pack, form))
    for indicator in form.indicators.values():
        yield from ((indicator.code, problem) for problem in _indicator(pack, form, indicator))
        for part in (*indicator.parts.values(), *indicator.table.values()):
            key = f"{indicator.code}.{part.name}"
            yield from ((key, problem) for problem in _part(pack, form, indicator, part))


def _columns(pack: Pack, form: Form) -> Iterator[FormsError]:
    """What is said of the further columns holds for each line that has them."""
    for indicator in form.indicators.values():
        if indicator.columns:
            yield from _condition(pack, form.columns_required, indicator.code, frames_of(form))
            return


def _called(form: Form) -> Iterator[tuple[str, FormsError]]:
    """One name, the form's own or a ledger's, must not stand for two indicators of a form."""
    owners: dict[str, str] = {}
    for indicator in form.indicators.values():
        owner = owners.setdefault(indicator.name, indicator.code)
        if owner != indicator.code:
            yield indicator.code, FormsError("lint.name", name=indicator.words, owner=owner)
    for indicator in form.indicators.values():
        for alias in indicator.aliases:
            owner = owners.setdefault(alias, indicator.code)
            if owner != indicator.code:
                yield indicator.code, FormsError("lint.alias", alias=alias, owner=owner)


def _indicator(pack: Pack, form: Form, indicator: Indicator) -> Iterator[FormsError]:
    yield from _texts(indicator, "name_en", "definition", "definition_en")
    yield from _listed(pack, indicator)
    if (indicator.type == "composite") != bool(indicator.parts):
        yield FormsError("lint.parts", type=indicator.type)
    if (indicator.type == "table") != bool(indicator.table):
        yield FormsError("lint.parts", type=indicator.type)
    if indicator.type in NUMERIC and not indicator.kind:
        yield FormsError("lint.measure")
    if (indicator.required == "computed") and not indicator.computed:
        yield FormsError("lint.computed")
    yield from _required(pack, indicator, frames_of(form))
    if indicator.computed:
        yield from _computed(pack, indicator)


def _texts(of: Indicator | Rule, *names: str) -> Iterator[FormsError]:
    if missing := [name for name in names if not getattr(of, name)]:
        yield FormsError("lint.text", name=", ".join(missing))


def _part(pack: Pack, form: Form, indicator: Indicator, part: Part) -> Iterator[FormsError]:
    yield from _listed(pack, part)
    frames = (*frames_of(form), *((indicator.code,) if indicator.table else ()))
    yield from _required(pack, part, frames)


def _listed(pack: Pack, spec: Indicator | Part) -> Iterator[FormsError]:
    if spec.type in _CODED and spec.list not in pack.lists:
        yield FormsError("lint.list", list=spec.list or "—")
    elif spec.list and spec.type not in _CODED:
        yield FormsError("lint.list-unused", list=spec.list, type=spec.type)


def _required(pack: Pack, spec: Indicator | Part, frames: tuple[str, ...]) -> Iterator[FormsError]:
    yield from _condition(pack, spec.required, "", frames)


def _condition(pack: Pack, required: str, it: str, frames: tuple[str, ...]) -> Iterator[FormsError]:
    """A requirement in words or as an expression, in which ``it`` may stand for an indicator."""
    if not required.startswith("when "):
        if required not in _REQUIRED:
            yield FormsError("lint.required", text=required)
        return
    try:
        tree = parse(required.removeprefix("when "))
        tree = substitute(tree, "it", it) if it else tree
        Compiler(pack, "decide", frames).compile(tree)
    except FormsError as error:
        yield error
        return
    yield from _kinds(pack, tree, "truth")


def _computed(pack: Pack, indicator: Indicator) -> Iterator[FormsError]:
    tree = parse(indicator.computed)
    kinds = Kinds(Binder(pack))
    kind = kinds.kind(tree)
    wanted: Kind = "number" if indicator.numeric else "truth" if indicator.type == "boolean" else "text"
    if kind != wanted and not (wanted == "text" and kind == "month"):
        yield kinds.mistaken(tree, wanted)
    if indicator.unit == "%" and kinds.a_share(tree):
        yield FormsError("rule.percent", column=1)
    yield from kinds.problems(tree)
