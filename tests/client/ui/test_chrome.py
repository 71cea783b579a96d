"""Around the pages: rail, header, status line, keys of the window, names for screen readers, pictures."""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragLeaveEvent, QImage, QShortcut
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.plugin import QtBot

from client.tour.script import Sample
from client.ui.camera import SIZE, Camera
from client.ui.frame.header import Header
from client.ui.frame.rail import GAP, Rail
from client.ui.frame.status import StatusLine
from client.ui.ground.tasks import LongWork
from client.ui.parts.eliding import Eliding
from client.ui.theme.theme import Theme
from client.usecases.home.session import Session
from forms.periods import Period


@pytest.mark.parametrize("percent", [90, 100, 115, 130, 150, 175])
@pytest.mark.parametrize("height", [1100, 860, 680])
def test_however_large_the_letters_every_page_is_on_the_screen(
    qtbot: QtBot, qapp: QApplication, percent: int, height: int
) -> None:
    theme = Theme(qapp, "light", percent=percent)
    window = QWidget()
    qtbot.addWidget(window)
    inside = QVBoxLayout(window)
    inside.setContentsMargins(0, 0, 0, 0)
    rail = Rail(theme)
    rail.show_group(several=True)
    inside.addWidget(rail)
    window.resize(rail.width(), height)
    window.show()
    stops = rail.findChildren(QAbstractButton)
    qtbot.waitUntil(lambda: max(each.geometry().bottom() for each in stops) < height)
    assert window.height() == height, "nothing makes the window higher than the screen"
    tops = sorted((each.geometry().top(), each.geometry().bottom()) for each in stops)
    assert all(below > above for (_, above), (below, _) in pairwise(tops))
    theme.wear("light", contrast=False, percent=100)
    theme.deleteLater()


@pytest.mark.parametrize("lines", [3.95, 3.85, 3.7, 3.5, 3.35, 3.2])
def test_a_name_stands_close_below_its_icon_however_low_the_screen(
    qtbot: QtBot, theme: Theme, lines: float
) -> None:
    rail = Rail(theme)
    qtbot.addWidget(rail)
    rail.show_group(several=True)
    theme.dress(rail)
    stops = rail.findChildren(QAbstractButton)
    height = len(stops) * theme.space(lines) + (len(stops) + 1) * theme.space(GAP) + 2 * theme.space(0.7)
    rail.resize(rail.width(), height)
    rail.show()
    image = stops[0].grab().toImage()
    ground = image.pixel(image.width() // 2, 1)
    inked = [any(image.pixel(x, y) != ground for x in range(image.width())) for y in range(image.height())]
    above, icon, between, name, below = (len(list(same)) for _, same in groupby(inked))
    assert icon > name > between
    assert between <= theme.space(0.5)
    assert abs(above - below) <= theme.space(0.5)


def test_the_rail_has_its_stops_and_marks_where_one_is(qtbot: QtBot, theme: Theme) -> None:
    rail = Rail(theme)
    qtbot.addWidget(rail)
    rail.show()
    assert rail.page == ""
    assert [stop.title for stop in rail.stops()] == [
        "工作台",
        "填报",
        "导入",
        "报送",
        "图表",
        "打印",
        "汇总",
        "单位",
        "通知",
        "帮助",
        "设置",
    ]
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)
    for made in rail.findChildren(QAbstractButton):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    assert chosen == [stop.page for stop in rail.stops()]
    rail.show_page("import")
    assert rail.page == "import"
    marked = [made.text() for made in rail.findChildren(QAbstractButton) if made.isChecked()]
    assert marked == ["导入"]


def test_the_key_of_a_page_is_heard_beside_its_name(qtbot: QtBot, theme: Theme) -> None:
    rail = Rail(theme)
    qtbot.addWidget(rail)
    rail.show()
    heard = [QAccessible.queryAccessibleInterface(made) for made in rail.findChildren(QAbstractButton)]
    said = [(each.text(QAccessible.Text.Name), each.text(QAccessible.Text.Description)) for each in heard]
    assert said == [(stop.title, stop.key) for stop in rail.stops()]


def test_a_locked_home_leads_nowhere_but_shows_its_icons(qtbot: QtBot, theme: Theme) -> None:
    rail = Rail(theme)
    qtbot.addWidget(rail)
    rail.setEnabled(False)
    assert all(not made.icon().isNull() for made in rail.findChildren(QAbstractButton))
    spy = QSignalSpy(rail.chosen)
    QTest.mouseClick(rail.findChildren(QAbstractButton)[1], Qt.MouseButton.LeftButton)
    assert spy.count() == 0


def header(qtbot: QtBot, theme: Theme) -> Header:
    made = Header(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_practice_cannot_be_mistaken_for_the_real_thing(qtbot: QtBot, theme: Theme) -> None:
    made = header(qtbot, theme)
    stripe, place = made.findChild(QFrame, "practiceStripe"), made.findChild(QLabel, "place")
    assert not stripe.isVisible()
    made.show_place("practice", "x")
    assert stripe.isVisible()
    assert (place.text(), place.property("chip")) == ("练习", "practice")
    assert "不会送到主管部门" in made._note.text()
    made.show_place("production", "省工业和信息化厅")
    assert not stripe.isVisible()
    assert (place.text(), place.property("chip")) == ("正式", "good")
    assert made._note.text() == "省工业和信息化厅"


def test_the_longest_name_gives_way_to_the_screen(qtbot: QtBot, theme: Theme) -> None:
    made = header(qtbot, theme)
    made.show_place("practice")
    name = made.findChild(Eliding, "firmName")
    made.show_firms([("A", "甲公司")], "A")
    made.resize(made.minimumSizeHint().width() + theme.space(20), made.height())
    qtbot.waitUntil(lambda: made._note.width() > theme.space(10))
    assert name.width() == name.sizeHint().width()
    long = "广东粤港澳大湾区国家纳米科技创新研究院电子信息产业集团股份有限公司惠州仲恺高新区分公司"
    made.show_firms([("91441300MA58H0D25G", long)], "91441300MA58H0D25G")
    qtbot.waitUntil(lambda: made._note.width() == 0)
    assert made.minimumSizeHint().width() < theme.space(45)
    made.grab()
    assert name.toolTip() == long, "what is cut off is told by the tip"


def test_one_enterprise_is_named_several_are_offered(qtbot: QtBot, theme: Theme) -> None:
    made = header(qtbot, theme)
    made.show_firms([("A", "甲公司")], "A")
    name = made.findChild(QLabel, "firmName")
    assert (name.text(), name.isVisible(), made._firms.isVisible()) == ("甲公司", True, False)
    made.show_firms([("A", "")], "A")
    assert name.text() == "A", "without a name its code has to do"
    made.show_firms([("A", "甲公司"), ("B", "乙公司")], "B")
    assert (name.isVisible(), made._firms.isVisible(), made._firms.currentText()) == (False, True, "乙公司")
    chosen: list[str] = []
    made.firm_chosen.connect(chosen.append)
    made._firms.choose("A")
    assert chosen == ["A"]


def test_the_status_line_says_saved_only_when_nothing_is_pending(qtbot: QtBot, theme: Theme) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.show()
    assert line.saved.text() == "改动会自动保存"
    line.show_pending(2)
    assert line.saved.text() == "正在保存…"
    assert not line._mark.done
    line.show_pending(0)
    assert line.saved.text().startswith("已保存 ")
    assert line._mark.done
    line.doing("正在读取")
    assert line._bar.isVisible()
    line.doing("")
    assert not line._bar.isVisible()


def test_the_windows_keys_reach_the_open_return(pilot) -> None:
    keys = {shortcut.key().toString() for shortcut in pilot.shell.findChildren(QShortcut)}
    assert keys >= {"Ctrl+Z", "Ctrl+Y", "Ctrl+F", "F8", "Ctrl+O"}
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1")
    by_key = {shortcut.key().toString(): shortcut for shortcut in pilot.shell.findChildren(QShortcut)}
    by_key["Ctrl+Z"].activated.emit()
    assert pilot.text("JY001") == ""
    by_key["Ctrl+Y"].activated.emit()
    assert pilot.text("JY001") == "1"
    by_key["Ctrl+F"].activated.emit()
    assert pilot.child("search", QLineEdit).hasFocus()
    by_key["F8"].activated.emit()
    assert pilot.entry.findings.current() is not None


def test_the_keys_of_entry_do_nothing_elsewhere(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1")
    pilot.click("goDesk")
    pilot.settle()
    by_key = {shortcut.key().toString(): shortcut for shortcut in pilot.shell.findChildren(QShortcut)}
    for key in ("Ctrl+Z", "Ctrl+F", "F8"):
        by_key[key].activated.emit()
    assert pilot.text("JY001") == "1"
    assert pilot.shell.rail.page == "desk"


def test_a_workbook_over_the_window_lights_up_where_it_may_fall(pilot, story: Sample) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(story.path))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, none)
    QCoreApplication.sendEvent(pilot.shell, enter)
    assert pilot.pages.desk.overview.invitation.large.property("over") == "true"
    QCoreApplication.sendEvent(pilot.shell, QDragLeaveEvent())
    assert pilot.pages.desk.overview.invitation.large.property("over") == "false"


def test_whatever_can_be_used_has_a_name(pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09")
    for page in ("goEntry", "goImport", "goSend", "goDesk"):
        pilot.click(page)
        pilot.settle()
        assert not unnamed(pilot), page


def unnamed(pilot) -> list[str]:
    """Visible controls a screen reader would have nothing to say about."""
    bad = []
    for kind in (QAbstractButton, QLineEdit, QComboBox, QTableView):
        for widget in pilot.shell.findChildren(kind):
            named = widget.accessibleName() or widget.toolTip() or getattr(widget, "text", str)()
            hint = widget.placeholderText() if isinstance(widget, QLineEdit) else ""
            inside = widget.objectName().startswith("qt_") or widget.parent().objectName() == "sheet"
            if widget.isVisible() and not inside and not (named or hint):
                bad.append(f"{type(widget).__name__} {widget.objectName()}")
    return bad


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_camera_takes_every_page(
    qapp: QApplication, complete: Session, firm: str, story: Sample, tmp_path: Path, look: str
) -> None:
    with Camera(complete, firm, tmp_path / "bilder", held={"display.theme": look}) as camera:
        taken = [
            camera.desk(),
            camera.entry("JY", story.month, "JY021"),
            camera.review(story.path),
            camera.send(Period.parse("2025-09")),
        ]
    assert camera.taken == taken
    shades = []
    for path in taken:
        image = QImage(str(path))
        assert (image.width(), image.height()) == SIZE
        shades.append(image.pixelColor(image.width() // 2, image.height() - 3).lightness())
    assert all((shade > 128) is (look == "light") for shade in shades)


def test_the_look_can_be_changed_while_the_window_is_open(pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09")
    before = pilot.shell.grab().toImage().pixelColor(5, 400).lightness()
    pilot.window.theme.choose("dark")
    pilot.settle()
    after = pilot.shell.grab().toImage().pixelColor(5, 400).lightness()
    pilot.window.theme.choose("light")
    assert after < 64 < before


def test_the_line_is_no_higher_while_something_is_done(qtbot: QtBot, theme: Theme) -> None:
    """The page above it would jump at every beginning and every end."""
    line = StatusLine(theme)
    qtbot.addWidget(line)
    theme.dress(line)
    idle = line.sizeHint().height()
    work = LongWork("备份", line)
    line.watch(work)
    assert line.sizeHint().height() == idle
    work.ended.emit("done")


def test_what_is_done_is_told_for_a_while_and_what_failed_until_the_next_thing(qtbot: QtBot, theme: Theme) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    for how, told, left in (("done", "已完成：备份", ""), ("failed", "没有完成：备份", "没有完成：备份")):
        work = LongWork("备份", line)
        line.watch(work)
        work.ended.emit(how)
        assert line._doing.text() == told
        if line._lingering.isActive():
            line._lingering.timeout.emit()
        assert line._doing.text() == left
    line.watch(LongWork("导入", line))
    assert not line._lingering.isActive()
