"""What every test stands on: windows off screen, homes that vanish, no thread left behind."""

from __future__ import annotations

import gc
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt or opens the program's home.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHONUTF8", "1")
# Programs that tests start would compile themselves anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples each time: what a test says must not depend on luck. New ones are looked for on purpose.
settings.register_profile(
    "jibao", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("jibao"), derandomize=False)
settings.load_profile("explore" if os.environ.get("JIBAO_EXPLORE") else "jibao")

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    # As in the window: a worker that looked for rubbish would take widgets of former tests apart and end Python.
    gc.disable()
    for row in range(1, 26):
        config.addinivalue_line("markers", f"threat_{row:02}: row {row} of docs/threats.md")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that docs/threats.md names for a row can be run by the row's number: ``-m threat_06``."""
    rows = named_for_rows()
    for item in items:
        file, _, name = item.nodeid.partition("::")
        for row in {*rows.get((file, ""), ()), *rows.get((file, name.partition("[")[0]), ())}:
            item.add_marker(f"threat_{row:02}")


def pytest_collection_finish() -> None:
    """Tests and modules are no rubbish, however often somebody looks."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a test has left is looked for here, in the main thread, once all its fixtures are gone."""
    gc.disable()
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()
    elif gc.get_count()[0] > gc.get_threshold()[0]:
        gc.collect(1)


def named_for_rows() -> dict[tuple[str, str], set[int]]:
    """Rows of docs/threats.md by the file and test they name; the name is blank where they name a whole file."""
    rows: dict[tuple[str, str], set[int]] = {}
    for line in (ROOT / "docs" / "threats.md").read_text("utf-8").splitlines():
        if number := re.match(r"\| (\d+) \|", line):
            for file, name in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", line):
                rows.setdefault((file, name), set()).add(int(number[1]))
    return rows


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture(autouse=True)
def _private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test ever reads or writes the data of the person who runs it, nor their passphrase."""
    monkeypatch.delenv("JIBAO_PASSPHRASE", raising=False)
    monkeypatch.setenv("JIBAO_HOME", str(tmp_path_factory.getbasetemp() / "never-written"))


@pytest.fixture(scope="session", autouse=True)
def _quick_passphrases() -> Iterator[None]:
    """A home that tests make opens in 10 ms, not 400; what is shipped is asked for in ``tests/client/keys``."""
    from client.keys import wraps

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wraps, "COST", {"memory": 8 * 1024, "iterations": 1, "lanes": 1})
        yield


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home for the program; its name has Chinese characters and a space, as on many desktops."""
    folder = tmp_path / "张三 的数据"
    folder.mkdir()
    return folder


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> object:
    """pytest-qt's, with more patience."""
    from tests.patience import PatientBot

    return PatientBot(request)


@pytest.fixture(autouse=True)
def _no_leaked_threads(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread running; what a wider fixture started before it is not counted."""
    before = set(threading.enumerate())
    yield
    left = _still_running(before)
    if left:
        pytest.fail(f"{request.node.name} left threads running: {sorted(thread.name for thread in left)}")


def _still_running(before: set[threading.Thread], patience: float = 5.0) -> set[threading.Thread]:
    """New non-daemon threads that do not end within ``patience`` seconds."""
    deadline = time.monotonic() + patience
    left = {thread for thread in threading.enumerate() if thread not in before and not thread.daemon}
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    return {thread for thread in left if thread.is_alive()}


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> Iterator[None]:
    """Printing makes an application without windows where there is none; tests of windows come later.

    What was copied goes with the last test: without a screen Qt keeps it until after Python's end, and taking what
    Python made apart there ends the process with a segmentation fault (PySide 6.11).
    """
    from PySide6.QtGui import QGuiApplication

    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session", autouse=True)
def _told() -> Iterator[list[str]]:
    """What messages were told in Chinese alone, whatever their language."""
    from tests.telling import watch

    seen: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        watch(patch, seen)
        yield seen


@pytest.fixture(autouse=True)
def _told_in_both_languages(_told: list[str]) -> Iterator[None]:
    """Fail a test in which the program put Chinese of its own into a message without the English."""
    _told.clear()
    yield
    assert not _told, f"said in Chinese alone: {sorted(set(_told))}"
