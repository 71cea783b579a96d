"""``make.py bench``: what the program costs against a yardstick measured in the same run.

Each pair is run in turns, several times, and the medians are compared: load on the machine hits both alike.
Names as arguments choose measurements; ``--runs N`` says how often.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from tests.bench.measured import HERE, Pair, Said, columns, once, seconds
from tests.bench.starting import imports_at_start, startup
from tests.bench.yardsticks import interpreter

RULE_ROWS = LIST_ROWS = 100_000
LIST_COLUMNS = 32
FIRMS = 300


def main(arguments: list[str]) -> int:
    """Measure and print; answers the exit status."""
    parser = argparse.ArgumentParser(prog="make.py bench")
    parser.add_argument(
        "names", nargs="*", choices=[*MEASUREMENTS, []], metavar="NAME", help=", ".join(MEASUREMENTS)
    )
    parser.add_argument("--runs", type=int, default=7)
    known = parser.parse_args(arguments)
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="jibao-bench-") as folder:
        for name in known.names or USUAL:
            for pair in MEASUREMENTS[name](Path(folder), known.runs):
                print(pair.line(), flush=True)
    return 0


def machine() -> str:
    """What it was measured on, without saying whose it is."""
    libraries = ("PySide6-Essentials", "python-calamine", "apsw-sqlite3mc", "msgspec")
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}, Python {platform.python_version()}, {versions}"


def imports(folder: Path, runs: int) -> list[Pair | Said]:
    """Reading, mapping, checking and storing 10,000 rows, against python-calamine merely reading them."""
    return _imports(folder, runs, 10_000)


def long_imports(folder: Path, runs: int) -> Iterator[Pair | Said]:
    """The same for 100,000 rows, with other readers beside it, and for 10,000 and 300,000."""
    took: list[tuple[int, float]] = []
    for rows in (LIST_ROWS // 10, LIST_ROWS, 3 * LIST_ROWS):
        told = _imports(folder, runs if rows <= LIST_ROWS else 1, rows)
        took += [(rows, statistics.median(each.ours)) for each in told if isinstance(each, Pair)][1:2]
        yield from told
    yield growth(took)
    book = folder / f"{LIST_ROWS}.xlsx"
    calamine = seconds([str(HERE / "read_only.py"), str(book)])["read"]
    for library, python in (("openpyxl", sys.executable), ("pandas", interpreter())):
        said = once([str(HERE / "read_only.py"), str(book), library], python=python)
        found = float(said.split()[1])
        yield Pair(f"{library} merely reading {LIST_ROWS:,} rows", "python-calamine", [found], [calamine])


def growth(took: list[tuple[int, float]]) -> Said:
    """What a million cells more cost to a checked change set, step by step: (rows, seconds), the fewest first."""
    steps = [
        (later - rows, (more - less) / (later - rows) / LIST_COLUMNS * 1e6)
        for (rows, less), (later, more) in pairwise(took)
    ]
    told = ", then ".join(f"{each:.2f} s (over {rows:,} rows)" for rows, each in steps)
    return Said(f"a million cells more, to a checked change set: {told}: {steps[-1][1] / steps[0][1]:.2f} ×")


def _imports(folder: Path, runs: int, rows: int) -> list[Pair | Said]:
    book = folder / f"{rows}.xlsx"
    once([str(HERE / "make_book.py"), str(book), str(rows)])
    found: list[tuple[dict[str, float], dict[str, float], dict[str, float]]] = []
    for number in range(runs):
        theirs = seconds([str(HERE / "read_only.py"), str(book)])
        script, home = str(HERE / "import_book.py"), str(folder / f"import-{rows}-{number}")
        read = seconds([script, str(book), home + "r", "read"])
        found.append((read, seconds([script, str(book), home, "import"]), theirs))
    calamine = "python-calamine merely reading them"

    def pair(what: str, ours: list[float], name: str = "read") -> Pair:
        return Pair(f"{rows:,} rows: {what}", calamine, ours, [theirs[name] for _, _, theirs in found])

    return [
        pair("read in the guarded child", [read["read"] for read, _, _ in found]),
        pair("from the file to a checked change set", [ours["checked"] for _, ours, _ in found]),
        pair("from the file to stored", [ours["stored"] for _, ours, _ in found]),
        pair("processor time to a checked change set", [ours["checked-cpu"] for _, ours, _ in found], "cpu"),
        pair("processor time to stored", [ours["cpu"] for _, ours, _ in found], "cpu"),
        Said(f"{rows:,} rows: peak memory {found[0][1]['memory'] / found[0][2]['memory']:.2f} × calamine's"),
    ]


def store_bulk(_folder: Path, runs: int) -> list[Pair]:
    """A list of 100,000 rows × 30 cells put into a store, against plain SQLite without encryption, log or undo."""
    said = once([str(HERE / "store_bulk.py"), str(LIST_ROWS), str(runs)])
    found: dict[str, list[float]] = {}
    for name, value in map(str.split, said.splitlines()):
        found.setdefault(name, []).append(float(value))
    what = "a list of 100,000 rows × 30 cells stored, sealed, with undo"
    return [
        Pair(what, "plain SQLite writing the same cells", found["ours"], found["cells"]),
        Pair(what, "plain SQLite writing rows packed before", found["ours"], found["records"]),
    ]


def many(_folder: Path, _runs: int) -> Iterator[Said]:
    """A workbook of 300 enterprises with three projects each, from the file to their stores and back."""
    found = seconds(["-m", "tests.bench.many", str(FIRMS)], {"PYTHONUTF8": "1"})
    each = " · ".join(f"{name} {took:.1f} s ({took / FIRMS * 1000:.0f} ms each)" for name, took in found.items())
    yield Said(f"{FIRMS} enterprises of one workbook, processor time: {each}")


def rollup(_folder: Path, runs: int) -> Iterator[Pair | Said]:
    """300 enterprises added up, against merely opening every store and reading its returns."""
    found = [seconds(["-m", "tests.bench.rollup", str(FIRMS)], {"PYTHONUTF8": "1"}) for _ in range(min(runs, 3))]
    told = [(each["added"], each["read"]) for each in found]
    yield Pair(f"{FIRMS} enterprises added up, processor time", "opening and reading them", *columns(told))
    yield Said(f"memory: {statistics.median(each['memory'] for each in found):.1f} MB more")


def slips(_folder: Path, _runs: int) -> Iterator[Said]:
    """Shares, not times: single slips in a made-up year, how many are found and how many are placed."""
    yield from (Said(line) for line in once([str(HERE / "slips.py")], {"PYTHONUTF8": "1"}).splitlines())


def histories(_folder: Path, _runs: int) -> Iterator[Said]:
    """100,000 seeded histories of planner and model endpoint, none of which may go wrong."""
    yield Said(once([str(HERE / "histories.py"), "100000"], {"PYTHONUTF8": "1"}).strip())


def herd(_folder: Path, _runs: int) -> Iterator[Said]:
    """20,000 devices file in the last ten minutes, 50 are admitted a second; virtual time, real planner."""
    yield Said(once([str(HERE / "herd.py"), "20000", "50", "20261127"], {"PYTHONUTF8": "1"}).strip())


def endpoint(_folder: Path, _runs: int) -> Iterator[Said]:
    """The practice endpoint beside its load generator, 64 connections for half a minute, full durability."""
    yield Said(once(["-m", "tests.bench.endpoint", "30", "64"], {"PYTHONUTF8": "1"}).strip())


def slow_connections(_folder: Path, _runs: int) -> Iterator[Said]:
    """2,000 connections that never come to a point, and an honest device beside them."""
    yield Said(once(["-m", "tests.bench.slow_connections", "2000", "10"], {"PYTHONUTF8": "1"}).strip())


def batch(_folder: Path, _runs: int) -> Iterator[Said]:
    """1,000 versions over a line of 100 ms, eight connections, against a bare httpx loop."""
    yield Said(once(["-m", "tests.bench.batch", "1000", "100"], {"PYTHONUTF8": "1"}).strip())


def faults_net(_folder: Path, _runs: int) -> Iterator[Said]:
    """Pairs of network faults for twenty minutes, then both histories laid over each other."""
    yield Said(once(["-m", "tests.bench.faults_net", "20"], {"PYTHONUTF8": "1"}).strip())


def faults_window(_folder: Path, _runs: int) -> Iterator[Said]:
    """Three hundred times kill -9 of the real window while somebody types; fails where anything is lost."""
    around = {"PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    yield Said(once(["-m", "tests.bench.faults_window"], around).strip())


def rules(folder: Path, runs: int) -> list[Pair]:
    """A hundred rules over 100,000 rows × 30 columns, against the closures, vtlengine, pandera and numpy by hand;
    and one changed cell re-checked, which should take less than a millisecond.
    """
    said = once([str(HERE / "rules.py"), str(RULE_ROWS), str(runs)], python=interpreter())
    found = {name: [float(each) for each in times] for name, *times in map(str.split, said.splitlines())}
    again = seconds([str(HERE / "recheck.py"), "1000"])
    ours, converted = found["columns"], "conversion of a frame "
    others = ("closures", "vtlengine", "pandera")
    return [
        Pair("100 rules × 100,000 rows in columns", "the same by hand in numpy", ours, found["numpy"]),
        *(Pair(f"the same by {name}", "in columns", found[name], ours) for name in others),
        *(
            Pair(converted + name, "all rules in columns", found[f"to-{name}"], ours)
            for name in ("ours", "vtlengine")
        ),
        Pair("one cell of JY re-checked, 99th percentile", "a millisecond", [again["JY-p99"]], [0.001]),
        Pair(
            "one cell of 1,000 projects re-checked, 99th percentile", "a millisecond", [again["XM-p99"]], [0.001]
        ),
    ]


def store(folder: Path, runs: int) -> Iterator[Pair | Said]:
    """One typed cell committed, against plain SQLite with the same flushes; 100 MB opened; a long list stored."""
    said = once(["-m", "tests.bench.store", str(folder), str(runs)])
    found = {name: [float(each) for each in times] for name, *times in map(str.split, said.splitlines())}
    for level in ("p50", "p99"):
        ours, theirs = found[f"ours-{level}"], found[f"plain-{level}"]
        yield Said(
            f"committing one cell, {level}: {ours[0] * 1000:.2f} ms; plain SQLite {theirs[0] * 1000:.2f} ms"
        )
        yield Pair(f"the same, {level}", "plain SQLite, synchronous=FULL", ours, theirs)
    megabytes = found["bytes"][0] / 1e6
    yield Pair(f"opening {megabytes:.0f} MB, head and newest entries verified", "1.5 s", found["open"], [1.5])
    yield Said(f"the whole audit of it, in the background: {found['audit'][0]:.2f} s")
    yield from store_bulk(folder, runs)


def faults(_folder: Path, _runs: int) -> Iterator[Said]:
    """Not times: thousands of kills and power cuts, and how many of them lost anything."""
    from tests.bench.faults import lines

    yield from (Said(line) for line in lines())


def grid(_folder: Path, runs: int) -> list[Pair]:
    """Keys, scrolling and pasting in the real grid, painted off screen, against what was promised for each."""
    quiet = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    script = str(HERE / "grid.py")
    said = [
        ("keys", "10000", str(10 * runs)),
        ("scroll", "10000", str(50 * runs)),
        ("paste", "10000", "1"),
        ("view", "10000", "1"),
    ]
    found: dict[str, float] = {}
    for words in said:
        found |= seconds([script, *words], quiet)
    return [
        Pair("key to painted findings on JY, 99th percentile", "8 ms", [found["JY-p99"]], [0.008]),
        Pair("the same in the median", "8 ms", [found["JY-median"]], [0.008]),
        Pair("key to painted findings on 10,000 projects, 99th percentile", "8 ms", [found["XM-p99"]], [0.008]),
        Pair("the same in the median", "8 ms", [found["XM-median"]], [0.008]),
        Pair("what stands beside as well, JY, 99th percentile", "16 ms", [found["JY-all-p99"]], [0.016]),
        Pair("a frame while 10,000 rows go by, 99th percentile", "16 ms", [found["frame-p99"]], [0.016]),
        Pair("10,000 × 8 figures pasted", "a second", [found["paste"]], [1.0]),
        Pair("10,000 records filtered by a text in any column", "0.2 s", [found["view-text"]], [0.2]),
        Pair("10,000 records sorted by their names", "0.2 s", [found["view-words"]], [0.2]),
    ]


def gaps(_folder: Path, _runs: int) -> Iterator[Said]:
    """How long the window did not answer while it worked on 10,000 rows, and how soon each thing stopped."""
    said = once(["-m", "tests.bench.gaps", "10000"], {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"})
    for what, gap, own, took in map(str.split, said.splitlines()):
        yield Said(f"{what}: {float(gap) * 1000:.0f} ms without an answer, {float(own) * 1000:.0f} own; {took} s")


def stops(_folder: Path, _runs: int) -> Iterator[Said]:
    """How soon work on 100,000 rows stops when asked, at several moments, and that it leaves nothing behind."""
    said = once(["-m", "tests.bench.stops", "100000"], {"PYTHONUTF8": "1"})
    yield from (Said(line) for line in said.splitlines())


def fuzz_books(_folder: Path, runs: int) -> Iterator[Said]:
    """Counts, not times: spoilt workbooks, a hundred a run, each read or refused for a named reason."""
    said = once([str(HERE / "fuzz_books.py"), str(100 * runs)], {"PYTHONUTF8": "1"})
    yield from (Said(line) for line in said.splitlines())


USUAL = ("startup", "import")
"""Measured when no name is given; the others take minutes, or libraries of their own."""

MEASUREMENTS: dict[str, Callable[[Path, int], Iterable[Pair | Said]]] = {
    "startup": startup,
    "start-imports": imports_at_start,
    "import": imports,
    "fuzz-books": fuzz_books,
    "import-long": long_imports,
    "rules": rules,
    "grid": grid,
    "gaps": gaps,
    "stops": stops,
    "store": store,
    "store-bulk": store_bulk,
    "many": many,
    "rollup": rollup,
    "slips": slips,
    "faults": faults,
    "histories": histories,
    "herd": herd,
    "endpoint": endpoint,
    "slow-connections": slow_connections,
    "batch": batch,
    "faults-net": faults_net,
    "faults-window": faults_window,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
