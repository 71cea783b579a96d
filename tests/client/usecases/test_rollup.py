"""A group's returns added up, with a way down to each figure; and the same figures out again as tables."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from client.base.errors import UserError
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.views.rollup.adding import roll_up
from client.usecases.views.rollup.book import write_book
from client.usecases.views.rollup.model import Question, Rollup
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.usecases.groups import IDLE, OTHER, typed

MONTH = Period.parse("2025-09")


def added(session: Session, period: Period, **asked: Any) -> Rollup:
    return roll_up(session, Question(period=period, **asked))


def test_a_total_is_the_sum_of_its_parts_and_names_who_is_not_in_it(group: Session, story: Sample) -> None:
    found = added(group, story.month)
    own = open_draft(group, ReturnKey(story.firm, "JY", story.month)).cell("JY001")
    assert own is not None
    assert isinstance(own.value, Decimal)
    line = found.line("JY001")
    assert line.total == own.value + 1000
    assert [(part.name, part.value) for part in line.parts] == [(story.name, own.value), ("乙公司", Decimal(1000))]
    assert found.line("JY005").unreadable == (OTHER,)
    assert found.line("JY007").missing == (OTHER,)
    assert found.absent["JY"] == (IDLE,)
    assert found.line("JY001@ly").parts[-1].value == Decimal(900)
    assert found.line("JY001@ly").name == "营业收入（上年同期）"
    with pytest.raises(UserError) as caught:
        found.line("JY044")
    assert caught.value.code == "rollup.no-such-line"


def test_lists_are_added_up_and_lead_to_their_records(group: Session, story: Sample) -> None:
    line = added(group, story.month, form="XM").line("XM012")
    (part,) = line.parts
    assert len(part.records) > 1
    assert part.value == sum(value for _, value in part.records) == line.total
    draft = open_draft(group, ReturnKey(story.firm, "XM", story.month))
    keys = {draft.current.cells[f"XM[{row}].XM001"].text for row in draft.current.rows["XM"]}
    assert {key for key, _ in part.records} <= keys
    assert "XM027" not in {x.address for x in added(group, story.month, form="XM").lines}  # a percentage


def test_totals_by_region(group: Session, story: Sample) -> None:
    line = added(group, story.month, form="JY", by="JB009").line("JY001")
    assert sum(line.groups().values()) == line.total
    assert any(name.startswith("441302 ") for name in line.groups())
    with pytest.raises(UserError) as caught:
        added(group, story.month, by="JY001")
    assert caught.value.code == "rollup.no-such-group"
    with pytest.raises(UserError) as caught:
        added(group, Period.parse("2021-03"))
    assert caught.value.code == "rollup.nothing"


def test_a_sheet_for_each_level_and_links_down(group: Session, story: Sample, tmp_path: Path) -> None:
    found = added(group, story.month, by="JB009")
    (path,) = write_book(found, tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["汇总", "分组", "按单位", "明细", "未填", "不汇总"]
    totals, firms = book["汇总"], book["按单位"]
    for row in range(2, totals.max_row + 1):
        address, total, count = totals.cell(row, 3).value, totals.cell(row, 6), totals.cell(row, 7).value
        first = int(total.hyperlink.location.rpartition("!A")[2])
        below = [firms.cell(first + n, 9).value for n in range(count)]
        assert {firms.cell(first + n, 3).value for n in range(count)} == {address}
        assert sum(Decimal(str(value)) for value in below) == Decimal(str(total.value))
    assert ("丙公司" in {cell.value for cell in book["未填"]["C"]}) is True


def test_growth_is_written_as_it_may_be_read(group: Session, tmp_path: Path) -> None:
    typed(group, OTHER, "JY", "2025-08", {"JY001": "800", "JY033": "4"})
    (path,) = write_book(added(group, MONTH, form="JY", firms=(OTHER,)), tmp_path / "a.xlsx")
    heads, *rows = openpyxl.load_workbook(path)["汇总"].iter_rows(values_only=True)
    told = {row[2]: dict(zip(heads, row, strict=True)) for row in rows}
    columns = ("比上期增减", "比上期%", "比上年同期增减", "比上年同期%", "上年可比家数")
    assert [told["JY001"][name] for name in columns] == [200, None, 100, 11.1, 1]  # cumulative: no monthly rate
    assert [told["JY033"][name] for name in columns] == [1, 25, None, None, None]


def test_a_nil_return_is_a_report_that_adds_nothing(group: Session) -> None:
    with pytest.raises(UserError) as caught:
        added(group, MONTH, form="XM", firms=(OTHER,))
    assert caught.value.code == "rollup.nothing"
    with connecting.line(group, OTHER) as line:
        filing.submit_nil(line, "XM", MONTH, "本月没有在研项目")
    for basis in ("entered", "filed"):
        found = added(group, MONTH, form="XM", firms=(OTHER, IDLE), basis=basis)
        assert (found.nil["XM"], found.absent["XM"], found.lines) == ((OTHER,), (IDLE,), ())


def test_only_what_was_filed_counts_as_it_was_filed(complete: Session, story: Sample) -> None:
    enterprises.add(complete, OTHER, "乙公司")
    typed(complete, OTHER, "JY", "2025-09", {"JY001": "1000"})
    before = added(complete, MONTH, form="JY").line("JY001")
    with pytest.raises(UserError) as caught:
        added(complete, MONTH, form="JY", basis="filed")
    assert caught.value.code == "rollup.nothing-filed"
    with connecting.line(complete, story.firm) as line:
        filing.submit(line)
    typed(complete, story.firm, "JY", "2025-09", {"JY001": "1"})
    typed(complete, story.firm, "JY", "2025-09", {"JY002": "2"})
    complete.store_of(story.firm).run(lambda books: books.changes.undo(ReturnKey(story.firm, "JY", MONTH)))
    filed = added(complete, MONTH, form="JY", basis="filed")
    assert filed.line("JY001").total == before.parts[0].value
    assert filed.absent["JY"] == (OTHER,)
    standing = filed.standing["JY", story.firm]
    assert (standing.state, standing.edited) == ("accepted", True)
    drafts = added(complete, MONTH, form="JY")
    assert drafts.line("JY001").total == 1001
    assert drafts.standing["JY", OTHER].state == "draft"
