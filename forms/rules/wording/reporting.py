"""From a judgement to a finding: title and remedy of the rule, and the rule told with this return's figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

import msgspec

from forms.findings import CellRef, Finding
from forms.pack.model import Pack, Rule
from forms.periods import Period
from forms.problems import LANGUAGES, FormsError, Language
from forms.rules.compiled import CompiledRule, Judgement, Variant
from forms.rules.scope import Scope, Unknown
from forms.rules.tracing import Seen, asserted, restore
from forms.rules.tree import SHIFTS, Aggregate, Call, If, Junction, Node, Number, walk
from forms.rules.wording.figures import Look, short
from forms.rules.wording.saying import Speaker, speaker_of
from forms.rules.wording.telling import POINTS, Teller, Told, row_name

_MOST_CELLS = 200


class Telling(msgspec.Struct, frozen=True):
    """A finding's words in one language."""

    expected: str
    actual: Told
    reason: str


_UNTOLD = Telling("", Told(""), "")


def finding_of(pack: Pack, judged: Judgement, languages: Collection[Language] = LANGUAGES) -> Finding:
    """The finding of a judgement that failed or is undecided; use it while the judgement's place is set.

    What the rule says of this place is told in ``languages`` and blank in the other.
    """
    rule = judged.rule
    look = Look(judged.scope)
    zh = _told(pack, judged, "zh", look) if "zh" in languages else _UNTOLD
    en = _told(pack, judged, "en", look) if "en" in languages else _UNTOLD
    actual = (zh if "zh" in languages else en).actual
    cells = _cells(pack, _involved(judged, judged.variant.expect, judged.scope))
    return Finding(
        rule=rule.id,
        level=rule.level,
        outcome=judged.outcome,
        form=rule.form,
        period=judged.scope.books.spelled,
        row=_row(pack, judged),
        cells=cells,
        conditions=_cells(pack, _asked(judged), but=cells),
        title_zh=rule.zh,
        title_en=rule.en or rule.zh,
        expected_zh=zh.expected,
        expected_en=en.expected,
        actual_zh=zh.actual.text,
        actual_en=en.actual.text,
        difference=actual.difference,
        unit=actual.unit,
        reason_zh=zh.reason,
        reason_en=en.reason,
        remedy_zh=rule.zh_fix,
        remedy_en=rule.en_fix or rule.zh_fix,
    )


def broken_rule(rule: Rule, period: str, error: FormsError) -> Finding:
    """A rule that has no meaning in its pack is reported as such, never taken for passed."""
    return Finding(
        rule=rule.id,
        level=rule.level,
        outcome="undecided",
        form=rule.form,
        period=period,
        title_zh=rule.zh,
        title_en=rule.en or rule.zh,
        reason_zh=error.what("zh"),
        reason_en=error.what("en"),
        remedy_zh=error.remedy("zh"),
        remedy_en=error.remedy("en"),
    )


class Demand(msgspec.Struct, frozen=True):
    """What a rule says should hold, in words: as a whole, by the parts of an *and*, when, and how nearly."""

    whole: str
    parts: tuple[str, ...]
    when: str
    tolerance: str


@lru_cache(maxsize=4096)
def expectation(
    pack: Pack, variant: Variant, language: Language, period: str = "", parts: tuple[int, ...] = ()
) -> str:
    """What a rule says should hold, in words, with its tolerance; ``period`` is a month to be named.

    ``parts`` chooses among the parts of an *and*: those that do not hold.
    """
    speaker, demand = speaker_of(pack, language, period), _demand(pack, variant, language, period)
    told = speaker.phrases["and"].join(demand.parts[n] for n in parts) if parts else demand.whole
    if demand.when:
        told = speaker.say("if", demand.when, told)
    return told[:1].upper() + told[1:] + demand.tolerance


@lru_cache(maxsize=4096)
def _demand(pack: Pack, variant: Variant, language: Language, period: str) -> Demand:
    speaker, expect = speaker_of(pack, language, period), variant.expect
    items = expect.items if isinstance(expect, Junction) and expect.kind == "and" else ()
    parts = tuple(speaker.state(item, must=True) for item in items)
    when = speaker.state(variant.when, must=False) if variant.when is not None else ""
    return Demand(speaker.state(expect, must=True), parts, when, _tolerance(speaker, variant))


def _tolerance(speaker: Speaker, variant: Variant) -> str:
    rule = variant.rule
    if variant.tolerance is None or rule.tolerance.strip() == "0":
        return ""
    told = speaker.noun(variant.tolerance)
    if rule.tolerance.strip().endswith("%"):
        return speaker.say("tolerance", speaker.say("of right", told))
    if isinstance(variant.tolerance, Number):
        told = _amount_of(speaker, variant, variant.tolerance.value)
    return speaker.say("tolerance", told)


def _amount_of(speaker: Speaker, variant: Variant, value: Decimal) -> str:
    """A tolerance in the unit of what is compared: quotients have none, shares are told in points."""
    kinds = speaker.kinds
    for comparison in asserted(variant.expect):
        if kinds.in_percent(comparison):
            return speaker.amount(short(value * 100), POINTS)
        if unit := kinds.unit(comparison.left) or kinds.unit(comparison.right):
            return speaker.amount(value, unit)
    return speaker.amount(value, "")


def _told(pack: Pack, judged: Judgement, language: Language, look: Look) -> Telling:
    speaker = speaker_of(pack, language)
    period = judged.scope.books.last_month
    expected = expectation(pack, judged.variant, language, period, _failed_parts(judged))
    if judged.unknown is not None:
        why = reason(speaker_of(pack, language, period), judged.unknown, judged.variant.trees())
        return Telling(expected, Told(""), why)
    actual = _teller(pack, judged.variant, language)(look)
    text = row_name(speaker, judged.frame) + actual.text
    text = text[:1].upper() + text[1:]
    return Telling(expected, Told(text, actual.difference, actual.unit), "")


def make_ready(pack: Pack, compiled: CompiledRule, period: Period, languages: Collection[Language]) -> None:
    """Prepare how a rule is told, so that the first finding is no slower than the next."""
    for variant in compiled.variants:
        expect = variant.expect
        parts = len(expect.items) if isinstance(expect, Junction) and expect.kind == "and" else 0
        for place in variant.tracer.make_ready(expect):
            speaker_of(pack, "zh").cell(place)
        for language in languages:
            _teller(pack, variant, language)
            for chosen in ((), *((n,) for n in range(parts)), tuple(range(parts))):
                expectation(pack, variant, language, period.last_month, chosen)


@lru_cache(maxsize=4096)
def _teller(pack: Pack, variant: Variant, language: Language) -> Callable[[Look], Told]:
    """How a rule is told where it fails."""
    return Teller(speaker_of(pack, language), variant.tracer, variant.closures).actual(variant.expect)


def _failed_parts(judged: Judgement) -> tuple[int, ...]:
    expect, closures = judged.variant.expect, judged.variant.closures
    if judged.outcome != "fail" or not (isinstance(expect, Junction) and expect.kind == "and"):
        return ()
    return tuple(i for i, item in enumerate(expect.items) if closures[id(item)](judged.scope) is False)


def reason(speaker: Speaker, unknown: Unknown, trees: Iterable[Node] = ()) -> str:
    """Why something has no value, in words; ``trees`` of its rule say in which report it stands."""
    node = next((moved for tree in trees if (moved := _in_its_time(tree, unknown.node)) is not None), unknown.node)
    told = speaker.tidy(FormsError(f"reason.{unknown.why}", name=speaker.noun(node)).what(speaker.language))
    return told[:1].upper() + told[1:]


def _in_its_time(tree: Node, sought: Node) -> Node | None:
    """``previous(sought)`` where ``tree`` asks it of the report before; None where it asks it of this one."""
    for part in walk(tree):
        if isinstance(part, Call) and part.name in SHIFTS and part is not sought:
            inner = _in_its_time(part.args[0], sought)
            if inner is not None or any(each is sought for each in walk(part.args[0])):
                return Call(part.at, part.name, (inner or sought,))
    return None


def _row(pack: Pack, judged: Judgement) -> str | None:
    """The row of the form; in a single record the row of its child table."""
    form = judged.rule.form
    if pack.forms[form].shape == "rows":
        outer = judged.scope.get(form)
        return outer.row if outer is not None else None
    return judged.row


def _asked(judged: Judgement) -> Iterator[Seen]:
    """The cells the condition of the rule looks at."""
    variant = judged.variant
    return variant.asking.cells(variant.when, judged.scope) if variant.asking and variant.when else iter(())


def _cells(pack: Pack, looked_at: Iterable[Seen], but: tuple[CellRef, ...] = ()) -> tuple[CellRef, ...]:
    """Every cell looked at, once, in the order the rule names them; without those of ``but``."""
    speaker = speaker_of(pack, "zh")
    named = {(ref.form, ref.period, ref.address) for ref in but}
    found: dict[tuple[str, str, str], CellRef] = {}
    for seen in looked_at:
        sheet = seen.frame.sheet
        key = (sheet.form, sheet.spelled, seen.address)
        if len(found) == _MOST_CELLS:
            break
        if key not in found and key not in named:
            text = seen.cell.text.strip() if seen.cell is not None else ""
            found[key] = CellRef(*key, name=speaker.cell(seen.place), text=text)
    return tuple(found.values())


def _involved(judged: Judgement, node: Node, scope: Scope) -> Iterator[Seen]:
    """The cells of the failing parts; of all parts when the rule is undecided."""
    closures, tracer = judged.variant.closures, judged.variant.tracer
    match node:
        case Junction(kind="and") if judged.outcome == "fail":
            for item in node.items:
                if closures[id(item)](scope) is False:
                    yield from _involved(judged, item, scope)
        case If(otherwise=None) if judged.outcome == "fail":
            yield from tracer.cells(node.condition, scope)
            yield from _involved(judged, node.then, scope)
        case Aggregate(name="every") if judged.outcome == "fail":
            yield from _failing_rows(judged, node, scope)
        case Aggregate(name="unique") if judged.outcome == "fail":
            yield from _repeated(list(tracer.cells(node, scope)))
        case _:
            yield from tracer.cells(node, scope)


def _failing_rows(judged: Judgement, node: Aggregate, scope: Scope) -> Iterator[Seen]:
    tracer, holds = judged.variant.tracer, judged.variant.closures[id(node.args[0])]
    key = tracer.table(node).key
    for frame in tracer.rows(node, scope):
        if tracer.at_row(node, scope, frame, holds) is False:
            outer = scope.get(key)
            scope[key] = frame
            yield from tracer.within(key).cells(node.args[0], scope)
            restore(scope, key, outer)


def _repeated(cells: list[Seen]) -> Iterator[Seen]:
    values = [seen.cell.value if seen.cell is not None else None for seen in cells]
    counts = Counter(values)
    for seen, value in zip(cells, values, strict=True):
        if value is not None and counts[value] > 1:
            yield seen
