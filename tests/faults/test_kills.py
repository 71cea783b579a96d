"""``kill -9`` of a program that types, undoes and saves: no acknowledged edit is lost, none is there by halves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")


def kills(folder: Path, count: int, seed: int, *options: str) -> list[dict[str, Any]]:
    """What was found after each kill."""
    words = [sys.executable, "-m", "tests.faults.typist", str(count), str(seed), str(folder / "home"), *options]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def lost(told: dict[str, Any]) -> bool:
    return told["found"] < told["acknowledged"] or told["holes"] or not told["whole"]


def test_a_store_that_acknowledges_too_early_is_caught(quick: Path) -> None:
    found = kills(quick, 6, 1, "--forget")
    assert any(lost(told) for told in found)


def test_no_acknowledged_edit_is_lost_in_forty_kills(quick: Path) -> None:
    found = kills(quick, 40, 20261127)
    assert len(found) == 40
    assert all(told["killed"] for told in found), "a typist ended by itself"
    assert [told for told in found if lost(told)] == []
    assert sum(told["typed"] for told in found) > 40, "hardly anything was typed"


def test_nothing_is_lost_or_left_by_halves_by_kills_at_work(quick: Path) -> None:
    words = [sys.executable, "-m", "tests.faults.worker", "8", "20261128", str(quick / "home")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 8
    assert all(told["killed"] for told in found), "one ended by itself"
    assert [told for told in found if told["found"] < told["acknowledged"] or told["faults"]] == []
    assert sum(sum(told["done"].values()) for told in found) > 8, "hardly anything was done"
