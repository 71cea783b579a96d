"""What every form is checked for, told to the person who has to mend it: texts, places and what is left alone."""

from __future__ import annotations

import pytest

from forms.checking import BUILT_IN, check
from forms.findings import Finding
from forms.returns import Cell
from tests.forms.rules.desk import Desk


def builtin(text: str) -> list[Finding]:
    desk = Desk(text)
    return [found for found in check(desk.snapshot, *desk.place) if found.rule in BUILT_IN]


def only(text: str) -> Finding:
    [found] = builtin(text)
    return found


def places(text: str) -> list[tuple[str, str]]:
    return [(found.rule, found.cells[0].address) for found in builtin(text)]


START = "AA 2025-09\nAA001 = 100\n"


# --- in words ---


def test_a_blank_is_told_in_both_languages() -> None:
    found = only("AA 2025-09\nAA002 = 5")
    assert found.title_zh == "营业收入（AA001）应填未填"
    assert found.title_en == "Revenue (AA001) is required and blank"
    assert found.expected_zh == "营业收入（AA001）应填写"
    assert (found.actual_zh, found.actual_en) == ("空", "blank")
    assert found.remedy_zh.startswith("请填写。")
    assert found.remedy_en.startswith("Fill it in")
    assert (found.level, found.outcome, found.unit, found.row) == ("error", "fail", "千元", None)


def test_a_negative_figure_is_a_question_not_an_error() -> None:
    found = only(START + "AA003 = -8")
    assert (found.rule, found.level, found.outcome) == ("SIGN", "query", "fail")
    assert found.title_zh == "营业成本（AA003）一般不为负数"
    assert found.title_en == "Cost (AA003) is not usually negative"
    assert found.expected_zh == "营业成本（AA003）应不小于 0"
    assert found.actual_zh == found.actual_en == "-8"
    assert "正负号" in found.remedy_zh


@pytest.mark.parametrize(
    ("line", "expected_zh", "expected_en"),
    [
        ("AA002 = 很多", "应填整数", "should be a whole number"),
        ("AA010 = 大概", "应填“是”或“否”", "should be yes or no"),
        ("AA011 = 不知道", "应从代码表中选填", "should be chosen from its list"),
        ("AA014 = 不知道", "应从代码表中选填", "should be chosen from its list"),
        ("AA015 = 那一年", "应填年月", "should be a month"),
        ("AA017 = 12345", "应填18位统一社会信用代码", "unified social credit code"),
    ],
)
def test_what_should_stand_where_something_cannot_be_read(line: str, expected_zh: str, expected_en: str) -> None:
    found = only(START + line)
    code, _, typed = line.partition(" = ")
    assert (found.rule, found.level, found.outcome) == ("READ", "error", "undecided")
    assert found.cells[0].address == code
    assert found.cells[0].text == typed
    assert expected_zh in found.expected_zh
    assert expected_en in found.expected_en
    assert typed in found.actual_zh
    assert found.reason_zh
    assert found.reason_en
    assert found.remedy_zh


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("AA002 = 12.5", "若原数以元为单位，可直接写明，如 12,345元", "(12,345 yuan)"),
        ("AA006 = 12.5", "请四舍五入后填写。", "Round it."),
    ],
)
def test_only_a_unit_that_is_a_multiple_has_a_finer_one(line: str, zh: str, en: str) -> None:
    """Yuan stand behind thousands of them; nothing finer than a person is counted."""
    found = only(START + line)
    assert zh in found.remedy_zh
    assert en in found.remedy_en
    assert ("元" in found.remedy_zh) is ("yuan" in found.remedy_en) is (line < "AA006")


def test_what_a_part_should_be_is_its_own() -> None:
    found = only(START + "AA010 = 是\nAA012.number = GR1\nAA012.valid = 不清楚")
    assert (found.rule, found.expected_zh) == ("READ", "证书（AA012）的有效期应填年月")
    rows = "PR 2025-09\nPR[a].PR001 = P\nPR[a].PR002 = 甲\nPR[a].PR006[x].name = 乙\nPR[a].PR006[x].share = 多"
    found = only(rows)
    assert (found.expected_en[-22:], found.unit) == ("should be a whole number"[-22:], "%")


# --- which places are asked ---


@pytest.mark.parametrize("typed", ["0", "-5", "n/a", "约一百", "1.5万", "12.5"])
def test_whatever_was_typed_is_not_blank(typed: str) -> None:
    assert ("REQ", "AA001") not in places(f"AA 2025-09\nAA001 = {typed}")


@pytest.mark.parametrize("cell", [Cell(""), Cell("   ")])
def test_a_cell_that_holds_nothing_is_blank(cell: Cell) -> None:
    desk = Desk("AA 2025-09\nAA002 = 5")
    desk.returns["AA", "2025-09"].cells["AA001"] = cell
    found = check(desk.snapshot, *desk.place)
    assert [(f.rule, f.cells[0].address) for f in found] == [("REQ", "AA001")]


def test_computed_places_are_never_asked() -> None:
    named = {address for _, address in places("AA 2025-12")}
    assert named == {"AA001", "AA005"}


@pytest.mark.parametrize(("month", "asked"), [("2025-02", False), ("2025-06", False), ("2025-12", True)])
def test_an_annual_line_is_asked_with_the_last_month(month: str, asked: bool) -> None:
    assert (("REQ", "AA005") in places(f"AA {month}\nAA001 = 1")) is asked


@pytest.mark.parametrize(("answer", "asked"), [("是", True), ("否", False), ("n/a", False), ("大概", False)])
def test_a_condition_that_is_not_met_or_not_known_asks_nothing(answer: str, asked: bool) -> None:
    found = places(START + f"AA010 = {answer}")
    assert (("REQ", "AA012.number") in found) is asked
    assert (("REQ", "AA012.valid") in found) is asked


def test_parts_of_a_composite_are_named_one_by_one() -> None:
    found = only(START + "AA010 = 是\nAA012.number = GR1")
    assert found.cells[0].address == "AA012.valid"
    assert found.title_zh == "证书（AA012）的有效期应填未填"
    assert "validity" in found.title_en


# --- rows ---

PROJECTS = """
    PR 2025-09
    PR[a].PR001 = P-1
    PR[a].PR002 = 甲项目
    PR[b].PR001 = P-2
"""


def test_a_row_is_called_by_its_name_or_its_key() -> None:
    found = only(PROJECTS)
    assert (found.rule, found.row, found.cells[0].address) == ("REQ", "b", "PR[b].PR002")
    named = only(PROJECTS.replace("PR[b].PR001 = P-2", "PR[b].PR002 = 乙项目"))
    assert (named.row, named.cells[0].address) == ("b", "PR[b].PR001")
    assert "乙项目" in named.actual_zh
    assert "乙项目" in named.actual_en


def test_child_rows_are_asked_too_and_belong_to_their_row() -> None:
    found = only(PROJECTS.replace("PR[b].PR001 = P-2", "PR[a].PR006[1].share = 30"))
    assert (found.rule, found.row, found.cells[0].address) == ("REQ", "a", "PR[a].PR006[1].name")


def test_a_negative_share_of_a_child_row() -> None:
    entered = "PR[a].PR006[1].name = 乙\nPR[a].PR006[1].share = -30"
    found = only(PROJECTS.replace("PR[b].PR001 = P-2", entered))
    assert (found.rule, found.row, found.cells[0].address) == ("SIGN", "a", "PR[a].PR006[1].share")


def test_a_table_of_a_single_record() -> None:
    assert places(START) == []
    assert places(START + "AA013[1].valid = 2026-01") == [("REQ", "AA013[1].level")]
    assert places(START + "AA013[1].level = 开工\nAA013[2].level = 随便") == [("READ", "AA013[2].level")]


def test_rows_in_their_order() -> None:
    entered = "PR 2025-09\n" + "\n".join(f"PR[{row}].PR002 = 项目{row}" for row in "cab")
    assert [found.row for found in builtin(entered)] == ["c", "a", "b"]


# --- what is left alone ---


def test_a_figure_that_may_be_negative() -> None:
    assert builtin(START + "AA004 = -100") == []


@pytest.mark.parametrize(
    "address", ["AA900", "AA001.part", "AA012.gone", "ZZ[1].ZZ001", "AA013[1].gone", "no address"]
)
def test_cells_of_another_version_of_the_pack_are_left_alone(address: str) -> None:
    """They were typed once and are kept; no one is asked about them now."""
    desk = Desk(START)
    desk.returns["AA", "2025-09"].cells[address] = Cell("约五", problem="value.not-a-number")
    named = {ref.address for found in check(desk.snapshot, *desk.place) for ref in found.cells}
    assert address not in named


def test_last_years_column_is_read_and_its_sign_looked_at() -> None:
    assert places(START + "AA003@ly = 约八") == [("READ", "AA003@ly")]
    assert places(START + "AA003@ly = -8") == [("SIGN", "AA003@ly")]
    assert places(START + "AA004@ly = -8") == []


def test_a_rule_on_the_very_cell_speaks_instead() -> None:
    """A credit code with a wrong check character has a value: the rule says it, and no one else."""
    wrong = START + "AA017 = 914403001922038217\n"
    assert places(wrong) == [("READ", "AA017")]
    assert places("rule R1: valid_uscc(AA017)\n" + wrong) == []
    assert places("rule R1: valid_uscc(AA017) and AA001 = 0\n" + wrong) == [("READ", "AA017")]


def test_a_rule_on_the_same_cell_of_another_report_does_not_speak_for_it() -> None:
    wrong = START + "AA017 = 914403001922038217\nAA 2025-08\nAA017 = 914403001922038217"
    assert places("rule R1: valid_uscc(previous(AA017))\n" + wrong) == [("READ", "AA017")]


def test_built_in_checks_come_first_whatever_the_rules_find() -> None:
    desk = Desk("rule R1: AA002 = 0\nAA 2025-09\nAA002 = -5")
    assert [found.rule for found in check(desk.snapshot, *desk.place)] == ["REQ", "SIGN", "R1"]
