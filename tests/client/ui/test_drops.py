"""Files dropped on the window: what can be used is, what cannot is named, and the source keeps its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from client.tour.script import Sample
from tests.client.ui.conftest import Pilot

MOVE, COPY = Qt.DropAction.MoveAction, Qt.DropAction.CopyAction
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
"""With Shift held a file manager means to move."""


def drop(pilot: Pilot, urls: Sequence[QUrl], actions: Qt.DropAction = COPY) -> Qt.DropAction | None:
    """As a file manager offers them; answers what is done with them, None where they are not taken."""
    data = QMimeData()
    data.setUrls(urls)
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), actions, data, LEFT, SHIFT)
    QCoreApplication.sendEvent(pilot.shell, enter)
    if not enter.isAccepted():
        return None
    made = QDropEvent(QPointF(50, 50), actions, data, LEFT, SHIFT)
    QCoreApplication.sendEvent(pilot.shell, made)
    return made.dropAction() if made.isAccepted() else None


def local(*paths: Path) -> list[QUrl]:
    return [QUrl.fromLocalFile(str(path)) for path in paths]


def test_a_dropped_workbook_is_never_taken_away_from_its_folder(pilot: Pilot, story: Sample) -> None:
    done = drop(pilot, local(story.path), MOVE | COPY)
    assert done == COPY, "whoever offers to move a file deletes it once it was moved"
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    pilot.settle()


@pytest.mark.parametrize("name", ["盖章件.pdf", "工作簿.xlsx.lnk", "说明"])
def test_what_cannot_be_imported_is_named_with_what_can(pilot: Pilot, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"nonsense")
    assert drop(pilot, local(path)) == COPY
    assert f"“{name}”" in pilot.shell.banner.text
    assert ".xlsx" in pilot.shell.banner.text
    assert pilot.shell.rail.page == "desk"


def test_beside_a_workbook_the_rest_is_named(pilot: Pilot, story: Sample, tmp_path: Path) -> None:
    scan = tmp_path / "盖章件.pdf"
    scan.write_bytes(b"%PDF-1.4")
    drop(pilot, local(scan, story.path))
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)
    assert pilot.shell.rail.page == "import"
    assert "“盖章件.pdf”" in pilot.shell.banner.text
    drop(pilot, local(story.path))
    assert pilot.shell.banner.isHidden(), "that was another time"
    pilot.until(lambda: not pilot.window.conductor.tasks.busy)


def test_what_is_no_file_here_is_not_taken(pilot: Pilot) -> None:
    assert drop(pilot, [QUrl("https://example.cn/book.xlsx")]) is None
    assert pilot.shell.banner.isHidden()
