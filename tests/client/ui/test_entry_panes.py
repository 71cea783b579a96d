"""In a small window with large letters the grid comes first: its names, its cursor, the explanation are seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from client.tour.script import Sample
from client.ui.camera import Camera
from client.ui.entry.findings.explanation import ExplanationField
from client.ui.entry.page import EntryPage
from client.ui.entry.room import LOW, NARROW
from client.ui.parts.basics import column, plain
from client.ui.theme.theme import Theme
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.home.settings_table import Value
from forms.pack import bundled_pack

HELD: dict[str, Value] = {"display.language": "zh", "display.font_size": 150}


@pytest.fixture
def small(imported: Session, firm: str, tmp_path: Path) -> Iterator[Camera]:
    """The smallest screen, letters half as large again."""
    for key, value in HELD.items():
        settings.put(imported, key, value)
    with Camera(imported, firm, tmp_path, held=HELD, size=(1024, 700)) as camera:
        yield camera


def page(camera: Camera) -> EntryPage:
    return camera.pages.entry


def within(part: QWidget, around: QWidget) -> bool:
    return around.rect().contains(part.rect().translated(part.mapTo(around, QPoint())))


def test_what_is_typed_stands_beside_its_name(small: Camera, story: Sample) -> None:
    small.entry("JY", story.month, "JY021")
    sheet = page(small).grid.sheet
    assert page(small).definition.isHidden()
    assert sheet.horizontalScrollBar().maximum() == 0, "the names are not scrolled away"
    assert not sheet.isColumnHidden(0)


def test_a_filtered_list_shows_the_line_with_the_cursor(small: Camera, story: Sample) -> None:
    small.entry("XM", story.month, "")
    entry = page(small)
    entry.filtering.toggle()
    small.staged("filtered", lambda *_: None)
    sheet = entry.grid.sheet
    assert entry.grid.filter_bar.isVisible()
    assert sheet.viewport().rect().contains(sheet.visualRect(sheet.currentIndex()))
    assert entry.findings.height() >= entry.findings.minimumHeight()


def test_in_a_usual_window_the_definition_stands_beside_the_grid(
    imported: Session, firm: str, story: Sample, tmp_path: Path
) -> None:
    with Camera(imported, firm, tmp_path) as camera:
        camera.entry("JY", story.month, "JY021")
        entry = page(camera)
        space = camera.pages.entry.grid.sheet.fontMetrics().height()
        assert entry.width() >= NARROW * space
        assert entry.height() >= LOW * space
        assert entry.definition.isVisible()


@pytest.mark.parametrize("lines", [14, 30])
def test_an_explanation_has_room_for_its_button(qtbot: QtBot, theme: Theme, lines: int) -> None:
    made = ExplanationField(theme, bundled_pack())
    pane = plain(column(theme, made, None))
    theme.dress(pane)
    qtbot.addWidget(pane)
    pane.resize(theme.space(lines), theme.space(8))
    pane.show()
    keep = made.findChild(QPushButton, "explain")
    assert keep is not None
    assert made.width() == theme.space(lines)
    qtbot.waitUntil(
        lambda: (made.reason.y() < keep.y()) == (lines == 14)
    )  # on two lines only where one is too short
    assert within(keep, made)
