"""``make.py bench startup`` and ``start-imports``: from starting the process to its painted desk and its end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from client.base.home import DOOR_FILE
from tests.bench import start_imports
from tests.bench.measured import HERE, ROOT, Pair, Said, environment, once


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of processor until the window was shown, and until the process had ended.

    ``peak`` is the most memory resident, in MB.
    """

    shown: float
    shown_processor: float
    ended: float
    ended_processor: float
    peak: float


MEASURES = (
    *(("clock to the desk", "shown", "s"), ("processor to the desk", "shown_processor", "s")),
    *(("clock to the end", "ended", "s"), ("processor to the end", "ended_processor", "s")),
    ("memory at the most", "peak", "MB"),
)
"""What is told of a start, the field of ``Cost`` it is in, and its unit."""


def cost(words: list[str], extra: dict[str, str] | None = None) -> Cost:
    """Run a script; where other work is running, its processor time tells more than the clock."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as failed:
        command = [sys.executable, str(HERE / "shown.py"), *words]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(extra), stdout=said, stderr=failed)
        _, status, used = os.wait4(process.pid, 0)
        took = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        failed.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}\n{failed.read().decode()}")
        shown, processor = map(float, said.read().split()[-2:])
    whole = used.ru_utime + used.ru_stime
    return Cost(shown - started, processor, took, whole, used.ru_maxrss / 1e3)


BARE = [str(HERE / "bare_window.py")]
YARDSTICKS = {"a bare PySide6 window": BARE, "a window with two painted labels of Chinese": [*BARE, "labels"]}
"""Both painted, and as large as ours; the latter holds what every program has that shows Chinese."""
AT_REST_S = 10
"""By then everything is done that the start puts off until its desk is painted, on a busy machine too."""


def startup(folder: Path, runs: int) -> Iterator[Pair]:
    """From starting the process to its painted desk, and to its end: ours with an open store, then yardsticks."""
    keyring, by_keyring = by_keyring_at(folder, "by-keyring")
    by_passphrase = [*by_keyring[:-1], str(folder / "by-passphrase")]
    for command, extra in ((by_keyring, keyring), (by_passphrase, {})):
        made(command, extra)
    ours = {
        "key in a keyring": (by_keyring, keyring),
        "key from a passphrase": (by_passphrase, {}),
        "with charts open": ([str(HERE / "charts_open.py"), by_keyring[-1]], keyring),
    }
    found: dict[str, list[Cost]] = {name: [] for name in (*ours, *YARDSTICKS)}
    for _ in range(runs):
        for name, (command, extra) in ours.items():
            found[name].append(cost(command, extra))
        for name, command in YARDSTICKS.items():
            found[name].append(cost(command))
    for name in ours:
        for measure, field, unit in MEASURES[-1:] if name == "with charts open" else MEASURES:
            for yardstick in YARDSTICKS:
                values = ([getattr(each, field) for each in found[of]] for of in (name, yardstick))
                yield Pair(f"start-up, {name}: {measure}", yardstick, *values, unit)
    yield from at_rest(by_keyring, keyring, runs)


def at_rest(ours: list[str], keyring: dict[str, str], runs: int) -> Iterator[Pair]:
    """Memory resident at the desk once the start is over, beside the yardsticks left standing as long."""
    words = {"ours": [word for word in ours if word != "--exit-when-shown"]}
    words |= {name: [*command, "stay"] for name, command in YARDSTICKS.items()}
    found: dict[str, list[float]] = {name: [] for name in words}
    for _ in range(runs):
        standing = {name: begun(command, keyring) for name, command in words.items()}
        time.sleep(AT_REST_S)
        for name, process in standing.items():
            found[name].append(resident(process))
            process.terminate()
            process.wait()
        (Path(ours[-1]) / DOOR_FILE).unlink()  # nobody answers there: the next start shall not ask
    for yardstick in YARDSTICKS:
        yield Pair("start-up, memory at rest at the desk", yardstick, found["ours"], found[yardstick], "MB")


def begun(words: list[str], extra: dict[str, str]) -> subprocess.Popen[bytes]:
    """A process of its own, which stays until it is ended."""
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment(extra))


def resident(process: subprocess.Popen[bytes]) -> float:
    """MB of memory a process has now, as Linux tells."""
    told = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text("utf-8"))
    assert told, "it has ended"
    return int(told[1]) / 1e3


def imports_at_start(folder: Path, runs: int) -> list[Said]:
    """What ``-X importtime`` tells of a start up to its desk, against an empty window."""
    keyring, words = by_keyring_at(folder, "start-imports")
    made(words, keyring)
    found = [(start_imports.of(words, keyring), start_imports.of(BARE, {})) for _ in range(runs)]
    return [Said(line) for line in start_imports.told([ours for ours, _ in found], [bare for _, bare in found])]


def by_keyring_at(folder: Path, name: str) -> tuple[dict[str, str], list[str]]:
    """What stands in for the system's keyring, and the call that opens a home with it and ends at the desk."""
    keyring = {"PYTHON_KEYRING_BACKEND": "tests.bench.file_keyring.Keyring", "JIBAO_PASSPHRASE": ""}
    keyring["JIBAO_BENCH_KEYRING"] = str(folder / "keyring.json")
    return keyring, ["main.py", "--window", "--exit-when-shown", "--home", str(folder / name)]


def made(command: list[str], extra: dict[str, str]) -> None:
    """Make the home that a call opens, and open it once, so that its modules are compiled and its caches warm."""
    once([str(HERE / "make_home.py"), command[-1]], extra)
    once(command, extra)
