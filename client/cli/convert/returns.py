"""Checked returns, with their findings and proposals, as results."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from client.cli.results.checking import Counts, FindingResult, ProposalResult, ReturnResult
from client.cli.results.texts import Text, text_of
from client.usecases.returns.checking import ReturnCheck
from forms.explanations import explained
from forms.findings import Finding
from forms.locating import Proposal

TOLD_PROPOSALS = 3
"""So many proposals are told of one return."""


def return_result(check: ReturnCheck, proposals: Sequence[Proposal] = ()) -> ReturnResult:
    """One checked return, with what was probably meant."""
    target = check.target
    return ReturnResult(
        key=str(target.key),
        form=target.form,
        form_name=text_of(check.form_words),
        period=str(target.period),
        state=check.state,
        emptied=check.emptied,
        cells=check.filled,
        counts=Counts(
            error=check.count("error"),
            query=check.count("query"),
            hint=check.count("hint"),
            unexplained=len(check.unexplained),
        ),
        findings=[finding_result(finding, explained=explained(finding, target)) for finding in check.findings],
        proposals=[_proposal(proposal) for proposal in proposals[:TOLD_PROPOSALS]],
    )


def _proposal(proposal: Proposal) -> ProposalResult:
    return ProposalResult(
        kind=proposal.kind,
        cells=[
            {
                "address": cell.address,
                "name": cell.name_zh,
                "name_en": cell.name_en,
                "old": cell.old,
                "new": cell.new,
            }
            for cell in proposal.cells
        ],
        settles=sorted({settled.rule for settled in proposal.settles}),
        evidence=[Text(zh=words.zh, en=words.en) for words in proposal.evidence],
    )


def finding_result(finding: Finding, *, explained: bool) -> FindingResult:
    """The published shape of a finding."""
    return FindingResult(
        rule=finding.rule,
        level=finding.level,
        outcome=finding.outcome,
        form=finding.form,
        period=finding.period,
        row=finding.row,
        cells=[msgspec.to_builtins(ref) for ref in finding.cells],
        title=Text(zh=finding.title_zh, en=finding.title_en),
        expected=Text(zh=finding.expected_zh, en=finding.expected_en),
        actual=Text(zh=finding.actual_zh, en=finding.actual_en),
        reason=Text(zh=finding.reason_zh, en=finding.reason_en),
        remedy=Text(zh=finding.remedy_zh, en=finding.remedy_en),
        difference=None if finding.difference is None else format(finding.difference, "f"),
        unit=finding.unit,
        explained=explained,
        conditions=[msgspec.to_builtins(ref) for ref in finding.conditions],
    )
