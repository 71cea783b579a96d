"""Tables that show all there is: no bar of their own, no line below the last row, no gap at the right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from client.ui.parts.basics import column, framed, plain
from client.ui.parts.shown import Ink, Shown
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


def test_a_heading_stands_above_what_most_of_its_column_is(qtbot: QtBot, theme: Theme) -> None:
    new = TableColumn[str]("新值", lambda text: Shown(text, right=text.isdigit()), 5, right=True)
    made = Table(theme, (new,), name="changes")
    qtbot.addWidget(made)
    sides = {}
    for rows in ([], ["", ""], ["1", "2"], ["1", "产线", ""], ["产线", "厂房", "3"]):
        made.put(rows)
        side = made.model().headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        sides[" ".join(rows)] = bool(side & Qt.AlignmentFlag.AlignRight)
    assert sides == {"": True, " ": True, "1 2": True, "1 产线 ": True, "产线 厂房 3": False}


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


def test_a_row_whose_name_takes_two_lines_gets_some_air(qtbot: QtBot, theme: Theme) -> None:
    """Also where the room is found out late: a window made wider has rows as low as all others again."""
    names = ("短名称", "广东粤港澳大湾区新型显示产业集群企业")
    columns = (TableColumn[str]("名称", lambda name: Shown(name, below="JY"), 6, stretch=1),)
    made = Table(theme, columns, lines=3.1, name="whole")
    made.stand_whole()
    page = on_a_page(qtbot, theme, made)
    page.resize(theme.space(12), 400)
    made.put(names)
    low, high = made.rowHeight(0), made.rowHeight(1)
    assert low == made.verticalHeader().defaultSectionSize()
    assert high >= Ink(theme).high + theme.space(0.7) > low
    qtbot.waitUntil(lambda: made.height() == made.height_of_all())
    assert made.verticalScrollBar().maximum() == 0
    page.resize(theme.space(40), 400)
    qtbot.waitUntil(lambda: made.rowHeight(1) == low and made.height() == made.height_of_all())
    made.put((names[1],) * 3)
    page.resize(theme.space(12), 400)
    qtbot.waitUntil(lambda: made.height() == made.height_of_all() > 3 * high)
