"""The state of a return as a person asks for it: where it stands between blank and accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from client.store import Version
from forms.explanations import explained, wants_explanation
from forms.findings import CellRef, Finding
from forms.returns import Return

State = Literal[
    "empty",
    "filling",
    "errors",
    "to_explain",
    "ready",
    "queued",
    "sent",
    "received",
    "accepted",
    "rejected",
    "conflict",
    "refused",
]

STATE_NAMES_ZH: dict[State, str] = {
    "empty": "未开始",
    "filling": "填报中",
    "errors": "有错误",
    "to_explain": "待说明",
    "ready": "可报送",
    "queued": "排队",
    "sent": "待回执",
    "received": "已送达",
    "accepted": "已受理",
    "rejected": "被退回",
    "conflict": "有冲突",
    "refused": "被拒收",
}

_NAMES_OF_VERSIONS = {"superseded": "已被新版取代", "withdrawn": "已撤回", "rejected-at-door": "被拒收"}


def state_name(state: str) -> str:
    """A state of a return or of one of its versions in words."""
    of_returns: dict[str, str] = {name: words for name, words in STATE_NAMES_ZH.items()}  # noqa: C416
    return (of_returns | _NAMES_OF_VERSIONS).get(state, state)


FILED: frozenset[State] = frozenset({"received", "accepted"})
"""The authority holds these figures."""
LOCAL: frozenset[State] = frozenset({"filling", "errors", "to_explain", "ready"})
"""What is entered is told by itself: nothing was filed of it as it stands."""


def unexplained(findings: Iterable[Finding], target: Return) -> tuple[Finding, ...]:
    """Failed queries that still want an explanation before the return may be filed."""
    return tuple(f for f in findings if wants_explanation(f) and not explained(f, target))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of level error; a rule of that level that cannot be decided blocks as well."""
    return tuple(f for f in findings if f.level == "error")


def unfilled(problems: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of some findings that only say that something is still blank: it is asked and not there, a rule speaks
    of such a cell, or cannot be decided for want of one.
    """
    known = tuple(problems)
    missing = {_place(ref) for found in known if found.missing for ref in found.cells}
    return tuple(
        found
        for found in known
        if found.missing
        or any(_place(ref) in missing for ref in found.cells)
        or (found.outcome == "undecided" and any(not ref.text for ref in found.cells))
    )


def _place(ref: CellRef) -> tuple[str, str, str]:
    return ref.form, ref.period, ref.address


def local_state(findings: tuple[Finding, ...], target: Return) -> State:
    """The state of what is entered, not looking at what was filed."""
    if not target.cells:
        return "empty"
    problems = blocking(findings)
    if problems:
        return "filling" if unfilled(problems) == problems else "errors"
    return "to_explain" if unexplained(findings, target) else "ready"


_OF_VERSION: dict[str, State] = {
    "queued": "queued",
    "sent": "sent",
    "received": "received",
    "accepted": "accepted",
    "rejected": "rejected",
    "conflict": "conflict",
    "rejected-at-door": "refused",
}


def state_of_version(state: str) -> State | None:
    """What a person calls a version's state; None for one that is no longer the return's."""
    return _OF_VERSION.get(state)


def state_of(findings: tuple[Finding, ...], target: Return, head: Version | None, *, edited_since: bool) -> State:
    """The head version's state, unless something was entered after it was made.

    Where all of it was deleted again since, what was filed still is: the return is not one nobody has begun.
    """
    here = local_state(findings, target)
    if head is None or (edited_since and here != "empty" and head.state not in ("queued", "sent")):
        return here
    return _OF_VERSION.get(head.state, here)
