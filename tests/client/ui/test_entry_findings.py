"""Findings below the grid: what is said, what is kept, what leads where."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.plugin import QtBot

from client.ui.entry.cells.looks import marks_of
from client.ui.entry.findings.detail import FindingDetail
from client.ui.entry.findings.model import ITEM, MISSING_NAMED, FindingsModel, Item, row_of
from client.ui.entry.findings.panel import FindingsPanel
from client.ui.entry.findings.verdict import verdict
from client.ui.parts.choice import Choice
from client.ui.theme.theme import Theme
from client.usecases.returns.editing import Draft
from client.usecases.returns.explaining import Carried
from forms.findings import CellRef, Finding
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Explanation, Return
from tests.client.ui.reading import said

PACK = bundled_pack()
MONTH = "2025-09"
LEVELS = ("error", "query", "hint")


def finding(
    rule: str, level: str, *addresses: str, text: str = "1", outcome: str = "fail", **more: object
) -> Finding:
    cells = tuple(CellRef("JY", MONTH, address, f"名{address}", text) for address in addresses)
    words = {"title_zh": f"题{rule}", **more}
    return Finding(rule=rule, level=level, outcome=outcome, form="JY", period=MONTH, cells=cells, **words)


def filled(form: str = "JY", period: str = MONTH, **figures: int) -> Return:
    cells = {code: Cell(str(figure), Decimal(figure)) for code, figure in figures.items()}
    return Return(firm="F", form=form, period=Period.parse(period), pack=PACK.version, cells=cells)


def item(found: Finding) -> Item:
    return Item("finding", found.level, found.title_zh, found.actual_zh, found, cells=found.cells)


@pytest.fixture
def detail(theme: Theme, qtbot: QtBot) -> FindingDetail:
    made = FindingDetail(theme, PACK)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def panel(theme: Theme, qtbot: QtBot) -> FindingsPanel:
    made = FindingsPanel(theme, PACK)
    qtbot.addWidget(made)
    return made


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(["REQ", "A", "B", "C"]),
        st.sampled_from(LEVELS),
        st.sampled_from(["JY001", "JY002", "JY003"]),
        text=st.sampled_from(["", "1"]),
        outcome=st.sampled_from(["fail", "undecided"]),
    ),
    max_size=12,
).map(tuple)


@settings(max_examples=40, deadline=None)
@given(FINDINGS)
def test_no_finding_is_lost_in_the_list(qapp: QApplication, found: tuple[Finding, ...]) -> None:
    model = FindingsModel()
    model.show_findings(found, filled(JY001=1))
    shown = [one.finding for one in model.items if one.kind == "finding"]
    assert sorted(map(repr, shown)) == sorted(repr(f) for f in found if f.rule != "REQ")
    missing = [one for one in model.items if one.kind == "missing"]
    assert len(missing) == any(f.rule == "REQ" for f in found)
    assert sum(len(one.cells) for one in missing) == sum(f.rule == "REQ" for f in found)
    ranks = [LEVELS.index(f.level) for f in shown]
    assert ranks == sorted(ranks), "gravest first"


@settings(max_examples=40, deadline=None)
@given(FINDINGS)
def test_verdict_and_marks_agree_with_the_findings(qapp: QApplication, found: tuple[Finding, ...]) -> None:
    word = verdict(found, filled(JY001=1))
    open_queries = any(f.level == "query" and f.outcome == "fail" for f in found)
    errors = any(f.level == "error" for f in found)
    assert (word.text == "可报送") == (not errors and not open_queries)
    marks = marks_of(found, "JY", MONTH)
    assert set(marks) == {ref.address for f in found for ref in f.cells}
    assert marks == marks_of(tuple(reversed(found)), "JY", MONTH), "in whatever order they were found"


def test_the_cells_of_a_condition_are_shown_behind_those_of_the_check(qapp: QApplication) -> None:
    model = FindingsModel()
    asked = CellRef("JB", "2025-09", "JB008", "营业状态（JB008）", "2")
    one = replace(finding("C009", "query", "JY001"), conditions=(asked,))
    model.show_findings((one,), filled(JY001=1))
    assert [ref.address for ref in model.items[-1].cells] == ["JY001", "JB008"]


def test_a_code_of_another_return_is_told_by_name_and_no_figure(detail: FindingDetail) -> None:
    held = {"JB013": "3976", "JB007": "2012-06", "JB033": "15200000"}
    cells = tuple(CellRef("JB", "2025", address, "", text) for address, text in held.items())
    one = replace(finding("Q", "query", "JY001", text="988653"), conditions=cells)
    detail.show_item(dataclasses.replace(item(one), cells=(*one.cells, *cells)), filled(JY001=988653))
    shown = [link.text() for link in detail.findChildren(QPushButton) if link.property("ref")]
    assert shown[0].endswith("988,653")
    assert shown[1].endswith("光电子器件制造  3976")
    assert [each.rpartition("  ")[2] for each in shown[2:]] == ["2012-06", "15200000"]


def test_qt_finds_no_fault_with_the_list(qapp: QApplication) -> None:
    model = FindingsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_findings(
        (finding("A", "error", "JY001"), finding("REQ", "error", "JY002", text="")), filled(JY001=1)
    )
    assert model.rowCount() == 3
    assert model.rowCount(model.index(0)) == 0
    model.show_findings((), filled(JY001=1))
    assert model.rowCount() == 0


def test_headings_cannot_be_chosen_and_findings_can(qapp: QApplication) -> None:
    model = FindingsModel()
    model.show_findings((finding("A", "error", "JY001", actual_zh="1 ≠ 2"),), filled(JY001=1))
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert model.data(model.index(1)) == "题A 1 ≠ 2", "said to those who hear the list"
    assert model.data(model.index(1), ITEM) is model.items[1]
    assert model.data(model.index(1), Qt.ItemDataRole.FontRole) is None
    assert model.data(QModelIndex()) is None


@pytest.mark.parametrize("count", [1, MISSING_NAMED, MISSING_NAMED + 1, 40])
def test_of_many_blanks_the_first_are_named(qapp: QApplication, count: int) -> None:
    model = FindingsModel()
    model.show_findings(
        tuple(finding("REQ", "error", f"JY{n:03}", text="") for n in range(1, count + 1)), filled()
    )
    (line,) = model.items
    assert line.title == f"还有 {count} 项必填未填"
    assert line.text.count("名") == min(count, MISSING_NAMED)
    assert line.text.endswith("…") == (count > MISSING_NAMED)
    assert len(line.cells) == count, "F8 still visits every one"


def test_an_explained_query_is_ticked_and_stays_in_the_list(qapp: QApplication) -> None:
    model, target, query = FindingsModel(), filled(JY001=1), finding("Q", "query", "JY001")
    told = Explanation("Q", ("JY001",), "9", "新产线投产")
    model.show_findings((query,), target)
    key = model.items[1].key
    target.explanations[told.key] = told
    model.show_findings((query,), target)
    assert model.items[1].done
    assert row_of(model.items, key) == 1, "known again although it is explained now"


def test_an_explanation_of_another_place_does_not_count(qapp: QApplication) -> None:
    model, target = FindingsModel(), filled(JY001=1)
    told = Explanation("Q", ("JY002",), "9", "新产线投产")
    target.explanations[told.key] = told
    model.show_findings((finding("Q", "query", "JY001"),), target)
    assert not model.items[1].done


# one finding in full


def test_a_finding_is_told_with_rule_numbers_and_remedy(detail: FindingDetail) -> None:
    found = finding("C022", "error", "JY001", actual_zh="100 ≠ 90", expected_zh="甲等于乙", remedy_zh="请核对")
    detail.show_item(item(found), filled(JY001=1))
    words = said(detail)
    for part in ("强制", "题C022", "100 ≠ 90", "规则 C022　甲等于乙", "请核对"):
        assert part in words


def test_a_rule_that_is_its_own_title_is_not_said_twice(detail: FindingDetail) -> None:
    detail.show_item(item(finding("C1", "error", "JY001", title_zh="甲等于乙", expected_zh="甲等于乙")), filled())
    assert said(detail).count("甲等于乙") == 1


def test_what_could_not_be_decided_says_why(detail: FindingDetail) -> None:
    found = finding("C1", "error", "JY001", outcome="undecided", reason_zh="缺少上月数据", actual_zh="不应出现")
    detail.show_item(item(found), filled())
    assert "缺少上月数据" in said(detail)
    assert "不应出现" not in said(detail)


def test_nothing_of_the_finding_before_is_left(detail: FindingDetail) -> None:
    detail.show_item(item(finding("C1", "error", "JY001", remedy_zh="请核对")), filled(JY001=1))
    detail.show_item(None, None)
    assert not any(part in said(detail) for part in ("请核对", "题C1", "C1", "强制"))
    links = [b for b in detail.findChildren(QPushButton) if b.property("ref") is not None]
    assert not any(link.isVisibleTo(detail) for link in links)


@pytest.mark.parametrize(
    ("level", "outcome", "asked"),
    [
        ("query", "fail", True),
        ("query", "undecided", False),
        ("error", "fail", False),
        ("hint", "fail", False),
    ],
)
def test_only_a_failed_query_asks_for_words(detail: FindingDetail, level: str, outcome: str, asked: bool) -> None:
    detail.show_item(item(finding("C1", level, "JY001", outcome=outcome)), filled(JY001=1))
    words = detail.findChild(QLineEdit, "explanationText")
    assert words is not None
    assert words.isVisibleTo(detail) == asked


def test_words_said_before_are_shown_again_and_not_under_another_query(detail: FindingDetail) -> None:
    target = filled(JY001=1)
    told = Explanation("Q", ("JY001",), "3", "订单集中在九月交付")
    target.explanations[told.key] = told
    words = detail.findChild(QLineEdit, "explanationText")
    assert words is not None
    detail.show_item(item(finding("Q", "query", "JY001")), target)
    assert words.text() == "订单集中在九月交付"
    detail.show_item(item(finding("R", "query", "JY001")), target)
    assert words.text() == ""


def test_words_that_expired_say_so_until_they_are_kept_again(detail: FindingDetail) -> None:
    target, query = filled(JY001=2), finding("Q", "query", "JY001", text="2")
    told = Explanation("Q", ("JY001",), "3", "订单集中在九月交付", figures=("1",))
    target.explanations[told.key] = told
    words = detail.findChild(QLineEdit, "explanationText")
    assert words is not None
    detail.show_item(item(query), target, Carried(query, told, target.period))
    assert words.text() == "订单集中在九月交付"
    assert "数字已改" in said(detail)
    target.explanations[told.key] = replace(told, figures=("2",))
    detail.show_item(item(query), target)
    assert "数字已改" not in said(detail)
    detail.show_item(item(query), target, Carried(query, told, Period.parse("2025-08")))
    assert "数字已改" not in said(detail), "the last report's words have not expired"


def test_keeping_an_explanation_tells_finding_and_words(detail: FindingDetail) -> None:
    found, spy = finding("Q", "query", "JY001"), QSignalSpy(detail.explained)
    detail.show_item(item(found), filled(JY001=1))
    reason = detail.findChild(Choice, "explanationCode")
    assert reason.currentText() == "", "nobody's reason is guessed"
    detail.findChild(QLineEdit, "explanationText").setText("新产线投产")
    detail.findChild(QPushButton, "explain").click()
    assert (spy.count(), detail.complaint) == (0, "请先选择原因类别")
    reason.setCurrentIndex(1)
    detail.findChild(QPushButton, "explain").click()
    assert spy.at(0)[0] == (found, reason.currentData(), "新产线投产")
    detail.show_item(item(finding("R", "query", "JY002")), filled(JY001=1))
    assert reason.currentText() == "", "nor is that of the finding before"


def test_a_code_among_the_cells_of_a_finding_is_told_by_its_name(detail: FindingDetail) -> None:
    found = finding("Q", "query", "JB006", text="3")
    cells = tuple(replace(ref, form="JB", period="2025") for ref in found.cells)
    target = Return(
        firm="F",
        form="JB",
        period=Period.parse("2025"),
        pack=PACK.version,
        cells={"JB006": Cell("3", "3")},
    )
    told = replace(found, form="JB", period="2025", cells=cells)
    detail.show_item(item(told), target)
    assert any("私人控股" in link.text() for link in detail.findChildren(QPushButton))


def test_a_record_is_named_once(detail: FindingDetail) -> None:
    found = finding("C1", "error", "JY001", actual_zh="“二期工程”：7 ≠ 6")
    told = Item("finding", "error", "二期工程：应相等", "", found, cells=found.cells)
    detail.show_item(told, filled(JY001=1))
    assert said(detail).count("二期工程") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1234567", "1,234,567"),
        ("-5", "−5"),
        ("", ""),
        ("约三万", "约三万"),
        ("91440300MA5XXXXX0X", "91440300MA5XXXXX0X"),
    ],
)
def test_a_cell_of_a_finding_is_a_link_with_its_figure(detail: FindingDetail, text: str, shown: str) -> None:
    found, spy = finding("C1", "error", "JY001", text=text), QSignalSpy(detail.visit)
    detail.show_item(item(found), filled(JY001=1))
    (link,) = [
        b for b in detail.findChildren(QPushButton) if b.property("ref") is not None and b.isVisibleTo(detail)
    ]
    assert link.text() == f"名JY001  {shown}".rstrip()
    link.click()
    assert spy.at(0) == [found.cells[0]]


def test_a_cell_of_another_return_says_which(detail: FindingDetail) -> None:
    found = Finding(
        rule="C1",
        level="error",
        outcome="fail",
        form="JY",
        period=MONTH,
        cells=(CellRef("JB", "2025", "JB006", "控股"),),
    )
    detail.show_item(item(found), filled(JY001=1))
    (link,) = [b for b in detail.findChildren(QPushButton) if b.property("ref") is not None]
    assert link.text() == f"{PACK.forms['JB'].name} 2025年 · 控股"


def test_the_chosen_finding_stays_chosen_while_it_lasts(panel: FindingsPanel) -> None:
    draft = Draft(PACK, filled(), {})
    draft.type({"JY001": "100", "JY002": "200"})
    panel.show_draft(draft)
    panel.show_for("JY002")
    chosen = panel.current()
    draft.type({"JY005": "约三万"})
    panel.show_draft(draft)
    assert row_of(panel.model.items, chosen.key) is not None
    assert panel.current().key == chosen.key
    draft.type({"JY002": "50"})
    panel.show_draft(draft)
    assert row_of(panel.model.items, chosen.key) is None, "set right"
    assert panel.current().kind != "group", "then the first that is left"


def test_the_cursor_leads_the_list_to_its_finding(panel: FindingsPanel) -> None:
    draft = Draft(PACK, filled(), {})
    draft.type({"JY001": "100", "JY002": "200"})
    panel.show_draft(draft)
    panel.show_for("JY002")
    assert "JY002" in {ref.address for ref in panel.current().cells}
    before = panel.current()
    panel.show_for("JY999")
    assert panel.current() == before
