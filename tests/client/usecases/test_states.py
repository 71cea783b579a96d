"""Where a return stands, told from what is entered and what became of its newest version."""

from __future__ import annotations

from typing import get_args

import pytest

from client.store import Version, VersionState
from client.usecases.states import STATE_NAMES_ZH, State, state_name, state_of
from forms.findings import Finding, Level
from forms.periods import Period
from forms.returns import Cell, Explanation, Return

PERIOD = Period.parse("2025-09")


def found(level: Level, rule: str = "C022") -> Finding:
    return Finding(rule=rule, level=level, outcome="fail", form="JY", period="2025-09")


def entered(*explained: str) -> Return:
    target = Return("91441300MA58H0D25G", "JY", PERIOD, "2026.1", cells={"JY001": Cell("1")})
    for rule in explained:
        explanation = Explanation(rule, (), "9", "并入子公司一个月的收入")
        target.explanations[explanation.key] = explanation
    return target


def version(state: str) -> Version:
    return Version(
        version_id="v",
        return_key="k",
        firm="f",
        form="JY",
        period=PERIOD,
        base_version_id=None,
        kind="original",
        pack="2026.1",
        endpoint="",
        manifest="",
        sealed=b"",
        sealed_sha256="",
        manifest_sha256="",
        commitment="",
        created_at="",
        state=state,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("findings", "target", "state"),
    [
        ((), Return("f", "JY", PERIOD, "2026.1"), "empty"),
        ((), entered(), "ready"),
        ((found("hint"),), entered(), "ready"),
        ((found("error", "REQ"),), entered(), "filling"),
        ((found("error", "REQ"), found("error")), entered(), "errors"),
        ((found("query"),), entered(), "to_explain"),
        ((found("query"),), entered("C022"), "ready"),
        ((found("query"), found("error")), entered("C022"), "errors"),
    ],
)
def test_before_filing_the_findings_tell(findings: tuple[Finding, ...], target: Return, state: State) -> None:
    assert state_of(findings, target, None, edited_since=False) == state


@pytest.mark.parametrize(
    ("of_version", "edited", "state"),
    [
        ("queued", False, "queued"),
        ("sent", False, "sent"),
        ("sent", True, "sent"),
        ("received", False, "received"),
        ("received", True, "ready"),
        ("accepted", False, "accepted"),
        ("accepted", True, "ready"),
        ("rejected", False, "rejected"),
        ("rejected", True, "ready"),
        ("conflict", False, "conflict"),
        ("rejected-at-door", False, "refused"),
    ],
)
def test_after_filing_the_version_tells_unless_something_was_entered_since(
    of_version: str, edited: bool, state: State
) -> None:
    assert state_of((), entered(), version(of_version), edited_since=edited) == state


def test_an_undecided_error_blocks_as_well() -> None:
    undecided = Finding(rule="C022", level="error", outcome="undecided", form="JY", period="2025-09")
    assert state_of((undecided,), entered(), None, edited_since=False) == "errors"


def test_every_state_a_person_may_see_has_a_name() -> None:
    for state in (*STATE_NAMES_ZH, *get_args(VersionState)):
        assert state_name(state) != state
