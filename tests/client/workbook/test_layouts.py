"""How a sheet is laid out, what is taken from it, and that everything else is named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import UserError
from client.workbook.finding.names.vocabulary import of_pack
from client.workbook.finding.sheets.layout import Hits, fields, heading_row, only, panels, scan, worthwhile
from client.workbook.finding.taken import identity
from client.workbook.model import Sheet
from client.workbook.writing import template
from forms.pack.loader import bundled_pack
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import SEPTEMBER, left, mapped, texts

PACK = bundled_pack()
WORDS = of_pack(PACK, tuple(PACK.forms))
REVENUE, COST, TAX, SELLING = "营业收入", "营业成本", "税金及附加", "销售费用"


def hits_of(sheet: Sheet) -> Hits:
    return scan(sheet, WORDS, SEPTEMBER)


STATEMENT = [["项目", "本期"], [REVENUE, 5], [COST, 4], [TAX, 1]]


def test_recognised_labels_by_row_and_column() -> None:
    hits = hits_of(grid(STATEMENT))
    assert sorted(hits.by_column) == [1]
    assert sorted(hits.by_column[1]) == sorted(hits.by_row) == [2, 3, 4]
    assert "JY001" in {match.target.field for match in hits.by_row[2][1]}
    assert len(fields(hits.by_column[1].values())) == 3


def test_figures_are_never_labels() -> None:
    assert hits_of(grid([[1, 2.5], [None, True]])).by_row == {}


def test_hits_of_some_forms_only() -> None:
    hits = hits_of(grid(STATEMENT))
    kept = only(hits, frozenset({"JY"}))
    assert {match.target.form for row in kept.by_row.values() for found in row.values() for match in found} == {
        "JY"
    }
    assert only(hits, frozenset()).by_row == {}


def test_a_sheet_of_lines_has_no_row_of_headings() -> None:
    sheet = grid(STATEMENT)
    assert heading_row(sheet, hits_of(sheet), bundled_pack()) is None
    blank = grid([["甲", "乙"]])
    assert heading_row(blank, hits_of(blank), bundled_pack()) is None


def test_a_list_is_known_by_its_headings() -> None:
    sheet = grid([["一览"], [REVENUE, COST, TAX, SELLING], [1, 2, 3, 4]], top=4)
    assert heading_row(sheet, hits_of(sheet), bundled_pack()) == 5


def test_two_headings_are_not_yet_a_list() -> None:
    sheet = grid([[REVENUE, COST], [1, 2]])
    assert heading_row(sheet, hits_of(sheet), bundled_pack()) is None


def test_a_panel_with_the_values_beside_it() -> None:
    sheet = grid(STATEMENT, left=3)
    (panel,) = panels(sheet, hits_of(sheet))
    assert (panel.label_column, panel.code_column, panel.columns) == (3, None, (4,))


@pytest.mark.parametrize(("codes_first", "label", "code"), [(True, 2, 1), (False, 1, 2)])
def test_codes_beside_names_are_one_panel(codes_first: bool, label: int, code: int) -> None:
    lines = [["JY001", REVENUE], ["JY005", COST], ["JY006", TAX]]
    rows = [[*(line if codes_first else reversed(line)), 7] for line in lines]
    sheet = grid(rows)
    (panel,) = panels(sheet, hits_of(sheet))
    assert (panel.label_column, panel.code_column, panel.columns) == (label, code, (3,))
    assert all(matches[0].how == "code" for matches in panel.hits.values())


def test_two_panels_beside_each_other_share_the_sheet() -> None:
    sheet = grid([[REVENUE, 1, SELLING, 2], [COST, 3, "管理费用", 4]])
    assert [panel.columns for panel in panels(sheet, hits_of(sheet))] == [(2,), (4,)]


def test_one_known_name_is_no_panel_but_one_code_is() -> None:
    name, code = grid([[REVENUE, 1]]), grid([["JY001", 1]])
    assert not worthwhile(hits_of(name))
    assert len(panels(code, hits_of(code))) == 1


def test_of_a_long_list_only_the_first_rows_are_looked_at() -> None:
    rows = [["x"] * 100 for _ in range(300)]
    rows[10][0], rows[299][0] = REVENUE, COST
    assert sorted(hits_of(grid(rows)).by_row) == [11]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("上年同期本月", "left.column-last-year-month"),
        ("本年预算", "left.column-plan"),
        ("同比增减", "left.column-change"),
        ("备注", "left.column-note"),
        ("年初余额", "left.column-opening"),
        ("2025年8月", "left.column-other-period"),
    ],
)
def test_a_column_nothing_is_taken_from_is_named(head: str, code: str) -> None:
    done = mapped(grid([["项目", "本年累计", head], [REVENUE, 5, 9], [COST, 4, 8]]))
    assert texts(done) == {"JY001": "5", "JY005": "4"}
    assert left(done)[(None, "C")] == code


@pytest.mark.parametrize("silent", ["行次", "代码", "计量单位"])
def test_columns_that_hold_no_figures_are_not_worth_a_word(silent: str) -> None:
    done = mapped(grid([["项目", silent, "本年累计"], [REVENUE, "1", 5], [COST, "2", 4]]))
    assert (None, "B") not in left(done)
    assert texts(done) == {"JY001": "5", "JY005": "4"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("我们自己的科目", "left.row-unknown"),
        ("注：本表未经审计", "left.row-note"),
        ("合计", "left.row-total"),
        (None, "left.row-unlabelled"),
    ],
)
def test_a_line_that_is_not_taken_is_named(line: str | None, code: str) -> None:
    done = mapped(grid([*STATEMENT, [line, 99]]))
    assert left(done)[(5, None)] == code
    assert set(texts(done)) == {"JY001", "JY005", "JY006"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_can_be_said_with_nothing_left_open(language: str) -> None:
    rows = [["项目", "本年累计", "本年预算"], [REVENUE, 5, 1], [COST, "-", 1], ["某科目", 1, 1], ["合计", 6, 1]]
    done = mapped(grid(rows), grid([[None]], "空"), grid([["x"]], "封面"), grid([["x"]], "旧", hidden=True))
    assert len(done.left) >= 7
    for entry in done.left:
        said = entry.why.what("zh" if language == "zh" else "en")
        assert said
        assert "{" not in said + entry.why.remedy("zh" if language == "zh" else "en")


def test_sheets_left_out_and_how_the_taken_one_was_understood() -> None:
    done = mapped(grid(STATEMENT, "利润表"), grid([["目录"]], "封面"), grid(STATEMENT, "旧", hidden=True))
    assert {entry.sheet: entry.code for entry in done.left} == {
        "封面": "left.sheet-unknown",
        "旧": "left.sheet-hidden",
    }
    first, cover, _ = done.sheets
    assert (first.form, first.orientation, first.taken, first.rows) == ("JY", "down", 3, 4)
    assert (cover.form, cover.orientation, cover.taken) == (None, "", 0)


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ((), "workbook.no-indicator"),
        ((grid([["目录"]]),), "workbook.no-indicator"),
        ((grid(STATEMENT, hidden=True),), "workbook.no-indicator"),
        ((grid([["项目", "本期"], [REVENUE, None], [COST, None]]),), "workbook.no-values"),
        ((grid([["项目", "本期"], [REVENUE, "-"], [COST, "—"]]),), "workbook.no-values"),
        ((grid([["纳税人识别号：91440300MA5X004870"], *STATEMENT]),), "workbook.other-enterprise"),
    ],
)
def test_a_book_that_gives_nothing_is_refused_by_name(sheets: tuple[Sheet, ...], code: str) -> None:
    with pytest.raises(UserError) as refused:
        mapped(*sheets)
    assert refused.value.code == code
    assert "账.xlsx" in refused.value.what("zh")
    assert "账.xlsx" in refused.value.what("en")


def test_two_sheets_of_the_same_figures_count_once() -> None:
    done = mapped(grid(STATEMENT, "利润表"), grid([["项目", "本期"], [REVENUE, 5], [COST, 44]], "副本"))
    assert texts(done) == {"JY001": "5", "JY005": "4", "JY006": "1"}
    assert {(entry.sheet, entry.row): entry.code for entry in done.left} == {
        ("副本", 2): "left.cell-same",
        ("副本", 3): "left.cell-conflict",
    }


def test_a_surer_sheet_outweighs_an_earlier_one() -> None:
    unsure = grid([["项目", "本期"], [f"{REVENUE}（东莞厂）", 7], [COST, 6]], "分厂")
    done = mapped(unsure, grid([["单位：千元"], *STATEMENT], "全公司"))
    assert texts(done)["JY001"] == "5"
    assert texts(done)["JY005"] == "4"


def test_a_place_among_the_figures_counts_from_the_sheets_own_corner() -> None:
    done = mapped(grid(STATEMENT, "利润表", top=11, left=5))
    assert {found.place for found in done.values} == {f"账.xlsx › 利润表 › F{row}" for row in (12, 13, 14)}


@given(
    st.permutations([(REVENUE, "JY001"), (COST, "JY005"), (TAX, "JY006"), (SELLING, "JY007")]), st.integers(1, 30)
)
@settings(max_examples=25)
def test_neither_order_nor_place_of_the_lines_matters(lines: list[tuple[str, str]], top: int) -> None:
    sheet = grid([["项目", "本期"], *([name, 100 + n] for n, (name, _) in enumerate(lines))], top=top)
    done = texts(mapped(sheet))
    for n, (_, code) in enumerate(lines):
        assert done[code] == str(100 + n)


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(0, 9), st.sampled_from([REVENUE, COST, "本期", "合计", "-"])),
            max_size=5,
        ),
        max_size=8,
    )
)
@settings(max_examples=40)
def test_any_sheet_is_taken_or_refused_by_name(rows: list[list[object]]) -> None:
    try:
        done = mapped(grid(rows))
    except UserError as refused:
        expected = ("workbook.no-indicator", "workbook.no-values", "workbook.which-column", "workbook.repeated")
        assert refused.code in expected  # noqa: PT017
        return
    assert len(done.values) == len(list(done.values)) > 0
    assert len({(found.form, found.period, found.item, found.address) for found in done.values}) == len(
        done.values
    )


@pytest.mark.parametrize("code", sorted(PACK.forms))
def test_a_template_has_a_place_for_all_that_is_asked(code: str, tmp_path: Path) -> None:
    form = PACK.forms[code]
    places = template.write(PACK, [code], tmp_path / "空白.xlsx", SEPTEMBER)
    for field, *_ in template.asked(form):
        assert field in places, field
    assert len({(place.sheet, place.column, place.row) for place in places.values()}) == len(places)
    book = openpyxl.load_workbook(tmp_path / "空白.xlsx")
    assert book.sheetnames[0] == form.name[:31]
    assert set(book.sheetnames[-2:]) == {template.LISTS, identity.SHEET}
    assert {book[name].sheet_state for name in book.sheetnames[-2:]} == {"veryHidden"}
    for place in places.values():
        assert book[place.sheet][f"{place.column}{place.row}"].value is None
    book.close()


def test_computed_indicators_are_not_asked_for() -> None:
    for form in PACK.forms.values():
        asked = {indicator.code for _, _, indicator, _ in template.asked(form)}
        assert asked.isdisjoint({i.code for i in form.indicators.values() if i.computed or i.type == "table"})


def test_a_form_the_pack_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        template.write(PACK, ["没有"], tmp_path / "空白.xlsx", SEPTEMBER)
    assert not (tmp_path / "空白.xlsx").exists()
