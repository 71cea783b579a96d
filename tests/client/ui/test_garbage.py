"""Widgets that nothing refers to any more go in the window's thread, whichever thread fills the memory."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

import client.ui.ground.garbage as rubbish_room
from client.ui.ground.garbage import AWAY, BULK, RESTED, GarbageCollector


class Forgotten(QWidget):
    """A widget without a parent that only it itself refers to; it notes the thread it is destroyed in."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda: seen.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)


@pytest.fixture
def garbage(qapp: QApplication) -> Iterator[GarbageCollector]:
    gc.unfreeze()
    gc.collect()
    gc.enable()
    owner = QObject(qapp)
    made = GarbageCollector(owner)
    yield made
    made.close()
    gc.unfreeze()
    owner.deleteLater()


@pytest.fixture
def looked() -> Iterator[list[int]]:
    """The generations that were looked through."""
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def fill_memory(times: int = 5 * BULK) -> None:
    """Make far more than the collector waits for, all of it garbage."""
    for _ in range(times):
        alone: list[object] = []
        alone.append(alone)


def in_a_worker(times: int = 5 * BULK) -> None:
    worker = threading.Thread(target=fill_memory, args=(times,))
    worker.start()
    worker.join()


def rest(garbage: GarbageCollector, looks: int = RESTED) -> None:
    """Nobody is at work for so many looks, half a minute."""
    for _ in range(looks + 1):
        garbage.look()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the window has the keyboard; it has."""
    held = [True]
    monkeypatch.setattr(rubbish_room, "_elsewhere", lambda: not held[0])
    return held


def test_a_worker_takes_no_widget_apart(garbage: GarbageCollector) -> None:
    seen: list[threading.Thread] = []
    Forgotten(seen)
    in_a_worker()
    assert not seen
    in_a_worker(BULK // 2)
    rest(garbage, AWAY)
    assert seen == [threading.main_thread()]


def test_what_the_start_has_left_is_not_looked_through(garbage: GarbageCollector) -> None:
    seen: list[threading.Thread] = []
    Forgotten(seen)
    garbage.start()
    in_a_worker(BULK // 2)
    rest(garbage, AWAY)
    assert not seen


def test_what_is_young_goes_while_somebody_works(garbage: GarbageCollector) -> None:
    seen: list[threading.Thread] = []
    Forgotten(seen)
    in_a_worker(BULK // 2)
    garbage.look()
    assert seen == [threading.main_thread()]


def test_without_it_python_would(garbage: GarbageCollector) -> None:
    seen: list[threading.Thread] = []
    gc.collect()  # so that it is not this thread that looks next
    Forgotten(seen)
    gc.enable()
    in_a_worker()
    assert seen
    assert seen != [threading.main_thread()]


def test_it_looks_no_more_often_than_python(garbage: GarbageCollector, looked: list[int]) -> None:
    for _ in range(150):
        garbage.look()
    assert not looked
    for _ in range(150):
        fill = [[] for _ in range(2 * gc.get_threshold()[0])]
        garbage.look()
        del fill
    assert len(looked) == 150
    assert looked.count(1) >= 10


@pytest.mark.parametrize(("active", "looks"), [(True, AWAY), (False, RESTED)])
def test_a_long_list_is_looked_through_only_once_nobody_is_there(
    garbage: GarbageCollector, looked: list[int], here: list[bool], active: bool, looks: int
) -> None:
    seen: list[threading.Thread] = []
    held: list[list[object]] = [[] for _ in range(5 * BULK)]
    Forgotten(seen)
    for _ in range(3 * RESTED):  # somebody types, or more of the list is read
        held.extend([] for _ in range(2 * gc.get_threshold()[0]))
        garbage.look()
    assert set(looked) <= {0, 1}
    assert gc.get_freeze_count() > 5 * BULK
    here[0] = active
    rest(garbage, looks - 3)
    assert not seen
    rest(garbage)
    assert gc.get_freeze_count() > 5 * BULK, "it is left alone again"
    assert seen == [threading.main_thread()]
    count = len(looked)
    rest(garbage, AWAY)
    assert len(looked) == count


def test_while_nothing_is_made_what_is_older_is_looked_through_once(
    garbage: GarbageCollector, looked: list[int]
) -> None:
    fill_memory(BULK // 2)
    for _ in range(4):
        rest(garbage)
    assert looked == [0, 2]


def test_a_worker_takes_nothing_apart_that_a_closed_one_has_left(garbage: GarbageCollector) -> None:
    seen: list[threading.Thread] = []
    garbage.start()
    garbage.close()
    Forgotten(seen)
    in_a_worker()
    assert not seen
    gc.collect()
    assert seen == [threading.main_thread()]
