"""Files of other programs: pages packed as mail, lines whose commas split figures, pages with hidden rows."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.workbook.endings import IN_FOLDERS, SUFFIXES
from client.workbook.model import Book
from client.workbook.reader.reading import read

TABLE = "<table><tr><td>营业收入</td><td x:num=5000000>5,000,000.00</td></tr></table>"
FRAME = (
    "<xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>利润&amp;成本</x:Name>"
    '<x:WorksheetSource HRef="账_files/sheet001.htm"/></x:ExcelWorksheet>'
    "</x:ExcelWorksheets></x:ExcelWorkbook></xml>"
)


def part(page: str, location: str, encoding: str) -> bytes:
    body = f'<html><head><meta charset="gb2312"></head>{page}</html>'.encode("gb18030")
    packed = base64.encodebytes(body) if encoding == "base64" else quopri.encodestring(body)
    head = (
        f"Content-Location: {location}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Type: text/html\r\n\r\n"
    )
    return b"--=_cut\r\n" + head.encode() + packed + b"\r\n"


def mail(*parts: bytes) -> bytes:
    return (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_cut"\r\n\r\n'
        + b"".join(parts)
        + b"--=_cut--\r\n"
    )


def cells(book: Book) -> dict[str, list[list[str]]]:
    return {
        sheet.name: [[sheet.text(row, at) for at in sheet.across] for row in sheet.rows] for sheet in book.sheets
    }


@pytest.mark.parametrize("name", ["账.mht", "账.mhtml", "账.xls"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_page_packed_as_mail_is_read_with_the_names_of_its_sheets(
    name: str, encoding: str, tmp_path: Path
) -> None:
    whole = mail(
        part(FRAME, "file:///C:/账.htm", encoding), part(TABLE, "file:///C:/账_files/sheet001.htm", encoding)
    )
    (tmp_path / name).write_bytes(whole)
    assert cells(read(tmp_path / name)) == {"利润&成本": [["营业收入", "5000000"]]}


def test_a_table_of_one_page_is_named_after_the_file(tmp_path: Path) -> None:
    (tmp_path / "账.mht").write_bytes(mail(part(TABLE, "", "base64")))
    assert list(cells(read(tmp_path / "账.mht"))) == ["账"]


@pytest.mark.parametrize("data", [mail(), mail(part("<p>404</p>", "", "base64")), b"MIME-Version: 1.0\r\n\r\n"])
def test_mail_without_a_table_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "账.mht").write_bytes(data)
    with pytest.raises(UserError) as caught:
        read(tmp_path / "账.mht")
    assert caught.value.code == "workbook.saved-as-page"


@pytest.mark.parametrize(
    "lines",
    [
        "项目,本年累计\n营业收入,5,000,000.00\n营业成本,4,000,000.00\n",
        "项目,本月,累计\n营业收入,600,000,5,000,000\n",
        "项目,本年累计\n财务费用,(1,234.50)\n",
    ],
)
def test_commas_that_split_figures_are_refused(lines: str, tmp_path: Path) -> None:
    (tmp_path / "账.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read(tmp_path / "账.csv")
    assert caught.value.code == "workbook.split-numbers"


@pytest.mark.parametrize(
    "lines",
    [
        '项目,本年累计\n营业收入,"5,000,000.00"\n',
        "项目,行次,本年累计\n营业收入,1,500\n营业成本,2,400\n",
        "1,100,200\n2,300,400\n",
        "利润表\n项目,本年累计,上年同期\n营业收入,500,400\n",
    ],
)
def test_figures_of_three_digits_side_by_side_are_read(lines: str, tmp_path: Path) -> None:
    (tmp_path / "账.csv").write_text(lines, encoding="utf-8")
    assert read(tmp_path / "账.csv").sheets[0].height == lines.count("\n")


def test_hidden_rows_of_a_page_are_marked(tmp_path: Path) -> None:
    hidden = TABLE.replace("<table>", "<table><tr style='display: none'><td>作废</td></tr>")
    (tmp_path / "账.xls").write_text(f"<html>{hidden}</html>", encoding="utf-8")
    (sheet,) = read(tmp_path / "账.xls").sheets
    assert sheet.hidden_rows == {1}


def test_texts_and_pages_are_opened_when_asked_for_and_passed_over_in_folders() -> None:
    assert {".txt", ".html", ".mht", ".tsv", ".ett", ".xlt"} <= SUFFIXES
    assert {".txt", ".prn", ".xml", ".htm", ".html"} == SUFFIXES - IN_FOLDERS
