"""kill -9 of the real window while somebody types: what it saved is there, what stood in the editor is offered.

``python -m tests.bench.faults_window [KILLS]`` prints a sentence; status 1 if anything was lost. Each number typed
is one more than the last, so that one that is missing in the cell's history is seen. Counts and seconds; three
seconds a kill, most of them the window's start and its key from a passphrase.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from client.base.home import prepare_home
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.home.unfinished import left_behind
from client.usecases.safekeeping import auditing
from forms.periods import Period
from forms.returns import ReturnKey
from tests.journeys.doomed_window import COUNTED, begun, open_home

FIRM = "91441300MA58H0D25G"
MONTH = Period.parse("2025-09")
KILLS = 300
FIRST = 100_000
"""Six digits: a kill often comes in the midst of a number."""
LONGEST = 1.5
"""Seconds the typist is left at work, at most, after its first number is on disk."""


@dataclass(frozen=True)
class Kill:
    """``acknowledged`` is the last number told to be on disk, ``found`` the one that is there; ``open`` what stood
    in the editor and ``seconds`` the time until the home was open again."""

    acknowledged: int
    found: int
    told: int
    open: str
    holes: int
    whole: bool
    seconds: float

    @property
    def faults(self) -> list[str]:
        """What is not as it has to be."""
        following = str(self.found + 1)
        return [
            *(["lost"] if self.found < self.acknowledged else []),
            *(["nobody typed it"] if self.found > self.acknowledged + 1 else []),
            *(["a hole"] if self.holes else []),
            *(["the log does not hold"] if not self.whole else []),
            *(
                [f"offers {self.open}"]
                if not (following.startswith(self.open) or self.open == str(self.found))
                else []
            ),
        ]


def killed(home: Path, number: int, pause: float) -> Kill:
    """One window, killed ``pause`` seconds after its first number, and what is left."""
    with begun(home, FIRM, "type without end", str(number)) as said:
        threading.Event().wait(pause)
    started = time.perf_counter()
    with open_home(home) as session:
        return looked(session, int(said[-1]), len(said), time.perf_counter() - started)


def looked(session: Session, acknowledged: int, told: int, seconds: float) -> Kill:
    """What the opened home holds."""
    held = session.look(FIRM, lambda books: books.returns.get(ReturnKey(FIRM, "JY", MONTH)))
    assert held is not None
    found = int(held.cells[COUNTED].text)
    entries = session.look(FIRM, lambda books: books.changes.entries(ReturnKey(FIRM, "JY", MONTH)))
    numbers = {int(edit.new.text) for entry in entries for edit in entry.change.edits if edit.new is not None}
    holes = len(set(range(FIRST, found + 1)) - numbers)
    left = [each.text for each in left_behind(session, FIRM)]
    assert len(left) <= 1, left
    whole = auditing.verify(session, FIRM).whole
    return Kill(acknowledged, found, told, "".join(left), holes, whole, seconds)


def line(kills: int, seed: int = 20251109) -> str:
    """All of them, in a sentence. Raises ``RuntimeError`` at the first that lost something."""
    chance, done, number = random.Random(seed), list[Kill](), FIRST
    with tempfile.TemporaryDirectory() as folder:
        home = prepare_home(Path(folder) / "home")
        with open_home(home) as session:
            enterprises.add(session, FIRM)
        for count in range(kills):
            each = killed(home, number, chance.uniform(0, LONGEST))
            if each.faults:
                raise RuntimeError(f"kill {count + 1}: {each.faults}, {each}")
            done.append(each)
            number = each.found + 1
    times = [each.seconds for each in done]
    typed, offered = sum(each.told for each in done), sum(bool(each.open) for each in done)
    return (
        f"kill -9 of the window while typing: {kills} kills, {typed} numbers on disk, 0 lost, 0 holes; {offered}"
        f" times a begun number was kept and offered; opened again in {statistics.median(times):.2f} s (median),"
        f" {max(times):.2f} s at most, the key from its passphrase among them"
    )


def main(arguments: list[str]) -> int:
    try:
        print(line(int(arguments[0]) if arguments else KILLS), flush=True)
    except RuntimeError as lost:
        print(lost, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
