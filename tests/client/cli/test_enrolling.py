"""``enrol`` as an IT department calls it from a log-on script, against the practice endpoint."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.cli.app import main
from client.practice import Practice
from tests.client.cli.conftest import Run
from tests.client.sync.office import new_firm
from tests.laying_down import LayDown, policies

FIRST = "91441300MA58H0D25G"


@pytest.fixture
def lay_down(tmp_path: Path) -> Iterator[LayDown]:
    with policies(tmp_path) as made:
        yield made


@pytest.fixture(autouse=True)
def _passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "correct horse battery staple")


def test_everything_from_the_policy_and_again_without_harm(
    practice: Practice, home: Path, tmp_path: Path, lay_down: LayDown, run: Run
) -> None:
    codes = tmp_path / "登记码.csv"
    codes.write_text(f"{FIRST},{practice.issue_code(FIRST)},惠州样本电子\n", "utf-8")
    lay_down(f"endpoint = '{practice.profile_path}'\nenrolment = '{codes}'\n")
    for state in ("active", "already"):
        status, answer = run("enrol", "--home", home)
        assert (status, answer["details"]) == (0, {FIRST: state})
    status, answer = run("status", "--home", home, "--enterprise", FIRST)
    assert status == 0
    assert answer["endpoint"]["env"] == "practice"


def test_a_code_that_fails_is_named_and_keeps_nobody_back(
    practice: Practice, home: Path, tmp_path: Path, run: Run
) -> None:
    firm, codes = new_firm(), tmp_path / "codes.csv"
    codes.write_text(f"{firm},WRONG-CODE-00\n{firm},{practice.issue_code(firm)}\n", "utf-8")
    status, answer = run("enrol", "--codes", codes, "--profile", practice.profile_path, "--home", home)
    assert (status, answer["details"]) == (2, {firm: "active"})
    assert [each["code"] for each in answer["problems"]] == ["problem.enrolment-code-invalid"]


def test_a_code_may_come_by_standard_input(
    practice: Practice, home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = new_firm()
    monkeypatch.setattr("sys.stdin", io.StringIO(practice.issue_code(firm) + "\n"))
    words = ("--enterprise", firm, "--code", "-", "--profile", practice.profile_path, "--home", home)
    status, answer = run("enrol", *words)
    assert (status, answer["details"]["state"]) == (0, "active")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "enrol.no-profile"),
        (("--profile", "p.json"), "enrol.code-and-firm"),
        (("--profile", "p.json", "--enterprise", FIRST), "enrol.code-and-firm"),
        (("--profile", "p.json", "--codes", "nowhere.csv"), "enrol.codes-unreadable"),
    ],
)
def test_what_is_lacking_is_named(
    home: Path, lay_down: LayDown, run: Run, words: tuple[str, ...], code: str
) -> None:
    status, answer = run("enrol", *words, "--home", home)
    assert (status, answer["problems"][0]["code"]) == (2, code)


def test_the_second_computer_waits_and_is_let_in_at_the_first(
    practice: Practice, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    firm, first, second = "91441300MA58H0D33B", tmp_path / "a", tmp_path / "b"
    for home, state in ((first, "active"), (second, "pending")):
        code, place = practice.issue_code(firm), ("--profile", practice.profile_path, "--home", home)
        _, answer = run("enrol", "--enterprise", firm, "--code", code, *place)
        assert answer["details"]["state"] == state
    shown = answer["details"]["fingerprint"]
    words = ("enrol", "--enterprise", firm, "--code", practice.issue_code(firm), *place[:2], "--home", first)
    status, refused = run(*words)
    assert (status, refused["problems"][0]["code"]) == (2, "enrol.already")
    _, listed = run("devices", "list", "--home", first)
    waiting = next(each for each in listed["devices"] if each["state"] == "pending")
    words = ("devices", "approve", waiting["id"][:8], "--home", first, "--fingerprint")
    assert run(*words, "AAAA-AAAA")[0] == 2
    status, after = run(*words, shown)
    assert (status, {each["state"] for each in after["devices"]}) == (0, {"active"})
    words = ("enrol", "--enterprise", firm, "--code", practice.issue_code(firm), *place)
    status, refused = run(*words)  # it has not been told yet that it was let in
    assert (status, refused["problems"][0]["code"]) == (2, "enrol.already")
    assert main(["devices", "revoke", waiting["id"], "--home", str(first)]) == 0
    assert "已停用" in capsys.readouterr().out
