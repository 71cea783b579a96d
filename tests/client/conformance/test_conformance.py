"""The contract suite finds the practice endpoint keeping every promise, and finds one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.conformance import Outcome, run
from client.conformance.own_device import OwnDevice
from client.practice import Practice
from client.practice.bureau import intake
from client.practice.operations import returns
from client.practice.problems import Refusal
from client.protocol import strict_json
from client.protocol.messages import EndpointProfile
from tests.client.sync.office import CLOCK, new_firm


def outcomes(practice: Practice, folder: Path) -> dict[str, Outcome]:
    profile = strict_json.decode(practice.profile_path.read_bytes(), EndpointProfile)
    firm, other = new_firm(), new_firm()
    codes = [(each, practice.issue_code(each)) for each in (firm, firm, firm, other)]
    found = run(lambda own: OwnDevice(profile, folder, own, clock=CLOCK), codes)
    return {each.name: each for each in found}


def test_the_practice_endpoint_keeps_every_promise(practice: Practice, tmp_path: Path) -> None:
    found = outcomes(practice, tmp_path)
    assert len(found) >= 38
    assert {each.name: each.said for each in found.values() if each.verdict != "kept"} == {}


def test_an_endpoint_that_looks_at_the_base_first_is_found_out(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded mistake of the issue, at the real endpoint."""
    honest = intake.receive

    def base_first(connection, read, arrived, *more):  # type: ignore[no-untyped-def]
        intake._build_on_head(connection, read, arrived.return_key)
        return honest(connection, read, arrived, *more)

    monkeypatch.setattr(intake, "receive", base_first)
    broken = {each.name for each in outcomes(practice, tmp_path).values() if each.verdict == "broken"}
    assert {"a-version-is-received-with-a-signed-receipt", "identity-comes-before-base"} <= broken


def test_an_endpoint_that_forgets_is_found_out(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets(*_: object) -> None:
        raise Refusal("unknown-version")

    monkeypatch.setattr(returns, "version_state", forgets)
    broken = {each.name for each in outcomes(practice, tmp_path).values() if each.verdict == "broken"}
    assert "a-decision-follows" in broken
