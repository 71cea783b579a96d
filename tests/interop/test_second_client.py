"""Two teams agree: a client written from the protocol page alone passes the whole contract suite."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from client.conformance import run
from client.practice import Practice
from tests.client.sync.office import new_firm
from tests.interop.second_client import SecondClient

SOURCE = Path(__file__).with_name("second_client.py")


def test_it_is_short_and_stands_on_its_own() -> None:
    text = SOURCE.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    named: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            named |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            named.add((node.module or "").partition(".")[0])
    assert not named & {"client", "forms", "tests"}


def test_it_passes_the_contract_suite(tmp_path: Path) -> None:
    firm, other = new_firm(), new_firm()
    with Practice(tmp_path) as practice:
        profile = json.loads(practice.profile_path.read_bytes())
        codes = [(each, practice.issue_code(each)) for each in (firm, firm, firm, other)]
        found = list(run(lambda own: SecondClient(profile, own), codes))  # type: ignore[arg-type,return-value]
    assert len(found) >= 38
    assert {each.name: each.said for each in found if each.verdict != "kept"} == {}
