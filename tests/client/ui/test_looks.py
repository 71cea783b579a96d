"""What a cell looks like: values as a person reads them, level marks, missing cells apart from wrong ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from client.ui.entry.cells.columns import columns_of
from client.ui.entry.cells.looks import growth, input_ground, is_missing, marks_of, shown, waits_for
from client.ui.entry.findings.model import LONGEST, FindingsModel, row_of, shortened, unnamed
from client.ui.entry.findings.verdict import verdict
from client.ui.ground.words import Word
from client.usecases.returns.remarked import Remarked
from forms.findings import CellRef, Finding
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Explanation, Return

PACK = bundled_pack()
JY, JB, YF, XM = (PACK.forms[code] for code in ("JY", "JB", "YF", "XM"))
PERIOD = Period.parse("2025-09")


def finding(rule: str, level: str, *addresses: str, outcome: str = "fail", text: str = "1", **more) -> Finding:
    cells = tuple(CellRef("JY", "2025-09", address, f"名{address}", text) for address in addresses)
    return Finding(
        rule=rule,
        level=level,
        outcome=outcome,
        form="JY",
        period="2025-09",
        cells=cells,
        title_zh=f"题{rule}",
        **more,
    )


def missing(address: str) -> Finding:
    return finding("REQ", "error", address, text="")


def jy(**cells: str) -> Return:
    return Return(
        firm="F",
        form="JY",
        period=PERIOD,
        pack=PACK.version,
        cells={code: Cell(text, Decimal(text)) for code, text in cells.items()},
    )


@pytest.mark.parametrize(
    ("cell", "code", "expected"),
    [
        (None, "JY001", ""),
        (Cell("1234567", Decimal(1234567)), "JY001", "1,234,567"),
        (Cell("-5", Decimal(-5)), "JY010", "−5"),
        (Cell("12.5", Decimal("12.5")), "JY042", "12.50"),
        (Cell("约三万", None, "value.not-a-number"), "JY001", "约三万"),
        (Cell("", None, None, "没有此项业务"), "JY001", "不适用"),
        (Cell("1", True), "JB017", "是"),
        (Cell("0", False), "JB017", "否"),
        (Cell("3", "3"), "JB006", "私人控股  3"),
        (Cell("99", "99"), "JB006", "99"),
        (Cell("2025-06", "2025-06"), "JB007", "2025-06"),
        (Cell("01、02", ("01", "02")), "JB024", None),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(cell: Cell | None, code: str, expected: str | None) -> None:
    spec = PACK.indicator(code)
    assert spec is not None
    text = shown(cell, spec, PACK)
    if expected is None:
        assert text.count("、") == 1
        assert all(PACK.lists[spec.list].codes[one].name in text for one in ("01", "02"))
    else:
        assert text == expected


def test_growth_needs_two_numbers() -> None:
    ten, eight = Cell("10", Decimal(10)), Cell("8", Decimal(8))
    assert growth(ten, eight) == "+25.0%"
    assert growth(ten, None) == growth(None, ten) == growth(ten, Cell("x", None, "value.not-a-number")) == ""


def test_the_gravest_level_marks_a_cell() -> None:
    found = (
        finding("A", "hint", "JY001", "JY002"),
        finding("B", "error", "JY001"),
        finding("C", "query", "JY002"),
        missing("JY003"),
    )
    marks = marks_of(found, "JY", "2025-09")
    assert marks == {"JY001": "error", "JY002": "query", "JY003": "missing"}
    assert marks_of(found, "JY", "2025-08") == {}, "cells of other periods are marked there"


def test_a_blank_cell_that_keeps_a_rule_undecided_is_missing_and_not_wrong() -> None:
    undecided = finding("A", "error", "JY001", outcome="undecided", text="")
    assert marks_of((undecided,), "JY", "2025-09") == {"JY001": "missing"}
    assert waits_for(undecided, undecided.cells[0])
    assert not is_missing(undecided)
    typed = finding("A", "error", "JY001", outcome="undecided", text="约三万")
    assert marks_of((typed,), "JY", "2025-09") == {"JY001": "error"}


def test_a_cell_that_cannot_be_read_marks_itself_and_none_of_those_it_keeps_from_being_checked() -> None:
    unread = finding("READ", "error", "JY005", outcome="undecided", text="约三万")
    kept = finding("A", "query", "JY001", "JY005", "JY006", outcome="undecided")
    other = finding("B", "query", "JY006", "JY007", outcome="undecided", text="2")
    for found in ((unread, kept, other), (other, kept, unread)):
        marks = marks_of(found, "JY", "2025-09")
        assert marks == {"JY005": "error", "JY006": "query", "JY007": "query"}


@pytest.mark.parametrize(
    ("found", "text", "tone"),
    [
        ((), "可报送", "good"),
        ((finding("A", "error", "JY001"),), "还差：1 处错误", "error"),
        ((finding("A", "error", "JY001"), missing("JY002")), "还差：1 处错误 · 1 项未填", "error"),
        ((finding("A", "query", "JY001"),), "还差：1 处待说明", "query"),
        ((missing("JY002"), missing("JY003")), "还差：2 项未填", "hint"),
        ((finding("A", "hint", "JY001"),), "可报送", "good"),
        ((finding("A", "error", "JY001", outcome="undecided", text=""),), "还差：1 处未能判断", "hint"),
    ],
)
def test_one_verdict_says_what_is_still_missing(found: tuple[Finding, ...], text: str, tone: str) -> None:
    word = verdict(found, jy(JY001="1"))
    assert (word.text, word.tone) == (text, tone)


def test_what_is_full_before_it_can_be_filed_says_from_when() -> None:
    opens = date(2026, 1, 1)
    assert verdict((), jy(JY001="1"), opens=opens) == Word("已填完，1月1日起可报送", "good")
    assert verdict((finding("A", "error", "JY001"),), jy(JY001="1"), opens=opens).text == "还差：1 处错误"


def test_nothing_entered_is_no_verdict() -> None:
    assert verdict((missing("JY001"),), jy()).text == "还没有填写"


def test_an_explained_query_no_longer_stands_in_the_way() -> None:
    query, target = finding("A", "query", "JY001"), jy(JY001="1")
    told = Explanation("A", ("JY001",), "9", "新产线投产")
    target.explanations[told.key] = told
    assert verdict((query,), target).text == "可报送"


def test_findings_are_grouped_gravest_first_and_blanks_make_one_line(qapp) -> None:
    model = FindingsModel()
    found = (
        missing("JY005"),
        finding("H", "hint", "JY001"),
        finding("U", "error", "JY001", outcome="undecided", text="", reason_zh="缺数"),
        finding("E", "error", "JY001", "JY002", actual_zh="1 ≠ 2"),
        finding("READ", "error", "JY007", outcome="undecided", reason_zh="这里要填数字"),
        finding("Q", "query", "JY003"),
        missing("JY006"),
    )
    model.show_findings(found, jy(JY001="1"))
    shape = [(item.kind, item.title, item.text) for item in model.items]
    assert shape == [
        ("group", "强制　3", ""),
        ("finding", "题E", "1 ≠ 2"),
        ("finding", "填写有误：题READ", "这里要填数字"),
        ("finding", "未能判断：题U", "缺数"),
        ("group", "核实　1", ""),
        ("finding", "题Q", ""),
        ("group", "提示　1", ""),
        ("finding", "题H", ""),
        ("missing", "还有 2 项必填未填", "名JY005、名JY006"),
    ]
    assert model.row_at("JY002", "JY", "2025-09") == 1
    assert model.row_at("JY002", "JY", "2025-08") is None
    assert row_of(model.items, model.items[5].key) == 5


def test_the_same_findings_again_change_nothing(qapp, qtbot) -> None:
    model, found = FindingsModel(), (finding("E", "error", "JY001"),)
    model.show_findings(found, jy(JY001="1"))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_findings(found, jy(JY001="1"))


def test_a_finding_of_a_record_is_told_by_the_records_name(qapp) -> None:
    model = FindingsModel()
    model.row_name = "XM002"
    target = Return(
        firm="F",
        form="XM",
        period=PERIOD,
        pack=PACK.version,
        cells={"XM[a].XM002": Cell("二期工程", "二期工程")},
        rows={"XM": ["a", "b"]},
    )
    found = tuple(
        Finding(rule="R", level="error", outcome="fail", form="XM", period="2025-09", row=row, title_zh="题")
        for row in ("a", "b")
    )
    model.show_findings(found, target)
    assert [item.title for item in model.items if item.kind == "finding"] == ["二期工程：题", "第 2 项：题"]


def test_the_numbers_of_a_record_do_not_name_it_again(qapp) -> None:
    assert unnamed("“二期工程”：7 ≠ 6", "二期工程：题") == "7 ≠ 6"
    assert unnamed("“二期工程”: 7 ≠ 6", "二期工程: title") == "7 ≠ 6"
    assert unnamed("“二期工程”：7 ≠ 6", "题") == "“二期工程”：7 ≠ 6", "named nowhere else"
    assert unnamed("“1.5”的小数位数多了", "二期工程：题") == "“1.5”的小数位数多了"
    long = "年产三千万套高世代新型显示模组及车载光电一体化智能制造生产基地建设项目（二期）"
    assert unnamed(f"“{long}”：7 ≠ 6", f"{shortened(long)}：题") == "7 ≠ 6"


def test_of_a_long_name_both_ends_stay() -> None:
    name = "年产三千万套高世代新型显示模组及车载光电一体化智能制造生产基地建设项目（二期）"
    assert shortened(name) == "年产三千万套高世代新型显示模组…建设项目（二期）"
    assert len(shortened(name)) == LONGEST
    assert shortened("二期工程") == "二期工程"


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        (JY, ["name", "code", "unit", "now", "previous", "ly", "growth", "source"]),
        (YF, ["name", "code", "unit", "now", "last_year", "growth", "source"]),
        (JB, ["name", "code", "now", "last_year", "source"]),
    ],
)
def test_a_grid_has_the_columns_its_form_gives_sense_to(form, keys: list[str], qapp) -> None:
    columns = columns_of(form)
    assert [column.key for column in columns] == keys
    assert all(column.least <= column.width for column in columns)
    assert not any(column.drop for column in columns if column.key in ("name", "now", "ly"))


def test_earlier_reports_have_no_column_where_there_are_none(qapp) -> None:
    alone = [column.key for column in columns_of(YF, previous=False, last_year=False)]
    assert alone == ["name", "code", "unit", "now", "source"], "nothing to grow from either"
    asked = [column.key for column in columns_of(JY, previous=False, last_year=False)]
    assert asked == ["name", "code", "unit", "now", "ly", "growth", "source"], "the firm fills last year in itself"


def test_where_one_may_type() -> None:
    assert input_ground(JY.indicators["JY001"], None) == "input"
    assert input_ground(JY.indicators["JY043"], None) == "computed"
    assert input_ground(JB.indicators["JB028"], None) == "readonly", "set by the office"
    part = next(iter(JB.indicators["JB022"].parts.values()))
    assert input_ground(part, JB.indicators["JB022"]) == "input"


def remark(*addresses: str, message: str = "请核对") -> Remarked:
    target = jy(JY001="1", JY002="2")
    found = msgspec.structs.replace(finding("R", "query", *addresses), title_zh=message, actual_zh="主管部门提出")
    return Remarked(found, {address: target.cells.get(address) for address in addresses}, None)


def test_remarks_nobody_attended_to_are_told_before_a_return_is_called_ready() -> None:
    assert verdict((), jy(JY001="1"), 2) == Word("退回意见 2 条未处理", "error")
    word = verdict((finding("A", "query", "JY001"),), jy(JY001="1"), 1)
    assert (word.text, word.tone) == ("还差：退回意见 1 条 · 1 处待说明", "error")


def test_remarks_stand_above_all_findings_each_with_its_cell(qapp) -> None:
    model, told = FindingsModel(), (remark("JY001"), remark("JY002", "JY001", message="也请核对"))
    model.show_findings((finding("R", "query", "JY001"),), jy(JY001="1", JY002="3"), told)
    shape = [(item.kind, item.level, item.title, item.text, item.done) for item in model.items]
    assert shape == [
        ("group", "remark", "退回意见　2", "", False),
        ("finding", "remark", "请核对", "名JY001　主管部门提出", False),
        ("finding", "remark", "也请核对", "名JY002、名JY001　主管部门提出", True),
        ("group", "query", "核实　1", "", False),
        ("finding", "query", "题R", "", False),
    ]
    assert [row_of(model.items, model.items[n].key) for n in (1, 4)] == [1, 4], "the same rule at the same cell"
    assert model.row_at("JY002", "JY", "2025-09") == 2


def test_a_remark_marks_its_cells_unless_they_are_wrong() -> None:
    found = (finding("A", "error", "JY001"), finding("B", "query", "JY002"))
    told = [each.finding for each in (remark("JY001"), remark("JY002"), remark("JY003"))]
    assert marks_of(found, "JY", "2025-09", told) == {"JY001": "error", "JY002": "remark", "JY003": "remark"}
