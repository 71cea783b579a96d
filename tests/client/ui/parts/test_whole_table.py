"""Tables that show all there is: no bar of their own, no line below the last row, no gap at the right."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from client.ui.parts.basics import column, framed, plain
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.theme.theme import Theme

COLUMNS = (
    TableColumn[int]("报表", lambda n: Shown(f"第{n}张"), 7, stretch=2),
    TableColumn[int]("报告期", lambda n: Shown(str(n)), 5, stretch=1),
)


def table(theme: Theme) -> Table[int]:
    return Table(theme, COLUMNS, name="whole")


def on_a_page(qtbot: QtBot, theme: Theme, made: Table[int]) -> QWidget:
    """In a card of a page with room to spare, dressed and shown."""
    page = plain(column(theme, framed(theme, made), None))
    theme.dress(page)
    qtbot.addWidget(page)
    page.resize(500, 700)
    page.show()
    return page


def test_it_is_as_high_as_its_rows_once_it_is_dressed(qtbot: QtBot, theme: Theme) -> None:
    made = table(theme)
    made.stand_whole()
    made.put(range(4))  # before the style says how high a heading is
    page = on_a_page(qtbot, theme, made)
    assert made.height() == made.height_of_all()
    assert made.verticalScrollBar().maximum() == 0
    assert page.isVisible()
    made.put(range(9))
    qtbot.waitUntil(lambda: made.height() == made.height_of_all())


def test_beyond_so_many_rows_it_scrolls(qtbot: QtBot, theme: Theme) -> None:
    made = table(theme)
    made.stand_whole(3)
    page = on_a_page(qtbot, theme, made)
    made.put(range(3))
    three = made.height_of_all()
    qtbot.waitUntil(lambda: made.height() == three)
    made.put(range(8))
    qtbot.waitUntil(lambda: made.verticalScrollBar().maximum() > 0)
    assert made.height() == three
    assert page.isVisible()


def test_only_rows_are_kept_apart_by_lines(qtbot: QtBot, theme: Theme) -> None:
    made = table(theme)
    made.stand_whole()
    page = on_a_page(qtbot, theme, made)
    made.put(range(2))
    made.clearSelection()
    qtbot.waitUntil(lambda: made.height() == made.height_of_all())
    image, step = made.viewport().grab().toImage(), made.verticalHeader().defaultSectionSize()
    assert ground(image, step - 1) == theme.colour("line").name()
    assert page.isVisible()
    assert ground(image, 2 * step - 1) == theme.colour("surface").name()


def test_the_whole_chosen_row_shows_where_the_keyboard_is(qtbot: QtBot, theme: Theme) -> None:
    made = table(theme)
    made.stand_whole()
    page = on_a_page(qtbot, theme, made)
    made.put(range(2))
    made.setCurrentIndex(made.rows_model.index(0, 0))
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    middle = made.verticalHeader().defaultSectionSize() // 2
    assert ground(made.viewport().grab().toImage(), middle) == theme.colour("accent_soft").name()
    assert page.isVisible()
    made.clearFocus()
    assert ground(made.viewport().grab().toImage(), middle) != theme.colour("accent_soft").name()


def ground(image: QImage, y: int) -> str:
    return image.pixelColor(image.width() - 3, y).name()


@pytest.mark.parametrize("width", range(400, 412))
def test_its_columns_end_where_it_does(qtbot: QtBot, theme: Theme, width: int) -> None:
    made = table(theme)
    qtbot.addWidget(made)
    made.resize(width, 200)
    made.show()
    made.put(range(3))
    assert made.horizontalHeader().length() == made.viewport().width()


def test_where_its_columns_need_more_room_the_bar_hides_no_row(qtbot: QtBot, theme: Theme) -> None:
    broad = [TableColumn[int](title, lambda _: Shown("国" * 40), 9) for title in ("报表", "报告期")]
    made: Table[int] = Table(theme, broad, name="whole")
    made.stand_whole()
    page = on_a_page(qtbot, theme, made)
    made.put(range(4))
    qtbot.waitUntil(made.horizontalScrollBar().isVisible)
    qtbot.waitUntil(lambda: made.viewport().height() >= 4 * made.verticalHeader().defaultSectionSize())
    assert made.verticalScrollBar().maximum() == 0
    page.resize(2000, 700)
    qtbot.waitUntil(lambda: made.height() == made.height_of_all())
    assert not made.horizontalScrollBar().isVisible()
