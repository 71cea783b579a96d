"""The table of parts: what its columns declare, how wide they are, what is picked in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QResizeEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.plugin import QtBot

from client.ui.ground.words import Word
from client.ui.parts.lettering import broken, evenly, shortened, write_whole
from client.ui.parts.shown import SHOWN, Ink, Shown
from client.ui.parts.table import HEADING, TALL, Table, TableColumn, TableModel
from client.ui.theme.theme import SMALL, Theme


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


def test_the_few_words_among_figures_stand_below_their_heading_and_the_few_figures_too() -> None:
    words, figures = Shown("陈志远"), Shown("1,012,347", right=True)
    model = TableModel([TableColumn[Shown]("原值", lambda each: each, 3, right=True)])
    for many, few, side in (
        (figures, words, Qt.AlignmentFlag.AlignRight),
        (words, figures, Qt.AlignmentFlag.AlignLeft),
    ):
        model.put([few, many, many])
        heading = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert heading & Qt.AlignmentFlag.AlignHorizontal_Mask == side
        assert {model.index(n, 0).data(SHOWN).right for n in range(3)} == {side == Qt.AlignmentFlag.AlignRight}


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


def test_home_and_end_lead_to_the_first_and_the_last_row(table: Table[Fruit]) -> None:
    table.setCurrentIndex(table.rows_model.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == len(FRUITS) - 1
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]


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
    small, letters = QFontMetrics(theme.font(SMALL)), QFontMetrics(theme.font())
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


def named(qtbot: QtBot, theme: Theme, width: float) -> Table[str]:
    """A table of names with a code below them, so many lines of text wide."""
    columns = (
        TableColumn[str]("名称", lambda text: Shown(text, below="JY003"), 6, stretch=1),
        TableColumn[str]("数值", lambda _: Shown("1", right=True), 4, right=True),
    )
    made: Table[str] = Table(theme, columns, lines=2.6)
    qtbot.addWidget(made)
    made.resize(theme.space(width), theme.space(12))
    made.show()
    made.put(["其中：电子信息业务收入", "营业成本"])
    return made


def test_a_row_grows_only_where_its_name_needs_a_second_line(qtbot: QtBot, theme: Theme) -> None:
    made, ink, usual = named(qtbot, theme, 12), Ink(theme), theme.space(2.6)
    room = made.visualRect(made.rows_model.index(0, 0)).size() - QSize(theme.space(1), 0)
    assert ink.lines(made.rows_model.data(made.rows_model.index(0, 0), SHOWN), room) == (2, 1)
    assert (made.rowHeight(0) >= ink.high, made.rowHeight(1)) == (True, usual)
    made.resize(theme.space(30), theme.space(12))
    assert made.rowHeight(0) == usual
    made.resize(theme.space(12), theme.space(12))
    assert made.rowHeight(0) >= ink.high
    made.put(["营业成本"])
    assert made.rowHeight(0) == usual


def test_a_sentence_gets_a_third_line_where_it_needs_one(qtbot: QtBot, theme: Theme) -> None:
    made: Table[str] = Table(
        theme, (TableColumn[str]("为什么", lambda text: Shown(text), 6, stretch=1),), lines=2.6
    )
    qtbot.addWidget(made)
    made.resize(theme.space(12), theme.space(12))
    made.show()
    made.put(
        [
            "短",
            "这本工作簿打不开，请另存为新的格式",
            "这本工作簿打不开，请在表格软件里打开它，另存为新的格式，然后回到这里再导入一次；原来的文件不动",
        ]
    )
    usual = theme.space(2.6)
    assert [made.rowHeight(n) > usual for n in range(3)] == [False, False, True]


def test_a_row_grows_for_what_is_smaller_too(theme: Theme) -> None:
    """Nothing is cut off: neither a reason of three lines nor the smaller one of two below it."""
    ink, room = Ink(theme), theme.space(11)
    said = Shown(
        "单位：万元（见“单位：万元”）；报告期：2025年9月（见表头）", below="表头在上，每行一条记录，对应重点项目"
    )
    above, under = ink.needed(said, room)
    assert (above, under) == (3, 2)
    usual = theme.space(2.6)
    high = usual + ink.more(said, room, usual)
    assert ink.lines(said, QSize(room, high)) == (above, under)
    assert ink.lines(said, QSize(room, high - theme.space(0.8)))[1] == 1, "what is smaller gives way first"
    assert ink.more(Shown("甲", below="乙"), room, usual) == 0


def test_the_same_size_told_again_arranges_nothing(qtbot: QtBot, theme: Theme) -> None:
    made = named(qtbot, theme, 12)
    before = made.columnWidth(0)
    made.setColumnWidth(0, before - 9)
    QApplication.sendEvent(made, QResizeEvent(made.size(), made.size()))
    assert made.columnWidth(0) == before - 9
    made.put(made.rows_model.rows)
    assert made.columnWidth(0) == before


def test_the_rows_of_a_long_table_are_all_as_high(qtbot: QtBot, theme: Theme) -> None:
    made = named(qtbot, theme, 12)
    made.put(["其中：电子信息业务收入", *["营业成本"] * 100_000])
    assert {made.rowHeight(n) for n in (0, 1, 99_999)} == {theme.space(TALL)}
    made.resize(theme.space(30), theme.space(12))
    assert made.rowHeight(99_999) == theme.space(2.6)


def test_it_ends_with_a_whole_row_in_the_room_there_is(qtbot: QtBot, theme: Theme) -> None:
    made = named(qtbot, theme, 12)
    around = made.height_of_all() - made.rowHeight(0) - made.rowHeight(1)
    first = around + made.rowHeight(0)
    assert [made.height_within(room) for room in (0, first - 1, first, first + 9)] == [first] * 4
    assert made.height_within(9_999) == made.height_of_all()


def test_what_is_smaller_takes_two_lines_where_the_name_needs_but_one(theme: Theme) -> None:
    ink = Ink(theme)
    room = QSize(theme.space(8), ink.high)
    assert ink.lines(Shown("利润表", below="企业基本情况、营业收入与生产经营、研发活动"), room) == (1, 2)
    assert ink.lines(Shown("利润表", below="短"), room) == (1, 1)
    assert ink.lines(Shown("利润表" * 9, below="长" * 40), room - QSize(0, 1)) == (1, 1)


def test_words_give_way_where_a_figure_does_not(qtbot: QtBot, theme: Theme) -> None:
    """An address under 原值 drives no other column out."""
    for shown, hidden in ((Shown("惠州市惠城区示例路1号"), False), (Shown("123,456,789,012", right=True), True)):
        columns = (
            TableColumn[Shown]("原值", lambda each: each, 3, stretch=1, right=True),
            TableColumn[Shown]("报表", lambda _: Shown("经营"), 3, drop=1),
        )
        made: Table[Shown] = Table(theme, columns)
        qtbot.addWidget(made)
        made.resize(theme.space(8.5), theme.space(10))
        made.show()
        made.put([shown])
        assert made.isColumnHidden(1) == hidden


def test_what_keeps_its_smaller_line_is_as_wide_as_that(qtbot: QtBot, theme: Theme) -> None:
    small = QFontMetrics(theme.font(SMALL))
    for keeps in (False, True):
        columns = (
            TableColumn[str](
                "报表", lambda text, k=keeps: Shown(text, below="JY · 2025年10月", keeps=k), 4, stretch=1
            ),
            TableColumn[str]("名称", lambda text: Shown(text * 9), 9, stretch=9),
        )
        made: Table[str] = Table(theme, columns)
        qtbot.addWidget(made)
        made.resize(theme.space(12), theme.space(10))
        made.show()
        made.put(["营业收入与生产经营"])
        whole = made.columnWidth(0) >= small.horizontalAdvance("JY · 2025年10月") + theme.space(1)
        assert whole == keeps


def test_a_line_ends_at_a_pause_where_the_rest_has_room(theme: Theme) -> None:
    font = theme.font()
    width = QFontMetrics(font).horizontalAdvance("营业收入与生产经营、重点项目进")
    assert broken("营业收入与生产经营、重点项目进度", font, width) == ("营业收入与生产经营、", "重点项目进度")
    assert broken("高新证书编号与有效期：证书编号", font, width) == ("高新证书编号与有效期：", "证书编号")
    assert broken("其中：电子信息业务收入与其他收入", font, width)[0] != "其中：", "too little for a line"
    long = "营业收入与生产经营、" + "很长的名称" * 5
    assert broken(long, font, width)[0] != "营业收入与生产经营、", "what is left would have no room"


@pytest.mark.parametrize("bold", [False, True])
def test_what_has_just_the_room_it_asked_for_is_not_cut_off(theme: Theme, *, bold: bool) -> None:
    metrics = QFontMetrics(theme.font(bold=bold))
    for text in ("1,025,507", "1,234,567.89", "惠州市惠城区示例路 1 号（虚构）", "显示模组制造，占营业收入 78%"):
        width = metrics.horizontalAdvance(text)
        assert shortened(metrics, text, width) == text
        assert shortened(metrics, text, width - 2).endswith("…")


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("营业收入与生产经营", "营业收入与生产经", ["营业收入与", "生产经营"]),
        ("Output of main products", "Output of main produ", ["Output of", "main products"]),
        ("惠州市粤华光电科技有限公司", "惠州市粤华光电", ["惠州市粤华光电", "科技有限公司"]),
    ],
)
def test_lines_are_much_the_same_length(theme: Theme, text: str, room: str, lines: list[str]) -> None:
    font = theme.font()
    assert evenly(text, font, QFontMetrics(font).horizontalAdvance(room), 3) == lines
    assert evenly(text, font, QFontMetrics(font).horizontalAdvance(room), 1) == [text]


def test_a_text_takes_as_many_lines_as_its_row_has(theme: Theme) -> None:
    font, text = theme.font(), "惠州市粤华光电科技有限公司"
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance("惠州市粤华")
    for lines in (1, 2, 3):
        image = QImage(width, lines * metrics.height(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            write_whole(painter, image.rect(), Qt.AlignmentFlag.AlignLeft, text, font, QColor("black"))
        inked = {
            at // metrics.height()
            for at in range(image.height())
            if any(image.pixelColor(x, at) != QColor("white") for x in range(width))
        }
        assert inked == set(range(lines))
