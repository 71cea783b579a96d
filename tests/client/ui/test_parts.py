"""The small widgets: chips, banners, drop-downs, rows that wrap, empty pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
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
from client.ui.theme.theme import Theme


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
    QTest.mouseClick(banner.findChild(Tool), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_tab_comes_to_a_banner_where_it_stands(qtbot: QtBot, theme: Theme) -> None:
    """Though what is in it is made with its first word, after all there is beside it."""
    banner, before, behind = Banner(theme), QPushButton("上"), QPushButton("下")
    page = plain(column(theme, before, banner, behind))
    qtbot.addWidget(page)
    page.show()
    banner.tell("query", "网络不通", "重试", lambda: None, diagnose=lambda: None)
    met: list[QWidget] = [before]
    while met[-1] is not behind:
        met.append(met[-1].nextInFocusChain())
    assert [each.objectName() for each in met if isinstance(each, QPushButton)][1:3] == [
        "bannerDiagnose",
        "bannerButton",
    ]


def test_a_banner_that_must_stay_has_no_cross(qtbot: QtBot, theme: Theme) -> None:
    banner = Banner(theme, closable=False)
    qtbot.addWidget(banner)
    banner.tell("query", "还没有报送", "去报送")
    assert not banner.findChild(Tool).isVisible()
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
