"""Widgets that nothing refers to any more go in the window's thread, whichever thread fills the memory."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from client.ui.rubbish import Rubbish


class Forgotten(QWidget):
    """A widget without a parent that only it itself refers to; it notes the thread it is destroyed in."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda: seen.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)


@pytest.fixture
def rubbish(qapp: QApplication) -> Iterator[Rubbish]:
    gc.collect()
    gc.enable()
    owner = QObject(qapp)
    made = Rubbish(owner)
    yield made
    made.close()
    owner.deleteLater()


def fill_memory() -> None:
    """Make far more than the collector waits for, all of it rubbish."""
    for _ in range(50_000):
        alone: list[object] = []
        alone.append(alone)


def in_a_worker() -> None:
    worker = threading.Thread(target=fill_memory)
    worker.start()
    worker.join()


def test_a_worker_takes_no_widget_apart(rubbish: Rubbish) -> None:
    seen: list[threading.Thread] = []
    Forgotten(seen)
    in_a_worker()
    assert not seen
    rubbish.look()
    assert seen == [threading.main_thread()]


def test_without_it_python_would(rubbish: Rubbish) -> None:
    rubbish.close()
    seen: list[threading.Thread] = []
    Forgotten(seen)
    in_a_worker()
    assert seen
    assert seen != [threading.main_thread()]


def test_it_looks_no_more_often_than_python(rubbish: Rubbish) -> None:
    looked: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looked.append(info["generation"])

    gc.callbacks.append(note)
    try:
        for _ in range(150):
            rubbish.look()
        assert not looked
        for _ in range(150):
            fill = [[] for _ in range(2 * gc.get_threshold()[0])]
            rubbish.look()
            del fill
    finally:
        gc.callbacks.remove(note)
    assert len(looked) == 150
    assert looked.count(1) >= 10
    assert looked.count(2) == 1


def test_all_of_it_is_looked_through_again_when_it_has_grown(rubbish: Rubbish) -> None:
    held: list[list[object]] = []
    rounds = 0
    gc.collect()
    before = gc.get_stats()[2]["collections"]
    while gc.get_stats()[2]["collections"] < before + 2 and rounds < 2_000:
        held.extend([] for _ in range(2 * gc.get_threshold()[0]))
        rubbish.look()
        rounds += 1
    assert rounds < 2_000


def test_a_closed_one_leaves_it_to_python(qapp: QApplication) -> None:
    gc.enable()
    made = Rubbish(qapp)
    assert not gc.isenabled()
    made.close()
    assert gc.isenabled()
    made.deleteLater()
