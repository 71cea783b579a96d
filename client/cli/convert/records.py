"""From a checked file of records to its published shape."""

from __future__ import annotations

import msgspec

from client.cli.convert.workbooks import left_result, note_text
from client.cli.results.records import (
    AbsentResult,
    ColumnResult,
    OutcomeResult,
    RecordResult,
    RecordsResult,
    RuleCounts,
)
from client.cli.results.texts import Text, problem_of
from client.usecases.books.file_checking import FileCheck
from client.workbook.finding.files.records import RecordFile
from forms import addresses
from forms.findings import Finding
from forms.records import Outcome, RuleCount

_WORST = ("fail", "undecided", "pass", "not_applicable")
_NOTHING = Text(zh="", en="")


def records_result(check: FileCheck) -> RecordsResult:
    """The whole report; records in the order of the file, what is said of the file as a whole first."""
    file, report = check.file, check.report
    places = sorted(report.records, key=lambda position: -1 if position is None else position)
    bad = {p for p, found in report.records.items() if any(o.outcome in ("fail", "undecided") for o in found)}
    return RecordsResult(
        file=file.file,
        sheet=file.sheet,
        pack=check.pack.name,
        form=check.form.code,
        form_name=Text(zh=check.form.name, en=check.form.name_en or check.form.name),
        period=str(file.records.period),
        period_from=file.period_from,
        decimal=check.decimal,
        size=report.size,
        sound=report.size - len(bad - {None}),
        columns=[
            ColumnResult(column=c.place, heading=c.heading, address=c.address, name=c.name, how=c.how, unit=c.unit)
            for c in file.columns
        ],
        absent=[
            AbsentResult(code=i.code, name=Text(zh=i.name, en=i.name_en or i.name), required=i.required)
            for i in file.absent
        ],
        left=[left_result(left) for each in (file, *check.earlier) for left in each.left],
        warnings=[note_text(said) for each in (file, *check.earlier) for said in each.warnings],
        rules=[_counts(count) for count in report.rules],
        records=[_record(file, place, report.records[place]) for place in places],
    )


def _counts(count: RuleCount) -> RuleCounts:
    return RuleCounts(
        rule=count.rule,
        level=count.level,
        title=Text(zh=count.title_zh, en=count.title_en or count.title_zh),
        passes=count.counts["pass"],
        failures=count.counts["fail"],
        not_applicable=count.counts["not_applicable"],
        undecided=count.counts["undecided"],
        problem=None if count.problem is None else problem_of(count.problem),
    )


def _record(file: RecordFile, place: int | None, outcomes: list[Outcome]) -> RecordResult:
    return RecordResult(
        row=None if place is None else file.records.numbers[place],
        key="" if place is None else file.records.keys[place],
        outcome=min((outcome.outcome for outcome in outcomes), key=_WORST.index),
        outcomes=[_outcome(file, outcome, outcome.finding) for outcome in outcomes],
    )


def _outcome(file: RecordFile, outcome: Outcome, finding: Finding | None) -> OutcomeResult:
    return OutcomeResult(
        rule=outcome.rule,
        level=outcome.level,
        outcome=outcome.outcome,
        code=outcome.code,
        told=finding is not None,
        expected=_NOTHING if finding is None else Text(zh=finding.expected_zh, en=finding.expected_en),
        actual=_NOTHING if finding is None else Text(zh=finding.actual_zh, en=finding.actual_en),
        reason=_NOTHING if finding is None else Text(zh=finding.reason_zh, en=finding.reason_en),
        remedy=_NOTHING if finding is None else Text(zh=finding.remedy_zh, en=finding.remedy_en),
        difference=None if finding is None or finding.difference is None else format(finding.difference, "f"),
        unit="" if finding is None else finding.unit,
        cells=[] if finding is None else [msgspec.to_builtins(ref) for ref in finding.cells],
        rows=[] if finding is None else _rows(file, finding),
    )


def _rows(file: RecordFile, finding: Finding) -> list[int]:
    """The lines of the file a finding speaks of: its rows are known by their position among the records."""
    records = file.records
    own = (ref for ref in finding.cells if (ref.form, ref.period) == (records.form, str(records.period)))
    rows = {addresses.parse(ref.address).row for ref in own}
    return sorted(records.numbers[int(row)] for row in rows if row is not None)
