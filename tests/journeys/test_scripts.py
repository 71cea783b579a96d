"""What a script of the IT department relies on: encoding, exit status, and that no slip passes as success."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.practice import Practice
from client.tour.script import sample
from tests.journeys.program import Program, on_a_quick_home

STORY = sample()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A home, in a folder of Chinese characters and brackets, with the profile of one firm."""
    made = on_a_quick_home(tmp_path_factory.mktemp("我 的[red]数据") / "集 报")
    done = made.run("import", STORY.path, "--enterprise", STORY.firm, "--period", STORY.period, "--form", "JB")
    assert done.status == 0, done.out
    return made


def raw(program: Program, *arguments: object, encoding: str) -> subprocess.CompletedProcess[bytes]:
    """The program as run from a console that speaks ``encoding``."""
    spoken = {**program.environment(), "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    command = program.command(*arguments, "--home", program.home)
    return subprocess.run(command, env={**os.environ, **spoken}, capture_output=True, timeout=300, check=False)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_json_is_utf8_whatever_the_console_speaks(program: Program, encoding: str) -> None:
    """Piped output on a Chinese Windows is GBK; a JSON reader expects UTF-8."""
    done = raw(program, "status", "--json", encoding=encoding)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["returns"][0]["form_name"]["zh"] == "企业基本情况"


def test_a_page_for_people_never_fails_for_a_character(program: Program) -> None:
    done = raw(program, "status", encoding="ascii")
    assert (done.returncode, done.stderr) == (0, b"")


def test_brackets_in_a_name_are_shown_as_they_are(program: Program, tmp_path: Path) -> None:
    book = tmp_path / "利润[bold]表.csv"
    book.write_text("单位：元,\n指标,本年累计\n营业收入,9000\n营业成本,5000\n", "utf-8")
    arguments = ("import", book, "--enterprise", STORY.firm, "--period", "2025-09", "--dry-run")
    done = raw(program, *arguments, encoding="utf-8")
    assert "工作簿 利润[bold]表.csv" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "--form", "ZZ"), "cli.no-such-form"),
        (("check", "--period", "2019-09"), "cli.nothing-entered"),
        (("submit", "--period", "2019-09"), "cli.nothing-entered"),
        (("submit", "--form", "XM"), "cli.nothing-entered"),
    ],
)
def test_a_mistyped_form_or_month_is_no_success(program: Program, arguments: tuple[str, ...], code: str) -> None:
    """Status 0 of ``submit`` reads as “filed”; with nothing to file it must not be given."""
    done = program.run(*arguments)
    assert (done.status, done.codes) == (2, [code]), done.out


def test_a_form_may_be_named_in_small_letters(program: Program) -> None:
    assert program.run("check", "--form", "jb").returned("JB")["counts"]["error"] == 0


def test_a_port_there_is_not_is_a_wrong_call(program: Program) -> None:
    done = program.run("practice", "--port", "99999")
    assert (done.status, done.codes) == (2, ["cli.usage"])


def test_a_template_that_cannot_be_written_is_wrong_input(program: Program, tmp_path: Path) -> None:
    done = program.run("template", "JY", "--period", "2025-09", "--out", tmp_path / "无" / "表.xlsx", home=False)
    assert (done.status, done.codes) == (2, ["workbook.not-written"])


def test_a_refused_enrolment_code_leaves_no_enterprise_behind(program: Program, tmp_path: Path) -> None:
    """Afterwards the home still has one firm, and commands need no ``--enterprise``."""
    other = "91440300708461136T"
    with Practice(tmp_path / "office") as practice:
        arguments = ("enrol", "--enterprise", other, "--profile", practice.profile_path, "--code", "AAAA-AAAA-AA")
        done = program.run(*arguments)
    assert (done.status, done.codes) == (2, ["problem.enrolment-code-invalid"]), done.out
    assert program.run("status").status == 0


def test_without_a_network_a_return_waits_and_sync_sends_it(program: Program, tmp_path: Path) -> None:
    """“Retry later” must be true: what was told to be filed goes with the next ``sync``, once."""
    office, today = tmp_path / "office", date(2025, 10, 8)
    submit, file = ("submit", "--form", "JB", "--wait", "0"), ("sync", "--wait", "20")
    with Practice(office, SystemClock(today)) as practice:
        code, profile = practice.issue_code(STORY.firm), practice.profile_path
        enrol = ("enrol", "--enterprise", STORY.firm, "--profile", profile, "--code", code)
        assert program.run(*enrol).status == 0
        assert program.run("sync").status == 0  # what is due is known from now on
    done = program.run(*submit)
    assert (done.status, done.answer["filed"][0]["problem"]["code"]) == (3, "net.refused"), done.out
    version = done.answer["filed"][0]["version_id"]
    with Practice(office, SystemClock(today)):
        done = program.run(*file, "--profile", profile)
    assert done.status == 0, done.out
    assert [(each["version_id"], each["state"]) for each in done.answer["filed"]] == [(version, "accepted")]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM")
def test_the_practice_endpoint_answers_once(program: Program) -> None:
    """One JSON object, when it listens; a script reads it line by line or when all is over."""
    running = program.start("practice", "--enterprise", STORY.firm)
    assert running.stdout is not None
    first = json.loads(running.stdout.readline())
    assert first["details"][STORY.firm]
    running.send_signal(signal.SIGTERM)
    rest, errors = running.communicate(timeout=300)
    assert (running.returncode, rest, errors) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full")
def test_an_answer_that_cannot_be_written_is_no_trace_and_no_success(program: Program) -> None:
    """The log's disk is full: the script must not read success, nor a Python trace."""
    command = program.command("status", "--home", program.home, "--json")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, env=program.environment(), stdout=full, stderr=subprocess.PIPE, timeout=300, check=False
        )
    told = done.stderr.decode("utf-8")
    assert (done.returncode, "Traceback" in told, "结果写不出去" in told) == (3, False, True), told


@pytest.mark.parametrize("arguments", [("demo",), ()])
def test_without_the_libraries_of_qt_the_reason_is_named(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A bare server lacks libEGL: say so, and that the command line does the same job."""
    broken = tmp_path / "PySide6"
    broken.mkdir()
    for module in ("__init__", "QtCore", "QtGui", "QtWidgets"):
        failing = 'raise ImportError("libEGL.so.1: cannot open shared object file")'
        (broken / f"{module}.py").write_text(failing if module != "__init__" else "", "utf-8")
    program = on_a_quick_home(tmp_path / "home")
    done = subprocess.run(
        program.command(*arguments),
        env={**program.environment(), "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert (done.returncode, "libEGL" in done.stderr, "Traceback" in done.stderr) == (3, True, False), done.stderr
