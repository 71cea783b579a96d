"""What is imported before the first desk, by ``-X importtime``: how many modules, and what each library takes."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("client", "forms", "main")
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \| +(\S+)")


@dataclass(frozen=True)
class Imported:
    """One start: seconds by library, and the number of modules."""

    seconds: dict[str, float]
    modules: int

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def of(words: list[str], extra: dict[str, str]) -> Imported:
    """Start a script once and read what its imports took; modules of the standard library count as ``python``."""
    command = [sys.executable, "-X", "importtime", *words]
    around = {**os.environ, **extra, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, encoding="utf-8", check=True)
    found = [(name, int(micro) / 1e6) for micro, name in _LINE.findall(done.stderr)]
    seconds: Counter[str] = Counter()
    for name, took in found:
        seconds[library_of(name)] += took
    return Imported(dict(seconds), len(found))


def library_of(module: str) -> str:
    top = module.partition(".")[0]
    if top in OURS:
        return "our own"
    return "python" if top in sys.stdlib_module_names or top.startswith("_") else top


def told(ours: list[Imported], bare: list[Imported]) -> list[str]:
    """Medians in words, libraries by what they take."""
    one, other = statistics.median(each.total for each in ours), statistics.median(each.total for each in bare)
    names = {name for each in ours for name in each.seconds}
    medians = {name: statistics.median(each.seconds.get(name, 0.0) for each in ours) for name in names}
    heavy = sorted(medians.items(), key=lambda pair: -pair[1])[:8]
    return [
        f"imports before the first desk: {one / other:.2f} × a bare window's ({one:.3f} s / {other:.3f} s), "
        f"{ours[0].modules} modules / {bare[0].modules}",
        "of it " + ", ".join(f"{name} {took * 1000:.0f} ms" for name, took in heavy),
    ]
