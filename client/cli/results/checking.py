"""What the rules say of a return, as the answer of a command."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import Text


class FindingResult(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as published; ``cells`` name form, period, address, indicator name and text.

    ``conditions`` are further cells, of the condition under which the rule is looked at.
    """

    rule: str
    level: str
    outcome: str
    form: str
    period: str
    row: str | None
    cells: list[dict[str, str]]
    title: Text
    expected: Text
    actual: Text
    reason: Text
    remedy: Text
    difference: str | None
    unit: str
    explained: bool
    conditions: list[dict[str, str]] = []


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Findings by level; ``unexplained`` are the queries that still block filing."""

    error: int
    query: int
    hint: int
    unexplained: int


class ProposalResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was probably meant: a slip whose repair settles the named rules. Nobody applies it but the person."""

    kind: str
    cells: list[dict[str, str]]
    """Address, name, the name in English, old and new text of each cell."""
    settles: list[str]
    evidence: list[Text]


class ReturnResult(msgspec.Struct, frozen=True, kw_only=True):
    """One return: where it stands and what was found."""

    key: str
    form: str
    form_name: Text
    period: str
    state: str
    emptied: bool
    """Whether it was filed and all its figures were deleted since: what was filed stands until it is corrected."""
    cells: int
    counts: Counts
    findings: list[FindingResult]
    proposals: list[ProposalResult] = []
    """Likeliest first; only ``check`` looks for them."""
