"""The report on a file of records: numbers for each rule, and every record of which there is something to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, localcontext

import msgspec

from forms.checking import record_cells
from forms.completeness import NEGATIVE, REQUIRED, UNREAD, builtin_findings
from forms.findings import Finding, Level
from forms.findings import Outcome as Result
from forms.pack.model import Pack, Rule
from forms.problems import FormsError
from forms.records.judging import WRONG, OutcomesOf, Verdict, by_closures, judgements
from forms.records.table import Moment, RecordBooks, Records
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.rules.wording.reporting import broken_rule, finding_of
from forms.values.units import EXACT

TOLD = 1_000
"""So many findings of a rule are told in words with their figures; the outcome of every record is given anyway."""
_TOLD_OF_WHOLE = 20
"""Of a rule that looks at all rows for each: telling one means going through the file."""


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """One outcome at one record; ``finding`` has its words, None where it is not told."""

    rule: str
    level: Level
    outcome: Result
    code: str = ""
    finding: Finding | None = None


class RuleCount(msgspec.Struct, kw_only=True):
    """How often a rule came out how; ``problem`` says why it has no meaning in its pack."""

    rule: str
    level: Level
    title_zh: str
    title_en: str
    counts: Counter[str]
    problem: FormsError | None = None


class RecordReport(msgspec.Struct, frozen=True, kw_only=True):
    """``records`` by position (None for the whole file): those with something to say, or all if that was asked."""

    rules: list[RuleCount]
    records: dict[int | None, list[Outcome]]
    size: int

    def failing(self, level: Level) -> int:
        """Failed and undecided outcomes of a level, and rules of it that have no meaning."""
        each = (count for count in self.rules if count.level == level)
        return sum(
            count.counts["fail"] + count.counts["undecided"] + (count.problem is not None) for count in each
        )


def check_records(
    pack: Pack,
    now: Records,
    earlier: dict[Moment, Records] | None = None,
    *,
    everything: bool = False,
    outcomes_of: OutcomesOf = by_closures,
) -> RecordReport:
    """Check every record with every rule of its form.

    ``earlier`` holds records of the same form by how they are reached: ``("previous",)``, ``("last_year",)``.
    With ``everything`` passes and not applicable ones are listed too.
    """
    report = RecordReport(rules=[], records={}, size=len(now))
    with localcontext(EXACT):
        opened = RecordBooks(pack, now, earlier or {})
        _compute(opened)
        book = rulebook(pack)
        for rule in book.of_form(now.form):
            compiled = book.rule(rule)
            if isinstance(compiled, CompiledRule):
                _judge(report, compiled, opened, outcomes_of, everything=everything)
            else:
                _broken(report, rule, str(now.period), compiled)
        _built_in(report, opened)
    return report


def _compute(opened: RecordBooks) -> None:
    """Put the computed indicators into every record."""
    for position in range(1 if opened.rows else len(opened.now)):
        for frame, made in record_cells(opened.books(position)):
            target = frame.cells
            for field, cell in made.items():
                if cell is not None:
                    target[field] = cell


def _judge(
    report: RecordReport, compiled: CompiledRule, opened: RecordBooks, outcomes_of: OutcomesOf, *, everything: bool
) -> None:
    rule = compiled.rule
    count = RuleCount(rule=rule.id, level=rule.level, title_zh=rule.zh, title_en=rule.en, counts=Counter())
    report.rules.append(count)
    tally = outcomes_of(compiled, opened)
    count.counts.update(tally.counts)
    told: list[Verdict] = []
    for verdict in tally.verdicts(everything=everything):
        if verdict.outcome in WRONG:
            told.append(verdict)
        else:
            _list(report, verdict.position, Outcome(rule.id, rule.level, verdict.outcome, verdict.code))
    most = TOLD if compiled.row_by_row or not opened.rows else _TOLD_OF_WHOLE
    places = dict.fromkeys(verdict.position for verdict in told)
    words = _words(compiled, opened, frozenset(p for p in list(places)[:most] if p is not None))
    for verdict in told:
        finding = words.get((verdict.position, verdict.code))
        _list(
            report, verdict.position, Outcome(rule.id, rule.level, verdict.outcome, verdict.code, finding=finding)
        )


def _words(
    compiled: CompiledRule, opened: RecordBooks, places: frozenset[int]
) -> dict[tuple[int | None, str], Finding]:
    found = {}
    for position, judged in judgements(compiled, opened, places):
        if judged.outcome in ("fail", "undecided"):
            found[position, judged.variant.code] = finding_of(opened.pack, judged)
    return found


def _broken(report: RecordReport, rule: Rule, period: str, error: FormsError) -> None:
    report.rules.append(
        RuleCount(
            rule=rule.id,
            level=rule.level,
            title_zh=rule.zh,
            title_en=rule.en,
            counts=Counter(),
            problem=error,
        )
    )
    finding = broken_rule(rule, period, error)
    _list(report, None, Outcome(rule.id, rule.level, "undecided", finding=finding))


_TITLES = {
    REQUIRED: ("必填项已填", "What is required is filled"),
    UNREAD: ("填写的内容读得出", "What is filled can be read"),
    NEGATIVE: ("不应为负的数不为负", "Figures that are never negative are not"),
}


def _built_in(report: RecordReport, opened: RecordBooks) -> None:
    """Required, readable, not negative; a record counts once, however many cells are wrong."""
    counts = {
        check.rule: RuleCount(rule=check.rule, level=check.level, title_zh=zh, title_en=en, counts=Counter())
        for check, (zh, en) in _TITLES.items()
    }
    wrong: Counter[str] = Counter()
    for position, findings in _built_in_findings(report, opened):
        for finding in findings:
            _list(report, position, Outcome(finding.rule, finding.level, finding.outcome, finding=finding))
        for name, outcome in {(finding.rule, finding.outcome) for finding in findings}:
            counts[name].counts[outcome] += 1
            wrong[name] += 1
    for name, count in counts.items():
        if passed := len(opened.now) - wrong[name]:
            count.counts["pass"] = passed
    report.rules[:0] = counts.values()


def _built_in_findings(report: RecordReport, opened: RecordBooks) -> Iterator[tuple[int, list[Finding]]]:
    named = {
        position: [o.finding for o in found if o.finding is not None] for position, found in report.records.items()
    }
    absent = _absent(opened)
    suspect = sorted(_suspect(opened))
    if not suspect:
        return
    if not opened.rows:
        for position in suspect:
            findings = builtin_findings(opened.books(position), named.get(position, ()))
            yield position, [f for f in findings if not _of_absent(f, absent)]
        return
    ruled = [finding for each in named.values() for finding in each]
    found: dict[int, list[Finding]] = {}
    for finding in builtin_findings(opened.books(), ruled, frozenset(map(str, suspect))):
        if not _of_absent(finding, absent) and finding.row is not None:
            found.setdefault(int(finding.row), []).append(finding)
    yield from found.items()


def _suspect(opened: RecordBooks) -> set[int]:
    """The records the built-in checks may have something to say of: a cell is blank that may be asked, cannot be
    read, or is negative. Most records of most files are none.
    """
    indicators, found = opened.pack.forms[opened.now.form].indicators, set[int]()
    for field, column in opened.now.columns.items():
        indicator = indicators[field.partition(".")[0].partition("@")[0]]
        asked = indicator.required != "no" or bool(indicator.parts)
        found.update(column.problems)
        for position, value in enumerate(column.values):
            if (asked and value is None) or (type(value) is Decimal and value.is_signed()):
                found.add(position)
    return found


def _absent(opened: RecordBooks) -> frozenset[str]:
    """Indicators the file has no column for: named once by who read the file, not in every record."""
    given = {field.partition(".")[0].partition("@")[0] for field in opened.now.columns}
    return frozenset(opened.pack.forms[opened.now.form].indicators) - given


def _of_absent(finding: Finding, absent: frozenset[str]) -> bool:
    field = finding.cells[0].address.rpartition("].")[2]
    return finding.rule == REQUIRED.rule and field.partition(".")[0].partition("@")[0].partition("[")[0] in absent


def _list(report: RecordReport, position: int | None, outcome: Outcome) -> None:
    report.records.setdefault(position, []).append(outcome)
