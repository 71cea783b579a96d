"""汇总 in the window: totals of several enterprises, who is behind them, down to the cell, and out as tables."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.plugin import QtBot

from client.base.home import firm_store
from client.tour.script import Sample
from client.ui.ground.language import Translators
from client.ui.rollup.asking import OWN
from client.ui.rollup.page import RollupPage
from client.ui.rollup.words import total_word
from client.usecases.home import enterprises, settings
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views.rollup import adding
from client.usecases.views.rollup.model import Question
from forms.periods import Period
from forms.problems import Language
from forms.returns import ReturnKey
from tests.client.ui.accessibility import nameless, unreached
from tests.client.ui.conftest import Pilot, fly

FIRST, OTHER, IDLE = "91440300708461136T", "91441900MA5W0003X1", "91441300MA58H0D25G"
MONTH = "2025-09"


def enter(session: Session, firm: str, form: str, period: str, **texts: str) -> None:
    outcome = open_draft(session, ReturnKey(firm, form, Period.parse(period))).type(texts)
    assert outcome is not None
    save(session, outcome.change).result()


@pytest.fixture
def group(session: Session) -> Session:
    """Two enterprises in two districts, and one that entered nothing."""
    for code, name in ((FIRST, "甲公司"), (OTHER, "乙公司"), (IDLE, "丙公司")):
        enterprises.add(session, code, name)
    for firm, revenue, region in ((FIRST, "12345", "441302"), (OTHER, "655", "441303")):
        enter(session, firm, "JB", "2025", JB009=region)
        enter(session, firm, "JY", MONTH, JY001=revenue, JY026="-50", **{"JY001@ly": "1000"})
    enter(session, FIRST, "JY", "2025-08", JY001="11345", JY026="40")
    return session


@pytest.fixture
def at_rollup(qtbot: QtBot, qapp: QApplication, group: Session) -> Iterator[Pilot]:
    for pilot in fly(qtbot, qapp, lambda _: group, FIRST):
        QTest.keyClick(pilot.shell, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
        page = page_of(pilot)
        pilot.until(lambda page=page: page.found is not None)
        yield pilot


def page_of(pilot: Pilot) -> RollupPage:
    page = pilot.pages.page("rollup")
    assert isinstance(page, RollupPage)
    return page


def cells(table) -> list[list[str]]:
    """What a table shows, line by line."""
    model = table.model()
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]


def line(pilot: Pilot, address: str) -> list[str]:
    return next(each for each in cells(page_of(pilot).lines) if address in each[0].split())


def choose(pilot: Pilot, address: str) -> None:
    page = page_of(pilot)
    row = next(n for n, each in enumerate(cells(page.lines)) if address in each[0].split())
    page.lines.setCurrentIndex(page.lines.model().index(row, 0))


def test_totals_tell_who_is_in_them(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    assert line(at_rollup, "JY001") == [
        "营业收入 JY001",
        "13,000 千元",
        "+550.0% 2 家可比",
        "+1,000 1 家可比",
        "2 / 3",
        "未报 1",
    ]
    assert page.summary.text() == "3 家中 2 家计入；1 家没有数，没有按零计算；2 家的数还是草稿，或报送后又改过"
    assert cells(page.firms) == [
        ["甲公司 91440300708461136T", "12,345", "95.0%", "1,000 12.3 倍", "11,345 +1,000", "草稿", "看这个数"],
        ["乙公司 91441900MA5W0003X1", "655", "5.0%", "1,000 −34.5%", "—", "草稿", "看这个数"],
        ["丙公司 91441300MA58H0D25G", "—", "", "—", "—", "未报", "去填报"],
    ]


def test_parts_of_what_is_negative_have_no_shares(at_rollup: Pilot) -> None:
    choose(at_rollup, "JY026")
    page = page_of(at_rollup)
    assert page.heading.text() == "存货　合计 −100 千元　2 家"
    assert [each[2] for each in cells(page.firms)] == ["", "", ""]
    assert line(at_rollup, "JY026")[3].startswith("−225.0%")  # a state is compared in per cent


@pytest.mark.parametrize(
    ("language", "shown"), [("zh", "1,234.5 万元"), ("en", "1,234.5 (in units of 10,000 yuan)")]
)
def test_a_total_tells_its_unit_as_the_language_counts(
    qapp: QApplication, group: Session, language: Language, shown: str
) -> None:
    asked = Question(form="JY", period=Period.parse(MONTH), firms=(FIRST,))
    total = next(each for each in adding.roll_up(group, asked).lines if each.indicator.code == "JY001")
    translators = Translators(qapp)
    translators.speak(language)
    try:
        assert total_word(total, "万元") == shown
    finally:
        translators.be_silent()


def test_it_is_walked_by_keyboard_and_spoken(at_rollup: Pilot) -> None:
    own = {"rollupForm", "rollupPeriod", "rollupSince", "rollupBasis", "rollupFirms", "rollupBy", "rollupUnit"}
    own |= {"rollupLines", "rollupFirmsTable", "exportRollup", "exportFirms"}
    assert not unreached(at_rollup, "goRollup") & own
    assert nameless(at_rollup.shell) == []
    page_of(at_rollup).asking.scope.choose(OWN)
    assert not unreached(at_rollup, "goRollup") & {"pickSearch", "pickAll", "pickNone", "pickTable"}
    assert nameless(at_rollup.shell) == []


def test_units_and_districts(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    page.asking.unit.choose("万元")
    assert line(at_rollup, "JY001")[1] == "1,300.0 万元"
    page.asking.by.choose("JB009")
    at_rollup.until(lambda: page.found is not None and page.found.by)
    names = [each[0] for each in cells(page.firms)]
    assert names[0].startswith("441302 ")
    assert names[0].endswith("1 家")
    assert names[1] == "甲公司 91440300708461136T"
    page.asking.scope.choose(next(name for name in page.asking._groups if name.startswith("441303")))
    at_rollup.until(lambda: page.found is not None and page.found.firms == (OTHER,))
    assert line(at_rollup, "JY001")[1] == "65.5 万元"


def test_enterprises_are_picked_by_keyboard(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    page.asking.scope.choose(OWN)
    assert page.picking.isVisible()
    assert not page.lines.isVisible()
    at_rollup.until(page.picking.search.hasFocus)
    at_rollup.write(page.picking.search, "乙")
    page.picking._filter()
    page.picking.table.setFocus()
    QTest.keyClick(page.picking.table, Qt.Key.Key_Space)
    at_rollup.click("pickGo")
    at_rollup.until(lambda: page.found is not None and page.found.firms == (OTHER,))
    assert page.lines.isVisible()
    at_rollup.click("pickAgain")
    assert page.picking.isVisible()


def test_one_press_leads_to_the_cell_of_another_enterprise(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    page.firms.setFocus()
    page.firms.setCurrentIndex(page.firms.model().index(1, 0))
    QTest.keyClick(page.firms, Qt.Key.Key_Return)
    at_rollup.until(lambda: at_rollup.window.conductor.context.firm == OTHER and at_rollup.entry.work is not None)
    at_rollup.settle()
    assert (at_rollup.draft.current.firm, at_rollup.sheet.address()) == (OTHER, "JY001")
    at_rollup.type("JY001", "1655")
    at_rollup.settle()
    at_rollup.click("goRollup")
    at_rollup.until(lambda: line(at_rollup, "JY001")[1] == "14,000 千元")
    assert page_of(at_rollup) is page  # what was asked stays asked


def test_months_together(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    page.asking.since.choose(Period.parse(MONTH))
    page.asking.since.choose(Period.parse("2025-08"))
    at_rollup.until(lambda: page.found is not None and page.found.question.since is not None)
    assert "累计数相减" in page.summary.text()
    page.asking.form.choose("XM")
    assert page.asking.since.currentData() is None
    at_rollup.until(page.nothing.isVisible)
    assert "没有可汇总的数" in page.nothing.text.text()
    assert not page.totals.isEnabled()


def test_what_is_seen_goes_out_as_a_workbook_and_as_text(at_rollup: Pilot, tmp_path: Path) -> None:
    page = page_of(at_rollup)
    page.asking.unit.choose("万元")
    book = save_as(at_rollup, "exportRollup", tmp_path / "汇总.xlsx")
    rows = list(openpyxl.load_workbook(book)["汇总"].iter_rows(min_row=2, values_only=True))
    assert next(row for row in rows if row[2] == "JY001")[4:7] == ("万元", 1300, 2)
    assert at_rollup.window.shell.banner.text == f"已导出到 {book}"
    save_as(at_rollup, "exportRollup", book)  # whoever chose it again was asked by the dialog
    text = save_as(at_rollup, "exportFirms", tmp_path / "数据.csv")
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")
    with text.open(encoding="utf-8-sig", newline="") as stream:
        firms = {each["单位"] for each in csv.DictReader(stream)}
    assert firms == {"甲公司", "乙公司"}
    assert (tmp_path / "数据.问题.csv").exists()
    assert "共 2 个文件" in at_rollup.window.shell.banner.text


def save_as(pilot: Pilot, name: str, path: Path) -> Path:
    """Press a button that asks where to, and answer; waits for the file to be written."""
    pilot.window.shell.banner.hide()
    pilot.click(name)
    dialog = pilot.shell.findChild(QFileDialog, "exportDialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    pilot.until(pilot.window.shell.banner.isVisible)
    pilot.settle()
    return path


def test_the_open_return_and_the_desk_give_theirs(at_rollup: Pilot, tmp_path: Path) -> None:
    at_rollup.open("JY", MONTH)
    QTest.keyClick(at_rollup.shell, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert (
        at_rollup.shell.findChild(QFileDialog, "exportDialog")
        .selectedFiles()[0]
        .endswith("甲公司 营业收入与生产经营 2025年9月.xlsx")
    )
    at_rollup.shell.findChild(QFileDialog, "exportDialog").close()
    at_rollup.until(lambda: at_rollup.shell.findChild(QFileDialog, "exportDialog") is None)
    book = openpyxl.load_workbook(save_as(at_rollup, "exportReturn", tmp_path / "JY.xlsx"))
    assert {row[2] for row in book["数据"].iter_rows(min_row=2, values_only=True)} == {"JY"}
    at_rollup.click("goDesk")
    at_rollup.settle()
    book = openpyxl.load_workbook(save_as(at_rollup, "exportDesk", tmp_path / "全部.xlsx"))
    told = {(row[0], row[2], row[3]) for row in book["数据"].iter_rows(min_row=2, values_only=True)}
    assert told == {(FIRST, "JB", "2025"), (FIRST, "JY", MONTH), (FIRST, "JY", "2025-08")}


class Gate:
    """Lets the reading of enterprises go on only when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, form: str = "") -> None:
        """``form``: only questions about it are held up."""
        self.open, self.reached = threading.Event(), threading.Event()
        read = adding._read

        def wait(session, firm, question, *words):
            if form in ("", question.form):
                self.reached.set()
                self.open.wait(60)
            return read(session, firm, question, *words)

        monkeypatch.setattr(adding, "_read", wait)


def test_what_is_stopped_shows_no_half_total(at_rollup: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    page, gate = page_of(at_rollup), Gate(monkeypatch)
    page.asking.basis.choose("filed")
    at_rollup.until(gate.reached.is_set)
    at_rollup.until(lambda: "第 1 / 3 家　甲公司" in page.summary.text())
    at_rollup.click("stopRollup")
    gate.open.set()
    at_rollup.until(page.nothing.isVisible)
    assert page.nothing.title.text() == "汇总已停止"
    page.asking.basis.choose("entered")
    at_rollup.until(lambda: page.found is not None)
    assert page.lines.isVisible()


def test_the_last_question_is_the_one_that_is_answered(at_rollup: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    page, gate = page_of(at_rollup), Gate(monkeypatch, "JB")
    page.asking.form.choose("JB")
    at_rollup.until(gate.reached.is_set)
    page.asking.form.choose("JY")
    page.asking.period.choose(Period.parse("2025-08"))
    at_rollup.until(lambda: page.found is not None and page.found.period == Period.parse("2025-08"))
    gate.open.set()  # the first question, given up long ago, comes to its end after the last
    at_rollup.settle()
    assert page.lines.isVisible()
    assert line(at_rollup, "JY001")[1] == "11,345 千元"
    assert not page.halt.isVisible()


def test_nothing_filed_is_said_as_such(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    page.asking.basis.choose("filed")
    at_rollup.until(page.nothing.isVisible)
    assert "还没有主管部门收到的数" in page.nothing.text.text()


def test_an_enterprise_that_cannot_be_opened_is_named(at_rollup: Pilot) -> None:
    session = at_rollup.window.conductor.context.session
    session.vault.shut(OTHER)
    firm_store(session.home, OTHER).unlink()
    page = page_of(at_rollup)
    page.asking.basis.choose("filed")
    page.asking.basis.choose("entered")
    at_rollup.until(lambda: page.found is not None and page.found.unread)
    assert line(at_rollup, "JY001")[5] == "资料打不开 1 未报 1"
    assert "1 家的资料打不开" in page.summary.text()
    assert ["乙公司 91441900MA5W0003X1", "资料打不开"] in [[each[0], each[5]] for each in cells(page.firms)]


def test_models_keep_the_contract(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    for table in (page.lines, page.firms, page.picking.table):
        QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, table)
    page.asking.unit.choose("元")
    choose(at_rollup, "JY026")


def test_a_single_enterprise_is_not_offered_a_group(pilot: Pilot, story: Sample) -> None:
    assert not pilot.child("goRollup").isVisible()
    assert pilot.child("goFirms").isVisible()


def test_another_language_asks_the_same_again(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    page.asking.by.choose("JB009")
    at_rollup.until(lambda: page.found is not None and page.found.by)
    page.asking.unit.choose("万元")
    page.asking.scope.choose(next(name for name in page.asking._groups if name.startswith("441303")))
    before = page.save_state()
    assert before.scope.startswith("441303")
    settings.put(at_rollup.window.conductor.context.session, "display.language", "en")
    at_rollup.window.conductor.look_around()
    at_rollup.until(lambda: at_rollup.window.shell.rail.stops()[0].title == "Desk")
    at_rollup.window.conductor.go("rollup")
    after = page_of(at_rollup)
    assert after is not page
    at_rollup.until(lambda: after.found is not None)
    assert after.save_state() == before
    assert after.found.firms == (OTHER,)
    assert after.asking.scope.currentText().startswith("441303")


def test_enterprises_that_were_picked_stay_picked_in_another_language(at_rollup: Pilot) -> None:
    page = page_of(at_rollup)
    page.asking.scope.choose(OWN)
    page.picking.tick([OTHER])
    page.picking.go.click()
    at_rollup.until(lambda: page.found is not None and page.found.firms == (OTHER,))
    settings.put(at_rollup.window.conductor.context.session, "display.language", "en")
    at_rollup.window.conductor.look_around()
    at_rollup.until(lambda: at_rollup.window.shell.rail.stops()[0].title == "Desk")
    at_rollup.window.conductor.go("rollup")
    after = page_of(at_rollup)
    at_rollup.until(lambda: after.found is not None)
    assert after.found.firms == (OTHER,)
    assert after.again.isVisible()
    assert not after.picking.isVisible()
