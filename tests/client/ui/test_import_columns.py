"""What the review of a workbook says of every line, every thing left out and every sheet, without a window."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import JibaoError
from client.ui.importing.columns import (
    SURE,
    FindingRow,
    difference,
    finding_columns,
    left_columns,
    line_columns,
    sheet_columns,
)
from client.ui.parts.shown import Shown
from client.usecases.books.preview.lines import ImportLine
from client.workbook import Found, NotTaken, SheetPlan
from client.workbook.finding.taken.extraction import note
from forms.findings import Finding
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Origin
from forms.words import Words

PACK = bundled_pack()
SEPTEMBER = Period.parse("2025-09")


def line(
    new: str = "1234",
    old: str | None = None,
    *,
    value: object = "number",
    problem: str | None = None,
    place: str = "九月.xlsx › 利润表 › D7",
    raw: str = "1234000",
    raw_unit: str = "元",
    how: str = "code",
    confidence: float = 1.0,
    address: str = "JY001",
    row_label: str = "",
) -> ImportLine:
    """A line as the plan makes it; ``value`` "number" means the decimal ``new`` spells."""
    read = Decimal(new) if value == "number" else value
    origin = Origin(source="workbook", place=place, raw=raw, unit=raw_unit)
    cell = Cell(text=new, value=read, problem=problem, origin=origin)  # type: ignore[arg-type]
    found = Found(
        form="JY",
        period=SEPTEMBER,
        address=address,
        cell=cell,
        how=how,  # type: ignore[arg-type]
        confidence=confidence,
    )
    return ImportLine("JY", SEPTEMBER, address, "JY001", "营业收入", row_label, old, new, "千元", found)


def shown(each: ImportLine) -> dict[str, Shown]:
    return {column.title: column.show(each) for column in line_columns(PACK)}


def left(**known: object) -> dict[str, Shown]:
    given_up = NotTaken(**{"sheet": "利润表", "why": note("left.row-unknown"), **known})  # type: ignore[arg-type]
    return {column.title: column.show(given_up) for column in left_columns()}


def sheet(**known: object) -> dict[str, Shown]:
    plan = SheetPlan(**{"name": "利润表", "rows": 40, **known})  # type: ignore[arg-type]
    return {column.title: column.show(plan) for column in sheet_columns(PACK)}


def test_a_line_goes_from_the_indicator_to_how_it_was_found() -> None:
    assert list(shown(line())) == ["指标", "报表 · 行", "原值", "新值", "差额", "出处", "对应"]


def test_figures_stand_to_the_right_under_their_headings() -> None:
    to_the_right = {column.title for column in line_columns(PACK) if column.right}
    assert to_the_right == {"原值", "新值", "差额"}
    cells = shown(line(old="1"))
    assert {title for title, cell in cells.items() if cell.right} == to_the_right
    words = shown(line("制造、模组", "制造", value="制造、模组"))
    assert not any(words[title].right for title in ("原值", "新值")), "words stand to the left, as in a workbook"


def test_a_new_figure_is_in_the_unit_below_it() -> None:
    assert (shown(line())["新值"].text, shown(line())["新值"].below) == ("1,234", "千元")
    assert shown(line("制造", value="制造"))["新值"].below == ""


def test_the_indicator_is_named_with_its_code_below() -> None:
    cell = shown(line())["指标"]
    assert (cell.text, cell.below) == ("营业收入", "JY001")


def test_last_years_figure_is_not_mistaken_for_this_years() -> None:
    assert shown(line(address="JY001@ly"))["指标"].below == "JY001 · 上年同期"


def test_a_single_form_is_named_by_itself_a_row_by_its_label() -> None:
    assert shown(line())["报表 · 行"].text == PACK.forms["JY"].name
    assert shown(line(row_label="二期厂房"))["报表 · 行"].text == "二期厂房"
    assert shown(line())["报表 · 行"].below == "JY · 2025年9月"


def test_a_first_figure_is_new_and_has_no_old_one() -> None:
    cells = shown(line("1234567"))
    assert cells["原值"].text == ""
    assert cells["新值"].text == "1,234,567"
    assert cells["差额"].text == "新填"


@pytest.mark.parametrize(
    ("old", "new", "text", "tone"),
    [
        ("100", "150", "+50", "query"),
        ("150", "100", "−50", "query"),
        ("100", "100", "相同", "plain"),
        ("100", "100.0", "相同", "plain"),
        ("0", "0", "相同", "plain"),
        ("0", "-12", "−12", "query"),
        ("-12", "12", "+24", "query"),
        ("1", "1234568", "+1,234,567", "query"),
        ("0.1", "0.3", "+0.2", "query"),
    ],
)
def test_what_would_change_is_told_as_a_difference(old: str, new: str, text: str, tone: str) -> None:
    cell = shown(line(new, old))["差额"]
    assert (cell.text, cell.tone) == (text, tone)


@pytest.mark.parametrize("old", ["约一百", "n/a", ""])
def test_a_figure_over_an_unreadable_text_has_no_difference(old: str) -> None:
    assert difference(line("100", old)) is None
    assert shown(line("100", old))["差额"].text == ""


def test_words_that_stay_the_same_are_said_to() -> None:
    assert shown(line("甲公司", "甲公司", value="甲公司"))["差额"].text == "相同"
    assert shown(line("乙公司", "甲公司", value="乙公司"))["差额"].text == ""


@given(
    old=st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    new=st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
)
@settings(max_examples=40)
def test_old_and_difference_make_the_new_one(old: Decimal, new: Decimal) -> None:
    gap = difference(line(str(new), str(old)))
    assert gap is not None
    assert old + gap == new
    text = shown(line(str(new), str(old)))["差额"].text
    assert text[0] == ("+" if new > old else "−" if new < old else "相")


@pytest.mark.parametrize("code", ["0755", "91441300MA58H0D25G", "2025-09"])
def test_a_code_is_no_number_and_gets_no_separators(code: str) -> None:
    assert shown(line(code, value=code))["新值"].text == code


def test_digits_that_are_a_text_keep_their_leading_zeros() -> None:
    cells = shown(line("007512", "001234", value="007512"))
    assert (cells["原值"].text, cells["新值"].text) == ("001234", "007512")


def test_what_cannot_be_read_is_shown_as_written_and_marked() -> None:
    cell = shown(line("约一百", value=None, problem="value.not-a-number"))["新值"]
    assert (cell.text, cell.tone, cell.bold) == ("约一百", "error", False)


def test_what_can_be_read_is_set_off_from_what_it_replaces() -> None:
    cells = shown(line("2000", "1000"))
    assert (cells["新值"].bold, cells["新值"].tone) == (True, "plain")
    assert (cells["原值"].text, cells["原值"].faint) == ("1,000", True)


def test_an_unreadable_old_text_does_not_hide_behind_the_new_figure() -> None:
    assert shown(line("2000", "约一千"))["原值"].text == "约一千"


def test_the_place_leaves_out_the_book_and_keeps_the_books_own_figure() -> None:
    cell = shown(line())["出处"]
    assert (cell.text, cell.below) == ("利润表 › D7", "1,234,000 元")


@pytest.mark.parametrize(
    ("place", "raw", "unit", "text", "below"),
    [
        ("九月.csv", "5", "", "九月.csv", "5"),
        ("九月.xlsx › 表 › A1", "", "", "表 › A1", ""),
        ("九月.xlsx › 表 › A1", "", "万元", "表 › A1", "万元"),
    ],
)
def test_places_of_every_kind(place: str, raw: str, unit: str, text: str, below: str) -> None:
    cell = shown(line(place=place, raw=raw, raw_unit=unit))["出处"]
    assert (cell.text, cell.below) == (text, below)


@pytest.mark.parametrize(
    ("how", "word"),
    [("code", "按代码"), ("name", "按名称"), ("alias", "按别名"), ("similar", "相近"), ("new", "new")],
)
def test_how_a_line_was_recognised_is_said(how: str, word: str) -> None:
    assert [chip.text for chip in shown(line(how=how))["对应"].chips] == [word]


@pytest.mark.parametrize(
    ("confidence", "tone"), [(1.0, "plain"), (SURE, "plain"), (SURE - 0.01, "query"), (0.0, "query")]
)
def test_an_unsure_mapping_is_pointed_out(confidence: float, tone: str) -> None:
    assert [chip.tone for chip in shown(line(confidence=confidence))["对应"].chips] == [tone]


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [(7, "D", "D7"), (7, None, "第 7 行"), (None, "AB", "AB 列"), (None, None, "整张表"), (1, "A", "A1")],
)
def test_what_was_left_out_can_be_found_again(row: int | None, column: str | None, text: str) -> None:
    assert left(row=row, column=column)["位置"].text == text


def test_what_was_left_out_says_why_and_what_to_do() -> None:
    cells = left(row=9, label="其他费用")
    assert cells["工作表"].text == "利润表"
    assert (cells["内容"].text, cells["内容"].faint) == ("其他费用", False)
    assert cells["为什么没有取"].text == "不是本套报表的指标"
    assert "标准名称或代码" in cells["可以怎么做"].text


def test_a_reason_names_what_it_speaks_of() -> None:
    why = note("left.sheet-other-enterprise", expected="91440300MA5000001K", found="91440300MA5000002H")
    assert left(why=why)["为什么没有取"].text.startswith("是另一家单位的：应为 91440300MA5000001K，表里是 9144")


@pytest.mark.parametrize("code", sorted(code for code in JibaoError.catalogue() if code.startswith("left.")))
def test_no_reason_is_silent(code: str) -> None:
    assert left(why=note(code))["为什么没有取"].text.strip()


def test_a_sheet_says_what_it_was_taken_for() -> None:
    cells = sheet(forms=("JY", "YF"), period=SEPTEMBER, unit="元", taken=31)
    assert (cells["工作表"].text, cells["工作表"].below) == ("利润表", "40 行")
    assert cells["对应报表"].text == "营业收入与生产经营、研发活动"
    assert (cells["报告期"].text, cells["单位"].text, cells["取用"].text) == ("2025年9月", "元", "31")


def test_a_sheet_nobody_wanted_says_so() -> None:
    cells = sheet()
    assert (cells["对应报表"].text, cells["对应报表"].faint) == ("没有取用", True)
    assert (cells["报告期"].text, cells["单位"].text, cells["取用"].text) == ("", "", "0")
    assert (cells["怎么认出来的"].text, cells["怎么认出来的"].faint) == ("", True)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_what_was_seen_is_shared_out_over_two_lines_and_none_is_lost(count: int) -> None:
    notes = tuple(note("seen.unit", unit=Words(f"单位{n}", f"unit {n}"), text=f"表头{n}") for n in range(count))
    cell = sheet(notes=notes)["怎么认出来的"]
    upper, lower = (text.split("；") if text else [] for text in (cell.text, cell.below))
    assert [*upper, *lower] == [each.what() for each in notes]
    assert len(upper) - len(lower) in (0, 1)


def finding(**known: object) -> Finding:
    base = {"rule": "C022", "level": "error", "outcome": "fail", "form": "JY", "period": "2025-09"}
    return Finding(**{**base, **known})  # type: ignore[arg-type]


def said(found: Finding) -> list[Shown]:
    return [column.show(FindingRow("营业收入与生产经营", found)) for column in finding_columns()]


@pytest.mark.parametrize(("level", "word"), [("error", "强制"), ("query", "核实"), ("hint", "提示")])
def test_a_finding_begins_with_its_level(level: str, word: str) -> None:
    first, second, _ = said(finding(level=level))
    assert [chip.text for chip in first.chips] == [word]
    assert second.text == "营业收入与生产经营"


def test_a_finding_is_told_by_its_title_and_its_numbers() -> None:
    told = said(finding(title_zh="利润总额不平", expected_zh="甲 = 乙", actual_zh="1 ≠ 2", reason_zh="缺数"))[2]
    assert (told.text, told.below) == ("利润总额不平", "1 ≠ 2")


def test_a_finding_without_a_title_is_told_by_its_rule_and_its_reason() -> None:
    told = said(finding(outcome="undecided", expected_zh="甲 = 乙", reason_zh="分母为零"))[2]
    assert (told.text, told.below) == ("甲 = 乙", "分母为零")


def test_a_line_is_judged_by_what_it_holds_not_by_its_form() -> None:
    """The same line for another form changes only what names the form."""
    one, other = shown(line(old="1")), shown(replace(line(old="1"), form="YF"))
    assert {title for title in one if one[title] != other[title]} == {"报表 · 行"}
