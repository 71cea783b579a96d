"""Two computers of one firm as their statisticians use them, by command line alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from client.cli.app import main
from client.practice import Practice
from client.tour.script import sample

YEAR = ("--period", "2025")
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def at(tmp_path: Path, capsys: pytest.CaptureFixture[str], ring: None) -> Run:
    """Run a command at one of the computers; what it answers agrees with its exit status."""

    def run(computer: str, *words: object) -> dict[str, Any]:
        status = main([*map(str, words), "--home", str(tmp_path / computer), "--json"])
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert said["status"] == status
        return said

    return run


def enrol(at: Run, office: Practice, computer: str) -> str:
    """Enrol a computer; one that has to wait is let in by the first, by what its own screen shows."""
    firm = sample().firm
    code = office.issue_code(firm)
    told = at(computer, "enrol", "--enterprise", firm, "--profile", office.profile_path, "--code", code)["details"]
    if told["state"] == "pending":
        wrong = at("甲", "devices", "approve", told["device"][:8], "--fingerprint", "0000-0000")
        assert wrong["problems"][0]["code"] == "device.other-fingerprint"
        at("甲", "devices", "approve", told["device"][:8], "--fingerprint", told["fingerprint"])
    return str(told["device"])


def test_what_the_other_filed_is_told_as_it_comes_and_as_it_differs(at: Run, office: Practice) -> None:
    story = sample()
    at("甲", "import", story.path, "--enterprise", story.firm, "--period", story.month, "--form", "JB")
    enrol(at, office, "甲")
    assert at("甲", "submit")["filed"][0]["state"] == "accepted"

    enrol(at, office, "乙")
    came = at("乙", "sync")
    assert [(each["form"], each["outcome"]) for each in came["fetched"]] == [("JB", "taken")]
    assert (came["status"], at("乙", "sync")["fetched"]) == (0, [])
    (proof,) = came["fetched"]
    assert at("乙", "status")["filed"][0]["receipt_no"] == proof["receipt_no"]
    proven = at("乙", "receipt", "verify", proof["receipt_file"], "--profile", office.profile_path)["receipt"]
    assert (proven["verdict"], proven["decision"]) == ("trusted", "accepted"), "years later, from the new computer"

    for computer, telephone in (("甲", "0752-1"), ("乙", "0752-2")):
        at(computer, "edit", "JB", *YEAR, "--set", f"JB033={telephone}")
    assert at("甲", "submit", "--reason", "电话变更")["filed"][0]["state"] == "accepted"
    apart = at("乙", "sync")
    assert [(each["form"], each["outcome"], each["kind"]) for each in apart["fetched"]] == [
        ("JB", "differs", "correction")
    ]
    assert apart["status"] == at("乙", "sync")["status"] == 5, "until somebody has decided"
    assert at("乙", "submit", "--reason", "电话变更")["filed"][0]["problem"]["code"] == "filing.moved-elsewhere"
    merged = at("乙", "merge", "JB", *YEAR, "--mine", "JB033")
    assert {cell["address"]: cell["chosen"] for cell in merged["merge"]["cells"]}["JB033"] == "mine"
    assert at("乙", "submit", "--reason", "电话变更")["filed"][0]["state"] == "accepted"
    assert [each["outcome"] for each in at("甲", "sync")["fetched"]] == ["taken"]
    told = at("甲", "history", "JB", "JB033", *YEAR)["history"][-1]
    assert (told["new"], told["source"]) == ("0752-2", "returned")


def test_a_filed_return_that_is_empty_now_says_so(at: Run, office: Practice) -> None:
    """What was filed stands: its state alone would read as if nothing had happened."""
    story, month = sample(), ("--period", sample().period)
    came = at("甲", "import", story.path, "--enterprise", story.firm, *month, "--form", "JY")
    at("甲", "edit", "JY", *month, "--set", "JY021=84912")
    enrol(at, office, "甲")
    (filed,) = at("甲", "submit")["returns"]
    assert (filed["state"], filed["emptied"]) == ("accepted", False)
    addresses = sorted({each["address"] for book in came["workbooks"] for each in book["lines"]})
    at("甲", "edit", "JY", *month, *(word for each in addresses for word in ("--set", f"{each}=")))
    (now,) = at("甲", "status")["returns"]
    assert (now["state"], now["cells"], now["emptied"]) == ("accepted", 0, True)


def test_what_went_wrong_is_told_whole_without_asking_again(at: Run, office: Practice) -> None:
    """After a restart nobody remembers more of a failure than its name."""
    story = sample()
    at("甲", "import", story.path, "--enterprise", story.firm, "--period", story.month, "--form", "JB")
    enrol(at, office, "甲")
    at("甲", "sync")
    office.close()
    (sent,) = at("甲", "submit", "--wait", "0")["filed"]
    (kept,) = at("甲", "status")["filed"]
    assert sent["problem"]["code"] == kept["problem"]["code"] == "net.refused"
    assert "127.0.0.1" in kept["problem"]["what"]["zh"]
    assert "{" not in kept["problem"]["what"]["zh"]
