"""Number formats that show figures smaller than they are, in every format a workbook comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.workbook import Choices, map_book, read
from client.workbook.finding.files.records import read_records
from client.workbook.reader.shown import foreign_sign
from client.workbook.reader.worker import Worker
from forms.pack import bundled_pack
from forms.periods import Period
from tests.client.workbook import old_formats

SEPTEMBER = Period.parse("2025-09")
TAKEN = {"JY001": "12345", "JY005": "9876"}
Rows = list[list[object]]

NUMBER = "<number:number number:decimal-places='{}' number:display-factor='{}'>{}</number:number>"
TEN_THOUSANDS = NUMBER.format(0, 1000, "<number:embedded-text number:position='1'>.</number:embedded-text>")
PLAIN = "<number:number-style style:name='N1'>{}</number:number-style>"
FORMATS = {
    '0\\.0,"万"': PLAIN.format(f"{TEN_THOUSANDS}<number:text>万</number:text>"),
    "#,##0,": PLAIN.format(NUMBER.format(0, 1000, "")),
    "#,##0,;(#,##0,)": (
        f"<number:number-style style:name='N2'>{NUMBER.format(0, 1000, '')}</number:number-style>"
        "<number:text-style style:name='N1'><style:map style:apply-style-name='N2'/></number:text-style>"
    ),
    '0.00"万元"': (PLAIN.format(f"{NUMBER.format(2, 1, '')}<number:text>万元</number:text>")),
}
"""Excel's number formats, and each as OpenDocument has it."""


def xlsb(rows: Rows, shown: str) -> bytes:
    return old_formats.xlsb("利润表", rows, shown=shown)


def ods(rows: Rows, shown: str) -> bytes:
    return old_formats.ods("利润表", rows, formats=FORMATS[shown])


def xml(rows: Rows, shown: str) -> bytes:
    def cell(value: object) -> str:
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell ss:StyleID="s1"><Data ss:Type="{kind}">{value}</Data></Cell>'

    lines = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
    code = shown.replace('"', "&quot;")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="s1">'
        f'<NumberFormat ss:Format="{code}"/></Style></Styles><Worksheet ss:Name="利润表"><Table>{lines}</Table>'
        "</Worksheet></Workbook>"
    ).encode()


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    child = Worker()
    yield child
    child.close()


@pytest.mark.parametrize("make", [xlsb, ods, xml])
@pytest.mark.parametrize(
    ("unit", "shown", "revenue", "cost"),
    [
        ("单位：万元", '0\\.0,"万"', 12_345_000, 9_876_000),
        ("单位：元", "#,##0,", 12_345_000, 9_876_000),
        ("单位：千元", "#,##0,;(#,##0,)", 12_345_000, 9_876_000),
        ("单位：元", '0.00"万元"', 1234.5, 987.6),
    ],
)
def test_a_figure_counts_as_it_is_kept(
    make: Callable[[Rows, str], bytes],
    unit: str,
    shown: str,
    revenue: float,
    cost: float,
    tmp_path: Path,
    reader: Worker,
) -> None:
    path = tmp_path / f"账.{make.__name__}"
    path.write_bytes(
        make([["利润表", unit], ["项目", "本年累计"], ["营业收入", revenue], ["营业成本", cost]], shown)
    )
    pack = bundled_pack()
    found = map_book(read(path, reader=reader), pack, SEPTEMBER, "", forms=["JY"])
    assert {each.address: each.text for each in found.values} == TAKEN
    path.write_bytes(make([[unit], ["统一社会信用代码", "营业收入", "营业成本"], ["1", revenue, cost]], shown))
    records = read_records(read(path, reader=reader), pack, pack.forms["JY"], SEPTEMBER).records
    assert {address: str(column.values[0]) for address, column in records.columns.items()} == TAKEN


def test_a_file_of_records_names_what_does_not_fit_its_unit(tmp_path: Path, reader: Worker) -> None:
    path = tmp_path / "账.xml"
    path.write_bytes(xml([["单位：万元"], ["营业收入", "营业成本"], [12_345_000, 9_876_000]], "#,##0,"))
    pack = bundled_pack()
    done = read_records(read(path, reader=reader), pack, pack.forms["JY"], SEPTEMBER)
    assert [entry.code for entry in done.left] == ["left.cell-scaled", "left.cell-scaled"]
    assert [column.values for column in done.records.columns.values()] == [[None], [None]]


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        ("[$$-409]#,##0.00", "$"),
        ("€#,##0.00", "€"),
        ("[$USD] #,##0", "USD"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$¥-804]#,##0.00", ""),
        ('"¥"#,##0.00', ""),
        ("[$-F800]dddd", ""),
        ("[$-409]$#,##0", "$"),
        ("#,##0.00", ""),
        ('#,##0.00" USD"', "USD"),
        ('#,##0.00"美元"', "USD"),
        ("#,##0\\港\\币", "HKD"),
        ('#,##0"万元"', ""),
    ],
)
def test_signs_of_foreign_money_in_number_formats(code: str, sign: str) -> None:
    assert foreign_sign(code) == sign


@pytest.mark.parametrize("write", [xlsb, xml])
@pytest.mark.parametrize(("shown", "unit"), [("[$$-409]#,##0.00", "元"), ("$#,##0.0,", "千元")])
def test_figures_shown_in_foreign_money_are_refused_unless_a_person_says_yuan(
    tmp_path: Path, reader: Worker, write: Callable[[Rows, str], bytes], shown: str, unit: str
) -> None:
    rows: Rows = [["利润表"], ["项目", "本年累计"], ["营业收入", 12345000], ["营业成本", 9876000]]
    path = tmp_path / "账.xls"
    path.write_bytes(write(rows, shown))
    book = read(path, reader=reader)
    with pytest.raises(UserError) as refused:
        map_book(book, bundled_pack(), SEPTEMBER, "91441300MA58H0D25G")
    assert (refused.value.code, refused.value.params["unit"]) == ("workbook.foreign-currency", "$")
    said = map_book(book, bundled_pack(), SEPTEMBER, "91441300MA58H0D25G", choices=Choices(unit=unit))
    assert {found.address: found.text for found in said.values} == TAKEN
