"""Banner, drop-down, empty page, buttons and the receipt's card in the cases that are easily got wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.plugin import QtBot

from client.protocol.messages import Decision, DecisionFinding
from client.ui.ground.words import Word
from client.ui.parts.banner import Banner
from client.ui.parts.basics import Chip, Picture, button, card, label, plain, row, rule
from client.ui.parts.choice import Choice
from client.ui.parts.eliding import Eliding
from client.ui.parts.empty import Empty
from client.ui.parts.flow import flow
from client.ui.sending.preflight import SendRow
from client.ui.sending.receipt_card import ReceiptCard
from client.ui.theme.theme import Theme
from forms.pack import bundled_pack
from forms.periods import Period
from tests.filed import a_decision, a_receipt

PERIOD = Period.parse("2025-09")
DIGEST = "0" * 64
MARKUP = "<b>粗体</b> & 1 < 2"


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme) -> Banner:
    made = Banner(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def choice(qtbot: QtBot, theme: Theme) -> Choice:
    made = Choice(theme, "period", "报告期")
    qtbot.addWidget(made)
    made.show()
    return made


def press(banner: Banner) -> None:
    QTest.mouseClick(banner.findChild(QPushButton, "bannerButton"), Qt.MouseButton.LeftButton)


def test_what_was_to_be_done_again_is_done_once(banner: Banner) -> None:
    done: list[int] = []
    banner.tell("query", "网络不通", "重试", lambda: done.append(1))
    press(banner)
    banner.show()
    press(banner)
    assert done == [1]


def test_a_banner_may_be_told_something_while_its_button_is_pressed(banner: Banner) -> None:
    """Trying again fails again: the new words must stay."""
    banner.tell("query", "网络不通", "重试", lambda: banner.tell("error", "还是不通"))
    press(banner)
    assert (banner.text, banner.isVisible(), banner.property("banner")) == ("还是不通", True, "error")


def test_trying_again_can_be_offered_again(banner: Banner) -> None:
    tries: list[int] = []

    def again() -> None:
        tries.append(len(tries))
        banner.tell("query", "网络不通", "重试", again)

    banner.tell("query", "网络不通", "重试", again)
    for _ in range(3):
        press(banner)
    assert tries == [0, 1, 2]
    assert banner.isVisible()


def test_the_newest_words_take_the_place_and_the_button_of_the_old(banner: Banner) -> None:
    done: list[str] = []
    banner.tell("query", "网络不通", "重试", lambda: done.append("old"))
    banner.tell("good", "已导入", "撤销", lambda: done.append("new"))
    assert banner.text == "已导入"
    press(banner)
    assert done == ["new"]


def test_a_button_of_an_earlier_message_is_gone(banner: Banner) -> None:
    banner.tell("query", "网络不通", "重试", lambda: None)
    banner.tell("good", "已导入")
    assert not banner.findChild(QPushButton, "bannerButton").isVisible()


@pytest.mark.parametrize("tone", ["error", "query", "hint", "good", "accent", "practice"])
def test_a_banner_of_any_tone_has_a_picture(banner: Banner, tone: str) -> None:
    banner.tell(tone, "字")  # type: ignore[arg-type]
    assert not banner.findChild(Picture).pixmap().isNull()


def test_words_are_never_read_as_markup(qtbot: QtBot, theme: Theme, banner: Banner) -> None:
    """A file may be called anything, and is shown as it is called."""
    banner.tell("error", MARKUP)
    alone = [label(theme, MARKUP), Chip(theme, Word(MARKUP, "plain"))]
    for each in alone:
        qtbot.addWidget(each)
    for shown in (*alone, banner.findChild(QLabel, "bannerText")):
        assert shown.textFormat() == Qt.TextFormat.PlainText
        assert shown.text() == MARKUP


@pytest.mark.parametrize("chosen", [None, 3])
def test_nothing_known_is_chosen_so_the_first_is(choice: Choice, chosen: object) -> None:
    choice.offer([("八月", 8), ("九月", 9)], chosen)
    assert choice.currentData() == 8


def test_no_entries_means_no_choice(choice: Choice) -> None:
    choice.offer([("八月", 8)])
    choice.offer([])
    assert (choice.count(), choice.currentData(), choice.currentText()) == (0, None, "")
    assert choice.sizeHint().width() > 0
    assert not choice.grab().isNull(), "an empty one can be painted"


def test_choosing_what_is_chosen_tells_nobody(choice: Choice) -> None:
    choice.offer([("八月", 8), ("九月", 9)], 9)
    spy = QSignalSpy(choice.currentIndexChanged)
    choice.choose(9)
    assert spy.count() == 0
    choice.choose(8)
    assert spy.count() == 1


def test_periods_are_chosen_by_what_they_are_not_by_their_words(choice: Choice) -> None:
    months = [Period.parse("2025-08"), PERIOD]
    choice.offer([(month.label(), month) for month in months], Period.parse("2025-09"))
    assert choice.currentText() == "2025年9月"
    choice.choose(Period.parse("2025-08"))
    assert choice.currentText() == "2025年8月"


def test_the_keyboard_turns_a_choice(choice: Choice) -> None:
    choice.offer([("八月", 8), ("九月", 9)], 8)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentData() == 9
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentData() == 9, "the last one is the last"


def test_what_is_chosen_is_marked_whenever_the_list_unfolds(choice: Choice) -> None:
    choice.offer([("八月", 8), ("九月", 9)], 9)
    for _ in range(2):
        choice.showPopup()
        assert [index.row() for index in choice.view().selectedIndexes()] == [1]
        QTest.keyClick(choice.view(), Qt.Key.Key_Up)
        assert choice.view().currentIndex().row() == 0
        choice.hidePopup()
    assert choice.currentIndex() == 1


def test_a_choice_never_hides_its_arrow(choice: Choice, theme: Theme) -> None:
    choice.offer([("八", 8)])
    assert choice.minimumSizeHint().width() >= theme.space(5)
    assert choice.minimumSizeHint().height() == choice.sizeHint().height()


def test_an_empty_page_works_without_buttons(qtbot: QtBot, theme: Theme) -> None:
    page = Empty(theme, "import", "没有可看的", "请先填报。")
    qtbot.addWidget(page)
    page.show()
    assert (page.title.text(), page.text.text()) == ("没有可看的", "请先填报。")
    assert not page.findChildren(QPushButton)
    assert page.property("role") != "drop"


def test_only_a_place_to_drop_on_looks_like_one(qtbot: QtBot, theme: Theme) -> None:
    page = Empty(theme, "import", "拖到这里", "", drop=True)
    qtbot.addWidget(page)
    assert page.property("role") == "drop"


def test_a_press_may_pass_a_signal_on(qtbot: QtBot, banner: Banner) -> None:
    made = button("转告", banner.acted, name="pass")
    qtbot.addWidget(made)
    spy = QSignalSpy(banner.acted)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    assert spy.count() == 1


@pytest.mark.parametrize(("role", "hand"), [("link", True), ("cell", True), ("primary", False), ("", False)])
def test_the_hand_is_shown_over_what_leads_somewhere(qtbot: QtBot, role: str, hand: bool) -> None:
    made = button("去", role=role)
    qtbot.addWidget(made)
    assert (made.cursor().shape() == Qt.CursorShape.PointingHandCursor) is hand


def test_hairlines_are_thin_in_their_own_direction(qtbot: QtBot, theme: Theme) -> None:
    lying, standing = rule(theme), rule(theme, upright=True)
    for each in (lying, standing):
        qtbot.addWidget(each)
    assert lying.maximumHeight() == lying.minimumHeight() == theme.space(0.05)
    assert standing.maximumWidth() == standing.minimumWidth() == theme.space(0.05)
    assert lying.maximumWidth() > 1000 < standing.maximumHeight()


def test_a_spring_pushes_things_apart(qtbot: QtBot, theme: Theme) -> None:
    left, right = label(theme, "左"), label(theme, "右")
    holder = plain(row(theme, left, None, right))
    qtbot.addWidget(holder)
    holder.resize(400, 40)
    holder.show()
    assert left.x() == 0
    assert right.geometry().right() == holder.width() - 1


def test_a_card_is_a_frame_with_room_inside(qtbot: QtBot, theme: Theme) -> None:
    frame, inside = card(theme, 0.8)
    qtbot.addWidget(frame)
    assert isinstance(frame, QFrame)
    assert frame.layout() is inside
    assert inside.contentsMargins().left() == inside.contentsMargins().bottom() == theme.space(0.8)


def shown_card(
    qtbot: QtBot, theme: Theme, received_at: str = "2025-10-08T09:30:15.000Z", decision: Decision | None = None
) -> ReceiptCard:
    shown = SendRow("JY", "营业收入与生产经营", PERIOD, None, a_receipt(received_at), decision)
    made = ReceiptCard(theme, bundled_pack(), shown)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-10-08T16:00:00.000Z", "2025-10-09 00:00:00"),
        ("2025-10-08T15:59:59.999Z", "2025-10-08 23:59:59"),
        ("2025-12-31T20:00:00.000Z", "2026-01-01 04:00:00"),
        ("2025-10-08T09:30:15.000+08:00", "2025-10-08 09:30:15"),
    ],
)
def test_a_receipt_is_dated_as_in_china(qtbot: QtBot, theme: Theme, written: str, shown: str) -> None:
    made = shown_card(qtbot, theme, written)
    assert shown in [each.text() for each in made.findChildren(QLabel)]


def test_a_receipt_number_can_be_copied_out(qtbot: QtBot, theme: Theme) -> None:
    made = shown_card(qtbot, theme)
    number = made.findChild(QLabel, "receiptNumber")
    assert number.text() == "LX-2025-00000007"
    assert number.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_the_file_asked_for_is_that_of_the_card(qtbot: QtBot, theme: Theme) -> None:
    made = shown_card(qtbot, theme)
    wanted: list[SendRow] = []
    made.saved.connect(wanted.append)
    QTest.mouseClick(made.findChild(QPushButton, "saveReceipt"), Qt.MouseButton.LeftButton)
    assert [(row.form, row.period) for row in wanted] == [("JY", PERIOD)]


def test_what_was_returned_without_words_is_named_by_its_rule(qtbot: QtBot, theme: Theme) -> None:
    found = (DecisionFinding("C022", "error", [], ""), DecisionFinding("Q001", "query", ["JY001"], "请说明"))
    made = shown_card(qtbot, theme, decision=a_decision("rejected", *found))
    texts = [each.text() for each in made.findChildren(QLabel)]
    assert "C022" in texts
    assert "请说明" in texts
    assert "Q001" not in texts, "words are enough where there are some"
    assert [each.text() for each in made.findChildren(QPushButton) if each.property("cell")] == [
        "营业收入（JY001）"
    ]


def test_each_returned_point_has_the_ground_of_its_level(qtbot: QtBot, theme: Theme) -> None:
    found = [DecisionFinding(f"C{n}", level, [], "字") for n, level in enumerate(("error", "query", "hint"))]  # type: ignore[arg-type]
    made = shown_card(qtbot, theme, decision=a_decision("rejected", *found))
    grounds = [each.property("banner") for each in made.findChildren(QFrame) if each.property("banner")]
    assert grounds == ["error", "query", "query"]


def test_a_line_gives_way_and_its_tip_says_the_whole(qtbot: QtBot, theme: Theme) -> None:
    made = Eliding("惠州市粤华光电科技有限公司（虚构）")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.grab()
    assert made.toolTip() == ""
    assert made.minimumSizeHint().width() < made.sizeHint().width() // 2
    made.resize(made.minimumSizeHint())
    made.grab()
    assert made.toolTip() == made.text() == "惠州市粤华光电科技有限公司（虚构）"


def test_what_finds_no_room_goes_on_in_the_next_line_in_its_middle(qtbot: QtBot, theme: Theme) -> None:
    tall, low = QFrame(), QFrame()
    for each, height in ((tall, 40), (low, 20)):
        each.setFixedSize(60, height)
    around = QFrame()
    qtbot.addWidget(around)
    around.setLayout(flow(theme, tall, low, gap=0.5))
    around.resize(400, 100)
    around.show()
    assert low.geometry().center().y() == tall.geometry().center().y()
    assert low.x() > tall.x()
    around.resize(70, 200)
    qtbot.waitUntil(lambda: low.y() > tall.y())
    assert low.x() == tall.x()
    assert around.layout().heightForWidth(70) == low.geometry().bottom() + 1


def test_a_name_keeps_the_end_by_which_branches_differ(qtbot: QtBot, theme: Theme) -> None:
    narrow = theme.space(16)
    names = [f"广东粤港澳大湾区电子信息产业集团股份有限公司{end}" for end in ("一分公司", "二分公司")]

    def seen(name: str, *, middle: bool) -> QImage:
        made = Eliding(name, middle=middle)
        qtbot.addWidget(made)
        made.resize(narrow, made.sizeHint().height())
        return made.grab().toImage()

    assert seen(names[0], middle=False) == seen(names[1], middle=False)
    assert seen(names[0], middle=True) != seen(names[1], middle=True)
