"""What stands on the printed form: the return as it is, what was filed of it, and room for what a pen adds."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from client.base.errors import UserError
from client.printing.model import FormPaper, Line
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.views import papers
from client.usecases.views.paper_tables import BESIDE, BLANK_LINES, tables, text_of
from forms.pack import Pack, bundled_pack, load_pack
from forms.periods import Period
from forms.returns import Cell, Return, ReturnKey
from tests.client.sample_typing import type_and_save

pytestmark = pytest.mark.usefixtures("qapp")
MONTH = Period.parse("2025-09")


def by_code(paper: FormPaper) -> dict[str, Line]:
    found = {}
    for table in paper.tables:
        for line in table.lines:
            if len(line.cells) > 2 and line.cells[2]:
                found[line.cells[2]] = line
    return found


def test_a_filled_form_shows_figures_names_of_codes_and_computed_cells(complete: Session, story: Sample) -> None:
    revenue = by_code(papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH)))
    assert revenue["JY001"].cells[3:] == ("1,123,457", "1,012,347")
    assert revenue["JY043"].cells[4] == "—", "no last-year column is asked"
    profile = by_code(papers.filled_form(complete, ReturnKey(story.firm, "JB", Period.parse("2025"))))
    assert profile["JB009"].cells[3].startswith("441302 ")
    assert profile["JB021"].cells[3] == "是"


def test_figures_stand_on_the_right_also_within_composites_and_child_tables() -> None:
    pack = bundled_pack()
    form = pack.forms["JB"]
    for code, of in (("JB022", "parts"), ("JB023", "table")):
        asked = form.indicators[code]
        counted = {name: replace(part, type="decimal") for name, part in getattr(asked, of).items()}
        form = replace(form, indicators={**form.indicators, code: replace(asked, **{of: counted})})
    (sheet,) = tables(pack, form, Period.parse("2025"), None)
    figures = {line.cells[0]: line.figures for line in sheet.lines if line.kind == "part"}
    assert (figures["证书编号"], figures["1. 级别"]) == (True, True)
    (sheet,) = tables(pack, pack.forms["JB"], Period.parse("2025"), None)
    assert not any(line.figures for line in sheet.lines if line.kind == "part"), "words and dates on the left"


def test_heading_and_foot_say_whose_form_it_is_and_who_signs(complete: Session, story: Sample) -> None:
    paper = papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH))
    assert f"统一社会信用代码：{story.firm}" in paper.left
    assert f"单位详细名称：{story.name}" in paper.left
    assert "表　　号：粤电信 2 表" in paper.right
    assert any(text.startswith("文　　号：") for text in paper.right)
    assert dict(paper.people)["填表人"] == "李晓彤"
    assert "10月10日前" in paper.notes[0]


def test_a_draft_says_that_it_was_not_filed_and_a_filed_form_names_its_receipt(
    complete: Session, story: Sample
) -> None:
    assert papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH)).mark.startswith("草稿")
    with connecting.line(complete, story.firm) as line:
        filed = filing.submit(line, filing.Order(MONTH, ["JY"]))
    assert filed[0].result is not None
    number = complete.look(story.firm, lambda books: books.receipts.get(filed[0].result.version_id)).number  # type: ignore[union-attr]
    after = papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH))
    assert number in after.mark
    assert dict(after.people)["报出日期"] == "2025年10月8日"
    type_and_save(complete, open_draft(complete, ReturnKey(story.firm, "JY", MONTH)), {"JY004": "5"})
    assert papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH)).mark.startswith("草稿：报送之后又改过")


def test_a_receipt_on_paper_ties_to_its_version_and_holds_no_figure(complete: Session, story: Sample) -> None:
    with pytest.raises(UserError, match=r"print\.no-receipt"):
        papers.receipt_of(complete, ReturnKey(story.firm, "JY", MONTH))
    with connecting.line(complete, story.firm) as line:
        filed = filing.submit(line, filing.Order(MONTH, ["JY"]))
    assert filed[0].result is not None
    paper = papers.receipt_of(complete, ReturnKey(story.firm, "JY", MONTH))
    assert "（练习）" in paper.title
    assert filed[0].result.version_id in paper.code
    assert dict(paper.facts)["受理情况"] == "已受理"
    assert not any("1123457" in text.replace(",", "") for pair in (*paper.facts, *paper.proof) for text in pair)


def test_nothing_entered_is_said_instead_of_an_empty_sheet(session: Session, firm: str) -> None:
    with pytest.raises(UserError, match=r"print\.nothing"):
        papers.filled_form(session, ReturnKey(firm, "JY", MONTH))


@pytest.mark.parametrize("code", list(bundled_pack().forms))
def test_every_blank_form_asks_for_everything_once(code: str, tmp_path: Path) -> None:
    pack = bundled_pack()
    form = pack.forms[code]
    paper = papers.blank_form(pack, form, form.period_of(MONTH))
    shown = [cell for table in paper.tables for column in table.columns for cell in column.title.split("\n")]
    shown += [line.cells[2] for table in paper.tables for line in table.lines if len(line.cells) > 2]
    assert all(shown.count(indicator) == 1 for indicator in form.indicators)
    assert papers.write_form(paper, tmp_path / f"{code}.pdf") >= 1
    assert all(not name for _, name in paper.people)


def test_more_records_than_fit_beside_each_other_go_on_in_further_tables(session: Session, firm: str) -> None:
    pack = bundled_pack()
    form = pack.forms["XM"]
    rows = tuple(f"r{n}" for n in range(BESIDE * 2 + 1))
    cells = {f"XM[{row}].XM002": Cell(f"项目 {row}", f"项目 {row}") for row in rows}
    target = Return(firm, "XM", MONTH, pack.version, cells, {"XM": list(rows)})
    made = tables(pack, form, MONTH, target)
    assert [len(table.columns) - 3 for table in made] == [BESIDE] * 3, "all alike wide"
    assert [column.title.strip() for column in made[2].columns[3:]] == ["项目 r8", "", "", ""]
    assert len(tables(pack, form, MONTH, None)[0].columns) == 3 + BESIDE


def test_a_blank_list_has_as_many_lines_as_its_sheet_holds(tmp_path: Path) -> None:
    pack = bundled_pack()
    form = pack.forms["HY"]
    paper = papers.blank_form(pack, form, form.period_of(MONTH))
    assert len(paper.tables[0].lines) == BLANK_LINES
    assert papers.write_form(paper, tmp_path / "HY.pdf") == 1


def test_text_that_could_not_be_read_stays_as_typed() -> None:
    pack = bundled_pack()
    spec = pack.forms["JY"].indicators["JY001"]
    assert text_of(Cell("一百万左右", None, "value.not-a-number"), spec, pack) == "一百万左右"
    assert text_of(Cell("", None, None, "无此业务"), spec, pack) == "不适用"
    assert text_of(None, spec, pack) == ""


def test_rows_and_composites_are_told_in_one_cell() -> None:
    pack: Pack = bundled_pack()
    form = pack.forms["PT"]
    table = next(i for i in form.indicators.values() if i.type == "table")
    part = next(iter(table.table.values()))
    place = f"PT[a].{table.code}"
    cells = {f"{place}[x].{part.name}": Cell("甲", "甲"), f"{place}[y].{part.name}": Cell("乙", "乙")}
    target = Return("", "PT", Period.parse("2025-H1"), pack.version, cells, {"PT": ["a"], place: ["x", "y"]})
    lines = tables(pack, form, target.period, target)[0].lines
    assert next(line.cells[3] for line in lines if len(line.cells) > 2 and line.cells[2] == table.code) == "甲；乙"


def test_a_form_without_a_number_of_its_own_says_none(tmp_path: Path) -> None:
    pack = load_pack(Path(__file__).parents[2] / "forms/foreign/accommodation")
    said = {
        code: papers.blank_form(pack, pack.forms[code], Period.parse(of)).right
        for code, of in (("HT", "2026-01"), ("HH", "2026-H1"))
    }
    assert "表　　号：HT 1" in said["HT"]
    assert not any("号：" in line for line in said["HH"])


def test_only_those_a_questionnaire_asks_for_sign() -> None:
    month = Period.parse("2025-09")
    pack = load_pack(Path(__file__).parents[2] / "forms/foreign/accommodation")
    form = next(iter(pack.forms.values()))
    people = [role for role, _ in papers.blank_form(pack, form, form.period_of(month)).people]
    assert people == ["填表人", "联系电话", "报出日期"]


def test_what_is_of_the_line_above_is_set_in() -> None:
    pack = bundled_pack()
    lines = {line.cells[0]: line for line in papers.blank_form(pack, pack.forms["JY"], MONTH).tables[0].lines}
    assert lines["其中：主营业务收入"].inset
    assert not lines["营业收入"].inset
