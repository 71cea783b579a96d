"""The benchmark's own arithmetic, and that its yardsticks run."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.bench import measured, run
from tests.house.source import ROOT


def test_a_pair_is_told_as_a_ratio_of_medians() -> None:
    pair = measured.Pair("ours", "theirs", [3.0, 9.0, 2.0], [1.0, 2.0, 50.0])
    assert pair.line() == "ours: 1.50 × theirs  (3.000 s / 2.000 s, median of 3)"


def test_what_a_script_measured_of_itself_is_read() -> None:
    assert measured.seconds(["-c", "print('read 0.5'); print('whole 2')"]) == {"read": 0.5, "whole": 2.0}


def test_a_failing_script_stops_the_benchmark_with_its_words() -> None:
    with pytest.raises(SystemExit, match=r"(?s)ended with 3.*no room"):
        measured.once(["-c", "import sys; print('no room', file=sys.stderr); sys.exit(3)"])


def test_the_machine_is_described_without_naming_it() -> None:
    import platform

    said = run.machine()
    assert "cores" in said
    assert platform.node() not in said


@pytest.mark.parametrize("words", [[], ["labels"]])
def test_the_bare_window_shows_and_ends(words: list[str]) -> None:
    script = str(ROOT / "tests/bench/bare_window.py")
    done = subprocess.run([sys.executable, script, *words], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_measurement_may_word_its_own_lines() -> None:
    assert measured.Said("3 of 4 found").line() == "3 of 4 found"
    assert "slips" in run.MEASUREMENTS
