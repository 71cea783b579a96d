"""A workbook of many enterprises is divided among them; cells stay where they were, what is nobody's is named."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.workbook import Divided, divide, map_book, read, share_of
from client.workbook.model import Book
from forms.pack.loader import bundled_pack
from forms.periods import Period
from tests.client.workbook.enterprises import code, projects, statement, summary, write

PACK = bundled_pack()
SEPTEMBER = Period.parse("2025-09")


def shares(divided: Divided) -> dict[str, Book]:
    return {share.code: share.book for share in divided.shares}


def left(divided: Divided) -> list[tuple[str, int | None, str]]:
    return [(each.sheet, each.row, each.code) for each in divided.left]


def test_a_list_is_divided_by_its_column_of_codes(tmp_path: Path) -> None:
    divided = divide(read(write(tmp_path / "汇总.xlsx", 汇总=summary(4))))
    assert [share.code for share in divided.shares] == [code(n) for n in range(4)]
    assert [share.name for share in divided.shares] == [f"第{n}公司" for n in range(4)]
    (sheet,) = shares(divided)[code(2)].sheets
    assert [sheet.text(2, column) for column in (3, 4)] == ["统一社会信用代码", "营业收入"]
    assert sheet.text(5, 4) == "1002"
    assert all(sheet.text(row, 4) == "" for row in (3, 4, 6, 7))
    assert left(divided) == [("汇总", 7, "left.row-total")]


def test_each_sheet_goes_to_whom_it_names(tmp_path: Path) -> None:
    path = write(
        tmp_path / "各家.xlsx",
        甲=statement(1, 5000, "甲有限公司"),
        乙=statement(2, 6000),
        **{code(3): statement(None, 7000), "说明": [["填报说明"], ["请按时报送"]]},
    )
    divided = divide(read(path))
    assert {owner: [s.name for s in book.sheets] for owner, book in shares(divided).items()} == {
        code(1): ["甲"],
        code(2): ["乙"],
        code(3): [code(3)],
    }
    assert divided.shares[0].name == "甲有限公司"
    assert left(divided) == [("说明", None, "left.sheet-no-enterprise")]


def test_sheets_without_a_name_go_with_the_only_enterprise_there_is(tmp_path: Path) -> None:
    path = write(tmp_path / "一家.xlsx", 利润表=statement(1, 5000), 附表=statement(None, 1))
    (share,) = divide(read(path)).shares
    assert [sheet.name for sheet in share.book.sheets] == ["利润表", "附表"]


@pytest.mark.parametrize(
    ("hints", "found"),
    [((f"{code(5)}_利润表",), code(5)), (("九月", "深圳甲光电有限公司"), code(6)), (("甲光电",), None)],
)
def test_a_nameless_workbook_goes_by_its_file_and_folder(
    tmp_path: Path, hints: tuple[str, ...], found: str | None
) -> None:
    book = read(write(tmp_path / "表.xlsx", 利润表=statement(None, 5000)))
    known = {"深圳甲光电有限公司": code(6)}
    if found is None:
        with pytest.raises(UserError, match=r"workbook\.no-enterprise"):
            divide(book, known, hints)
        return
    assert [share.code for share in divide(book, known, hints).shares] == [found]


def test_a_list_may_tell_by_names_that_are_known(tmp_path: Path) -> None:
    rows = [
        ["单位名称", "营业收入", "营业成本", "利润总额"],
        ["甲（深圳）公司", 1, 2, 3],
        ["乙公司", 4, 5, 6],
        ["丙", 7, 8, 9],
    ]
    divided = divide(read(write(tmp_path / "名.xlsx", 表=rows)), {"甲(深圳)公司": code(1), "乙公司": code(2)})
    assert {owner: book.sheets[0].text(3, 2) for owner, book in shares(divided).items()} == {
        code(1): "",
        code(2): "4",
    }
    assert left(divided) == [("表", 4, "left.row-no-enterprise")]


def test_merged_codes_stand_for_every_line_they_span(tmp_path: Path) -> None:
    path = write(tmp_path / "并.xlsx", 项目=projects([1, 1, 2, 2]))
    book = openpyxl.load_workbook(path)
    for cells in ("A2:A3", "A4:A5"):
        book["项目"].merge_cells(cells)
    book.save(path)
    for owner, rows in ((1, (2, 3)), (2, (4, 5))):
        sheet = shares(divide(read(path)))[code(owner)].sheets[0]
        assert [row for row in sheet.rows if sheet.text(row, 3)] == [1, *rows]


def test_a_code_that_fails_its_check_is_nobody_s(tmp_path: Path) -> None:
    rows = summary(2)
    rows[2][2] = code(0)[:-1] + ("1" if code(0)[-1] != "1" else "2")
    divided = divide(read(write(tmp_path / "错.xlsx", 汇总=rows)))
    assert [share.code for share in divided.shares] == [code(1)]


def test_nothing_is_lost_or_doubled_whatever_the_order(tmp_path: Path) -> None:
    chance = random.Random(3)
    owners = [chance.randrange(7) for _ in range(600)]
    whole = read(write(tmp_path / "长.xlsx", 项目=projects(owners)))
    seen: dict[int, str] = {}
    for owner, book in shares(divide(whole)).items():
        (sheet,) = book.sheets
        for row in sheet.rows[1:]:
            if sheet.text(row, 2):
                assert row not in seen
                seen[row] = owner
                assert [sheet.value(row, c) for c in (1, 2, 3, 4)] == [
                    whole.sheets[0].value(row, c) for c in (1, 2, 3, 4)
                ]
    assert seen == {place + 2: code(owner) for place, owner in enumerate(owners)}


def test_one_enterprise_s_share_leaves_the_others_lines(tmp_path: Path) -> None:
    whole = read(write(tmp_path / "项目.xlsx", 项目=projects([1, 2, 1, 3])))
    book, others = share_of(whole, code(1))
    assert [row for row in book.sheets[0].rows if book.sheets[0].text(row, 2)] == [1, 2, 4]
    assert [(each.code, each.why.params["count"]) for each in others] == [("left.rows-other-enterprises", 2)]
    assert share_of(whole, code(9)) == (whole, [])


def test_a_line_whose_code_is_none_is_not_taken_for_the_only_enterprise(tmp_path: Path) -> None:
    rows = [["统一社会信用代码", "营业收入", "利润总额"], [code(1), 5, 1], ["91440300MA5DA1B2XX", 6, 2]]
    book, others = share_of(read(write(tmp_path / "汇总.xlsx", 汇总=rows)), code(1))
    assert [(each.row, each.code) for each in others] == [(3, "left.row-no-enterprise")]
    values = {found.address: found.text for found in map_book(book, PACK, SEPTEMBER, code(1)).values}
    assert values == {"JY001": "5", "JY021": "1"}
