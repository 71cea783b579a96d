"""The same table in every format gives the same cells; names lie, contents count."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import UserError
from client.workbook import map_book, read
from client.workbook.model import Sheet
from client.workbook.reader.formats import legacy
from client.workbook.reader.limits import MIB, Limits
from forms.pack.loader import bundled_pack
from forms.periods import Period
from tests.client.workbook import old_formats

ROWS: list[list[object]] = [
    ["利润表", None, "单位：元"],
    ["项目", "本年累计", "上年同期"],
    ["营业收入", 1234567.89, 1000000],
    ["减：营业成本", 765432.1, "（700，000）"],
    ["其他收益", None, True],
]
FORMATS = ["xlsx", "xls", "xlsb", "ods"]


def content(kind: str, folder: Path) -> bytes:
    if kind != "xlsx":
        made: bytes = getattr(old_formats, kind)("利润表", ROWS)
        return made
    book = openpyxl.Workbook()
    book.active.title = "利润表"
    for row in ROWS:
        book.active.append(row)
    book.save(folder / "made")
    return (folder / "made").read_bytes()


@pytest.mark.parametrize("kind", ["ods", "xlsb"])
def test_a_heading_merged_over_two_columns_heads_both(kind: str, tmp_path: Path) -> None:
    """Else the second column below 2024年 would be this year's: last year's figures filed as this one's."""
    over: list[object] = ["指标", old_formats.Wide("2024年"), None, old_formats.Wide("2025年"), None]
    below: list[object] = [None, "本月", "1-9月累计", "本月", "1-9月累计"]
    rows = [over, below, ["营业收入", 11, 101, 12, 112], ["利润总额", 1, 8, 2, 9]]
    path = tmp_path / f"账.{kind}"
    merged = [(0, 0, 1, 2), (0, 0, 3, 4)]
    made = old_formats.ods("表", rows) if kind == "ods" else old_formats.xlsb("表", rows, merged=merged)
    path.write_bytes(made)
    book = read(path)
    assert book.sheets[0].merged == ((1, 2, 1, 3), (1, 4, 1, 5))
    extraction = map_book(book, bundled_pack(), Period.parse("2025-09"), "91441300MA58H0D25G")
    found = {each.address: each.text for each in extraction.values}
    assert found == {"JY001": "112", "JY001@ly": "101", "JY021": "9", "JY021@ly": "8"}


def cells(sheet: Sheet) -> list[list[object]]:
    return [[sheet.value(row, column) for column in range(1, 4)] for row in range(1, 6)]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("ending", ["{kind}", "xlsx", "xls", "bak"])
def test_every_format_under_any_name(kind: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"账.{ending.format(kind=kind)}"
    path.write_bytes(content(kind, tmp_path))
    book = read(path)
    assert [sheet.name for sheet in book.sheets] == ["利润表"]
    assert cells(book.sheets[0]) == [
        ["利润表", None, "单位：元"],
        ["项目", "本年累计", "上年同期"],
        ["营业收入", Decimal("1234567.89"), Decimal(1000000)],
        ["减：营业成本", Decimal("765432.1"), "（700，000）"],
        ["其他收益", None, True],
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_mapped_alike(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"账.{kind}"
    path.write_bytes(content(kind, tmp_path))
    extraction = map_book(read(path), bundled_pack(), Period.parse("2025-09"), "91441300MA58H0D25G")
    assert {found.address: found.text for found in extraction.values} == {
        "JY001": "1235",
        "JY001@ly": "1000",
        "JY005": "765",
        "JY005@ly": "-700",
        "JY017@ly": "是",
    }


def test_an_encrypted_xls_asks_for_its_password(tmp_path: Path) -> None:
    path = tmp_path / "密.xls"
    path.write_bytes(old_formats.xls("表", ROWS, encrypted=True))
    with pytest.raises(UserError) as caught:
        read(path)
    assert caught.value.code == "workbook.encrypted"
    assert caught.value.what("zh").startswith("工作簿有打开密码")


@pytest.mark.parametrize("kind", FORMATS)
def test_cut_short_it_is_damaged(kind: str, tmp_path: Path) -> None:
    whole = content(kind, tmp_path)
    path = tmp_path / f"残.{kind}"
    for share in (0.9, 0.5, 0.2):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(UserError) as caught:
            read(path)
        assert caught.value.code in {"workbook.damaged", "workbook.not-a-workbook", "workbook.reader-ended"}


def test_error_cells_of_an_old_workbook_are_named(tmp_path: Path) -> None:
    rows = [["单位：元"], ["项目", "本年累计"], ["营业收入", old_formats.ERROR_REF], ["营业成本", 5000.0]]
    rows.append(["其他收益", old_formats.ERROR_FORMULA])
    path = tmp_path / "错.xls"
    path.write_bytes(old_formats.xls("利润表", rows))
    book = read(path)
    assert book.sheets[0].errors == {(3, 2), (5, 2)}
    extraction = map_book(book, bundled_pack(), Period.parse("2025-09"), "91441300MA58H0D25G")
    assert [(e.row, e.column, e.code) for e in extraction.left] == [
        (3, "B", "left.cell-error"),
        (5, "B", "left.cell-error"),
    ]


@given(st.binary(max_size=3000), st.integers(0, 6000))
@settings(max_examples=60, deadline=None)
def test_any_bytes_in_an_old_workbook_are_searched_without_harm(noise: bytes, at: int) -> None:
    whole = old_formats.xls("表", [["a", 1.0]])
    for data in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        for found in legacy.marks_of(data).values():
            assert all(row >= 1 and column >= 1 for row, column in found.errors + found.percents)


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=20, deadline=None)
def test_a_spoilt_file_is_a_book_or_a_named_reason(kind: str, spoilt: list[tuple[int, int]]) -> None:
    data = bytearray(getattr(old_formats, kind)("表", ROWS))
    for at, byte in spoilt:
        data[at % len(data)] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"坏.{kind}"
        path.write_bytes(data)
        try:
            outcome = read(path, Limits(seconds=20, memory_bytes=1024 * MIB)).name
        except UserError as error:
            outcome = error.code.partition(".")[0]
        assert outcome in {path.name, "workbook"}
