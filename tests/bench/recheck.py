"""One changed cell re-checked, again and again: in the largest single return, and in a list of a thousand rows.

Prints ``name seconds``, of the processor: the median and the 99th percentile of each. The returns are those of a
consistent made-up firm; each change is a slip of a factor of ten in one figure, or takes it back.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from decimal import Decimal
from pathlib import Path

from forms.checking import Snapshot
from forms.live import LiveCheck
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Return

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "forms" / "packs"))
from words import FIRM, Desk

CASES = Path(__file__).resolve().parents[1] / "forms" / "packs" / "cases"
PACK = bundled_pack()
PERIOD = Period.parse("2025-12")
ROWS = 1000


def firm() -> dict[tuple[str, str], Return]:
    """The returns of the consistent firm."""
    desk = Desk(PACK, "JY", str(PERIOD))
    for block in (CASES / "consistent.txt").read_text("utf-8").split("\n\n")[1:]:
        head, *lines = block.strip().splitlines()
        desk.form, period = head.split()
        desk.period = Period.parse(period)
        for line in lines:
            desk.fill(desk.sheet(), line)
    return desk.returns


def lengthened(source: Return) -> Return:
    """The same list with its first row repeated under other keys."""
    first = {address: cell for address, cell in source.cells.items() if address.startswith("XM[1]")}
    cells = {address.partition("].")[2]: cell for address, cell in first.items()}
    rows = [f"n{number}" for number in range(ROWS)]
    found = Return(source.firm, "XM", source.period, source.pack, rows={"XM": rows})
    for number, row in enumerate(rows):
        found.cells |= {f"XM[{row}].{field}": cell for field, cell in cells.items()}
        key = f"2024-440309-39-03-{number:06}"
        found.cells[f"XM[{row}].XM001"] = Cell(key, key)
    return found


def measured(held: dict[tuple[str, str], Return], form: str, runs: int) -> list[float]:
    """Seconds of each re-check, sorted."""
    target, draw = held[form, str(PERIOD)], random.Random(20250930)
    live = LiveCheck(Snapshot(PACK, FIRM, held), form, PERIOD)
    live.make_ready()
    figures = [address for address, cell in target.cells.items() if isinstance(cell.value, Decimal)]
    seconds = []
    for _ in range(runs):
        address = draw.choice(figures)
        right = target.cells[address]
        slip = right.value * 10  # type: ignore[operator]
        for cell in (Cell(str(slip), slip), right):
            target.cells[address] = cell
            started = time.thread_time()
            live.update([address])
            seconds.append(time.thread_time() - started)
    return sorted(seconds)


def main(runs: int) -> None:
    held = firm()
    gc.collect()
    gc.freeze()
    for name, form in (("JY", "JY"), ("XM", "XM")):
        if form == "XM":
            held = {**held, ("XM", str(PERIOD)): lengthened(held["XM", str(PERIOD)])}
        seconds = measured(held, form, runs)
        print(f"{name}-median {seconds[len(seconds) // 2]:.6f}")
        print(f"{name}-p99 {seconds[len(seconds) * 99 // 100]:.6f}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
