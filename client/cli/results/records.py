"""Answer of ``check FILE --pack``: numbers for each rule, and the outcome at each record."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import LeftResult, Problem, Text


class ColumnResult(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the file and the indicator it was taken for; ``unit`` if its figures were converted."""

    column: str
    heading: str
    address: str
    name: str
    how: str
    unit: str


class AbsentResult(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator of the form that no column of the file stands for."""

    code: str
    name: Text
    required: str


class RuleCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule came out how; ``REQ``, ``READ`` and ``SIGN`` are what every form asks."""

    rule: str
    level: str
    title: Text
    passes: int
    failures: int
    not_applicable: int
    undecided: int
    problem: Problem | None


class OutcomeResult(msgspec.Struct, frozen=True, kw_only=True):
    """One rule at one record; ``code`` is the line of a rule that speaks of several. ``told`` says whether the
    words are there: of very many findings of a rule only the first are told. ``rows`` are the lines of the file
    whose cells it speaks of."""

    rule: str
    level: str
    outcome: str
    code: str
    told: bool
    expected: Text
    actual: Text
    reason: Text
    remedy: Text
    difference: str | None
    unit: str
    cells: list[dict[str, str]]
    rows: list[int]


class RecordResult(msgspec.Struct, frozen=True, kw_only=True):
    """One record: its row in the file (None for the file as a whole), its key, the worst outcome and each one."""

    row: int | None
    key: str
    outcome: str
    outcomes: list[OutcomeResult]


class RecordsResult(msgspec.Struct, frozen=True, kw_only=True):
    """A file of records as checked. ``records`` has those with something to say, with ``--all`` every one.

    ``period_from`` is ``given``, ``enclosing`` (the form's own period, in which the given one ends), ``file`` or
    ``pack`` (assumed: the last one the pack is in force for).
    """

    file: str
    sheet: str
    pack: str
    form: str
    form_name: Text
    period: str
    period_from: str
    decimal: str = "."
    """How the file writes its decimal point: ``.`` or ``,``."""
    size: int
    sound: int
    columns: list[ColumnResult]
    absent: list[AbsentResult]
    left: list[LeftResult]
    warnings: list[Text] = []
    """Of what was taken, but may not be what it looks like."""
    rules: list[RuleCounts]
    records: list[RecordResult]
