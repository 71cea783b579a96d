"""Checking a return: what is missing, what cannot be read, and what the rules say; and its computed indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext

import msgspec

from forms.completeness import NEGATIVE, REQUIRED, UNREAD, builtin_findings
from forms.findings import Finding, Outcome
from forms.pack.model import Indicator, Pack, Rule
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell, Origin, Return, Value
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule, Judgement
from forms.rules.results import Result
from forms.rules.scope import Books, Frame, Scope, Unknown
from forms.rules.wording.reporting import broken_rule, finding_of, reason
from forms.rules.wording.saying import speaker_of
from forms.values.canonical import typed
from forms.values.units import EXACT, rounded


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """What one enterprise has, as far as a check may look: returns by form and period as spelled (``2025-09``)."""

    pack: Pack
    firm: str
    returns: Mapping[tuple[str, str], Return]


class RuleResult(msgspec.Struct, frozen=True):
    """What one rule says at one place; ``code`` is the line of a rule that speaks of several in turn."""

    rule: str
    outcome: Outcome
    row: str | None = None
    code: str = ""
    reason_zh: str = ""


BUILT_IN = (REQUIRED.rule, UNREAD.rule, NEGATIVE.rule)
"""Checks every form has: a required place is blank, a cell cannot be read, a figure that is never negative is."""


def check(snapshot: Snapshot, form: str, period: Period) -> list[Finding]:
    """What is wrong with a return: everything missing or unreadable, and every rule that failed or is undecided.

    A return that is not in the snapshot is taken as blank. Raises ``FormsError('form.unknown')``.
    """
    books = open_books(snapshot, form, period)
    with localcontext(EXACT):
        findings = list(ruled(books, rulebook(snapshot.pack).of_form(form)))
        found = [*builtin_findings(books, findings), *findings]
    books.close()
    return found


def results(snapshot: Snapshot, form: str, period: Period, rules: Iterable[str] = ()) -> list[RuleResult]:
    """Every outcome of the form's rules (or of those named), passes and not applicable ones included."""
    books = open_books(snapshot, form, period)
    wanted, book, found = frozenset(rules), rulebook(snapshot.pack), []
    with localcontext(EXACT):
        for rule in book.of_form(form):
            if wanted and rule.id not in wanted:
                continue
            compiled = book.rule(rule)
            if isinstance(compiled, FormsError):
                found.append(RuleResult(rule.id, "undecided", reason_zh=compiled.what("zh")))
                continue
            found += [_result(snapshot.pack, judged) for judged in compiled.judge(books)]
    return found


def compute(
    snapshot: Snapshot, form: str, period: Period, changed: Iterable[str] | None = None
) -> dict[str, Cell | None]:
    """The computed indicators of a return by address; None where something they are made from is missing.

    With the codes that have ``changed`` given, only those made from them. Each is rounded half up to its scale and
    made from the others as computed here. Raises ``FormsError('pack.cycle')`` for a pack whose computed indicators
    go round in a circle.
    """
    books = open_books(snapshot, form, period)
    with localcontext(EXACT):
        found = {
            frame.address(code): cell
            for frame, made in record_cells(books, changed)
            for code, cell in made.items()
        }
    books.close()
    return found


def record_cells(
    books: Books, changed: Iterable[str] | None = None
) -> Iterator[tuple[Frame, dict[str, Cell | None]]]:
    """Each record of the form being looked at, with its computed indicators by code; see ``compute``."""
    book = rulebook(books.pack)
    touched = None if changed is None else book.dependants(changed)
    computations = [c for c in book.computations(books.form) if touched is None or c.indicator.code in touched]
    for scope, own in _records(books) if computations else ():
        frame = Frame(own.sheet, own.table, own.row, dict(own.cells.items()))
        scope[books.form] = frame
        made: dict[str, Cell | None] = {}
        for computation in computations:
            indicator = computation.indicator
            cell = made[indicator.code] = _cell(computation.run(scope), indicator)
            frame.cells.pop(indicator.code, None)
            if cell is not None:
                frame.cells[indicator.code] = cell
        yield own, made


def open_books(snapshot: Snapshot, form: str, period: Period) -> Books:
    """What a check of one return looks at; raises ``FormsError('form.unknown')``."""
    if form not in snapshot.pack.forms:
        raise FormsError("form.unknown", form=form)
    return Books(snapshot.pack, snapshot.returns, form, period)


def ruled(books: Books, rules: Iterable[Rule]) -> Iterator[Finding]:
    """The findings of some rules."""
    book, scope = rulebook(books.pack), Scope(books)
    for rule in rules:
        compiled = book.rule(rule)
        if isinstance(compiled, CompiledRule):
            for judged in compiled.judge(books, scope=scope):
                if judged.outcome in ("fail", "undecided"):
                    yield finding_of(books.pack, judged)
        else:
            yield broken_rule(rule, str(books.period), compiled)


def _result(pack: Pack, judged: Judgement) -> RuleResult:
    speaker = speaker_of(pack, "zh")
    told = reason(speaker, judged.unknown, judged.variant.trees()) if judged.unknown is not None else ""
    return RuleResult(judged.rule.id, judged.outcome, judged.row, judged.variant.code, told)


def _records(books: Books) -> Iterator[tuple[Scope, Frame]]:
    """Each record of the form being looked at, and the scope to look at it in."""
    form = books.pack.forms[books.form]
    sheet = books.sheet(form.code)
    scope = Scope(books)
    rows = sheet.table(form.code).values() if form.shape == "rows" else [sheet.whole]
    for frame in rows:
        yield scope, frame


def _cell(result: Result, indicator: Indicator) -> Cell | None:
    if isinstance(result, Unknown):
        return None
    value: Value = result
    if isinstance(result, Decimal):
        value = rounded(result, indicator.decimals)
    return Cell(text=typed(value), value=value, origin=Origin(source="computed"))
