"""The commands as a person or a script calls them: exit status, one answer, every refusal by name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest

from client.base.errors import UserError
from client.base.version import VERSION
from client.cli.app import main, without_qt
from client.net.over_httpx import Patience
from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.bureau import connecting
from client.usecases.bureau.proxies import LEAST, ORDINARY
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from tests.client.cli.conftest import FIRM, PASSPHRASE, Run


@pytest.fixture(scope="module")
def imported(story: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home under a passphrase with the sample's workbook imported; copied, never written to."""
    folder = tmp_path_factory.mktemp("imported") / "数据"
    with open_session(folder, passphrase=PASSPHRASE) as session:
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    return folder


@pytest.fixture
def filled(imported: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, in which the sample lies with its slips."""
    shutil.copytree(imported, home, dirs_exist_ok=True)
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    return home


def codes(answer: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in answer["problems"]]


def by_form(answer: dict[str, Any]) -> dict[str, Any]:
    return {each["form"]: each for each in answer["returns"]}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], "home.nothing-there"),
        (["status"], "home.nothing-there"),
        (["sync"], "home.nothing-there"),
        (["submit"], "home.nothing-there"),
        (["edit", "JY", "--period", "2025-09", "--set", "JY021=1"], "home.nothing-there"),
        (["check", "--period", "2025-13"], "period.malformed"),
        (["status", "--period", "九月"], "period.malformed"),
        (["submit", "--period", "2025/09"], "period.malformed"),
        (["submit", "--form", "ZZ"], "home.nothing-there"),
        (["check", "--form", "ZZ"], "home.nothing-there"),
        (["edit", "ZZ", "--period", "2025-09"], "home.nothing-there"),
        (["edit", "JY", "--period", "2025-09", "--set", "JY021"], "cli.bad-edit"),
        (["edit", "JY", "--period", "2025-09", "--set", "=5"], "cli.bad-edit"),
        (["edit", "JY", "--period", "2025-09", "--explain", "C035"], "cli.bad-edit"),
        (["edit", "JY", "--period", "soon"], "period.malformed"),
    ],
)
def test_a_call_that_is_refused_makes_no_home(arguments: list[str], code: str, run: Run, home: Path) -> None:
    status, answer = run(*arguments, "--home", home)
    assert (status, codes(answer)) == (2, [code])
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "nothing"),
        (["check", "--perod", "2025-09"], "--perod"),
        (["edit"], "FORM"),
        (["template", "JY"], "--out"),
        (["submit", "--wait", "long"], "--wait"),
        (["practice", "--port", "70000"], "--port"),
        (["receipt", "forge"], "forge"),
        (["check", "a.xlsx", "b.xlsx"], "b.xlsx"),
    ],
)
def test_a_command_written_wrong_says_what_is_wrong_with_it(arguments: list[str], said: str, run: Run) -> None:
    status, answer = run(*arguments)
    assert (status, answer["command"], codes(answer)) == (2, "usage", ["cli.usage"])
    assert said.lower() in answer["problems"][0]["what"]["zh"].lower()


def test_a_command_written_wrong_is_told_to_a_person_on_the_error_stream(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nothing"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "命令写法不对" in printed.err
    assert "--help" in printed.err


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"jibao {VERSION}\n"


def test_what_the_list_says_of_a_command_is_not_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    """Words are shortened at blanks, and Chinese has none: a long first line would be dropped whole."""
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out.partition("填报：")[2]
    assert "settings" in listed
    assert "..." not in listed


def test_without_qt_the_way_out_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert without_qt(ImportError("libEGL.so.1 缺少")) == 3
    told = capsys.readouterr().err
    assert "libEGL.so.1 缺少" in told
    assert "--help" in told


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("123", "enterprise.length"),
        ("91441300MA58H0D25I", "enterprise.alphabet"),
        ("91441300MA58H0D25H", "enterprise.check"),
    ],
)
def test_a_mistyped_credit_code_is_named_before_a_file_is_opened(
    code: str, expected: str, run: Run, home: Path
) -> None:
    where = ("--period", "2025-09", "--home", home)
    status, answer = run("import", home / "none.xlsx", "--enterprise", code, *where)
    assert (status, codes(answer)) == (2, [expected])
    assert code in answer["problems"][0]["what"]["zh"]
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(("given", "lacking"), [("--period", "2025-09"), ("--enterprise", FIRM)])
def test_checking_a_workbook_needs_enterprise_and_period(
    given: str, lacking: str, run: Run, story: Sample
) -> None:
    assert codes(run("check", story.path, given, lacking)[1]) == ["cli.book-needs"]


def test_a_workbook_that_is_not_there_leaves_no_home(run: Run, home: Path) -> None:
    missing = home / "没有.xlsx"
    where = ("--enterprise", FIRM, "--period", "2025-09", "--home", home)
    status, answer = run("import", missing, *where)
    assert (status, codes(answer)) == (2, ["workbook.missing"])
    assert "没有.xlsx" in answer["problems"][0]["what"]["zh"]
    assert list(home.iterdir()) == []


def test_a_template_names_what_it_wrote_and_refuses_an_unknown_form(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "模板.xlsx"
    status, answer = run("template", "JY", "XM", "--out", book, "--period", "2025-09")
    assert (status, answer["files"], answer["period"]) == (0, [str(book)], "2025-09")
    assert book.read_bytes().startswith(b"PK")
    status, answer = run("template", "ZZ", "--out", tmp_path / "z.xlsx", "--period", "2025-09")
    assert status == 2
    assert not (tmp_path / "z.xlsx").exists()


@pytest.mark.parametrize("text", ["2025-13-01", "昨天", "20251", "2025-02-30"])
def test_a_practice_calendar_wants_a_day(text: str, run: Run, home: Path) -> None:
    status, answer = run("practice", "--today", text, "--home", home)
    assert (status, codes(answer)) == (2, ["cli.bad-day"])
    assert text in answer["problems"][0]["what"]["zh"]


def test_a_receipt_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    status, answer = run("receipt", "verify", tmp_path / "没有.jbreceipt")
    assert (status, codes(answer)) == (2, ["receipt.missing"])
    assert "没有.jbreceipt" in answer["problems"][0]["what"]["zh"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a receipt", b"\x00" * 4096])
def test_a_file_that_is_no_receipt_does_not_verify(content: bytes, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "假.jbreceipt"
    file.write_bytes(content)
    status, answer = run("receipt", "verify", file)
    assert status == 1
    verdict = answer["receipt"]
    assert verdict["verdict"] == "mismatch"
    assert verdict["where"]
    assert verdict["receipt_no"] is None
    assert "核验不通过" in verdict["what"]["zh"]
    assert "{" not in verdict["what"]["zh"] + verdict["what"]["en"]


def test_the_sample_is_imported_checked_and_mended(filled: Path, story: Sample, run: Run) -> None:
    status, answer = run("check", "--home", filled)
    assert status == 1
    before = by_form(answer)
    assert answer["enterprise"] == story.firm
    assert "C022" in {finding["rule"] for finding in before["JY"]["findings"]}
    likeliest = before["JY"]["proposals"][0]
    assert [(cell["address"], cell["new"]) for cell in likeliest["cells"]] == [("JY021", "84912")]

    assert answer["lacking"] == [], "nobody asked for a period"
    _, month = run("check", "--period", "2025-09", "--home", filled)
    assert {demand["rule"] for demand in month["lacking"]} == {"C136", "C137"}

    edit = ("edit", "jy", "--period", "2025-09", "--home", filled)
    status, answer = run(*edit, "--set", "JY021=84912")
    assert status == 0
    [mended] = answer["returns"]
    assert (mended["form"], mended["counts"]["error"]) == ("JY", 0)

    status, answer = run(*edit, "--set", "JY021=约八万")
    [kept] = answer["returns"]
    assert status == 1
    assert any("约八万" in cell["text"] for finding in kept["findings"] for cell in finding["cells"])


@pytest.mark.parametrize("form", ["JY", "jy"])
def test_an_edit_tells_what_still_is_wrong_however_the_form_is_spelled(form: str, filled: Path, run: Run) -> None:
    status, answer = run("edit", form, "--period", "2025-09", "--home", filled, "--set", "JY021=约八万")
    assert (status, [each["form"] for each in answer["returns"]]) == (1, ["JY"])


def test_a_refused_edit_changes_nothing(filled: Path, run: Run) -> None:
    before = run("status", "--home", filled)[1]["returns"]
    edit = ("edit", "JY", "--period", "2025-09", "--home", filled)
    assert codes(run(*edit, "--set", "JY001=5", "--set", "JY999=1")[1]) == ["edit.no-such-cell"]
    assert codes(run(*edit, "--set", "JY001=5", "--explain", "C999=因为行业淡季")[1]) == ["cli.no-such-finding"]
    assert run("status", "--home", filled)[1]["returns"] == before


def test_status_tells_states_and_does_not_repeat_itself(filled: Path, run: Run) -> None:
    status, answer = run("status", "--home", filled)
    assert status == 1
    assert answer["endpoint"] is None
    assert answer["filed"] == []
    forms = [each["form"] for each in answer["returns"]]
    assert len(forms) == len(set(forms))
    one = run("status", "--form", "XM", "--period", "2025-09", "--home", filled)[1]
    assert [each["form"] for each in one["returns"]] == ["XM"]


def test_a_month_nothing_was_entered_for_is_no_success(filled: Path, run: Run) -> None:
    for command in ("check", "submit"):
        status, answer = run(command, "--period", "2031-01", "--home", filled)
        assert (status, codes(answer)) == (2, ["cli.nothing-entered"])
        assert "2031-01" in answer["problems"][0]["what"]["zh"]


@pytest.mark.parametrize(
    "command",
    [
        ("submit",),
        ("sync",),
        ("nil", "JY", "--period", "2025-09", "--reason", "x"),
        ("withdraw", "JY", "--period", "2025-09", "--reason", "x"),
    ],
    ids=lambda words: words[0],
)
def test_a_short_wait_has_little_patience_with_an_answer_that_drips(
    command: tuple[str, ...], filled: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Patience] = []

    def line(session: Session, firm: str, profile: object = None, *, patience: Patience) -> NoReturn:
        asked.append(patience)
        raise UserError("sync.not-enrolled", firm=firm)

    monkeypatch.setattr(connecting, "line", line)
    for wait in ("3", "20", "600"):
        assert codes(run(*command, "--wait", wait, "--home", filled)[1]) == ["sync.not-enrolled"]
    assert [each.slow for each in asked] == [LEAST, 20, ORDINARY.slow]


def test_a_dry_run_shows_everything_and_keeps_nothing(
    home: Path, story: Sample, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    where = ("--enterprise", story.firm, "--period", story.period, "--home", home)
    status, answer = run("import", story.path, *where, "--dry-run")
    [book] = answer["workbooks"]
    assert status == 1
    assert (book["stored"], book["import_id"], book["file"]) == (False, None, story.book)
    assert book["lines"]
    assert {"JY", "XM", "YF"} <= set(by_form(answer))
    assert codes(run("check", "--home", home)[1]) == ["cli.no-enterprise"]


def test_a_wrong_passphrase_opens_nothing(filled: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "wrong")
    status, answer = run("status", "--home", filled)
    assert (status, codes(answer)) == (2, ["keys.wrong-passphrase"])
    assert "wrong" not in json.dumps(answer["problems"][0]["what"]["zh"])


def test_a_person_reads_the_refusal_on_the_error_stream(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--home", str(home)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "[home.nothing-there]" in printed.err


def test_a_form_is_printed_filled_and_blank(qapp: object, run: Run, filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "营业收入.pdf"
    options = ("--out", target, "--period", "2025-09")
    status, answer = run("print", "JY", *options, "--home", filled)
    assert (status, answer["files"], answer["details"]) == (0, [str(target)], {"sheets": "2"})
    assert target.read_bytes().startswith(b"%PDF-")
    assert run("print", "XM", *options, "--blank")[0] == 0
    status, answer = run("print", "JY", *options, "--home", filled, "--receipt")
    assert (status, codes(answer)) == (2, ["print.no-receipt"])
    status, answer = run("print", "HY", *options, "--home", filled)
    assert (status, codes(answer)) == (2, ["print.nothing"])


def test_a_new_month_begins_with_what_the_last_one_knows(run: Run, filled: Path) -> None:
    status, answer = run("carry", "XM", "--period", "2025-10", "--home", filled)
    assert (status, answer["details"]["from"]) == (1, "2025-09"), "the figures are still to be filled in"
    assert answer["returns"][0]["form"] == "XM"
    status, answer = run("carry", "XM", "--period", "2025-10", "--home", filled)
    assert answer["details"] == {"cells": "0", "records": "0"}


def test_another_endpoint_is_only_asked_with_its_profile_and_codes(run: Run, tmp_path: Path) -> None:
    status, answer = run("conformance", "--base-url", "https://127.0.0.1:9")
    assert (status, answer["problems"][0]["code"]) == (2, "cli.conformance-profile")
    profile = tmp_path / "profile.json"
    profile.write_text('{"name":"局","env":"practice","base_url":"https://127.0.0.1:9","tuf_root":"x"}', "utf-8")
    status, answer = run("conformance", "--profile", profile, "--code", "nonsense")
    assert (status, answer["problems"][0]["code"]) == (2, "cli.bad-code-pair")
