"""One month without the window: import, check, correct, file, look, prove; each step a run of the program."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from client.practice import Practice
from client.tour.script import Sample, sample
from tests.journeys.program import ROOT, Program, on_a_quick_home


@pytest.fixture(scope="module")
def story() -> Sample:
    return sample()


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory, story: Sample) -> Program:
    """A home in which the sample's month was imported, corrected and filed."""
    program = on_a_quick_home(tmp_path_factory.mktemp("月报") / "home")
    done = program.run("import", story.path, "--enterprise", story.firm, "--period", story.period)
    correct(program, story, done.answer["workbooks"][0]["lines"])
    done = program.run("submit", "--enterprise", story.firm)
    assert done.status == 0, done.out
    return program


def correct(program: Program, story: Sample, lines: list[dict[str, str]]) -> None:
    """Set the sample's slips right and answer its queries, as the person would; ``lines`` are the import's."""
    for slip in story.corrections:
        address = slip.address
        if slip.row_key:
            address = f"{slip.form}[{row_of(lines, slip.row_key)}].{address}"
        done = program.run("edit", slip.form, "--period", slip.period, "--set", f"{address}={slip.text}")
        assert done.status in (0, 1), done.out
    for reason in story.explanations:
        done = program.run(
            "edit", reason.form, "--period", reason.period, "--explain", f"{reason.rule}={reason.text}"
        )
        assert done.status in (0, 1), done.out


def row_of(lines: list[dict[str, str]], key: str) -> str:
    """The id of a project's row, from the addresses of the import."""
    place = next(line["address"] for line in lines if line["new"] == key)
    return place.partition("[")[2].partition("]")[0]


def test_an_import_names_every_value_with_its_place_and_everything_it_left(tmp_path: Path, story: Sample) -> None:
    program = Program(tmp_path / "home")
    done = program.run("import", story.path, "--enterprise", story.firm, "--period", story.period)
    (book,) = done.answer["workbooks"]
    assert done.status == 1, "the sample holds slips, so findings of level error remain"
    assert book["stored"]
    assert all(line["place"].startswith(story.path.name) for line in book["lines"])
    assert {sheet["name"] for sheet in book["sheets"] if not sheet["taken"]} <= {
        left["sheet"] for left in book["left"]
    }
    assert all(left["why"]["zh"] for left in book["left"])


def test_a_dry_run_shows_the_same_and_stores_nothing(tmp_path: Path, story: Sample) -> None:
    program = on_a_quick_home(tmp_path / "home")
    dry = program.run("import", story.path, "--enterprise", story.firm, "--period", story.period, "--dry-run")
    assert program.run("check").codes == ["cli.no-enterprise"]
    real = program.run("import", story.path, "--enterprise", story.firm, "--period", story.period)
    rows = [line["address"].partition("[")[0] for line in dry.answer["workbooks"][0]["lines"]]
    assert rows == [line["address"].partition("[")[0] for line in real.answer["workbooks"][0]["lines"]]
    assert not dry.answer["workbooks"][0]["stored"]


def test_importing_the_same_workbook_again_changes_nothing(tmp_path: Path, story: Sample) -> None:
    program = on_a_quick_home(tmp_path / "home")
    arguments = ("import", story.path, "--enterprise", story.firm, "--period", story.period)
    first = program.run(*arguments)
    second = program.run(*arguments)
    assert [each["cells"] for each in first.answer["returns"]] == [
        each["cells"] for each in second.answer["returns"]
    ]
    assert all(line["old"] == line["new"] for line in second.answer["workbooks"][0]["lines"])


def test_a_check_says_what_was_probably_meant(tmp_path: Path, story: Sample) -> None:
    program = on_a_quick_home(tmp_path / "home")
    program.run("import", story.path, "--enterprise", story.firm, "--period", story.period)
    checked = program.run("check")
    assert checked.status == 1
    for slip in story.corrections:
        first = checked.returned(slip.form)["proposals"][0]
        assert [cell["new"] for cell in first["cells"]] == [slip.text]
        assert first["evidence"]
        assert first["cells"][0]["address"].endswith(slip.address)


def test_nothing_with_an_error_is_filed(tmp_path: Path, story: Sample) -> None:
    program = on_a_quick_home(tmp_path / "home")
    program.run("import", story.path, "--enterprise", story.firm, "--period", story.period)
    done = program.run("submit", "--period", story.period)
    assert done.status == 1
    refused = {each["form"] for each in done.answer["filed"] if each["problem"]}
    assert refused
    assert all(each["receipt_no"] is None for each in done.answer["filed"] if each["form"] in refused)


def test_a_corrected_month_is_filed_and_its_receipts_verified(filed: Program, story: Sample) -> None:
    looked = filed.run("status")
    assert looked.status == 0, looked.out
    assert {each["state"] for each in looked.answer["filed"]} == {"accepted"}
    assert all(each["verified"] and each["receipt_no"] for each in looked.answer["filed"])
    assert looked.answer["endpoint"]["env"] == "practice"


def test_filing_again_sends_nothing_twice(filed: Program) -> None:
    before = {each["version_id"] for each in filed.run("status").answer["filed"]}
    again = filed.run("submit")
    assert again.status == 0
    assert again.answer["filed"] == []
    assert {each["version_id"] for each in filed.run("status").answer["filed"]} == before


def test_every_answer_keeps_to_the_published_schema(filed: Program, story: Sample) -> None:
    schema = json.loads((ROOT / "resources" / "schemas" / "result.schema.json").read_text("utf-8"))
    check = Draft202012Validator(schema)
    for arguments in (("sync",), ("check", "--period", "2025-13")):
        filed.run(*arguments)
    assert {answer["command"] for answer in filed.answers} >= {"import", "edit", "submit", "sync", "check"}
    for answer in filed.answers:
        check.validate(answer)


def test_a_receipt_file_proves_itself(filed: Program, tmp_path: Path) -> None:
    file = filed.run("status").answer["filed"][0]["receipt_file"]
    profile = filed.home / "practice" / "profile.json"
    elsewhere = Program(tmp_path / "empty")
    trusted = elsewhere.run("receipt", "verify", file, "--profile", profile)
    assert (trusted.status, trusted.answer["receipt"]["verdict"]) == (0, "trusted")
    alone = elsewhere.run("receipt", "verify", file)
    assert (alone.status, alone.answer["receipt"]["verdict"]) == (1, "root-unknown")
    assert "root" in alone.answer["receipt"]["what"]["en"]
    assert not elsewhere.home.exists()


def test_a_receipt_fails_under_another_endpoint_s_profile(filed: Program, tmp_path: Path) -> None:
    file = filed.run("status").answer["filed"][0]["receipt_file"]
    with Practice(tmp_path / "other") as other:
        verdict = filed.run("receipt", "verify", file, "--profile", other.profile_path)
    assert (verdict.status, verdict.answer["receipt"]["verdict"]) == (1, "other-root")


def test_an_altered_receipt_file_is_told_where(filed: Program, tmp_path: Path) -> None:
    file = Path(filed.run("status").answer["filed"][0]["receipt_file"])
    altered = tmp_path / "altered.jbreceipt"
    shutil.copy(file, altered)
    with zipfile.ZipFile(file) as kept:
        first = kept.infolist()[0]
    data = bytearray(altered.read_bytes())
    # Amid what the first part holds: elsewhere in a zip there are bytes that mean nothing.
    data[first.header_offset + 30 + len(first.filename) + first.compress_size // 2] ^= 1
    altered.write_bytes(bytes(data))
    profile = filed.home / "practice" / "profile.json"
    verdict = filed.run("receipt", "verify", altered, "--profile", profile)
    assert (verdict.status, verdict.answer["receipt"]["verdict"]) == (1, "mismatch")
    assert verdict.answer["receipt"]["where"]


def test_a_correction_needs_a_reason_and_builds_on_what_was_filed(filed: Program, story: Sample) -> None:
    filed.run("edit", "JB", "--period", story.period, "--set", "JB033=0752-2000001")
    refused = filed.run("submit")
    assert (refused.status, refused.answer["filed"][0]["problem"]["code"]) == (2, "filing.reason-needed")
    done = filed.run("submit", "--reason", "联系电话变更")
    assert (done.status, done.answer["filed"][0]["state"]) == (0, "accepted"), done.out
