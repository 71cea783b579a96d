"""check FILE --pack, pack lint, pack explain and pack diff as a script calls them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from client.cli.app import main
from tests.client.cli.conftest import Run

FOREIGN = Path(__file__).parents[2] / "forms/foreign"
RD, RETAIL, FILES = FOREIGN / "rd-survey", FOREIGN / "retail", FOREIGN / "files"


def codes(answer: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in answer["problems"]]


def test_a_file_is_checked_without_a_home(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_HOME", str(tmp_path / "home"))
    status, answer = run("check", FILES / "rd_2024.csv", "--pack", RD, "--form", "rd", "--period", "2024")
    records = answer["records"]
    assert status == 1
    assert not (tmp_path / "home").exists()
    assert (records["size"], records["sound"], records["period_from"]) == (10, 2, "given")
    [b01] = [rule for rule in records["rules"] if rule["rule"] == "B01"]
    assert (b01["passes"], b01["failures"], b01["not_applicable"], b01["undecided"]) == (6, 2, 2, 0)
    first = records["records"][0]
    assert (first["row"], first["key"], first["outcome"]) == (3, "E02", "fail")
    assert first["outcomes"][0]["difference"] == "50"
    assert first["outcomes"][0]["actual"]["zh"]
    assert [left["column"] for left in records["left"]] == ["AA"]
    assert [absent["code"] for absent in records["absent"]] == ["RD205"]


def test_all_lists_passes_too(run: Run) -> None:
    _, answer = run("check", FILES / "rd_2024.csv", "--pack", RD, "--form", "RD", "--all")
    records = answer["records"]["records"]
    assert [record["row"] for record in records] == list(range(2, 12))
    assert records[0]["outcome"] == "pass"
    assert {outcome["outcome"] for outcome in records[0]["outcomes"]} == {"pass", "not_applicable"}


def test_earlier_files_are_matched_by_the_key(run: Run) -> None:
    _, answer = run(
        "check", FILES / "retail_2025-01.tsv", "--pack", RETAIL,
        "--previous", FILES / "retail_2024-12.csv", "--last-year", FILES / "retail_2024-01.csv",
    )  # fmt: skip
    rules = {rule["rule"]: rule for rule in answer["records"]["rules"]}
    assert (rules["M01"]["passes"], rules["M01"]["failures"]) == (3, 1)
    assert (rules["Y01"]["passes"], rules["Y01"]["failures"]) == (2, 1)
    whole = [record for record in answer["records"]["records"] if record["row"] is None]
    assert [outcome["rule"] for outcome in whole[0]["outcomes"]] == ["T06", "F02"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--pack", RD, "--form", "ZZ"], "cli.no-such-form"),
        (["--pack", FILES], "pack.not-found"),
        (["--previous", FILES / "rd_2023.csv"], "cli.pack-needs"),
        (["--pack", RETAIL], "records.no-headings"),
        (["--pack", RD, "--period", "soon"], "period.malformed"),
    ],
)
def test_a_call_that_cannot_be_carried_out(run: Run, arguments: list[object], code: str) -> None:
    status, answer = run("check", FILES / "rd_2024.csv", *arguments)
    assert (status, codes(answer)) == (2, [code])


def test_files_without_records_or_keys(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("RD001,RD002\n", "utf-8")
    (tmp_path / "keyless.csv").write_text("RD001,RD002\nC26,yes\n", "utf-8")
    assert codes(run("check", tmp_path / "bare.csv", "--pack", RD)[1]) == ["records.no-records"]
    earlier = ("--last-year", FILES / "rd_2023.csv")
    assert codes(run("check", tmp_path / "keyless.csv", "--pack", RD, *earlier)[1]) == ["check.no-key"]


def test_lint_names_file_key_and_remedy(run: Run, tmp_path: Path) -> None:
    assert run("pack", "lint", RD)[0] == 0
    shutil.copytree(RETAIL, tmp_path / "pack")
    rules = tmp_path / "pack/rules/RT.toml"
    rules.write_text(rules.read_text("utf-8").replace("RT020 <= RT010", "RT020 <= RT020"), "utf-8")
    status, answer = run("pack", "lint", tmp_path / "pack")
    [problem] = answer["pack"]["lint"]
    assert status == 1
    assert (problem["code"], problem["file"], problem["key"]) == ("lint.never-fails", "rules/RT.toml", "T02")
    assert problem["remedy"]["zh"]
    assert problem["remedy"]["en"]


def test_explain_and_diff(run: Run, tmp_path: Path) -> None:
    _, answer = run("pack", "explain", "B01", "--pack", RD)
    explained = answer["pack"]["explained"]
    assert explained["passing"]["cells"]
    assert explained["failing"]["actual"]["en"]
    shutil.copytree(RD, tmp_path / "new")
    head = tmp_path / "new/pack.toml"
    head.write_text(head.read_text("utf-8").replace("LABOUR_LOW = 15", "LABOUR_LOW = 20"), "utf-8")
    _, answer = run("pack", "diff", RD, tmp_path / "new")
    [difference] = answer["pack"]["differences"]
    assert (difference["key"], difference["rules"]) == ("LABOUR_LOW", ["R01"])
    assert "15 → 20" in difference["words"]["zh"]
    status, answer = run("pack", "explain", "Z99", "--pack", RD)
    assert (status, codes(answer)) == (2, ["rule.not-there"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["check", FILES / "rd_2024.csv", "--pack", RD, "--last-year", FILES / "rd_2023.csv"],
            "10 条记录，2 条没有问题",
        ),
        (["pack", "lint", RD], "rd-survey：没有问题"),
        (["pack", "explain", "T01", "--pack", RETAIL], "强制 T01（RT）零售额等于各类商品之和"),
        (["pack", "diff", RD, RD], "berd/2024.1 → berd/2024.1：0 处变化"),
    ],
    ids=["check", "lint", "explain", "diff"],
)
def test_each_answer_can_be_read_by_a_person(
    capsys: pytest.CaptureFixture[str], arguments: list[object], said: str
) -> None:
    main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert said in printed.out
    assert not printed.err


@pytest.mark.parametrize(("language", "yes", "no"), [("zh", "是", "否"), ("en", "yes", "no")])
def test_examples_say_yes_and_no_as_the_page_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, yes: str, no: str
) -> None:
    monkeypatch.setenv("JIBAO_LANGUAGE", language)
    main(["pack", "explain", "C171"])
    printed = capsys.readouterr().out
    assert f"= {yes}" in printed
    assert f"= {no}" in printed
