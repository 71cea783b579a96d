"""A rule by itself: what it says in words, what it looks at, and figures with which it passes and fails."""

from __future__ import annotations

import msgspec

from forms.examples import Example, examples
from forms.pack.model import Missing, Pack
from forms.problems import FormsError
from forms.rules.binding import Binder, part_label
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.rules.tree import Ref, walk
from forms.rules.wording.reporting import expectation

MISSING: dict[Missing, tuple[str, str]] = {
    "skip": ("有一项没有填就不适用", "not applicable where any of it is blank"),
    "zero": ("没有填的数按 0，是否题按否", "a blank figure counts as 0, a blank yes/no as no"),
    "decide": (
        "没有填的不影响结论就照判，影响结论则无法判断",
        "decided where the blanks cannot change the answer, else undecided",
    ),
}


class Mentioned(msgspec.Struct, frozen=True):
    """An indicator (or a part of one) a rule looks at."""

    code: str
    form: str
    name_zh: str
    name_en: str
    unit: str


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one rule; an example is None where none was found."""

    rule: str
    form: str
    level: str
    title_zh: str
    title_en: str
    written: str
    when: str
    expected: tuple[tuple[str, str], ...]
    """In Chinese and English, for each line of a rule that speaks of several."""
    tolerance: str
    missing_zh: str
    missing_en: str
    by_row: bool
    indicators: tuple[Mentioned, ...]
    passing: Example | None
    failing: Example | None


def explain(pack: Pack, name: str) -> Explained:
    """Explain one rule. Raises ``FormsError('rule.not-there')``, or why the rule has no meaning."""
    rule = pack.rules.get(name) or pack.rules.get(name.upper())
    if rule is None:
        raise FormsError("rule.not-there", rule=name, pack=pack.name)
    compiled = rulebook(pack).rule(rule)
    if isinstance(compiled, FormsError):
        raise compiled
    passing, failing = examples(pack, compiled)
    zh, en = MISSING[rule.missing]
    return Explained(
        rule=rule.id,
        form=rule.form,
        level=rule.level,
        title_zh=rule.zh,
        title_en=rule.en or rule.zh,
        written=rule.expect,
        when=rule.when,
        expected=tuple((expectation(pack, v, "zh"), expectation(pack, v, "en")) for v in compiled.variants),
        tolerance=rule.tolerance,
        missing_zh=zh,
        missing_en=en,
        by_row=bool(compiled.tables),
        indicators=_mentioned(pack, compiled),
        passing=passing,
        failing=failing,
    )


def _mentioned(pack: Pack, compiled: CompiledRule) -> tuple[Mentioned, ...]:
    binder = Binder(pack)
    found: dict[str, Mentioned] = {}
    for tree in compiled.trees():
        for part in walk(tree):
            indicator = pack.indicator(part.code) if isinstance(part, Ref) else None
            if not isinstance(part, Ref) or indicator is None or part.field in found:
                continue
            spec = indicator if not part.part else binder.place(part).spec
            names = [part_label(indicator, language) for language in ("zh", "en")]
            if spec is not indicator:
                names = [f"{name}·{part_label(spec, at)}" for name, at in zip(names, ("zh", "en"), strict=True)]
            found[part.field] = Mentioned(part.field, indicator.form, names[0], names[1], spec.unit)
    return tuple(found.values())
