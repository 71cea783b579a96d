"""A guess can be chosen otherwise, and a choice holds for the next workbook of the same shape."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import UserError
from client.workbook import Choices, Extraction, map_book, written
from client.workbook.finding.names.vocabulary import of_pack
from client.workbook.finding.taken.choices import Line
from client.workbook.finding.taken.profiles import best, made
from client.workbook.model import Book, Column, Scalar, Sheet, exact
from forms.pack import bundled_pack
from forms.periods import Period
from tests.workbook.making.contents import FIRM

PACK = bundled_pack()
WORDS = of_pack(PACK, tuple(PACK.forms))
PERIOD = Period.parse("2025-09")

Rows = Sequence[Sequence[str | float | None]]
PROFIT: Rows = [
    ["利润表", None, None],
    ["单位：元", None, None],
    ["项目", "本年累计", "上年同期"],
    ["营业收入", 12_345_678.0, 11_000_000.0],
    ["营业成本", 9_000_000.0, 8_000_000.0],
    ["研发费用", 1_000_000.0, 900_000.0],
    ["资产减值损失", -50_000.0, -40_000.0],
    ["内部往来抵销", 777_000.0, 666_000.0],
]


def sheet(rows: Rows, name: str = "利润表", hidden: bool = False) -> Sheet:
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    columns = [[_scalar(row[column]) for row in padded] for column in range(width)]
    return Sheet(name=name, hidden=hidden, height=len(rows), columns=tuple(Column(cells) for cells in columns))


def _scalar(value: str | float | None) -> Scalar:
    return exact(value) if isinstance(value, int | float) else value


def extracted(rows: Rows | Book, choices: Choices = Choices()) -> Extraction:  # noqa: B008
    book = rows if isinstance(rows, Book) else Book("书.xlsx", (sheet(rows),))
    return map_book(book, PACK, PERIOD, FIRM, choices=choices)


def figures(found: Extraction) -> dict[str, str]:
    return {value.address: value.text for value in found.values}


def test_every_guess_is_told_with_its_reason() -> None:
    plan = extracted([["利润表 2025年9月"], ["编制单位：粤海微电子有限公司"], *PROFIT[1:]]).sheets[0]
    told = {seen.what: (seen.value, seen.why.what("zh")) for seen in plan.seen}
    assert told["form"][0] == "JY"
    assert told["orientation"][0] == "down"
    assert told["heading"] == ("4", "第 4 行是表头：认得其中的名称")
    assert told["unit"] == ("元", told["unit"][1])
    assert "单位：元" in told["unit"][1]
    assert told["period"][0] == "2025-09"
    assert told["enterprise"][0] == "粤海微电子有限公司"
    assert not any(seen.chosen for seen in plan.seen)


def test_a_line_goes_where_it_is_sent_with_its_sign_and_unit() -> None:
    choices = written(["内部往来抵销=JY014", "资产减值损失=-JY011", "研发费用=JY009:万元"])
    found = extracted(PROFIT, choices)
    assert figures(found)["JY014"] == "777"
    assert figures(found)["JY011"] == "50"
    assert figures(found)["JY009"] == "10000000"
    assert {value.how for value in found.values if value.address == "JY014"} == {"chosen"}
    assert figures(extracted(PROFIT))["JY011"] == "-50"


def test_a_line_and_a_column_can_be_left_out() -> None:
    found = extracted(PROFIT, written(["营业收入="], ["C=不取"]))
    assert "JY001" not in figures(found)
    assert not any(address.endswith("@ly") for address in figures(found))
    assert {left.code for left in found.left} >= {"left.row-chosen"}


def test_the_meaning_of_columns_can_be_turned_round() -> None:
    found = figures(extracted(PROFIT, written(columns=["B=上年同期", "C=本期"])))
    assert (found["JY001"], found["JY001@ly"]) == ("11000", "12346")


@pytest.mark.parametrize(("unit", "expected"), [("万元", "123456780"), ("千元", "12345678"), ("元", "12346")])
def test_the_unit_that_is_chosen_counts(unit: str, expected: str) -> None:
    found = extracted(PROFIT, written(unit=unit))
    assert figures(found)["JY001"] == expected
    assert next(seen for seen in found.sheets[0].seen if seen.what == "unit").chosen


def test_only_the_chosen_sheets_are_read_hidden_ones_too() -> None:
    other = [row if row[0] != "营业收入" else ["营业收入", 5000.0, 1.0] for row in PROFIT]
    book = Book("书.xlsx", (sheet(PROFIT), sheet(other, "底稿", hidden=True)))
    assert figures(extracted(book))["JY001"] == "12346"
    found = extracted(book, written(sheets=("底稿",)))
    assert figures(found)["JY001"] == "5"
    assert [left.code for left in found.left if left.sheet == "利润表"] == ["left.sheet-not-chosen"]
    with pytest.raises(UserError) as caught:
        extracted(book, written(sheets=("没有",)))
    assert caught.value.code == "workbook.no-such-sheet"


def test_another_enterprise_is_refused_unless_the_person_says_so() -> None:
    rows: Rows = [["统一社会信用代码：91440300708461136T"], *PROFIT]
    with pytest.raises(UserError) as caught:
        extracted(rows)
    assert caught.value.code == "workbook.other-enterprise"
    assert figures(extracted(rows, written(any_enterprise=True)))["JY001"] == "12346"


def test_a_heading_row_can_be_named() -> None:
    rows: Rows = [*PROFIT[:2], ["科目", "甲", "乙"], *PROFIT[3:]]
    found = extracted(rows, written(columns=["C=current"], heading=3))
    assert figures(found)["JY001"] == "11000"
    assert next(seen.value for seen in found.sheets[0].seen if seen.what == "heading") == "3"


def test_a_list_can_be_corrected_by_its_headings() -> None:
    rows: Rows = [
        ["单位：万元", None, None, None],
        ["项目代码", "项目名称", "计划总投资", "实际数"],
        ["2503-441302-04-01-100001", "线路板扩产", 52000.0, 31000.0],
    ]
    assert "XM014" not in figures(extracted(rows))
    found = figures(extracted(rows, written(["实际数=XM014:元", "计划总投资="])))
    assert found["XM014"] == "3"
    assert "XM012" not in found


@pytest.mark.parametrize(
    ("text", "code"),
    [("营业收入", "malformed"), ("=JY001", "malformed"), ("营业收入=JY001:斤两", "no-such-unit")],
)
def test_a_choice_that_is_not_understood_is_named(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        written([text])
    assert caught.value.code == f"choices.{code}"


def test_a_place_there_is_not_is_named() -> None:
    with pytest.raises(UserError) as caught:
        extracted(PROFIT, written(["内部往来抵销=JY999"]))
    assert caught.value.code == "choices.no-such-place"


def test_new_choices_go_over_earlier_ones() -> None:
    earlier = written(["甲=JY001", "乙=JY005"], unit="万元")
    now = written(["甲=JY007"]).over(earlier)
    assert now.unit == "万元"
    assert (now.lines["甲"], now.lines["乙"]) == (Line("JY007"), Line("JY005"))


CHOICES = written(["内部往来抵销=JY014", "资产减值损失=-JY011"], ["上年同期=不取"])


@given(
    inserted=st.lists(st.integers(3, 8), max_size=6),
    moved=st.permutations([0, 1, 2]),
    shift=st.integers(0, 3),
    title=st.text("表利润月九2025 ", min_size=1, max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_a_profile_survives_inserted_rows_moved_columns_and_new_names(
    inserted: list[int], moved: list[int], shift: int, title: str
) -> None:
    book = Book("八月.xlsx", (sheet(PROFIT),))
    profile = made("金蝶", book, WORDS, extracted(book, CHOICES), CHOICES)
    rows = [[row[column] for column in moved] for row in PROFIT]
    for at in inserted:
        rows.insert(at, [None, None, None])
    rows = [[None] * shift + row for row in rows]
    again = Book("九月.xlsx", (sheet(rows, title),))
    matched = best([profile], again, WORDS)
    assert matched is not None
    assert matched.likeness == 1.0
    if moved[0] == 0:  # labels left of the figures, as everywhere
        found = figures(extracted(again, matched.choices))
        assert (found["JY014"], found["JY011"], found["JY001"]) == ("777", "50", "12346")
        assert not any(address.endswith("@ly") for address in found)


def test_letters_sheets_and_rows_become_words_in_a_profile() -> None:
    chosen = written(columns=["C=current", "B=none"], sheets=("利润表",), heading=3)
    book = Book("八月.xlsx", (sheet(PROFIT),))
    profile = made("金蝶", book, WORDS, extracted(book, chosen), chosen)
    assert set(profile.choices.columns) == {"上年同期", "本年累计"}
    longer: Rows = [["（内部资料）"], *PROFIT]
    other = Book("九月.xlsx", (sheet([["说明"], ["无"]], "说明"), sheet(longer, "损益")))
    matched = best([profile], other, WORDS)
    assert matched is not None
    assert (matched.choices.sheets, matched.choices.heading) == (("损益",), 4)
    assert figures(extracted(other, matched.choices))["JY001"] == "11000"


def test_a_profile_is_not_used_for_another_kind_of_workbook() -> None:
    profile = made("金蝶", Book("a", (sheet(PROFIT),)), WORDS, extracted(PROFIT, CHOICES), CHOICES)
    other: Rows = [["项目代码", "项目名称", "计划总投资"], ["2503-441302-04-01-100001", "线路板扩产", 52000.0]]
    assert best([profile], Book("b", (sheet(other),)), WORDS) is None
    assert best([], Book("b", (sheet(PROFIT),)), WORDS) is None


def uses(found: Extraction) -> dict[str, tuple[str, bool]]:
    return {each.letter: (each.use, each.chosen) for each in found.sheets[0].columns}


def test_every_column_of_figures_is_told_with_what_was_taken_of_it() -> None:
    rows = [[*line, extra] for line, extra in zip(PROFIT, [None, None, "预算数", 1, 2, 3, 4, 5], strict=True)]
    guessed = extracted(rows)
    assert uses(guessed) == {"B": ("current", False), "C": ("last_year", False), "D": ("", False)}
    said = extracted(rows, written([], ["预算数=本期", "本年累计=不取"]))
    assert uses(said) == {"B": ("", True), "C": ("last_year", False), "D": ("current", True)}
    assert figures(said)["JY001"] == "0"
    assert [each.heading for each in said.sheets[0].columns] == ["本年累计", "上年同期", "预算数"]


def test_a_sheet_of_records_has_no_such_columns() -> None:
    rows: Rows = [["项目编号", "项目名称", "计划总投资"], ["P-1", "产线", 1.0], ["P-2", "封装", 2.0]]
    assert extracted(rows).sheets[0].columns == ()
