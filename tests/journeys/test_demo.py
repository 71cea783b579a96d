"""``demo`` as somebody runs it who has just unpacked the program, on a computer without a screen."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from client.usecases.bureau import receipts
from tests.journeys.program import Program


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("演示")


@pytest.fixture(scope="module")
def shown(out: Path) -> subprocess.CompletedProcess[str]:
    """The whole of it, with what it made in ``out``."""
    program = Program(out / "home")
    screen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    without = {name: value for name, value in program.environment().items() if name not in screen}
    command = program.command("demo", "--out", out)
    return subprocess.run(
        command, env=without, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )


def test_the_whole_job_is_done_without_a_complaint(shown: subprocess.CompletedProcess[str]) -> None:
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "回执有效" in shown.stdout


def test_its_receipts_are_whole_and_signed_by_an_endpoint_that_is_gone(
    shown: subprocess.CompletedProcess[str], out: Path
) -> None:
    left = sorted((out / "receipts").glob("*.jbreceipt"))
    assert len(left) == 4, shown.stdout
    assert {receipts.verify(each).verdict for each in left} == {"root-unknown"}


def test_the_window_is_photographed(shown: subprocess.CompletedProcess[str], out: Path) -> None:
    assert {each.stem for each in out.glob("*.png")} == {"import", "entry", "projects", "desk", "send"}, (
        shown.stdout
    )
