"""Pages, XML spreadsheets, old binary formats and the second reader, each against what it was made from."""

from __future__ import annotations

import struct
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.workbook.reader import fast, reading, second, wire
from client.workbook.reader.containers import Refused, slashed
from client.workbook.reader.formats import biff, binarysheets, ole, opendocument, pages, xmlsheets
from client.workbook.reader.limits import Limits
from client.workbook.reader.reading import read
from tests.client.workbook import old_formats
from tests.workbook.making.by_hand import biff2, biff5
from tests.workbook.making.contents import CORPUS

LIMITS = Limits(cells=10_000)
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACE = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
)


def cells(sheet: wire.WireSheet) -> list[list[object]]:
    """The sheet's rows; short sheets keep all their cells in the columns' heads."""
    return [[column.head[row] for column in sheet.columns] for row in range(sheet.height)]


def test_a_page_is_read_table_by_table() -> None:
    page = (
        b"<table><tr><td>a<td>b</tr><tr><td colspan=2>c</table><table><tr><th>&#65;&nbsp;<br>x</th></tr></table>"
    )
    first, other = pages.read(page, "表", LIMITS)
    assert cells(first) == [["a", "b"], ["c", ""]]
    assert (first.name, first.merged, other.name) == ("表", [(2, 1, 2, 2)], "表 2")
    assert cells(other) == [["A \nx"]]


def test_a_cell_that_reaches_down_moves_the_cells_of_the_next_row() -> None:
    page = b"<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    assert cells(pages.read(page, "表", LIMITS)[0]) == [["a", "b"], ["", "c"]]


def test_a_page_by_excel_keeps_the_exact_figure_beside_the_shown_one() -> None:
    page = (
        b'<table><tr><td x:num="1234.567">1,235</td><td x:num="0.685">68.5%</td><td x:num="">7</td></tr></table>'
    )
    assert cells(pages.read(page, "表", LIMITS)[0]) == [[1234.567, "68.5%", "7"]]


def test_a_page_by_libreoffice_has_no_nought_where_it_shows_an_error() -> None:
    page = b'<table><tr><td sdval="0">#DIV/0!</td><td sdval="1234.5">1,235</td><td sdval="7">###</td></tr></table>'
    assert cells(pages.read(page, "表", LIMITS)[0]) == [["#DIV/0!", 1234.5, 7.0]]


@pytest.mark.parametrize("page", [b"<html></html>", b"<table></table>", b"<table><tr><td> </td></tr></table>"])
def test_a_page_without_a_filled_table_is_refused(page: bytes) -> None:
    with pytest.raises(Refused) as caught:
        pages.read(page, "表", LIMITS)
    assert caught.value.code == "workbook.saved-as-page"


def test_styles_and_scripts_are_no_contents() -> None:
    page = b"<table><tr><td><style>x{}</style>1<script>2</script></td></tr></table>"
    assert cells(pages.read(page, "表", LIMITS)[0]) == [["1"]]


def test_a_page_wider_than_the_limit_is_too_large() -> None:
    page = b"<table>" + b"<tr><td colspan=1000></td><td>1</td></tr>" * 20 + b"</table>"
    with pytest.raises(Refused) as caught:
        pages.read(page, "表", LIMITS)
    assert caught.value.code == "workbook.too-large"


def test_an_xml_spreadsheet_with_everything_it_can_say() -> None:
    sheet = f"""<?xml version="1.0"?><Workbook {SPACE}>
    <Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>
    <Worksheet ss:Name="表"><Table>
     <Row ss:Index="2"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">题</Data></Cell>
      <Cell><Data ss:Type="Number">1.5</Data></Cell></Row>
     <Row ss:Hidden="1"><Cell ss:StyleID="p"><Data ss:Type="Number">0.685</Data></Cell>
      <Cell ss:Formula="=1"/><Cell><Data ss:Type="Error">#REF!</Data></Cell>
      <Cell><Data ss:Type="DateTime">2025-09-30T00:00:00.000</Data></Cell>
      <Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
    </Table></Worksheet>
    <Worksheet ss:Name="藏"><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
     <Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""
    first, hidden = xmlsheets.read(sheet.encode(), LIMITS)
    rows = cells(first)
    assert rows[1] == ["", "题", "", 1.5, ""]
    assert (first.percents, first.uncached, first.errors) == ([(3, 1)], [(3, 2)], [(3, 3)])
    assert (first.merged, first.hidden_rows, first.hidden, hidden.hidden) == ([(2, 2, 2, 3)], [3], False, True)
    assert wire.unpack_date(rows[2][3]) == date(2025, 9, 30)  # type: ignore[arg-type]
    assert rows[2][4] is True


def test_an_xml_spreadsheet_cannot_claim_an_endless_sheet() -> None:
    row = '<Row ss:Index="2000000"><Cell ss:Index="2000000"><Data ss:Type="Number">1</Data></Cell></Row>'
    sheet = f'<Workbook {SPACE}><Worksheet ss:Name="a"><Table>{row}</Table></Worksheet></Workbook>'
    with pytest.raises(Refused) as caught:
        xmlsheets.read(sheet.encode(), LIMITS)
    assert caught.value.code == "workbook.too-large"


ROWS = [["项目", "本年累计"], ["营业收入", 1234.5], ["营业成本", 7]]


@pytest.mark.parametrize(
    ("stream", "name"),
    [(biff2(ROWS), "名"), (ole.stream(biff5("利润表", ROWS), ("Book",)), "利润表")],
    ids=["named by its file", "named"],
)
def test_old_binary_formats_keep_chinese(stream: bytes, name: str) -> None:
    sheet = biff.read(stream, "名", LIMITS)[0]
    assert cells(sheet) == [["项目", "本年累计"], ["营业收入", 1234.5], ["营业成本", 7.0]]
    assert sheet.name == name


def test_packed_numbers_formulas_and_errors_of_an_old_sheet() -> None:
    def record(number: int, body: bytes) -> bytes:
        return struct.pack("<HH", number, len(body)) + body

    place = struct.pack("<HHH", 0, 0, 0)
    stream = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    stream += record(0x27E, place + struct.pack("<i", 123456 << 2 | 3))
    stream += record(0xBD, struct.pack("<HH", 1, 0) + struct.pack("<Hi", 0, 5 << 2 | 2) * 2 + struct.pack("<H", 1))
    stream += record(0x06, struct.pack("<HHH", 2, 0, 0) + struct.pack("<d", 2.5) + bytes(6))
    stream += record(0x06, struct.pack("<HHH", 2, 1, 0) + b"\x00" + bytes(5) + b"\xff\xff" + bytes(6))
    stream += record(0x207, struct.pack("<H", 2) + b"ab")
    stream += record(0x205, struct.pack("<HHH", 3, 0, 0) + b"\x17\x01") + record(0x0A, b"")
    sheet = biff.read(stream, "名", LIMITS)[0]
    assert cells(sheet) == [[1234.56, ""], [5.0, 5.0], [2.5, "ab"]]
    assert sheet.errors == [(4, 1)]


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_end_as_a_sheet_or_a_reason(noise: bytes) -> None:
    head = struct.pack("<HHHH", 0x09, 4, 2, 0x10)
    for attempt in (
        lambda: biff.read(head + noise, "名", LIMITS),
        lambda: pages.read(b"<table><tr><td>" + noise, "名", LIMITS),
        lambda: xmlsheets.read(noise, LIMITS),
        lambda: binarysheets.expanded(noise),
    ):
        with suppress(Refused):
            attempt()


def test_cells_without_their_column_are_written_out_in_full() -> None:
    whole, found = binarysheets.expanded((CORPUS / "sheetjs.xlsb").read_bytes())
    assert whole != (CORPUS / "sheetjs.xlsb").read_bytes()
    assert list(found) == ["利润表"]
    plain = (CORPUS / "hand.xlsb").read_bytes()
    assert binarysheets.expanded(plain)[0] == plain


def test_a_flat_document_is_packed_and_its_declarations_refused() -> None:
    assert opendocument.packed(b"<office:document/>").startswith(b"PK")
    with pytest.raises(Refused):
        opendocument.packed(b"<!DOCTYPE x><office:document/>")


@pytest.mark.parametrize(
    ("attributes", "content"),
    [
        ("", "甲"),
        ('office:value-type="unknown" calcext:value-type="string"', "甲"),
        ('office:value-type="void"', "甲"),
        ('office:value-type="float"', "2.5"),
        ('office:value-type="string" office:string-value="甲"', "甲"),
        ('office:value-type="fraction" office:value="2.5"', 2.5),
        ('office:value="2.5"', 2.5),
    ],
)
def test_a_cell_holds_what_it_shows_whatever_it_calls_it(attributes: str, content: object) -> None:
    spaces = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    shown = content if isinstance(content, str) else f"{content} 左右"
    flat = (
        f'<office:document {spaces} xmlns:calcext="urn:calcext">'
        '<office:body><office:spreadsheet><table:table table:name="表"><table:table-row>'
        f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"
        "<table:table-cell/></table:table-row></table:table></office:spreadsheet></office:body></office:document>"
    )
    (sheet,) = fast.sheets(opendocument.told(opendocument.packed(flat.encode())), LIMITS)
    assert cells(sheet) == [[content]]


def test_a_small_old_workbook_lies_in_the_small_sectors() -> None:
    data = (CORPUS / "office-97.xls").read_bytes()
    assert ole.stream(data, ("Workbook",))[:2] == b"\x09\x08"
    assert ole.stream(old_formats.xls("表", [["a"]]), ("Workbook",))[:2] == b"\x09\x08"
    with pytest.raises(ValueError, match=r"^$"):
        ole.stream(data, ("Nothing",))


VAST = {"beside-data.xlsx"}
"""Of 300,000 cells, all of kinds that others have too."""
XLSX = sorted(
    path
    for path in CORPUS.glob("*.xlsx")
    if path.name not in VAST and b"refused" not in Path(f"{path}.json").read_bytes()
)


@pytest.mark.parametrize("path", XLSX, ids=lambda path: path.name)
def test_the_second_reader_reads_what_the_first_reads(path: Path) -> None:
    """Both stand behind one interface: where openpyxl can read a file at all, every cell is the same."""
    try:
        again = second.read(slashed(path.read_bytes()), Limits(), {})
    except Refused:
        assert path.name in {"strict.xlsx", "commas.xlsx"}
        return
    first = read(path)
    assert [sheet.name for sheet in first.sheets] == [sheet.name for sheet in again]
    for one, sent in zip(first.sheets, again, strict=True):
        other = reading._sheet(sent)
        for row in range(1, other.height + 1):
            for column in range(1, len(other.columns) + 1):
                assert _text(other.value(row, column)) == _text(one.value(row, column)), (path.name, row, column)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    if hasattr(value, "data"):
        value = wire.unpack_date(value)  # type: ignore[arg-type]
    text = "" if value is None else str(value)
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def test_a_file_at_which_the_first_reader_fails_is_read_by_the_second(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 5
    book.worksheets[0].merge_cells("A1:B1")
    book.worksheets[0].row_dimensions[1].hidden = True
    book.save(tmp_path / "a.xlsx")
    sheet = second.read((tmp_path / "a.xlsx").read_bytes(), Limits(), {})[0]
    assert (sheet.columns[0].head, sheet.merged, sheet.hidden_rows) == ([5.0], [(1, 1, 1, 2)], [1])
    with pytest.raises(Refused):
        second.read(b"PK", Limits(), {})
