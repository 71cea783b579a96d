"""Running what is measured in processes of its own, and telling it as ratios."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PASSPHRASE = "bench"


@dataclass(frozen=True)
class Pair:
    """Seconds of each run, or what ``unit`` says: ours and the yardstick's."""

    what: str
    yardstick: str
    ours: list[float]
    theirs: list[float]
    unit: str = "s"

    def line(self) -> str:
        ours, theirs = statistics.median(self.ours), statistics.median(self.theirs)
        ratio = f"{self.what}: {ours / theirs:.2f} × {self.yardstick}"
        digits = 3 if self.unit == "s" else 1
        told = f"{ours:.{digits}f} {self.unit} / {theirs:.{digits}f} {self.unit}"
        return f"{ratio}  ({told}, median of {len(self.ours)})"


@dataclass(frozen=True)
class Said:
    """A line that a measurement words itself."""

    text: str

    def line(self) -> str:
        return self.text


def columns(pairs: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]


def seconds(words: list[str], extra: dict[str, str] | None = None) -> dict[str, float]:
    """What a script measured of itself: lines ``name seconds``."""
    return {name: float(value) for name, value in (line.split() for line in once(words, extra).splitlines())}


def environment(extra: dict[str, str] | None) -> dict[str, str]:
    """What a measured process finds around it."""
    made = {**os.environ, "JIBAO_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT), **(extra or {})}
    made.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling everything at each start is nobody's start-up
    return made


def once(words: list[str], extra: dict[str, str] | None = None, python: str = sys.executable) -> str:
    """Run a script in a process of its own; stops the benchmark when that fails."""
    done = subprocess.run(
        [python, *words], cwd=ROOT, env=environment(extra), capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
