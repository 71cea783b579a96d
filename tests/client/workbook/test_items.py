"""Child tables: written into the template, read back item by item, found by their title in other books."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.workbook import Extraction, map_book, read
from client.workbook.model import Book, Column, Scalar, Sheet
from client.workbook.writing import template
from forms.pack.loader import bundled_pack
from forms.pack.model import Form, Indicator, Pack, Part, Section
from forms.periods import Period

FIRM = "91441300MA58H0D25G"
SEPTEMBER = Period.parse("2025-09")


def book_of(name: str, *rows: tuple[str | None, ...]) -> Book:
    columns = tuple(Column(list[Scalar](column)) for column in zip(*rows, strict=True))
    return Book("账.xlsx", (Sheet(name=name, height=len(rows), columns=columns),))


def items(extraction: Extraction) -> dict[tuple[str | None, str | None, str], object]:
    return {(found.row_key, found.item, found.address): found.cell.value for found in extraction.values}


def test_a_filled_template_comes_back_item_by_item(tmp_path: Path) -> None:
    path = tmp_path / "JB.xlsx"
    places = template.write(bundled_pack(), ["JB"], path, SEPTEMBER)
    book = openpyxl.load_workbook(path)
    given = [("03", "1", "第五批", "2027-12"), ("01 创新型中小企业", "2", None, None)]
    for number, item in enumerate(given):
        for name, value in zip(("kind", "level", "batch", "valid"), item, strict=True):
            place = places[f"JB023.{name}"]
            book[place.sheet][f"{place.column}{place.row + number}"] = value
    book.save(path)
    extraction = map_book(read(path), bundled_pack(), SEPTEMBER, FIRM)
    assert items(extraction) == {
        (None, "1", "JB023.kind"): "03", (None, "1", "JB023.level"): "1", (None, "1", "JB023.batch"): "第五批",
        (None, "1", "JB023.valid"): "2027-12", (None, "2", "JB023.kind"): "01", (None, "2", "JB023.level"): "2",
    }  # fmt: skip
    assert {str(found.period) for found in extraction.values} == {"2025"}
    assert [entry.code for entry in extraction.left] == ["left.sheet-no-values"]


def test_a_sheet_named_after_the_table_is_read_by_its_labels() -> None:
    rows = (
        ("序号", "资质类别", "级别", "有效期至", "发证机关"),
        ("1", "专精特新中小企业", "省级", "2026年8月", "某厅"),
        ("2", "制造业单项冠军", "国家级", None, None),
        ("注：以证书为准", None, None, None, None),
    )
    extraction = map_book(book_of("企业资质", *rows), bundled_pack(), SEPTEMBER, FIRM)
    assert items(extraction) == {
        (None, "1", "JB023.kind"): "02", (None, "1", "JB023.level"): "2", (None, "1", "JB023.valid"): "2026-08",
        (None, "2", "JB023.kind"): "04", (None, "2", "JB023.level"): "1",
    }  # fmt: skip
    assert [(entry.row, entry.column, entry.code) for entry in extraction.left] == [
        (4, None, "left.row-note"),
        (None, "E", "left.column-unknown"),
    ]


def test_the_same_headings_elsewhere_mean_nothing() -> None:
    rows = (("资质类别", "级别", "有效期至"), ("某证书", "一级", "2026-08"))
    with pytest.raises(UserError) as caught:
        map_book(book_of("员工证书", *rows), bundled_pack(), SEPTEMBER, FIRM)
    assert caught.value.code == "workbook.no-indicator"


def platforms() -> Pack:
    """A pack with a rows form whose rows have child tables."""
    partners = Indicator(
        code="PT010",
        form="PT",
        section="",
        name="共建单位",
        type="table",
        table={"name": Part("name", "名称"), "place": Part("place", "所在地")},
    )
    number = Indicator(code="PT001", form="PT", section="", name="平台编号")
    named = Indicator(code="PT002", form="PT", section="", name="平台名称")
    form = Form(
        code="PT",
        name="创新平台清单",
        shape="rows",
        frequency="half-yearly",
        row_key="PT001",
        row_name="PT002",
        sections=(Section("", "", ("PT001", "PT002", "PT010")),),
        indicators={"PT001": number, "PT002": named, "PT010": partners},
    )
    return Pack(
        id="t", version="1", title="", title_en="", authority="", valid_from="2024-01", valid_to="2027-12",
        sha256="", forms={"PT": form}, lists={}, rules={}, constants={}, home=dict.fromkeys(form.indicators, "PT"),
    )  # fmt: skip


def test_items_of_the_rows_of_a_form(tmp_path: Path) -> None:
    pack, path = platforms(), tmp_path / "PT.xlsx"
    places = template.write(pack, ["PT"], path, Period.parse("2025-06"))
    book = openpyxl.load_workbook(path)
    sheet = book[places["PT010.name"].sheet]
    for row, line in enumerate((("A1", "甲校", "广州"), ("A2", "乙所", None), ("A1", "丙公司", "深圳")), 6):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column, value)
    sheet.cell(9, 2, "无主")
    book.save(path)
    extraction = map_book(read(path), pack, Period.parse("2025-06"), FIRM)
    assert items(extraction) == {
        ("A1", "1", "PT010.name"): "甲校", ("A1", "1", "PT010.place"): "广州", ("A2", "1", "PT010.name"): "乙所",
        ("A1", "2", "PT010.name"): "丙公司", ("A1", "2", "PT010.place"): "深圳",
    }  # fmt: skip
    assert {str(found.period) for found in extraction.values} == {"2025-H1"}
    assert ("共建单位", 9, "left.row-no-key") in [(e.sheet, e.row, e.code) for e in extraction.left]
