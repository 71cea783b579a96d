"""There is room for every word: no page is cut off or goes sideways in a small window with large letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from client.tour.script import Sample
from client.ui.camera import Camera
from client.ui.conducting.pages import Pages
from client.ui.entry.findings.explanation import ExplanationField
from client.ui.ground.language import Translators
from client.ui.parts.choice import Choice
from client.ui.parts.lettering import broken
from client.ui.parts.shown import SHOWN, Ink, Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.theme.theme import Theme
from client.usecases.books.batches import importing_many
from client.usecases.home import enterprises, settings
from client.usecases.home.session import Session
from client.usecases.home.settings_table import Value
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Explanation
from tests.client.workbook.enterprises import code, projects, statement, summary, write
from tests.eyes import cut_off
from tests.hearing import Hearing

SMALLEST = (1024, 700)
PAGES = tuple(page for page in Pages.NAMES if page != "entry")
"""The one of entry is opened on a return."""


@pytest.mark.parametrize(("language", "size"), [("en", 150), ("zh", 150)])
def test_no_page_is_cut_off(
    imported: Session, firm: str, story: Sample, tmp_path: Path, language: str, size: int
) -> None:
    held: dict[str, Value] = {"display.language": language, "display.font_size": size}
    for key, value in held.items():
        settings.put(imported, key, value)
    found: list[str] = []

    def look(name: str, window: QWidget) -> None:
        found.extend(f"{name}: {said}" for said in cut_off(window))

    books = two_books(tmp_path)
    with Camera(imported, firm, tmp_path, held=held, size=SMALLEST, seen=look) as camera:
        for page in PAGES:
            camera.page(page)
        camera.entry("JY", story.month, "JY021")
        camera.entry("XM", story.month, "")
        camera.staged("filtered", lambda *_: camera.pages.entry.filtering.toggle())
        camera.review(story.path)
        review = camera.pages.importing.review_part
        for tab in range(5):
            camera.staged(f"review-{tab}", lambda *_, tab=tab: review.show_tab(tab))  # type: ignore[misc]
        sheets = review.sheets
        review.show_tab(2)
        camera.staged("sheet", lambda *_: sheets.setCurrentIndex(sheets.rows_model.index(2, 0)))
        review.marked.emit()
        camera.until(camera.pages.importing.book.marked.save.isEnabled)
        camera.staged("marked", lambda *_: None)
        many = camera.pages.importing.many
        camera.staged("many", lambda conductor, _: conductor.import_books(books), lambda: many.plan is not None)
        many.whose.choose(data=False)
        camera.staged("divided", lambda *_: None, lambda: len(many.rows) > len(books))
        camera.staged("changes", lambda *_: many.filter.views.buttons()[1].click())
    assert not found
    assert len(camera.taken) == len(PAGES) + 14
    images = [QImage(str(path)) for path in camera.taken]
    assert {(each.width(), each.height()) for each in images} == {SMALLEST}, "larger than the screen"


def two_books(folder: Path) -> list[Path]:
    """Workbooks of five enterprises."""
    first = write(folder / "9月汇总.xlsx", 汇总=summary(5), 重点项目=projects([0, 1, 1, 2]))
    return [first, write(folder / "利润表.xlsx", 利润表=statement(1, 9_999_000, "第1公司"))]


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)])
def test_the_changes_of_many_workbooks_end_where_the_page_does(
    imported: Session, firm: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    books = two_books(tmp_path)
    with Camera(imported, firm, tmp_path, size=size) as camera:
        many = camera.pages.importing.many
        camera.staged("many", lambda conductor, _: conductor.import_books(books), lambda: many.plan is not None)
        many.whose.choose(data=False)
        camera.until(lambda: len(many.rows) > len(books))
        camera.staged("changes", lambda *_: many.filter.views.buttons()[1].click())
        page, table = many._area(), many.changes
        assert page is not None
        assert page.verticalScrollBar().maximum() == 0, "only the table scrolls"
        rows, seen = table.verticalHeader(), table.viewport().height()
        assert table.verticalScrollBar().maximum() > 0
        assert seen in {rows.sectionPosition(n) for n in range(rows.count())}, "no row is cut off"
        step = max(rows.sectionSize(n) for n in range(rows.count()))
        left = page.viewport().height() - many._tables[1].mapTo(page, many._tables[1].rect().bottomLeft()).y()
        assert left < step + 3 * camera.pages.importing._context.theme.margin, "no room is left over"


@pytest.fixture
def narrow(qtbot: QtBot, theme: Theme) -> QWidget:
    """A window with one of everything, each with too little room."""
    window, inside = QWidget(), QWidget()
    label, button, line, choice = (
        QLabel("一个相当长的标签" * 3),
        QPushButton("很长的按钮" * 5),
        QLineEdit(),
        Choice(theme, "", ""),
    )
    line.setPlaceholderText("要填的是什么" * 6)
    choice.offer([("很长的选项" * 6, 1)], 1)
    table: Table[str] = Table(theme, (TableColumn("", lambda text: Shown(text), 3),))
    area = QScrollArea()
    area.setWidget(inside)
    inside.setFixedSize(800, 20)
    layout = QVBoxLayout(window)
    for each in (label, button, line, choice, table, area):
        each.setFixedWidth(60)
        layout.addWidget(each)
    qtbot.addWidget(window)
    window.show()
    table.put(["被退回的报表"])
    table.setColumnWidth(0, 20)
    return window


def test_whoever_looks_sees_all_that_is_cut_off(narrow: QWidget) -> None:
    seen = {line.split()[0] for line in cut_off(narrow)}
    assert seen == {"QLabel", "QPushButton", "QLineEdit", "Choice", "Table", "QScrollArea"}


def test_a_name_as_long_as_names_become_is_whole_in_the_smallest_window(
    imported: Session, firm: str, tmp_path: Path
) -> None:
    held: dict[str, Value] = {"display.language": "en", "display.font_size": 150}
    for key, value in held.items():
        settings.put(imported, key, value)
    name = "广东粤港澳大湾区国家纳米科技创新研究院电子信息产业集团股份有限公司惠州仲恺高新区分公司（虚构）"
    enterprises.add(imported, code(3), name)
    with Camera(imported, firm, tmp_path, held=held, size=SMALLEST) as camera:
        camera.page("firms")
        table = camera.pages.page("firms").table
        room = table.visualRect(table.rows_model.index(1, 0)).size() - QSize(table._theme.space(1), 0)
        shown = table.rows_model.data(table.rows_model.index(1, 0), SHOWN)
        assert shown.words == f"{name} {code(3)}"
        ink, font = Ink(table._theme), table._theme.font(bold=shown.bold)
        assert ink.lines(shown, room) == (2, 1)
        rest = broken(name, font, room.width())[1]
        assert QFontMetrics(font).horizontalAdvance(rest) <= room.width()


@pytest.mark.parametrize(("width", "below"), [(900, False), (400, True)])
def test_what_an_explanation_should_tell_is_read_whole(
    qtbot: QtBot, qapp: QApplication, theme: Theme, width: int, below: bool
) -> None:
    translators = Translators(qapp)
    translators.speak("en")
    try:
        field = ExplanationField(theme, bundled_pack())
        field.reason.setCurrentIndex(0)
        qtbot.addWidget(field)
        field.resize(width, 200)
        field.show()
        words = field.findChild(QLineEdit, "explanationText")
        hint = field.findChild(QLabel, "explanationHint")
        assert (hint.isVisible(), bool(words.placeholderText())) == (below, not below)
        assert "main customer" in words.accessibleDescription()
        assert not [said for said in cut_off(field) if "explanation" in said]
    finally:
        translators.be_silent()


def test_an_explanation_longer_than_its_field_stands_below_it(qtbot: QtBot, theme: Theme) -> None:
    field = ExplanationField(theme, bundled_pack())
    qtbot.addWidget(field)
    field.resize(900, 200)
    field.show()
    words, hint = field.findChild(QLineEdit, "explanationText"), field.findChild(QLabel, "explanationHint")
    field.show_words("XM", Explanation("XM", (), "9", "订单延期"), None)
    assert not hint.isVisible()
    long = "用地红线调整，施工许可推迟到 11 月办结，设备订货随之顺延，" * 3
    field.show_words("XM", Explanation("XM", (), "9", long), None)
    assert hint.isVisible()
    assert hint.text() == long == words.text()
    words.clear()
    assert not hint.isVisible()


def test_an_import_that_was_cut_short_finds_room_on_the_desk(imported: Session, firm: str, tmp_path: Path) -> None:
    held: dict[str, Value] = {"display.language": "en", "display.font_size": 150}
    for key, value in held.items():
        settings.put(imported, key, value)
    heard = Hearing(3)  # that it begins, and two of them
    planned = importing_many.plan(imported, two_books(tmp_path)[:1], Period.parse("2025-09"))
    importing_many.store(imported, planned, heard, heard.stop)
    found: list[str] = []
    with Camera(
        imported, firm, tmp_path, held=held, size=SMALLEST, seen=lambda _, window: found.extend(cut_off(window))
    ) as camera:
        camera.desk()
        (text,) = [each.text() for each in camera.pages.desk.findChildren(QLabel) if "汇总.xlsx" in each.text()]
        assert "2 of 5" in text
    assert not found
