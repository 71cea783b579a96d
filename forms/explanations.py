"""Which explanation (核实说明) stands for a query: the same rule and cells, and figures that have not changed."""

from __future__ import annotations

from forms.findings import Finding
from forms.returns import Explanation, Return, explanation_key


def wants_explanation(finding: Finding) -> bool:
    """Whether a finding asks for an explanation: a query that failed, not one that cannot be decided."""
    return finding.level == "query" and finding.outcome == "fail"


def explained(finding: Finding, target: Return) -> bool:
    """Whether the person has said why this query is right as it stands."""
    told = given(finding, target)
    return told is not None and not expired(told, finding)


def given(finding: Finding, target: Return) -> Explanation | None:
    """The explanation of the same rule on the same cells, whether or not it still holds."""
    return target.explanations.get(explanation_key(finding.rule, _at(finding)))


def expired(told: Explanation, finding: Finding) -> bool:
    """Whether a figure has changed since; one that kept no figures (as filed, or of old) does not expire."""
    return bool(told.figures) and told.figures != _figures(finding)


def explanation_of(finding: Finding, code: str, text: str) -> Explanation:
    """Words for a query as it stands; they expire when one of its figures changes."""
    return Explanation(finding.rule, _at(finding), code, text, _figures(finding))


def _at(finding: Finding) -> tuple[str, ...]:
    return tuple(ref.address for ref in finding.cells)


def _figures(finding: Finding) -> tuple[str, ...]:
    return tuple(figure_of(ref.text) for ref in finding.cells)


def figure_of(text: str) -> str:
    """A cell's text as an explanation keeps it: how thousands are set apart is no change of a figure."""
    return text.replace(",", "").replace("，", "").strip()
