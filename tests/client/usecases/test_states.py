"""Where a return stands, told from what is entered and what became of its newest version."""

from __future__ import annotations

from typing import get_args

import pytest

from client.store import VersionState
from client.usecases.returns.editing import Draft
from client.usecases.returns.states import STATE_NAMES_ZH, State, local_state, state_name, state_of
from forms.findings import CellRef, Finding, Level, Outcome
from forms.pack.loader import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Explanation, Return
from tests.filed import a_version
from tests.forms.packs.words import Desk

PERIOD = Period.parse("2025-09")


def found(level: Level, rule: str = "C022") -> Finding:
    return Finding(rule=rule, level=level, outcome="fail", form="JY", period="2025-09")


def entered(*explained: str) -> Return:
    target = Return("91441300MA58H0D25G", "JY", PERIOD, "2026.1", cells={"JY001": Cell("1")})
    for rule in explained:
        explanation = Explanation(rule, (), "9", "并入子公司一个月的收入")
        target.explanations[explanation.key] = explanation
    return target


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
    assert state_of((), entered(), a_version(state=of_version), edited_since=edited) == state


@pytest.mark.parametrize(
    ("of_version", "state"),
    [("received", "received"), ("accepted", "accepted"), ("rejected", "rejected"), ("withdrawn", "empty")],
)
def test_what_was_filed_is_told_though_all_of_it_was_deleted(of_version: VersionState, state: State) -> None:
    blank = Return("F", "JY", Period.parse("2025-09"), "p")
    assert state_of((), blank, a_version(state=of_version), edited_since=True) == state


def test_an_undecided_error_blocks_as_well() -> None:
    undecided = Finding(rule="C022", level="error", outcome="undecided", form="JY", period="2025-09")
    assert state_of((undecided,), entered(), None, edited_since=False) == "errors"


def test_every_state_a_person_may_see_has_a_name() -> None:
    for state in (*STATE_NAMES_ZH, *get_args(VersionState)):
        assert state_name(state) != state


def about(*cells: tuple[str, str], rule: str = "C138", outcome: Outcome = "fail") -> Finding:
    refs = tuple(CellRef("JB", "2025", address, text=text) for address, text in cells)
    return Finding(rule=rule, level="error", outcome=outcome, form="JB", period="2025", cells=refs)


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ((about(("JB031", ""), rule="REQ"), about(("JB031", ""), ("JB033", "0755-1"))), "filling"),
        ((about(("JB009", ""), ("JB010", ""), rule="C003", outcome="undecided"),), "filling"),
        ((about(("JB031", ""), rule="REQ"), about(("JB007", "2031-01"), rule="C007")), "errors"),
        ((about(("JB010", "待查"), rule="C003", outcome="undecided"),), "errors"),
        ((about(("JB022.number", ""), ("JB022.valid", "2025-06"), rule="C008"),), "errors"),
    ],
)
def test_what_is_only_blank_is_still_being_filled_in(findings: tuple[Finding, ...], state: str) -> None:
    assert state_of(findings, entered(), None, edited_since=False) == state


def test_a_profile_with_little_in_it_is_being_filled_in() -> None:
    """Its footer is blank, so C138 fails; so is its region, so C003 cannot be decided: none of it a mistake."""
    desk = Desk.of(bundled_pack("gd-eic", "2026.1"), "JB", "单位详细名称 样例公司，统计负责人 陈样")
    made = Draft(desk.pack, desk.sheet(), {})
    assert {"C003", "C138", "REQ"} <= {found.rule for found in made.findings if found.level == "error"}
    assert local_state(made.findings, made.current) == "filling"
    made.type({"JB007": "2031-01"})
    assert local_state(made.findings, made.current) == "errors"
