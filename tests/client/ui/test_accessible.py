"""What a screen reader hears: every control that takes the keyboard has a name, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client.tour.script import Sample
from client.ui.conducting.pages import Pages
from client.usecases.home import settings
from client.usecases.home.session import Session
from tests.client.ui.accessibility import nameless, unreached
from tests.client.workbook.enterprises import summary, write


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_control_that_takes_the_keyboard_has_a_name(pilot, language: str) -> None:
    conductor = pilot.window.conductor
    session = conductor.context.session
    settings.put(session, "display.language", language)
    conductor.routes.settings_changed.emit(settings.everything(session))
    pilot.settle()
    silent = {}
    for page in Pages.NAMES:
        conductor.go(page)
        pilot.settle()
        if bad := nameless(pilot.shell):
            silent[page] = bad
    assert not silent


@pytest.mark.parametrize("page", [page for page in Pages.NAMES if page not in ("charts", "paper")])
def test_the_tab_key_reaches_every_control(pilot, imported: Session, page: str) -> None:
    pilot.window.conductor.go(page)
    pilot.settle()
    assert unreached(pilot, "goDesk") == set()


def test_escape_leaves_the_grid_as_it_is_and_gives_up_what_is_typed(pilot, imported: Session) -> None:
    pilot.open("JY", "2025-09", "JY021")
    pilot.shell.activateWindow()
    pilot.until(pilot.shell.isActiveWindow)
    before = pilot.draft.cell("JY021")
    for typed in ("", "43"):
        pilot.keys(typed)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is pilot.sheet
        assert (pilot.draft.cell("JY021"), pilot.sheet.address()) == (before, "JY021")
    QTest.keyClick(pilot.sheet, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is pilot.entry.definition
    pilot.entry.start_search()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is pilot.sheet


@pytest.mark.parametrize("page", ["charts", "paper"])
def test_pages_of_figures_are_walked_by_keyboard(pilot, imported: Session, page: str) -> None:
    pilot.window.conductor.go(page)
    if page == "charts":
        charts = pilot.pages.page("charts")
        pilot.until(lambda: len(charts.cards) == 4)
    pilot.settle()
    assert nameless(pilot.shell) == []
    assert unreached(pilot, "goDesk") == set()


def test_a_result_is_announced(pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("client.ui.parts.banner.announce", lambda _, text: said.append(text))
    pilot.shell.banner.tell("good", "已写入 12 项")
    assert said == ["已写入 12 项"]


def test_a_review_has_names_and_is_walked_by_keyboard(pilot, story: Sample, tmp_path: Path) -> None:
    pilot.drop(story.path)
    review = pilot.pages.importing.review_part
    pilot.until(lambda: pilot.pages.importing.state == "review")
    pilot.settle()
    for tab in range(5):
        review.show_tab(tab)
        pilot.settle()
        assert nameless(pilot.shell) == [], tab
    review.show_tab(2)
    missed = unreached(pilot, "goImport")
    assert not missed & {"importSheets", "importSeen", "importColumns", "columnMeaning", "guessHeading"}, missed
    review.show_tab(0)
    missed = unreached(pilot, "goImport")
    assert not missed & {"lineKind", "lineForm", "lineSearch", "importLines", "fixTarget"}, missed


def test_many_workbooks_have_names_and_are_walked_by_keyboard(pilot, tmp_path: Path) -> None:
    books = [write(tmp_path / "1.xlsx", 汇总=summary(2)), write(tmp_path / "2.xlsx", 汇总=summary(3, 2))]
    pilot.window.conductor.import_books(books)
    many = pilot.pages.importing.many
    many.whose.choose(data=False)
    pilot.until(lambda: many.plan is not None and many._work is None and len(many.rows) == 5)
    pilot.settle()
    assert nameless(pilot.shell) == []
    missed = unreached(pilot, "goImport")
    assert not missed & {"storeMany", "manyFirm", "manyKind", "manySearch", "manyBooks", "leaveMany"}, missed
    many.filter.views.buttons()[1].click()
    pilot.settle()
    assert nameless(pilot.shell) == []
    assert "manyChanges" not in unreached(pilot, "goImport")


def test_an_open_editor_of_words_says_what_it_is_for(pilot) -> None:
    pilot.open("JY", "2025-09", "JY044")
    pilot.keys(key=Qt.Key.Key_F2)
    editor = pilot.sheet.painter_of_cells.editor
    assert editor is not None
    assert "本期同比增减说明" in QAccessible.queryAccessibleInterface(editor).text(QAccessible.Text.Name)
