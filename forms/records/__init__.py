"""Many records of one form at once: a file of any office's survey, checked without a return being made of it."""

from forms.records.judging import Listed, OutcomesOf, Tally, Verdict, by_closures
from forms.records.report import Outcome, RecordReport, RuleCount, check_records
from forms.records.table import RecordBooks, RecordColumn, Records

__all__ = [
    "Listed",
    "Outcome",
    "OutcomesOf",
    "RecordBooks",
    "RecordColumn",
    "RecordReport",
    "Records",
    "RuleCount",
    "Tally",
    "Verdict",
    "by_closures",
    "check_records",
]
