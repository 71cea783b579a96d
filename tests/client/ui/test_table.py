"""The table of parts: what its columns declare, how wide they are, what is picked in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.plugin import QtBot

from client.ui.ground.words import Word
from client.ui.parts.lettering import broken
from client.ui.parts.shown import SHOWN, Shown
from client.ui.parts.table import HEADING, Table, TableColumn
from client.ui.theme.theme import Theme


@dataclass(frozen=True)
class Fruit:
    """Something to be shown in a table."""

    name: str
    price: int
    ripe: bool = True


FRUITS = (Fruit("荔枝", 30), Fruit("龙眼", 25, ripe=False), Fruit("香蕉", 8))


def columns() -> tuple[TableColumn[Fruit], ...]:
    return (
        TableColumn("水果", lambda f: Shown(f.name, below="广东", bold=True), 8, stretch=1),
        TableColumn("价格", lambda f: Shown(str(f.price), right=True), 4, right=True),
        TableColumn("熟了", lambda f: Shown(chips=(Word("是" if f.ripe else "否", "good"),)), 4),
        TableColumn("甜度", lambda f: Shown("8 / 10", share=f.price / 30), 8),
        TableColumn("", lambda f: Shown("买", link=f.ripe), 3),
    )


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> Table[Fruit]:
    made: Table[Fruit] = Table(theme, columns(), lines=2.0, name="fruits")
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.put(FRUITS)
    made.show()
    return made


def test_headings_are_one_height_and_measured_in_no_other_letters(table: Table[Fruit], theme: Theme) -> None:
    heading, asked = table.horizontalHeader(), []
    table.rows_model.headerData = lambda section, *_: asked.append(section)  # type: ignore[method-assign]
    assert heading.sizeHint().height() == theme.space(HEADING) > heading.fontMetrics().height()
    assert heading.height() == theme.space(HEADING)
    assert not asked


def test_a_table_shows_what_its_columns_declare(table: Table[Fruit]) -> None:
    model = table.rows_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(5)] == [
        "水果",
        "价格",
        "熟了",
        "甜度",
        "",
    ]
    assert model.data(model.index(0, 0)) == "荔枝 广东"
    assert model.data(model.index(1, 2)) == "否"
    assert model.data(model.index(1, 2), Qt.ItemDataRole.ToolTipRole) == "否"
    assert model.data(model.index(2, 1), SHOWN) == Shown("8", right=True)
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_table_keeps_its_place_when_its_rows_are_exchanged(table: Table[Fruit]) -> None:
    table.setCurrentIndex(table.rows_model.index(2, 0))
    table.put(FRUITS)
    assert table.currentIndex().row() == 2
    table.put(FRUITS[:1])
    assert table.currentIndex().row() == 0
    table.put(())
    assert not table.currentIndex().isValid()


def test_enter_and_a_click_on_a_link_pick_a_row(table: Table[Fruit]) -> None:
    picked: list[Fruit] = []
    table.picked.connect(picked.append)
    table.setCurrentIndex(table.rows_model.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert picked == [FRUITS[1]]
    for line, expected in ((0, [FRUITS[1], FRUITS[0]]), (1, [FRUITS[1], FRUITS[0]])):
        where = table.visualRect(table.rows_model.index(line, 4)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert picked == expected, "only a link is picked by one click"


def test_the_hand_shows_where_a_click_leads(table: Table[Fruit]) -> None:
    for line, shape in ((0, Qt.CursorShape.PointingHandCursor), (1, Qt.CursorShape.ArrowCursor)):
        QTest.mouseMove(table.viewport(), table.visualRect(table.rows_model.index(line, 4)).center())
        QApplication.processEvents()
        assert table.viewport().cursor().shape() == shape


def test_the_columns_fill_the_width_and_shrink_before_they_scroll(table: Table[Fruit], theme: Theme) -> None:
    total = sum(table.columnWidth(n) for n in range(5))
    assert abs(total - table.viewport().width()) <= 2
    table.resize(theme.space(27 * 0.95) + 2 * table.frameWidth(), 400)
    QApplication.processEvents()
    assert table.horizontalScrollBar().maximum() == 0


def test_only_what_takes_the_room_there_is_gives_way(qtbot: QtBot, theme: Theme) -> None:
    state, period, sentence = "被退回，请在截止日前改正", "2025年1—2月（补报）", "很长的名称" * 30
    made: Table[str] = Table(
        theme,
        (
            TableColumn("名称", lambda _: Shown(sentence), 6, stretch=1),
            TableColumn("报告期", lambda text: Shown(text), 3),
            TableColumn("状态", lambda _: Shown(chips=(Word(state, "error"), Word("提示 1", "hint"))), 3),
        ),
    )
    qtbot.addWidget(made)
    made.resize(theme.space(30), theme.space(10))
    made.show()
    made.put([period])
    small, letters = QFontMetrics(theme.font(0.92)), QFontMetrics(theme.font())
    assert made.columnWidth(1) >= letters.horizontalAdvance(period) + theme.space(1)
    assert made.columnWidth(2) >= small.horizontalAdvance(state + "提示 1") + theme.space(1)
    assert made.columnWidth(0) < letters.horizontalAdvance(sentence)
    assert sum(made.columnWidth(n) for n in range(3)) <= made.viewport().width()
    made.put(["—"])
    assert made.columnWidth(1) < letters.horizontalAdvance(period), "the room goes to the name again"


def test_a_figure_is_not_cut_off_where_a_name_can_give_way(qtbot: QtBot, theme: Theme) -> None:
    figure = "1,234,567,890"
    made: Table[str] = Table(
        theme,
        (
            TableColumn("名称", lambda _: Shown("很长的名称" * 9), 6, stretch=3),
            TableColumn("原值", lambda text: Shown(text, right=True), 3, stretch=1, right=True),
        ),
    )
    qtbot.addWidget(made)
    made.resize(theme.space(13), theme.space(10))
    made.show()
    made.put([figure])
    assert made.columnWidth(1) >= QFontMetrics(theme.font()).horizontalAdvance(figure) + theme.space(1)


@pytest.mark.parametrize(
    "text", ["惠州市仲恺高新区和畅五路西八号", "Huicheng District, Huizhou", "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷"]
)
def test_what_a_line_has_no_room_for_goes_on_in_the_next(theme: Theme, text: str) -> None:
    font = theme.font()
    room = QFontMetrics(font).horizontalAdvance(text) * 2 // 3
    first, rest = broken(text, font, room)
    assert first
    assert f"{first}{rest}".replace(" ", "") == text.replace(" ", "")
    assert QFontMetrics(font).horizontalAdvance(first) <= room
    assert not rest.startswith(" ")


def test_a_long_code_parts_at_its_hyphens(theme: Theme) -> None:
    font, code = theme.font(bold=True), "2025-441302-39-01-000000"
    room = QFontMetrics(font).horizontalAdvance(code[:-1])
    assert broken(code, font, room) == ("2025-441302-39-01-", "000000")


def test_a_table_can_be_as_high_as_its_rows(table: Table[Fruit]) -> None:
    table.setFixedHeight(table.height_of_all())
    QApplication.processEvents()
    assert table.verticalScrollBar().maximum() == 0


def test_every_kind_of_cell_leaves_ink(table: Table[Fruit]) -> None:
    image = QImage(table.viewport().size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        table.viewport().render(painter, QPoint())
    for number in range(5):
        rect = table.visualRect(table.rows_model.index(0, number)).adjusted(2, 2, -2, -2)
        part = image.copy(rect)
        colours = {part.pixel(x, y) for x in range(0, part.width(), 2) for y in range(part.height())}
        assert len(colours) > 1, f"column {number} is blank"
