"""The fault tests at length: thousands of kills, a hundred thousand power cuts, within a stated time.

``python -m tests.bench.faults [KILLS [POINTS [MINUTES]]]`` prints a line for each; status 1 if anything was lost.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.faults.power import Loss, Seen, lose, record

ROOT = Path(__file__).resolve().parents[2]
KILLS, POINTS, MINUTES = 2_000, 100_000, 30
POINTS_A_RUN = 2_500
ACTS = 30
WEAK_POINTS = 500
REOPEN_SECONDS = 2.0


class LostError(Exception):
    """Something that was acknowledged is gone, or something that should be caught was not."""


def lines(kills: int = KILLS, points: int = POINTS, minutes: float = MINUTES) -> Iterator[str]:
    """The two long fault tests, a sentence each. Raises ``LostError``."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield from _killed(Path(folder), kills)
        yield from _killed_at_work(Path(folder), kills // 8)
        yield from _weak(Path(folder))
        yield from _cut(Path(folder), points, minutes)


def _killed(folder: Path, kills: int) -> Iterator[str]:
    words = [sys.executable, "-m", "tests.faults.typist", str(kills), "2000", str(folder / "home")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    lost = [t for t in told if t["found"] < t["acknowledged"] or t["holes"] or not t["whole"]]
    slowest = max(t["seconds"] for t in told)
    worked = max(t["worked"] for t in told)
    if lost or len(told) != kills:
        raise LostError(f"{len(lost)} of {len(told)} kills lost something: {lost[:3]}")
    typed = sum(t["typed"] for t in told)
    median = statistics.median(t["seconds"] for t in told)
    verdict = "under" if slowest < REOPEN_SECONDS else "NOT under"
    yield (
        f"kill -9 while typing: {kills} kills, {typed} acknowledged edits, 0 lost, 0 holes; reopened in"
        f" {median:.3f} s (median), {slowest:.3f} s at most, {verdict} {REOPEN_SECONDS:.0f} s;"
        f" {worked:.3f} s of processor time at most"
    )


def _killed_at_work(folder: Path, kills: int) -> Iterator[str]:
    """While importing, taking back, filing, backing up and restoring, too."""
    words = [sys.executable, "-m", "tests.faults.worker", str(kills), "3000", str(folder / "work" / "home")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    lost = [t for t in told if t["found"] < t["acknowledged"] or t["faults"]]
    if lost or len(told) != kills:
        raise LostError(f"{len(lost)} of {len(told)} kills at work lost or left something: {lost[:3]}")
    during, finished = Counter(t["during"] for t in told), Counter[str]()
    for each in told:
        finished.update(each["done"])
    yield f"kill -9 at work: {kills} kills, 0 lost, 0 by halves, nothing left; killed {_counts(during)}"
    yield f"  acknowledged before them: {_counts(finished)}"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())


def _weak(folder: Path) -> Iterator[str]:
    for level in ("OFF", "NORMAL"):
        losses = _losses(folder, level, WEAK_POINTS, seed=1)
        if not losses:
            raise LostError(f"synchronous={level} lost nothing: the simulated disk is of no use")
        damaged = sum(loss.what == "store.damaged" for loss in losses)
        yield f"known bad, synchronous={level}: {len(losses)} of {WEAK_POINTS} power cuts lose ({damaged} damaged)"


def _cut(folder: Path, points: int, minutes: float) -> Iterator[str]:
    until, done, runs, different = time.monotonic() + minutes * 60, 0, 0, 0
    while done < points and time.monotonic() < until:
        seen: Seen = {}
        now = min(POINTS_A_RUN, points - done)
        made, settled = runs % 10 == 9, runs % 10 == 4
        losses = _losses(folder, "FULL", now, seed=1000 + runs, fresh=made, compact=settled, seen=seen)
        if losses:
            raise LostError(f"synchronous=FULL, run {runs}: {losses[:3]}")
        done, runs, different = done + now, runs + 1, different + len(seen)
        if runs % 4 == 0:
            print(f"  {done} power cuts so far, none lost", flush=True)
    short = "" if done == points else f", stopped by the limit of {minutes:g} minutes"
    yield (
        f"power cuts, synchronous=FULL: {done} of {points} in {runs} recorded runs ({different} leave other bytes"
        f" behind), 0 lost, 0 damaged{short}"
    )


def _losses(
    folder: Path,
    level: str,
    points: int,
    seed: int,
    *,
    fresh: bool = False,
    compact: bool = False,
    seen: Seen | None = None,
) -> list[Loss]:
    with tempfile.TemporaryDirectory(dir=folder) as inner:
        run = Path(inner) / f"run-{level}-{seed}"
        run.mkdir()
        recorded = record(run, ACTS, synchronous=level, fresh=fresh, compact=compact)
        return list(lose(recorded, Path(inner) / "crash", points, seed, seen))


def main(arguments: list[str]) -> int:
    given = [float(word) for word in arguments]
    kills, points, minutes = (*given, *(KILLS, POINTS, MINUTES)[len(given) :])
    try:
        for line in lines(int(kills), int(points), minutes):
            print(line, flush=True)
    except LostError as lost:
        print(lost, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
