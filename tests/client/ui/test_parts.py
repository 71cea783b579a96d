"""The small widgets: chips, banners, drop-downs, tables, rows that wrap, empty pages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.plugin import QtBot

from client.ui.ground.words import Word
from client.ui.parts.banner import Banner
from client.ui.parts.basics import (
    Chip,
    Picture,
    Tool,
    button,
    clear,
    column,
    label,
    plain,
    row,
    set_look,
    set_shown,
)
from client.ui.parts.choice import Choice
from client.ui.parts.empty import Empty
from client.ui.parts.flow import FlowLayout
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


def test_a_banner_says_and_does(qtbot: QtBot, theme: Theme) -> None:
    banner = Banner(theme)
    qtbot.addWidget(banner)
    assert banner.isHidden()
    done: list[str] = []
    banner.tell("query", "网络不通", "重试", lambda: done.append("again"))
    assert (banner.text, banner.isVisible(), banner.property("banner")) == ("网络不通", True, "query")
    with qtbot.waitSignal(banner.acted):
        QTest.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    assert done == ["again"]
    assert not banner.isVisible()
    banner.tell("good", "好了")
    assert not banner.button.isVisible()
    QTest.mouseClick(banner._close, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_a_banner_that_must_stay_has_no_cross(qtbot: QtBot, theme: Theme) -> None:
    banner = Banner(theme, closable=False)
    qtbot.addWidget(banner)
    banner.tell("query", "还没有报送", "去报送")
    assert not banner._close.isVisible()
    assert banner.button.isVisible()
    QTest.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    assert banner.isVisible(), "nothing was done yet that would make it untrue"


@pytest.fixture
def choice(qtbot: QtBot, theme: Theme) -> Choice:
    made = Choice(theme, "season", "季节")
    qtbot.addWidget(made)
    made.offer([("春", 1), ("夏", 2), ("秋", 3)], 2)
    made.show()
    return made


def test_a_choice_offers_quietly_and_tells_when_chosen(choice: Choice) -> None:
    spy = QSignalSpy(choice.currentIndexChanged)
    assert choice.currentData() == 2
    choice.offer([("冬", 4), ("春", 1)], 1)
    assert choice.currentData() == 1
    assert spy.count() == 0
    choice.choose(4)
    assert (choice.currentText(), spy.count()) == ("冬", 1)
    choice.choose(99)
    assert choice.currentText() == "冬", "what is not offered cannot be chosen"


def test_the_wheel_does_not_turn_a_choice_in_passing(choice: Choice) -> None:
    choice.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        choice.mapToGlobal(QPointF(5, 5)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, turn)
    assert choice.currentData() == 2
    assert not turn.isAccepted(), "the page below may scroll"


def test_a_choice_is_as_wide_as_its_longest_entry(choice: Choice) -> None:
    before = choice.sizeHint().width()
    choice.offer([("春", 1), ("二〇二五年一至十二月", 2)])
    assert choice.sizeHint().width() > before
    assert not choice.grab().isNull()


def test_things_flow_into_the_next_line(qtbot: QtBot, theme: Theme) -> None:
    flow = FlowLayout(4)
    holder = plain(flow)
    qtbot.addWidget(holder)
    buttons = [button(f"单元格 {n}") for n in range(6)]
    for made in buttons:
        flow.addWidget(made)
    one = buttons[0].sizeHint()
    holder.resize(3 * one.width() + 2 * 4, 200)
    holder.show()
    QApplication.processEvents()
    assert len({made.y() for made in buttons[:3]}) == 1
    assert buttons[3].y() > buttons[0].y()
    assert flow.heightForWidth(holder.width()) == 2 * one.height() + 4
    assert flow.heightForWidth(10_000) == one.height()
    buttons[1].hide()
    assert flow.heightForWidth(5 * one.width() + 4 * 4) == one.height(), "what is hidden takes no room"


def test_clearing_a_layout_lets_its_widgets_go(qtbot: QtBot, theme: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    outer = QVBoxLayout(holder)
    outer.addLayout(row(theme, label(theme, "甲"), None, label(theme, "乙")))
    outer.addWidget(label(theme, "丙"))
    clear(outer)
    assert outer.count() == 0
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    assert not holder.findChildren(QLabel)


def test_a_widget_without_a_parent_never_becomes_a_window(qtbot: QtBot, theme: Theme) -> None:
    lonely = label(theme, "字")
    qtbot.addWidget(lonely)
    lonely.hide()
    set_shown(lonely, True)
    assert not lonely.isVisible()
    holder = plain(column(theme, lonely))
    qtbot.addWidget(holder)
    holder.show()
    assert lonely.isVisible(), "shown with its parent"
    set_shown(lonely, False)
    assert not lonely.isVisible()


def test_a_chip_changes_its_tone_with_its_word(qtbot: QtBot, theme: Theme) -> None:
    chip = Chip(theme, Word("待说明", "query"))
    holder = plain(column(theme, chip))
    qtbot.addWidget(holder)
    holder.show()
    assert (chip.text(), chip.property("chip"), chip.isVisible()) == ("待说明", "query", True)
    chip.show_word(Word("", "plain"))
    assert not chip.isVisible()
    chip.show_word(Word("已受理", "good"))
    assert (chip.isVisible(), chip.property("chip")) == (True, "good")


def test_a_look_is_set_once_and_the_sheet_is_asked_again(qtbot: QtBot, theme: Theme) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    set_look(field, "problem", "true")
    assert field.property("problem") == "true"
    set_look(field, "problem", "false")
    assert field.property("problem") == "false"


def test_buttons_and_tools_have_names_for_those_who_do_not_see_them(qtbot: QtBot, theme: Theme) -> None:
    pressed: list[str] = []
    made = Tool(theme, "undo", "撤销", lambda: pressed.append("undo"), name="undo")
    qtbot.addWidget(made)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    assert pressed == ["undo"]
    assert (made.accessibleName(), made.toolTip(), made.objectName()) == ("撤销", "撤销", "undo")
    push = button("报送", lambda: pressed.append("send"), role="primary", name="send")
    qtbot.addWidget(push)
    QTest.mouseClick(push, Qt.MouseButton.LeftButton)
    assert pressed == ["undo", "send"]
    assert not push.autoDefault(), "Enter in a field must not press it"


def test_icons_keep_their_purpose_when_the_colours_change(qtbot: QtBot, theme: Theme) -> None:
    picture, pressed = Picture(theme, "check", "good"), Tool(theme, "undo", "撤销")
    for widget in (picture, pressed):
        qtbot.addWidget(widget)

    for look, bright in (("light", False), ("dark", True)):
        theme.choose(look)
        for image in (picture.pixmap().toImage(), pressed.icon().pixmap(40).toImage()):
            assert (strongest(image).lightness() > 128) is bright


def strongest(image: QImage) -> QColor:
    """The colour of the most opaque pixel."""
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return image.pixelColor(*max(points, key=lambda point: image.pixelColor(*point).alpha()))


def test_no_word_stands_alone_in_the_last_line_of_an_empty_page(qtbot: QtBot, theme: Theme) -> None:
    page = Empty(theme, "import", "还没有通知", "主管部门的通知会显示在这里，" * 4 + "完。")
    qtbot.addWidget(page)
    page.resize(theme.space(60), theme.space(30))
    page.show()
    QApplication.processEvents()
    letters = page.text.fontMetrics()
    whole, lines = letters.horizontalAdvance(page.text.text()), round(page.text.height() / letters.lineSpacing())
    assert lines > 1
    assert page.text.width() < 1.2 * whole / lines, "the lines are much of a length"


def test_an_empty_page_says_what_to_do_in_whole_lines(qtbot: QtBot, theme: Theme) -> None:
    go = button("选择工作簿")
    long_text = (
        "先看会改动什么、什么没有取用，确认后才写入，写入后也能整体撤销；不用改格式，也不用先转换成别的文件。"
    )
    page = Empty(theme, "import", "把工作簿拖到这里", long_text, go, drop=True)
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    QApplication.processEvents()
    assert page.text.height() >= page.text.heightForWidth(page.text.width()), "no line is cut off"
    assert go.isVisible()
    page.light_up(True)
    assert page.property("over") == "true"
    page.light_up(False)
    assert page.property("over") == "false"
    theme.choose("dark")
    assert not page._icon.pixmap().isNull()
    assert isinstance(go, QPushButton)
