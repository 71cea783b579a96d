"""Each check of the pack on returns in a statistician's words (``cases/*.txt``), and a firm without a fault."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from forms.checking import Snapshot, check, compute, results
from forms.filing import check_filing, due
from forms.findings import Finding
from forms.pack.loader import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Explanation, Origin
from tests.forms.packs.words import FIRM, FORMS, Case, Desk, cases

PACK = bundled_pack("gd-eic", "2026.1")
CASES = Path(__file__).parent / "cases"
ALL = [case for form in FORMS for case in cases(CASES / f"{form}.txt")]
DECEMBER = Period.parse("2025-12")
GRAVITY = ("fail", "undecided", "pass", "not_applicable")


def _snapshot(desk: Desk) -> Snapshot:
    """The returns of a desk, with what the program computes put in."""
    snapshot = Snapshot(PACK, FIRM, desk.returns)
    for (form, _), target in list(desk.returns.items()):
        for address, cell in compute(snapshot, form, target.period).items():
            if cell is not None and address not in target.cells:
                target.cells[address] = cell
    return snapshot


def _outcome(case: Case) -> str:
    form = PACK.rules[case.rule].form
    desk = Desk.of(PACK, form, case.entered)
    desk.sheet()
    found = {result.outcome for result in results(_snapshot(desk), form, desk.period, [case.rule])}
    return next(outcome for outcome in GRAVITY if outcome in found)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_case(case: Case) -> None:
    assert _outcome(case) == case.outcome


def _firm() -> Desk:
    """The returns of ``consistent.txt``: blocks headed ``JY 2025-12``."""
    desk = Desk(PACK, "JY", "2025-12")
    for block in (CASES / "consistent.txt").read_text("utf-8").split("\n\n")[1:]:
        head, *lines = block.strip().splitlines()
        desk.form, period = head.split()
        desk.period = Period.parse(period)
        for line in lines:
            desk.fill(desk.sheet(), line)
    return desk


def _findings(desk: Desk) -> list[Finding]:
    snapshot = _snapshot(desk)
    return [found for form, period in due(PACK, DECEMBER) for found in check(snapshot, form.code, period)]


def _change(desk: Desk, form: str, period: str, words: str) -> None:
    desk.form, desk.period = form, Period.parse(period)
    desk.fill(desk.sheet(), words)


def test_a_consistent_firm_has_no_finding_at_all() -> None:
    assert [(f.rule, f.level, f.actual_zh, f.reason_zh) for f in _findings(_firm())] == []


def test_what_the_program_computes_for_it() -> None:
    desk = _firm()
    snapshot = Snapshot(PACK, FIRM, desk.returns)
    values = {
        address: cell.value
        for form, period in (
            ("JB", "2025"),
            ("JY", "2025-12"),
            ("YF", "2025"),
            ("HY", "2025-Q4"),
            ("CP", "2025-12"),
        )
        for address, cell in compute(snapshot, form, Period.parse(period)).items()
        if cell is not None
    }
    assert values == {
        "JB018": "L",
        "JY038": Decimal(256500),
        "JY043": Decimal(79000),
        "YF050": Decimal("7.24"),
        "HY[1].HY006": Decimal("74.42"),
        "HY[2].HY006": Decimal("20.35"),
        "HY[3].HY006": Decimal("5.23"),
        "CP[1].CP002": "液晶显示模组",
        "CP[1].CP003": "万套",
        "CP[2].CP002": "摄像模组",
        "CP[2].CP003": "万套",
    }


@pytest.mark.parametrize(
    ("form", "period", "words", "caught"),
    [
        ("JY", "2025-12", "资产减值损失 -2300，信用减值损失 -1450", {"C139"}),  # 7,500 of 860,000: within 1 %
        ("JY", "2025-12", "资产减值损失 -12300", {"C021"}),
        ("JY", "2025-12", "营业收入 860000000", {"C021", "C030", "C035", "C044", "C046"}),
        ("JY", "2025-12", "利润总额 57000", {"C022"}),
        ("JY", "2025-12", "负债合计 348000", {"C023"}),
        ("YF", "2025", "直接投入费用 16500", {"C070"}),
        ("XM", "2025-12", "自开工累计完成投资 462", {"C109", "C111", "C112", "C118"}),
        ("JB", "2025", "JB022.valid 2025-06", {"C008"}),
        ("JB", "2025", "期末从业人员 10120", {"C152"}),
        ("JY", "2025-12", "用电量 24603.5", {"C158"}),
        ("JY", "2025-12", "存货（上年同期） 12100", {"C049", "C146"}),
        ("JY", "2025-12", "管理费用（上年同期） 32600", {"C140"}),
        ("HY", "2025-Q4", "小类营业收入 64000", {"C050", "C051", "C054", "C166"}),
        ("HY", "2025-Q4", "小类工业总产值 560000", {"C052"}),
        ("CP", "2025-12", "本月产量 2105", {"C059", "C061"}),
        ("CP", "2025-12", "本期销售额 6450000", {"C064"}),
        ("YX", "2025", "项目经费支出 278000", {"C089", "C094"}),
        ("YX", "2025", "实际工作时间 7000", {"C095", "C098"}),
        ("PT", "2025-H2", "专职人员 1200", {"C105"}),
        ("LJ", "2025-Q4", "年采购额 980000", {"C128"}),
        ("LJ", "2025-Q4", "攻关项目编号 RD2410", {"C129"}),
    ],
)
def test_a_slip_in_one_figure_is_caught(form: str, period: str, words: str, caught: set[str]) -> None:
    desk = _firm()
    _change(desk, form, period, words)
    assert {found.rule for found in _findings(desk)} >= caught


def test_a_month_is_complete_with_every_form_or_its_nil_and_every_query_explained() -> None:
    """C136 and C137 hold, fail and are told of the returns they are about; undecided they cannot be."""
    desk = _firm()
    assert check_filing(_snapshot(desk), DECEMBER) == []
    del desk.returns["PT", "2025-H2"]
    assert [(f.rule, f.form, f.period) for f in check_filing(_snapshot(desk), DECEMBER)] == [
        ("C136", "PT", "2025-H2")
    ]
    assert check_filing(_snapshot(desk), DECEMBER, nil={("PT", "2025-H2")}) == []
    _change(desk, "HY", "2025-Q4", "[3]小类从业人员 200")
    (found,) = check_filing(_snapshot(desk), DECEMBER, nil={("PT", "2025-H2")})
    assert (found.rule, found.level, found.form) == ("C137", "error", "HY")
    assert "C056" in found.title_zh
    at = tuple(ref.address for ref in found.cells)
    told = Explanation("C056", at, "other", "两人同时负责两个小类的产线")
    desk.returns["HY", "2025-Q4"].explanations[told.key] = told
    assert check_filing(_snapshot(desk), DECEMBER, nil={("PT", "2025-H2")}) == []


@pytest.mark.parametrize(
    ("month", "wanted"),
    [
        ("2025-01", []),
        ("2025-02", ["JY 2025-02", "CP 2025-02", "XM 2025-02"]),
        ("2025-03", ["JY 2025-03", "HY 2025-Q1", "CP 2025-03", "YF 2025-Q1", "XM 2025-03", "LJ 2025-Q1"]),
        (
            "2025-06",
            ["JY 2025-06", "HY 2025-Q2", "CP 2025-06", "YF 2025-Q2", "PT 2025-H1", "XM 2025-06", "LJ 2025-Q2"],
        ),
    ],
)
def test_which_forms_are_due_with_a_month(month: str, wanted: list[str]) -> None:
    assert [f"{form.code} {period}" for form, period in due(PACK, Period.parse(month))] == wanted


def test_blanks_of_required_lines_are_named() -> None:
    desk = _firm()
    cells = desk.returns["JB", "2025"].cells
    for address in ("JB022.number", "JB010", "JB031"):
        del cells[address]
    named = {(found.rule, ref.address) for found in _findings(desk) for ref in found.cells}
    assert {("REQ", "JB022.number"), ("REQ", "JB031")} <= named
    assert ("REQ", "JB010") not in named  # asked only in Dongguan and Zhongshan
    _change(desk, "JB", "2025", "单位所在地区划代码 441900")
    assert any(found.rule == "REQ" and found.cells[0].address == "JB010" for found in _findings(desk))


def test_last_years_column_is_asked_of_what_was_reported_then() -> None:
    desk = _firm()
    del desk.returns["JY", "2025-12"].cells["JY022@ly"]
    (found,) = [f for f in _findings(desk) if f.rule == "REQ"]
    assert [ref.address for ref in found.cells] == ["JY022@ly"]
    assert "应交增值税" in found.expected_zh
    del desk.returns["JY", "2024-12"].cells["JY022"]
    assert [f.rule for f in _findings(desk)] == []
    del desk.returns["JY", "2024-12"]  # founded this year, or nothing is known of the last
    for address in [a for a in desk.returns["JY", "2025-12"].cells if a.endswith("@ly")]:
        del desk.returns["JY", "2025-12"].cells[address]
    assert not [f for f in _findings(desk) if f.rule == "REQ"]


def test_a_row_of_a_child_table_is_filled_in_although_the_table_is_not_asked() -> None:
    desk = _firm()
    del desk.returns["PT", "2025-H2"].cells["PT[2].PT010[1].kind"]
    del desk.returns["JB", "2025"].cells["JB023[1].level"]
    named = {(found.rule, ref.address) for found in _findings(desk) for ref in found.cells}
    assert named == {("REQ", "PT[2].PT010[1].kind"), ("REQ", "JB023[1].level")}


def test_december_asks_for_fixed_assets_and_september_does_not() -> None:
    for period, asked in (("2025-12", True), ("2025-09", False)):
        found = check(Snapshot(PACK, FIRM, {}), "JY", Period.parse(period))
        assert ("JY028" in {f.cells[0].address for f in found if f.rule == "REQ"}) is asked


def test_ultra_hd_revenue_is_asked_of_those_in_the_field() -> None:
    for fields, asked in (("智能终端、超高清视频", True), ("智能终端", False)):
        desk = Desk.of(PACK, "JY", f"营业收入 1；JB：重点领域 {fields}")
        found = check(_snapshot(desk), "JY", desk.period)
        assert ("JY004" in {f.cells[0].address for f in found if f.rule == "REQ"}) is asked


def test_dates_are_asked_once_their_stage_is_reached() -> None:
    for stage, wanted in (("签约", set()), ("开工", {"XM009"}), ("投产", {"XM009", "XM011"}), ("停缓建", set())):
        desk = Desk.of(PACK, "XM", f"项目阶段 {stage}")
        found = check(_snapshot(desk), "XM", desk.period)
        named = {f.cells[0].address[-5:] for f in found if f.rule == "REQ"}
        assert named & {"XM009", "XM011"} == wanted


def test_parts_rounded_from_yuan_need_not_add_up_to_the_last_digit() -> None:
    """Four parts of 0.5 each are rounded up; the total of 2.0 is not. Typed figures are held to the digit."""
    words = "本年完成投资（1—本月） 102，建筑工程 41，安装工程 11，设备工器具购置 46，其他费用 6"
    desk = Desk.of(PACK, "XM", words)
    period = desk.period
    assert [r.outcome for r in results(_snapshot(desk), "XM", period, ["C108"])] == ["fail"]
    cells = desk.returns["XM", "2025-09"].cells
    for address, cell in cells.items():
        origin = Origin("workbook", "book.xlsx › 投资 › D7", raw="405000", unit="元")
        cells[address] = Cell(cell.text, cell.value, origin=origin)
    assert [r.outcome for r in results(_snapshot(desk), "XM", period, ["C108"])] == ["pass"]


EITHER = frozenset({"C009", "C047", "C065", "C091", "C130", "C186"})
"""Checks that something else settles whatever the figure says: a reason, a row, another class, a filled cell."""


@pytest.mark.parametrize("case", [c for c in ALL if c.outcome == "pass" and c.rule not in EITHER], ids=str)
def test_figures_that_cannot_be_read_are_never_passed(case: Case) -> None:
    form = PACK.rules[case.rule].form
    desk = Desk.of(PACK, form, case.entered)
    spoilt = 0
    for target in desk.returns.values():
        for address, cell in target.cells.items():
            if isinstance(cell.value, Decimal):
                target.cells[address] = Cell(cell.text, None, problem="value.not-a-number")
                spoilt += 1
    found = {r.outcome for r in results(_snapshot(desk), form, desk.period, [case.rule])}
    assert not spoilt or "pass" not in found


def test_findings_are_told_with_names_and_numbers() -> None:
    desk = Desk.of(PACK, "JY", "营业利润 1200，营业外收入 30，营业外支出 10，利润总额 915")
    found = next(f for f in check(_snapshot(desk), "JY", desk.period) if f.rule == "C022")
    assert (found.level, found.outcome) == ("error", "fail")
    assert "利润总额" in found.expected_zh
    assert "915" in found.actual_zh
    assert found.difference is not None
    assert abs(found.difference) == 305
    assert {ref.address for ref in found.cells} == {"JY018", "JY019", "JY020", "JY021"}


def test_a_row_without_its_counterpart_is_named_by_its_own_cell() -> None:
    """Else one explanation would stand for every row, and for ever."""
    desk = Desk.of(PACK, "LJ", "攻关项目编号 RD20，[2]攻关项目编号 RD21；YX：项目编号 RD01")
    found = [f for f in check(_snapshot(desk), "LJ", desk.period) if f.rule == "C129"]
    assert [[(ref.address, ref.text) for ref in f.cells] for f in found] == [
        [("LJ[1].LJ013", "RD20")],
        [("LJ[2].LJ013", "RD21")],
    ]
    assert found[0].actual_zh.endswith("攻关项目编号（LJ013）为“RD20”；《研发项目清单》里没有相应的行")


def test_rows_that_are_counted_are_involved() -> None:
    desk = Desk.of(PACK, "PT", "建设状态 已认定，平台类型 重点实验室；YF：期末研发机构数（境内） 0")
    (found,) = [f for f in check(_snapshot(desk), "PT", desk.period) if f.rule == "C104"]
    assert [ref.address for ref in found.cells] == ["PT[1].PT008", "PT[1].PT003", "YF030"]
