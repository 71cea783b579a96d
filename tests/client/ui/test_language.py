"""The window in English: no word without a translation, and switching there and back leaves nothing behind."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListView, QWidget

from client.base.errors import UserError
from client.base.paths import PROGRAM, RESOURCES
from client.tour.script import Sample
from client.ui.entry.grid.sheet import Sheet
from client.ui.ground.language import Translators, english, told
from client.ui.ground.words import days_word, listed, said, state_word
from client.ui.parts.table import Table
from client.usecases.home import settings
from client.usecases.home.session import Session
from forms.words import Count

SOURCES = sorted((PROGRAM / "client" / "ui").rglob("*.py"))
WORDS = RESOURCES / "translations" / "jibao_en.ts"
HAN = re.compile(r"[㐀-鿿]")
TOOLS = Path(sys.executable).parent
NOOP = "QT_TRANSLATE_NOOP"


def messages(ts: Path) -> dict[tuple[str, str], str]:
    """Context and source → translation, blank where there is none."""
    found = {}
    for context in ElementTree.parse(ts).getroot().findall("context"):
        name = context.findtext("name") or ""
        for message in context.findall("message"):
            translation = message.find("translation")
            assert translation is not None
            done = translation.get("type") is None
            found[name, message.findtext("source") or ""] = (translation.text or "") if done else ""
    return found


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the sources say now, as the tool of Qt reads them."""
    ts = tmp_path_factory.mktemp("words") / "now.ts"
    tool = TOOLS / ("pyside6-lupdate.exe" if sys.platform == "win32" else "pyside6-lupdate")
    subprocess.run([tool, *map(str, SOURCES), "-silent", "-ts", str(ts)], check=True, capture_output=True)
    return ts


def test_every_word_of_the_window_has_an_english_one(asked: Path) -> None:
    translated = messages(WORDS)
    missing = {key for key in messages(asked) if not translated.get(key)}
    assert not missing, "python make.py translations, then fill in resources/translations/jibao_en.ts"


def test_nothing_is_translated_that_is_not_said(asked: Path) -> None:
    assert not messages(WORDS).keys() - messages(asked).keys()


def test_what_is_shipped_is_what_was_translated(tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    tool = TOOLS / ("pyside6-lrelease.exe" if sys.platform == "win32" else "pyside6-lrelease")
    subprocess.run([tool, "-silent", str(WORDS), "-qm", str(made)], check=True, capture_output=True)
    assert made.read_bytes() == WORDS.with_suffix(".qm").read_bytes(), "python make.py translations"


@pytest.mark.parametrize(("key", "english_words"), sorted(messages(WORDS).items()), ids=lambda value: value[0])
def test_translations_are_english_and_take_the_same_figures(key: tuple[str, str], english_words: str) -> None:
    assert not HAN.search(english_words)
    places = sum(name is not None for _, name, _, _ in Formatter().parse(key[1]))
    if places:
        english_words.format(*map(Count, range(1, places + 1)))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_words_are_asked_for_as_the_tool_reads_them(path: Path) -> None:
    """``self.tr("…")`` or ``translate("context", "…")`` with the words written out: anything else is not found."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("translate", "QT_TRANSLATE_NOOP") or (name == "tr" and isinstance(node.func, ast.Attribute)):
            assert all(isinstance(each, ast.Constant) for each in node.args), f"{path.name}:{node.lineno}"
            assert len(node.args) == (1 if name == "tr" else 2), f"{path.name}:{node.lineno}"
        assert not (name == "tr" and len(node.args) == 2), f"{path.name}:{node.lineno}"


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if "Terms(" in path.read_text("utf-8")], ids=lambda path: path.stem
)
def test_terms_are_looked_up_where_they_were_collected(path: Path) -> None:
    """Every word of a table is collected in the context the table is asked in."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Terms", "TonedTerms"):
            collected = [each for each in ast.walk(node) if getattr(getattr(each, "func", None), "id", "") == NOOP]
            assert collected
            assert {ast.literal_eval(each.args[0]) for each in collected} == {ast.literal_eval(node.args[0])}


@pytest.fixture
def translators(qapp: QCoreApplication):
    made = Translators(qapp)
    yield made
    made.be_silent()


def test_words_follow_the_language_there_and_back(translators: Translators) -> None:
    for language, state, days in (("zh", "可报送", "还有 3 天"), ("en", "Ready to file", "3 days left")) * 2:
        translators.speak(language)
        assert (state_word("ready").text, days_word(3).text) == (state, days)
        assert english() == (language == "en")
        assert listed(["JY", "XM"]) == ("JY, XM" if language == "en" else "JY、XM")
        assert told("报表", "form") == ("form" if language == "en" else "报表")
    assert told("报表", "") == "报表"


def test_errors_speak_the_language(translators: Translators) -> None:
    error = UserError("settings.not-a-switch", key="display.contrast", value="x")
    assert "只能是开或关" in said(error)
    translators.speak("en")
    assert said(error).startswith("The setting display.contrast is on or off")
    assert not HAN.search(said(error))


def words_in(widget: QWidget) -> set[str]:
    """Everything that labels and buttons say."""
    labels = {each.text() for each in widget.findChildren(QLabel)}
    return labels | {each.text() for each in widget.findChildren(QAbstractButton)}


def test_the_window_changes_its_language_and_comes_back_to_the_same_place(pilot) -> None:
    pilot.open("JY", "2025-09")
    chinese = words_in(pilot.shell.rail)
    keep_language(pilot, "en")
    assert words_in(pilot.shell.rail) >= {"Desk", "Entry", "Settings"}
    assert not [text for text in words_in(pilot.shell.rail) if HAN.search(text)]
    assert pilot.shell.rail.page == "entry"
    pilot.until(lambda: pilot.entry.work is not None and pilot.draft.form.code == "JY")
    pilot.type("JY001", "123")
    pilot.settle()
    keep_language(pilot, "zh")
    assert words_in(pilot.shell.rail) == chinese
    pilot.until(lambda: pilot.entry.work is not None and pilot.draft.cell("JY001") is not None)
    assert pilot.draft.cell("JY001").text == "123"


def test_every_page_can_be_built_in_english(pilot) -> None:
    keep_language(pilot, "en")
    for stop in pilot.shell.rail.stops():
        pilot.window.conductor.go(stop.page)
        pilot.settle()
        assert pilot.shell.rail.page == stop.page
    assert pilot.shell.windowTitle() == QApplication.applicationDisplayName() == "Jibao", "Qt adds no other name"


HAN_RUN = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]+")


def said_by(top: QWidget) -> Iterator[str]:
    """Everything the widgets below ``top`` show, tell in a tip or to screen readers, or offer."""
    for each in [top, *top.findChildren(QWidget)]:
        kinds = (each.toolTip, each.accessibleName, each.accessibleDescription)
        yield from (kind() for kind in kinds)
        if isinstance(each, QLabel | QAbstractButton):
            yield each.text()
        if isinstance(each, QLineEdit):
            yield each.placeholderText()
        if isinstance(each, QComboBox):
            yield from (each.itemText(number) for number in range(each.count()))
        if isinstance(each, Sheet | Table) or (isinstance(each, QListView) and each.objectName() == "findings"):
            yield from cells_of(each.model())


def cells_of(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    columns = range(model.columnCount()) if isinstance(model, QAbstractTableModel) else range(1)
    for column in columns:
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            yield from (str(model.data(model.index(row, column), role) or "") for role in roles)


PLACES = [
    ("JY", "2025-09", "JY001"),
    ("XM", "2025-09", "XM001"),
    ("JB", "2025", "JB005"),
    ("CP", "2025-09", "CP001"),
]
IMPORTED = frozenset({"JY", "XM"})
"""Where the first cell has a history to tell."""

OURS = "粤电信表简体中文"
"""The tables' official numbers, and the name of the language."""


def test_nothing_is_left_in_chinese_with_every_page_open(
    pilot, imported: Session, firm: str, story: Sample
) -> None:
    stored = imported.look(firm, lambda books: books.returns.all(firm=firm))
    data = {cell.text for each in stored for cell in each.cells.values()} | {story.name, OURS}
    data |= {cell.origin.place for each in stored for cell in each.cells.values() if cell.origin is not None}
    data |= {each.source for form in imported.pack.forms.values() for each in form.indicators.values()}
    own = "\n".join([*data, str(imported.home)])
    stops = [stop.page for stop in pilot.shell.rail.stops() if stop.page != "entry"]
    for page in stops:
        pilot.window.conductor.go(page)
        pilot.settle()
    keep_language(pilot, "en")
    found = set()
    for page in stops:
        pilot.window.conductor.go(page)
        pilot.settle()
        found |= {(page, text) for text in said_by(pilot.shell)}
    for form, period, address in PLACES:
        pilot.open(form, period)
        pilot.sheet.go_to(address)
        if form in IMPORTED:
            pilot.until(lambda: any(" → " in text for text in said_by(pilot.entry.definition)))
        pilot.settle()
        found |= {(form, text) for text in said_by(pilot.shell)}
    assert any(" (粤华光电2025年9月.xlsx" in text for _, text in found), "the history of a cell is read, too"
    assert len(found) > 500
    assert not [(page, text) for page, text in found if any(run not in own for run in HAN_RUN.findall(text))]


def keep_language(pilot, language: str) -> None:
    """Choose a language as the settings page does."""
    session = pilot.window.conductor.context.session
    settings.put(session, "display.language", language)
    pilot.window.conductor.routes.settings_changed.emit(settings.everything(session))
    pilot.settle()
