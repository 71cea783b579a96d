"""What every test relies on: no worker looks for rubbish, and a process that dies is told of."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path

from tests.house.source import ROOT
from tests.patience import PATIENCE

DEADLY = """
import os

import pytest


@pytest.mark.parametrize("number", range(40))
def test_of_many(number):
    if number == {deadly}:
        os.abort()
"""


def test_no_worker_looks_for_rubbish() -> None:
    looked: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        looked.append(phase)

    gc.callbacks.append(note)
    worker = threading.Thread(target=lambda: [[] for _ in range(50 * gc.get_threshold()[0])])
    worker.start()
    worker.join()
    gc.callbacks.remove(note)
    assert not looked


def test_a_process_that_dies_is_named_and_ends_the_run(tmp_path: Path) -> None:
    for name, deadly in (("one", 7), ("two", -1), ("three", -1), ("four", -1)):
        (tmp_path / f"test_{name}.py").write_text(DEADLY.format(deadly=deadly), "utf-8")
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-c",
            ROOT / "pyproject.toml",
            "--rootdir",
            tmp_path,
            "-p",
            "no:cacheprovider",
            "-n",
            "2",
            "--dist",
            "loadfile",
            tmp_path,
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=PATIENCE / 1000,
    )
    assert ran.returncode == 1
    assert "crashed while running" in ran.stdout
    assert "test_of_many[7]" in ran.stdout
